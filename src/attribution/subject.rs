//! The subject of a verb that shares it with an earlier one: “The mayor smiled and promised …”.
//!
//! Comes from the page; asked by the decoder where the scorer found no source. Knows tags only, so
//! it answers for the plain pattern and for no other.

use std::ops::Range;

use super::{
    Tag,
    page::{NONE, Page},
};

/// Tokens before the cue in which an earlier verb is looked for.
const REACH: usize = 40;

/// Returns the subject that the finite verb which starts `cue` shares with an earlier verb of its
/// sentence; `None` if it is not joined to one by “and”, “or”, “but”.
pub(crate) fn shared(page: &Page, cue: &Range<usize>) -> Option<Range<usize>> {
    let verb = cue.clone().find(|at| !is_adverb(page, *at))?;
    let participle = page.tag[verb] == Tag::Vbg;
    if !is_finite(page.tag[verb]) && !participle {
        return None;
    }
    let start = page.sentence_start[verb] as usize;
    let joint = (start..verb).rev().find(|at| !is_adverb(page, *at))?;
    if page.tag[joint] != Tag::Cc && !(participle && page.tag[joint] == Tag::Comma) {
        return None;
    }
    let earlier = || {
        (start.max(joint.saturating_sub(REACH))..joint)
            .rev()
            .filter(|at| is_finite(page.tag[*at]) && page.quoted[*at] == page.quoted[verb])
    };
    // Like is joined to like: “she hoped it would end but expected …” has two verbs in the past.
    let alike = |at: &usize| page.tag[*at] == page.tag[verb];
    let of = |at: usize| subject(page, start, at);
    earlier().filter(alike).find_map(of).or_else(|| earlier().find_map(of))
}

/// Returns the noun phrase right before the finite verb at `verb`.
fn subject(page: &Page, start: usize, verb: usize) -> Option<Range<usize>> {
    let last = (start..verb).rev().find(|at| !is_adverb(page, *at))?;
    let phrase = page.phrase[last];
    let head = matches!(page.tag[last], Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Prp);
    if phrase == NONE || !head || page.quoted[last] != page.quoted[verb] {
        return None;
    }
    let first = (start..last).rev().take_while(|at| page.phrase[*at] == phrase).last();
    Some(first.unwrap_or(last)..last + 1)
}

fn is_finite(tag: Tag) -> bool {
    matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
}

fn is_adverb(page: &Page, at: usize) -> bool {
    matches!(page.tag[at], Tag::Rb | Tag::Rbr)
}
