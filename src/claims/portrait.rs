//! What a source is called and what the article says of it.
//!
//! An [`Entity`] with its mentions in, a [`Source`] out.

use crate::{
    base::TextSpan,
    claims::{
        Detail, DetailKind, Source, SourceKind,
        entity::Entity,
        lexicon,
        mention::{Form, Link, Mention},
    },
};

/// The longest description that still serves as a name, in bytes.
const LONGEST_NAME: usize = 90;

/// How far a sentence is followed, in bytes: a text without stops must not take ages.
const LONGEST_SENTENCE: usize = 2_000;

/// Ways to say why a source is not named.
const UNNAMED: [&str; 14] = [
    "condition of anonymity",
    "on the condition that",
    "not to be named",
    "not to be identified",
    "declined to be named",
    "declined to be identified",
    "not authorized to",
    "not authorised to",
    "requested anonymity",
    "anonymity to",
    "asked for anonymity",
    "insisted on anonymity",
    "without being named",
    "withhold his name",
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
        details: details(text, &mentions, named),
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
    best.or_else(body).map(|name| tidy(name.trim_end_matches("’s").trim_end_matches("'s")))
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
    let ends = [
        ",",
        ";",
        " who ",
        " that ",
        " which ",
        " (",
        " —",
        " speaking ",
        " briefed ",
        " familiar ",
        " whose ",
    ];
    let cut = ends.iter().filter_map(|end| tail.find(end)).min().unwrap_or(tail.len());
    let mut kept = words.get(..head + cut)?.trim();
    if kept.len() > LONGEST_NAME {
        kept = mention.core.slice(text)?;
    }
    for article in ["a ", "an ", "the ", "A ", "An ", "The "] {
        kept = kept.strip_prefix(article).unwrap_or(kept);
    }
    Some(tidy(kept.trim_end_matches("’s").trim_end_matches("'s")))
}

/// Returns how many words of `phrase` say something.
fn content_words(phrase: &str) -> usize {
    phrase.split_whitespace().filter(|word| !lexicon::is_function(&word.to_lowercase())).count()
}

/// Returns the first words of `mentions` as they stand.
fn pronoun(text: &str, mentions: &[&Mention]) -> String {
    mentions.first().and_then(|mention| mention.span.slice(text)).map(tidy).unwrap_or_default()
}

/// Puts `words` on one line.
fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what is said of the source: its roles, and why it is not named.
fn details(text: &str, mentions: &[&Mention], named: bool) -> Vec<Detail> {
    let mut details: Vec<Detail> = Vec::new();
    let mut add = |kind, span: TextSpan| {
        let words = |span: TextSpan| span.slice(text).unwrap_or_default().to_lowercase();
        if !details.iter().any(|known| words(known.span) == words(span)) {
            details.push(Detail { kind, span });
        }
    };
    for mention in mentions {
        if let Some(role) = mention.role.filter(|role| says_role(text, *role)) {
            add(DetailKind::Role, role);
        }
        let tied = matches!(mention.link, Link::Apposition(_) | Link::Copula(_));
        if matches!(mention.form, Form::Description(_)) && (tied || named) {
            add(DetailKind::Role, mention.span);
        }
        if let (false, Some(why)) = (named, why_unnamed(text, mention)) {
            add(DetailKind::WhyUnnamed, why);
        }
    }
    details
}

/// Returns whether the words before a name say more than Mr or Ms.
fn says_role(text: &str, role: TextSpan) -> bool {
    let words = role.slice(text).unwrap_or_default().to_lowercase();
    !matches!(words.trim_end_matches('.'), "mr" | "mrs" | "ms" | "miss" | "sir" | "dr")
}

/// Returns the clause near `mention` that says why it is not named.
fn why_unnamed(text: &str, mention: &Mention) -> Option<TextSpan> {
    let from = mention.span.start();
    let sentence = sentence(text.get(from..)?);
    let at = UNNAMED.iter().filter_map(|phrase| sentence.find(phrase)).min()?;
    let head = mention.core.end().saturating_sub(from).min(at);
    let clause =
        sentence[head..at].rfind(" who ").or_else(|| sentence[head..at].rfind(" speaking "));
    let start = head
        + clause.map_or_else(
            || sentence[head..at].rfind(", ").map_or(0, |comma| comma + 2),
            |space| space + 1,
        );
    let rest = &sentence[at..];
    let ends = [", ", " said", " told"].iter().filter_map(|word| rest.find(word)).min();
    let words_end = mention.span.end() - from;
    // Where the words for the source hold the clause, they end it too.
    let end = if at < words_end { words_end } else { at + ends.unwrap_or(rest.len()) };
    let end = start + sentence.get(start..end)?.trim_end_matches(['.', ',', ' ', '”']).len();
    (start < end).then(|| TextSpan::new(from + start, from + end))
}

/// Returns the first sentence of `text`, roughly: up to a stop before a space, or to the line's end.
fn sentence(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(LONGEST_SENTENCE)];
    let line = near.split('\n').next().unwrap_or_default();
    line.find(". ").map_or(line, |stop| &line[..=stop])
}
