//! What a source is called on the screen, and what the article says of it.

use super::{
    Detail, DetailKind,
    entity::{Entity, EntityIndex},
    link::Link,
    mention::{MentionKind, Number},
    merge::Merged,
    name::Name,
    mention::Mention,
};
use crate::{base::TextSpan, text::Text};

/// Descriptions longer than this are cut or passed over, in words.
const LONGEST: usize = 14;

/// Words by which an article says why it does not name a source.
const WHY_UNNAMED: [&str; 12] = [
    "anonymity", "anonymously", "not to be named", "not be named", "not to be identified", "not be identified",
    "to be named", "to be identified", "not authorized to", "not authorised to", "remain anonymous", "name withheld",
];

/// Where the words that say why a source is not named begin.
const WHY_STARTS: [&str; 8] =
    ["who ", "on condition", "on the condition", "speaking ", "asked ", "asking ", "requested ", "requesting "];

/// Names and describes entities from their mentions.
pub(super) struct Namer<'n, 'a> {
    pub(super) text: &'n Text<'a>,
    pub(super) mentions: &'n [Mention],
    pub(super) merged: &'n Merged,
}

impl Namer<'_, '_> {
    /// Returns whether the article gives the name of `entity`.
    pub(super) fn is_named(&self, entity: EntityIndex) -> bool {
        let row = &self.merged.entities[entity];
        if row.members.is_empty() {
            return row.name.is_some();
        }
        row.members.iter().all(|member| self.merged.entities[*member].name.is_some())
    }

    /// Returns the fullest name of `entity`, or its best description; `sources` are the words that
    /// claims name it with.
    pub(super) fn name(&self, entity: EntityIndex, sources: &[TextSpan]) -> String {
        let row = &self.merged.entities[entity];
        let named = row.name.is_some().then(|| self.full_name(row)).flatten();
        named.or_else(|| self.description(row, sources)).or_else(|| self.words(row)).unwrap_or_default()
    }

    /// Returns the longest of the names, titles left out where a first name stands.
    fn full_name(&self, row: &Entity) -> Option<String> {
        let mut best: Option<(usize, String)> = None;
        for mention in row.mentions.iter().map(|at| &self.mentions[*at as usize]) {
            if mention.kind != MentionKind::Name {
                continue;
            }
            let words = self.text.slice(mention.head);
            let Some(name) = Name::parse(words) else { continue };
            if best.as_ref().is_none_or(|(length, _)| *length < name.parts.len()) {
                let skip = if name.parts.len() > 1 { untitled(words, &name) } else { words };
                best = Some((name.parts.len(), tidy(skip)));
            }
        }
        best.map(|(_, name)| name)
    }

    /// Returns the longest description that is not too long, the first of equals.
    fn description(&self, row: &Entity, sources: &[TextSpan]) -> Option<String> {
        let own = row.mentions.iter().map(|at| &self.mentions[*at as usize]);
        let own = own.filter(|mention| mention.kind == MentionKind::Description);
        let own = own.map(|mention| mention.span.hull(mention.complement));
        let all = sources.iter().copied().chain(own).map(|span| tidy(cut(self.text.slice(span))));
        let mut best: Option<(usize, String)> = None;
        for words in all.filter(|words| !is_pronoun(words)) {
            let length = words.split(' ').count();
            if length <= LONGEST && best.as_ref().is_none_or(|(known, _)| *known < length) {
                best = Some((length, words));
            }
        }
        best.map(|(_, words)| words)
    }

    /// Returns the first words that mean `row`, whatever they are.
    fn words(&self, row: &Entity) -> Option<String> {
        row.mentions.first().map(|at| tidy(self.text.slice(self.mentions[*at as usize].span)))
    }

    /// Returns what the article says of `entity`, in reading order, each thing once.
    pub(super) fn details(&self, entity: EntityIndex, claims: &[TextSpan]) -> Vec<Detail> {
        let row = &self.merged.entities[entity];
        let mut details = Vec::new();
        for at in &row.mentions {
            let mention = &self.mentions[*at as usize];
            match mention.kind {
                MentionKind::Name => details.extend(self.role(mention)),
                MentionKind::Description => self.describe(mention, self.merged.links[*at as usize], &mut details),
                MentionKind::Pronoun => {}
            }
        }
        if !self.is_named(entity) {
            details.extend(claims.iter().filter_map(|words| self.why_unnamed(*words)));
        }
        let mut seen = Vec::new();
        details.retain(|detail| {
            let words = (detail.kind, self.text.slice(detail.span).to_lowercase());
            let new = !seen.contains(&words);
            seen.push(words);
            new
        });
        details
    }

    /// Returns the title and role before a name: “spokeswoman”, “Sen.”.
    fn role(&self, mention: &Mention) -> Option<Detail> {
        let words = self.text.slice(mention.head);
        let name = Name::parse(words)?;
        let skipped = if name.titles.is_empty() { 0 } else { words.len() - untitled(words, &name).len() };
        let span = TextSpan::new(mention.span.start(), mention.head.start().max(mention.span.start()) + skipped);
        let span = trim(self.text, span);
        let lower = self.text.slice(span).to_lowercase();
        let address = matches!(lower.as_str(), "mr." | "mrs." | "ms." | "mr" | "mrs" | "ms" | "miss");
        let empty = lower.split_whitespace().all(|word| matches!(word, "the" | "a" | "an" | "his" | "her" | "their"));
        (!address && !empty && mention.owner.is_none()).then_some(Detail { kind: DetailKind::Role, span })
    }

    fn describe(&self, mention: &Mention, link: Link, details: &mut Vec<Detail>) {
        if mention.joins.is_some() {
            return;
        }
        let whole = mention.span.hull(mention.complement);
        if link == Link::Apposition {
            details.push(Detail { kind: DetailKind::Role, span: whole });
        }
        let complement = trim(self.text, mention.complement);
        let first = self.text.slice(complement).split_whitespace().next().unwrap_or_default();
        let kind = match first {
            "for" | "at" | "with" | "of" => Some(DetailKind::Body),
            "in" | "from" | "near" => Some(DetailKind::Place),
            _ => None,
        };
        details.extend(kind.map(|kind| Detail { kind, span: complement }));
        if mention.number == Number::Plural {
            details.extend(number(self.text, mention).map(|span| Detail { kind: DetailKind::Number, span }));
        }
    }

    /// Returns the words near `source` that say why it is not named.
    fn why_unnamed(&self, source: TextSpan) -> Option<Detail> {
        let paragraph = self.text.paragraphs().iter().map(|paragraph| paragraph.span).find(|span| span.covers(source))?;
        let words = self.text.slice(paragraph);
        let found = WHY_UNNAMED.iter().find_map(|why| words.find(why))?;
        let start = WHY_STARTS.iter().filter_map(|start| words.get(..found)?.rfind(start)).max()?;
        let end = words[found..].find(['.', ';', '”', '"']).map_or(words.len(), |end| found + end);
        let span = TextSpan::new(paragraph.start() + start, paragraph.start() + end);
        Some(Detail { kind: DetailKind::WhyUnnamed, span })
    }
}

/// Returns the number that a description begins with: “two” of “two officials”.
fn number(text: &Text<'_>, mention: &Mention) -> Option<TextSpan> {
    const NUMBERS: [&str; 16] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "dozens", "hundreds",
        "thousands", "both", "many", "dozen",
    ];
    let words = text.slice(mention.span);
    let word = words.split_whitespace().find(|word| {
        NUMBERS.contains(&word.to_lowercase().as_str()) || word.chars().all(|letter| letter.is_ascii_digit() || letter == ',')
    })?;
    let start = mention.span.start() + words.find(word)?;
    Some(TextSpan::new(start, start + word.len()))
}

/// Returns `words` from the first part of the name on.
fn untitled<'w>(words: &'w str, name: &Name) -> &'w str {
    let wanted = name.parts.len();
    let starts = words.char_indices().filter(|(at, letter)| {
        !letter.is_whitespace() && words[..*at].chars().next_back().is_none_or(char::is_whitespace)
    });
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    let tails = starts.iter().rev().map(|at| &words[*at..]);
    tails.into_iter().find(|tail| Name::parse(tail).is_some_and(|tail| tail.parts.len() >= wanted)).unwrap_or(words)
}

/// Returns `span` without the spaces at its ends.
fn trim(text: &Text<'_>, span: TextSpan) -> TextSpan {
    let words = text.slice(span);
    let start = span.start() + (words.len() - words.trim_start().len());
    TextSpan::new(start, start + words.trim().len())
}

/// Cuts a description before its relative clause or a comma.
fn cut(words: &str) -> &str {
    let ends = [", ", " who ", " which ", " that ", " — ", " ("];
    ends.iter().filter_map(|end| words.find(end)).min().map_or(words, |end| &words[..end])
}

/// Returns `words` on one line, without a leading article and the mark of the owner.
fn tidy(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let article = words.len() > 1 && matches!(words[0].to_lowercase().as_str(), "a" | "an" | "the");
    let words = words[usize::from(article)..].join(" ");
    let owner = ["’s", "'s"].iter().find_map(|mark| words.strip_suffix(mark));
    owner.map_or(words.clone(), str::to_owned)
}

fn is_pronoun(words: &str) -> bool {
    let list = "he she it they we i you him her them us me his their its our my your who which that";
    list.split(' ').any(|pronoun| words.eq_ignore_ascii_case(pronoun))
}
