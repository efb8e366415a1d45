//! Noun phrases: where one starts and ends, whose it is, what its head is.
//!
//! Comes from the tokens and tags of a paragraph; goes to `gather`. Knows no other paragraph.

use std::ops::Range;

use super::{page::Page, words};
use crate::attribution::Tag;

/// A noun phrase without what follows its head, as ranges of tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase {
    /// Its parts: each but the last owns the next (“Berg ’s | aide”). Never empty.
    pub(super) parts: Vec<Range<usize>>,
    /// The token after it.
    pub(super) end: usize,
    /// Whether it ends with the mark of an owner, and what is owned was not found.
    pub(super) owns: bool,
}

/// Lower-case words that stand inside a name.
const PARTICLES: [&str; 15] =
    ["de", "la", "van", "von", "der", "den", "bin", "ibn", "al", "el", "du", "di", "da", "del", "le"];

/// Returns the phrase that starts at token `start`, before token `limit`; `None` if none does.
pub(super) fn phrase(page: &Page<'_, '_>, start: usize, limit: usize) -> Option<Phrase> {
    let (mut parts, mut from, mut at) = (Vec::new(), start, start);
    while at < limit {
        if page.tag(at) == Tag::Pos && at > from {
            parts.push(from..at);
            from = at + 1;
        } else if !belongs(page, from..at, at, limit) {
            break;
        }
        at += 1;
    }
    let owns = from == at && !parts.is_empty();
    if from < at && has_head(page, from..at) {
        parts.push(from..at);
    } else if from < at && !parts.is_empty() {
        return Some(Phrase { parts, end: from, owns: true });
    }
    (!parts.is_empty()).then_some(Phrase { parts, end: at, owns })
}

/// Returns whether token `at` goes on with the part that began with `before`.
fn belongs(page: &Page<'_, '_>, before: Range<usize>, at: usize, limit: usize) -> bool {
    let next = if at + 1 < limit { page.tag(at + 1) } else { Tag::Stop };
    let inside = !before.is_empty();
    match page.tag(at) {
        Tag::Nnp | Tag::Nnps if inside && words::is_calendar(page.word(at)) => false,
        Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Cd | Tag::Jj | Tag::Jjr | Tag::Jjs => true,
        Tag::Dt | Tag::Pdt => before.clone().all(|at| matches!(page.tag(at), Tag::Dt | Tag::Pdt)),
        Tag::PrpPossessive => before.clone().all(|at| matches!(page.tag(at), Tag::Dt | Tag::Pdt)),
        Tag::Vbn | Tag::Vbg => {
            inside && (is_nominal(next) || matches!(next, Tag::Jj | Tag::Cd))
                || inside && page.is(at - 1, &["the"]) && page.is(at, &["accused", "convicted", "injured"])
        }
        Tag::Rb | Tag::Rbr | Tag::Rbs => {
            matches!(next, Tag::Jj | Tag::Jjs | Tag::Jjr | Tag::Cd | Tag::Vbn) && inside
        }
        _ => {
            inside
                && page.is_capitalised(at - 1)
                && matches!(next, Tag::Nnp | Tag::Nnps)
                && (page.is(at, &PARTICLES) || page.word(at) == "&")
        }
    }
}

/// Returns whether `tag` is that of a noun or a name.
pub(super) fn is_nominal(tag: Tag) -> bool {
    matches!(tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
}

/// Returns whether `tag` is that of a verb or auxiliary.
pub(super) fn is_verb(tag: Tag) -> bool {
    matches!(tag, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz | Tag::Md)
}

/// Returns whether a part can stand for somebody: it holds more than its determiner, or the
/// determiner alone can (“some”, “those”).
fn has_head(page: &Page<'_, '_>, part: Range<usize>) -> bool {
    let last = part.end - 1;
    !matches!(page.tag(last), Tag::PrpPossessive) && !page.is(last, &["the", "a", "an", "no", "every"])
}

/// Returns the tokens of the name at the end of `part`; `None` if the part ends in a common noun.
pub(super) fn name_in(page: &Page<'_, '_>, part: Range<usize>) -> Option<Range<usize>> {
    let last = part.end.checked_sub(1)?;
    if !matches!(page.tag(last), Tag::Nnp | Tag::Nnps) || !page.is_capitalised(last) {
        return None;
    }
    let mut start = last;
    while start > part.start && goes_on_left(page, start - 1, part.start) {
        start -= 1;
    }
    while start < last && !page.is_capitalised(start) {
        start += 1;
    }
    Some(start..part.end)
}

/// Returns whether token `at` belongs to the name that starts right after it.
fn goes_on_left(page: &Page<'_, '_>, at: usize, start: usize) -> bool {
    match page.tag(at) {
        Tag::Nnp | Tag::Nnps => page.is_capitalised(at),
        Tag::Jj | Tag::Nn | Tag::Nns | Tag::Vbn | Tag::Vbg => {
            page.is_capitalised(at) && (at > start || page.tag(at) == Tag::Jj) && !starts_sentence(page, at)
        }
        Tag::Dt | Tag::Pdt | Tag::PrpPossessive | Tag::Cd => false,
        _ => page.is(at, &PARTICLES) || page.word(at) == "&",
    }
}

/// Returns whether token `at` is the first of its sentence, marks aside.
pub(super) fn starts_sentence(page: &Page<'_, '_>, at: usize) -> bool {
    let start = page.sentences.iter().find(|sentence| sentence.contains(&at)).map_or(0, |sentence| sentence.start);
    (start..at).all(|at| !page.word(at).contains(char::is_alphanumeric))
}
