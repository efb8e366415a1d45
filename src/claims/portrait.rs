//! What a source is called, what it is and what the article says of it.
//!
//! An [`Entity`] with its mentions in, a [`Source`] out.

use crate::{
    base::TextSpan,
    claims::{
        Detail, DetailKind, Source, SourceKind, details,
        entity::Entity,
        lexicon,
        mention::{self, Form, Mention},
    },
};

/// The longest description that still serves as a name, in bytes.
const LONGEST_NAME: usize = 90;

/// Words that may stand after the head of a description and still say who it is; what else stands
/// there is a clause.
const GOES_ON: [&str; 25] = [
    "of",
    "in",
    "at",
    "for",
    "from",
    "with",
    "to",
    "near",
    "inside",
    "within",
    "on",
    "across",
    "around",
    "outside",
    "familiar",
    "close",
    "briefed",
    "involved",
    "working",
    "based",
    "living",
    "aware",
    "present",
    "responsible",
    "knowledgeable",
];

/// The most that is kept of what the article says of one source.
const MOST_DETAILS: usize = 24;

/// Where a description ends that goes on.
const ENDS: [&str; 18] = [
    ",",
    ";",
    ":",
    " who ",
    " that ",
    " which ",
    " whose ",
    " (",
    " [",
    " —",
    " –",
    " speaking ",
    " said",
    " told",
    " because ",
    " while ",
    " when ",
    " as ",
];

/// Makes the source that `entity` is; its mentions are among `all`.
pub(super) fn source(text: &str, entity: &Entity, all: &[Mention]) -> Source {
    let mut numbers = entity.mentions.clone();
    numbers.sort_unstable();
    numbers.dedup();
    let mentions: Vec<&Mention> =
        numbers.iter().filter_map(|number| all.get(*number as usize)).collect();
    let name = full_name(text, &mentions);
    let named = name.is_some();
    let name =
        name.or_else(|| description(text, &mentions)).unwrap_or_else(|| pronoun(text, &mentions));
    let mut spans: Vec<TextSpan> = mentions.iter().map(|mention| mention.span).collect();
    spans.sort();
    spans.dedup();
    Source {
        name,
        kind: kind(entity),
        named,
        mentions: spans,
        details: said_of(text, &mentions, named),
    }
}

/// Returns what the entity is, as far as its mentions tell.
fn kind(entity: &Entity) -> SourceKind {
    match entity.kind {
        SourceKind::Unknown if entity.gender.is_some() || has_full_name(entity) => {
            SourceKind::Person
        }
        SourceKind::Person if entity.number == lexicon::Number::Many => SourceKind::Group,
        kind => kind,
    }
}

/// Returns whether the entity has a name of two or three words, as people have.
fn has_full_name(entity: &Entity) -> bool {
    entity.names.iter().any(|name| (2..=3).contains(&name.parts.len()))
}

/// Returns the longest name among `mentions`, as it is written; `None` if there is none.
///
/// A body that is called by a proper name and a noun, as “the Berg campaign”, has that for its name.
fn full_name(text: &str, mentions: &[&Mention]) -> Option<String> {
    let names = mentions.iter().filter(|mention| mention.form == Form::Name);
    let written = names.filter_map(|mention| mention.core.slice(text));
    let best = written.min_by_key(|name| {
        let words = name.split_whitespace().count();
        (super::scan::is_acronym(name), usize::MAX - words)
    });
    let body = || {
        let bodies = mentions.iter().filter(|mention| mention.kind == SourceKind::Organisation);
        let cores = bodies.filter_map(|mention| mention.core.slice(text));
        cores
            .into_iter()
            .find(|core| core.chars().next().is_some_and(char::is_uppercase) && core.contains(' '))
    };
    best.or_else(body).map(bare)
}

/// Returns the description among `mentions` that says most, without its article.
fn description(text: &str, mentions: &[&Mention]) -> Option<String> {
    let described = mentions.iter().filter(|mention| matches!(mention.form, Form::Description(_)));
    let phrases = described.filter_map(|mention| phrase(text, mention));
    phrases.min_by_key(|phrase| usize::MAX - content_words(phrase))
}

/// Returns the words of a description up to a relative clause or comma, without its article.
fn phrase(text: &str, mention: &Mention) -> Option<String> {
    let words = mention.span.slice(text)?;
    let head = mention.core.end().saturating_sub(mention.span.start());
    let tail = words.get(head..).unwrap_or_default();
    let next =
        tail.strip_prefix(char::is_whitespace).and_then(|tail| tail.split_whitespace().next());
    let cut = match next {
        Some(next) if GOES_ON.contains(&next) => {
            ENDS.iter().filter_map(|end| tail.find(end)).min().unwrap_or(tail.len())
        }
        _ => 0,
    };
    let mut kept = words.get(..head + cut)?.trim();
    if kept.len() > LONGEST_NAME {
        kept = mention.core.slice(text)?;
    }
    for article in ["a ", "an ", "the ", "A ", "An ", "The ", "whose "] {
        kept = kept.strip_prefix(article).unwrap_or(kept);
    }
    Some(bare(kept))
}

/// Returns how many words of `phrase` say something.
fn content_words(phrase: &str) -> usize {
    phrase.split_whitespace().filter(|word| !lexicon::is_function(&word.to_lowercase())).count()
}

/// Returns the first words of `mentions` as they stand.
fn pronoun(text: &str, mentions: &[&Mention]) -> String {
    mentions.first().and_then(|mention| mention.span.slice(text)).map(tidy).unwrap_or_default()
}

/// Puts a name on one line, without a possessive mark and a bracket that is left open.
fn bare(name: &str) -> String {
    let open = name.rfind(" (").filter(|at| !name[*at..].contains(')'));
    let name = open.map_or(name, |at| &name[..at]);
    tidy(name.trim_end_matches("’s").trim_end_matches("'s"))
}

/// Puts `words` on one line.
fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what is said of the source: its roles, and of an unnamed one how many it is, its body
/// and place, and why it is not named.
fn said_of(text: &str, mentions: &[&Mention], named: bool) -> Vec<Detail> {
    let mut all: Vec<Detail> = Vec::new();
    for mention in mentions {
        let role = mention.role.filter(|role| says_role(text, *role));
        all.extend(role.map(|span| Detail { kind: DetailKind::Role, span }));
        let described = matches!(mention.form, Form::Description(_));
        if named && described {
            all.push(Detail { kind: DetailKind::Role, span: mention.span });
        } else if described {
            all.extend(details::of_unnamed(text, mention));
        }
        if !named {
            let why = details::why_unnamed(text, mention);
            all.extend(why.map(|span| Detail { kind: DetailKind::WhyUnnamed, span }));
        }
    }
    without_repeats(text, all)
}

/// Leaves out what another of the same kind says too: “official” beside “accused official”.
///
/// Of two that say the same the first stays. They come out in the order of their kinds.
fn without_repeats(text: &str, all: Vec<Detail>) -> Vec<Detail> {
    let words = |detail: &Detail| {
        let words = detail.span.slice(text).unwrap_or_default().to_lowercase();
        let words = words.split_whitespace().filter(|word| mention::article(word).is_none());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    let mut kept: Vec<(Vec<String>, Detail)> = Vec::new();
    for detail in all {
        let own = words(&detail);
        let same = |other: &Detail| other.kind == detail.kind;
        if kept.iter().any(|(known, other)| same(other) && within(&own, known)) {
            continue;
        }
        kept.retain(|(known, other)| !same(other) || !within(known, &own));
        kept.push((own, detail));
        // Nobody is described in more ways than a reader would look at.
        if kept.len() == MOST_DETAILS {
            break;
        }
    }
    kept.sort_by_key(|(_, detail)| detail.kind);
    kept.into_iter().map(|(_, detail)| detail).collect()
}

/// Returns whether the words before a name say more than Mr or Ms.
fn says_role(text: &str, role: TextSpan) -> bool {
    let words = role.slice(text).unwrap_or_default().to_lowercase();
    !matches!(words.trim_end_matches('.'), "mr" | "mrs" | "ms" | "miss" | "sir" | "dr")
}
