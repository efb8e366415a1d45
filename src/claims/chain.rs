//! Claims inside claims: who speaks through whom.

use crate::{attribution::Attribution, base::TextSpan};

/// The share of an inner content that may stick out of the outer one; the engine's borders waver.
const STICKS_OUT: f32 = 0.2;

/// Returns for each of `attributions` the place of the innermost one whose content it lies in.
///
/// They must be in order of [`order`], so that a parent comes before its children.
pub(super) fn parents(attributions: &[&Attribution]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(attributions.len());
    for (at, inner) in attributions.iter().enumerate() {
        let start = hull(&inner.content).start();
        open.retain(|outer| hull(&attributions[*outer].content).end() > start);
        parents.push(open.iter().rev().copied().find(|outer| holds(attributions[*outer], inner)));
        open.push(at);
    }
    parents
}

/// Orders contents: by their start, the longer first.
pub(super) fn order(attribution: &Attribution) -> (usize, std::cmp::Reverse<usize>) {
    let hull = hull(&attribution.content);
    (hull.start(), std::cmp::Reverse(hull.end()))
}

/// Returns the span from the first to the last of `pieces`.
fn hull(pieces: &[TextSpan]) -> TextSpan {
    pieces.iter().copied().reduce(TextSpan::hull).unwrap_or_default()
}

/// Returns whether `inner` lies in the content of `outer`, cue, source and content.
fn holds(outer: &Attribution, inner: &Attribution) -> bool {
    let inside = |span: TextSpan| outer.content.iter().any(|piece| piece.covers(span));
    let shared = |span: &TextSpan| -> usize {
        outer.content.iter().filter_map(|piece| piece.intersection(*span)).map(TextSpan::len).sum()
    };
    let length: usize = inner.content.iter().map(|span| span.len()).sum();
    let kept: usize = inner.content.iter().map(shared).sum();
    let fits = kept as f32 >= (1.0 - STICKS_OUT) * length as f32;
    let larger = order(outer) < order(inner);
    larger && fits && inner.cue.is_none_or(inside) && inner.source.is_none_or(inside)
        && (inner.cue.is_some() || inner.source.is_some() || kept == length)
}
