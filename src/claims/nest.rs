//! Claims inside claims: whose content holds which others.
//!
//! Contents and cues in, parents out. Speaks of places only.

use crate::{attribution::Reason, base::TextSpan, claims::gather::RawClaim};

/// Puts `claims` in reading order: by the start of their content, an outer one before an inner.
pub(super) fn order(claims: &mut [RawClaim]) {
    claims.sort_by(|left, right| {
        let (left_hull, right_hull) = (left.hull(), right.hull());
        (left_hull.start(), right_hull.end())
            .cmp(&(right_hull.start(), left_hull.end()))
            .then_with(|| inside(left, right).cmp(&inside(right, left)))
    });
}

/// Returns the parent of each of `claims`, which are in [`order`]: the smallest claim whose content
/// holds all of this one's content and its cue.
pub(super) fn parents(claims: &[RawClaim]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(claims.len());
    for (at, claim) in claims.iter().enumerate() {
        let start = claim.hull().start();
        open.retain(|outer| claims[*outer].hull().end() > start);
        let holders = open.iter().copied().filter(|outer| inside(claim, &claims[*outer]));
        parents.push(holders.min_by_key(|outer| (size(&claims[*outer]), usize::MAX - *outer)));
        open.push(at);
    }
    parents
}

/// Returns whether `claim` lies inside the content of `outer`.
fn inside(claim: &RawClaim, outer: &RawClaim) -> bool {
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
fn size(claim: &RawClaim) -> usize {
    claim.content.iter().map(|piece| piece.len()).sum()
}
