//! A long row of pieces to windows that the encoder can read, which overlap.
//!
//! Comes from the pieces of a paragraph; goes to the scorer as ranges of tokens. Windows part only
//! between tokens, and each token is judged by one window: the one in which it stands farther from
//! the edge. Their number grows with the length of the row, and their width is bounded.

use std::ops::Range;

/// What the encoder reads at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The tokens that it reads.
    pub(super) tokens: Range<usize>,
    /// Those of them that it judges.
    pub(super) judged: Range<usize>,
}

/// Adds to `windows` those that `tokens` need, of at most `most` pieces, which share `overlap`.
///
/// `starts` holds the number of the first piece of each token, and of all pieces at its end. No
/// token has more than `most - overlap` pieces.
pub(super) fn cut(
    starts: &[u32],
    tokens: Range<usize>,
    most: usize,
    overlap: usize,
    windows: &mut Vec<Window>,
) {
    let pieces = |range: Range<usize>| (starts[range.end] - starts[range.start]) as usize;
    let mut first = tokens.start;
    let mut judged_from = tokens.start;
    while first < tokens.end {
        let mut end = first + 1;
        while end < tokens.end && pieces(first..end + 1) <= most {
            end += 1;
        }
        if end == tokens.end {
            windows.push(Window { tokens: first..end, judged: judged_from..end });
            return;
        }
        let mut next = end;
        while next > first + 1 && pieces(next - 1..end) <= overlap {
            next -= 1;
        }
        // The overlap is parted in its middle.
        let middle = (starts[next] + starts[end]).div_ceil(2);
        let part = next + starts[next..end].partition_point(|start| *start < middle);
        windows.push(Window { tokens: first..end, judged: judged_from..part });
        (first, judged_from) = (next, part);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn starts(lengths: &[u32]) -> Vec<u32> {
        let sums = lengths.iter().scan(0, |sum, length| {
            *sum += length;
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect()
    }

    /// Checks the windows of tokens of these lengths: `read → judged`.
    fn check(
        lengths: &[u32],
        most: usize,
        overlap: usize,
        expected: &[(Range<usize>, Range<usize>)],
    ) {
        let mut windows = Vec::new();
        cut(&starts(lengths), 0..lengths.len(), most, overlap, &mut windows);
        let found: Vec<_> =
            windows.into_iter().map(|window| (window.tokens, window.judged)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_short_row_is_one_window() {
        check(&[1, 1, 2], 8, 2, &[(0..3, 0..3)]);
        check(&[], 8, 2, &[]);
    }

    #[test]
    fn windows_overlap_and_part_in_the_middle() {
        check(&[1; 8], 4, 2, &[(0..4, 0..3), (2..6, 3..5), (4..8, 5..8)]);
        check(&[1; 6], 4, 0, &[(0..4, 0..4), (4..6, 4..6)]);
        check(&[3, 3, 3], 4, 1, &[(0..1, 0..1), (1..2, 1..2), (2..3, 2..3)]);
    }

    proptest! {
        #[test]
        fn each_token_is_judged_once_and_windows_are_bounded(
            lengths in proptest::collection::vec(1_u32..9, 0..400),
            most in 17_usize..80,
            overlap in 0_usize..9,
        ) {
            let starts = starts(&lengths);
            let mut windows = Vec::new();
            cut(&starts, 0..lengths.len(), most, overlap, &mut windows);
            let mut judged = 0;
            for window in &windows {
                let tokens = &window.tokens;
                prop_assert_eq!(window.judged.start, judged);
                prop_assert!(tokens.start <= judged && window.judged.end <= tokens.end);
                prop_assert!((starts[tokens.end] - starts[tokens.start]) as usize <= most);
                judged = window.judged.end;
            }
            prop_assert_eq!(judged, lengths.len());
            prop_assert!(windows.len() <= 1 + starts[lengths.len()] as usize / (most - overlap - 8));
        }
    }
}
