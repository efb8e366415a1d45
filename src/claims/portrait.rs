//! What a source is called, what it is and what the article says of it.
//!
//! An [`Entity`] in, a [`Source`] out.

use crate::{
    base::TextSpan,
    claims::{
        Detail, DetailKind, Source, SourceKind, details,
        entity::Entity,
        lexicon,
        mention::{self, Form},
        mentions::Wording,
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

/// Makes the source that `entity` is.
pub(super) fn source(text: &str, entity: &Entity) -> Source {
    let mentions = entity.mentions.places();
    let wordings = entity.mentions.telling();
    let name = full_name(text, &wordings);
    let named = name.is_some();
    let name = name.or_else(|| description(text, &wordings)).unwrap_or_else(|| {
        mentions.first().and_then(|span| span.slice(text)).map(tidy).unwrap_or_default()
    });
    Source { name, kind: kind(entity), named, mentions, details: said_of(text, &wordings, named) }
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

/// Returns the longest name among `wordings`, as it is written; `None` if there is none.
///
/// A body that is called by a proper name and a noun, as “the Berg campaign”, has that for its name.
fn full_name(text: &str, wordings: &[Wording]) -> Option<String> {
    let names = wordings.iter().filter(|wording| wording.form == Form::Name);
    let written = names.filter_map(|wording| wording.core.slice(text));
    let best = written.min_by_key(|name| {
        let words = name.split_whitespace().count();
        (super::scan::is_acronym(name), usize::MAX - words)
    });
    let body = || {
        let bodies = wordings.iter().filter(|wording| wording.kind == SourceKind::Organisation);
        let cores = bodies.filter_map(|wording| wording.core.slice(text));
        cores
            .into_iter()
            .find(|core| core.chars().next().is_some_and(char::is_uppercase) && core.contains(' '))
    };
    best.or_else(body).map(bare)
}

/// Returns the description among `wordings` that says most, without its article.
fn description(text: &str, wordings: &[Wording]) -> Option<String> {
    let described = wordings.iter().filter(|wording| matches!(wording.form, Form::Description(_)));
    let phrases = described.filter_map(|wording| phrase(text, wording));
    phrases.min_by_key(|phrase| usize::MAX - content_words(phrase))
}

/// Returns the words of a description up to a relative clause or comma, without its article.
fn phrase(text: &str, wording: &Wording) -> Option<String> {
    let words = wording.span.slice(text)?;
    let head = wording.core.end().saturating_sub(wording.span.start());
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
        kept = wording.core.slice(text)?;
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
fn said_of(text: &str, wordings: &[Wording], named: bool) -> Vec<Detail> {
    let mut all: Vec<Detail> = Vec::new();
    for wording in wordings {
        let role = wording.role.filter(|role| says_role(text, *role));
        all.extend(role.map(|span| Detail { kind: DetailKind::Role, span }));
        let described = matches!(wording.form, Form::Description(_));
        if named && described {
            all.push(Detail { kind: DetailKind::Role, span: wording.span });
        } else if described {
            all.extend(details::of_unnamed(text, wording));
        }
        if !named {
            let why = details::why_unnamed(text, wording);
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
