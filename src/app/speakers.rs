//! Who speaks on a row: what the margin says, on the screen and in print.

use compact_str::{CompactString, format_compact};
use smallvec::SmallVec;

use crate::{
    app::{ClaimIndex, Part, Piece},
    base::Id,
    claims::Claim,
};

/// Numbers of who speaks, each with the claim that it stands for; mostly few.
pub type Labels = SmallVec<[(CompactString, Id<Claim>); 4]>;

/// Who speaks on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speakers {
    /// The labels to show, each with the claim it stands for: each once, not the one carried over
    /// from the row before, and none whose chain another goes on with (`1▸3` says `1` too).
    pub new: Labels,
    /// The claims whose content stands on the row, in order of place; never empty.
    pub claims: SmallVec<[Id<Claim>; 4]>,
    /// Whether any of it stands in quotation marks.
    pub quoted: bool,
    /// The label at the row's end, which the next row need not repeat.
    pub last: CompactString,
}

impl Speakers {
    /// Reads who speaks from the pieces on a row, those of outer claims first; `carried` is what
    /// the row before ended with. `None` if nobody does.
    pub fn of(claims: &ClaimIndex, pieces: &[Piece], carried: &str) -> Option<Self> {
        let is_content = |piece: &&Piece| matches!(piece.part, Part::Quoted | Part::Reported);
        let mut content: SmallVec<[&Piece; 4]> = pieces.iter().filter(is_content).collect();
        content.sort_by_key(|piece| piece.span.start());
        let labels: Labels =
            content.iter().map(|piece| (label(claims, piece.claim), piece.claim)).collect();
        let last = labels.last()?.0.clone();
        Some(Self {
            new: newcomers(&labels, carried),
            claims: content.iter().map(|piece| piece.claim).collect(),
            quoted: content.iter().any(|piece| piece.part == Part::Quoted),
            last,
        })
    }
}

fn newcomers(labels: &[(CompactString, Id<Claim>)], carried: &str) -> Labels {
    let goes_on = |label: &str| {
        labels.iter().any(|(other, _)| {
            other.strip_prefix(label).is_some_and(|rest| rest.starts_with('▸')) && other != carried
        })
    };
    let mut new = Labels::new();
    for (label, claim) in labels {
        let seen = new.iter().any(|(shown, _)| shown == label);
        if label != carried && !seen && !goes_on(label) {
            new.push((label.clone(), *claim));
        }
    }
    new
}

/// Returns the numbers of who speaks, with a `?` where that is doubtful.
fn label(claims: &ClaimIndex, claim: Id<Claim>) -> CompactString {
    let label = claims.label(claim);
    let known = claims.ledger.claims[claim].source.is_some();
    if known && claims.is_doubtful(claim) { format_compact!("{label}?") } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(labels: &[&str], carried: &str, expected: &[&str]) {
        let labels: Vec<_> =
            labels.iter().map(|label| (CompactString::from(*label), Id::new(0))).collect();
        let new = newcomers(&labels, carried);
        let shown: Vec<&str> = new.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_row_shows_whoever_begins_to_speak() {
        check(&["1", "2", "1"], "", &["1", "2"]);
        check(&["1", "2", "1"], "1", &["2"]);
        check(&["1", "1▸3", "1"], "", &["1▸3"]);
        check(&["1", "1▸3"], "1▸3", &["1"]);
        check(&["1"], "1", &[]);
    }
}
