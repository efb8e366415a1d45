//! Claims inside claims: whose content holds which others.
//!
//! Raw claims in; in reading order, with their parents, out. Speaks of places only.

use crate::{
    attribution::Reason,
    base::{Id, TextSpan},
    claims::{Claim, gather::RawClaim},
};

/// Puts `claims` in reading order: by the start of their content, an outer one before an inner.
pub(super) fn order(claims: &mut [RawClaim]) {
    let compare = |left: &RawClaim, right: &RawClaim| {
        let (left, right) = (&left.claim, &right.claim);
        let (left_hull, right_hull) = (left.hull(), right.hull());
        (left_hull.start(), right_hull.end())
            .cmp(&(right_hull.start(), left_hull.end()))
            .then_with(|| inside(left, right).cmp(&inside(right, left)))
    };
    // Paragraphs are in order already, as a rule, and to sort them one by one takes no memory to
    // speak of; to sort all takes half as much as they do.
    for paragraph in claims.chunk_by_mut(|left, right| left.paragraph == right.paragraph) {
        paragraph.sort_by(compare);
    }
    if !claims.is_sorted_by(|left, right| compare(left, right).is_le()) {
        claims.sort_by(compare);
    }
}

/// Tells each of `claims`, which are in [`order`], its parent: the smallest claim whose content
/// holds all of this one's content and its cue.
pub(super) fn link(claims: &mut [RawClaim]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..claims.len() {
        let claim = &claims[at].claim;
        let start = claim.hull().start();
        open.retain(|outer| claims[*outer].claim.hull().end() > start);
        let holders = open.iter().copied().filter(|outer| inside(claim, &claims[*outer].claim));
        let parent = holders.min_by_key(|outer| (size(&claims[*outer].claim), usize::MAX - *outer));
        claims[at].claim.parent = parent.map(Id::new);
        open.push(at);
    }
}

/// Returns whether `claim` lies inside the content of `outer`.
fn inside(claim: &Claim, outer: &Claim) -> bool {
    let held = |span: &TextSpan| outer.content.iter().any(|piece| piece.covers(*span));
    let content = claim.content.iter().all(held);
    // Whom a source cites for all that it says speaks through it, wherever the words for it stand.
    if claim.reason == Reason::Cited && outer.reason != Reason::Cited {
        return content;
    }
    match claim.cue {
        Some(cue) => content && held(&cue),
        None => content && size(claim) < size(outer),
    }
}

/// Returns the length of the content in bytes.
fn size(claim: &Claim) -> usize {
    claim.content.iter().map(|piece| piece.len()).sum()
}
