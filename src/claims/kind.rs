//! Direct, mixed or indirect: how much of a content stands in quotation marks.

use super::{ClaimKind, page::Page};
use crate::{attribution::Attribution, base::TextSpan};

/// Words that introduce a content and count for neither side.
const INTRODUCING: [&str; 8] = ["that", "whether", "if", "how", "why", "to", "of", "as"];

/// Returns the kind of `attribution`, all of whose content that counts lies in `page`.
///
/// A quotation that holds the cue too is somebody else's: “Critics say it leaks,” of a speaker,
/// holds an indirect claim of the critics.
pub(super) fn kind(page: &Page<'_, '_>, attribution: &Attribution) -> ClaimKind {
    let around = attribution.cue.or(attribution.source);
    let quotes = page.paragraph.quotes.iter().map(|quote| quote.span);
    let quotes: Vec<TextSpan> = quotes.filter(|quote| around.is_none_or(|around| !quote.covers(around))).collect();
    let (mut inside, mut outside) = (0, 0);
    for piece in &attribution.content {
        let first = page.token_at(piece.start());
        let words = (first..page.len()).take_while(|at| page.span(*at).start() < piece.end());
        let words = words.filter(|at| page.word(*at).contains(char::is_alphanumeric));
        for (number, at) in words.enumerate() {
            if quotes.iter().any(|quote| quote.covers(page.span(at))) {
                inside += 1;
            } else if number > 0 || !page.is(at, &INTRODUCING) {
                outside += 1;
            }
        }
    }
    match (inside, outside) {
        (0, _) => ClaimKind::Indirect,
        (_, 0) => ClaimKind::Direct,
        _ => ClaimKind::Mixed,
    }
}
