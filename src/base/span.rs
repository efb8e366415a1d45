//! Places in a text, in UTF-8 bytes.

use std::ops::Range;

/// A place in a text: how many UTF-8 bytes stand before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteOffset(u32);

impl ByteOffset {
    /// Makes the offset `index`; texts are shorter than 4 GiB, which `ingest` checks.
    ///
    /// A larger `index` becomes the largest offset, which lies outside every text.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Returns the number of bytes before this place.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of a text, in UTF-8 bytes.
///
/// Invariant: `start <= end`. Both lie on character boundaries of the text it was made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextSpan {
    start: ByteOffset,
    end: ByteOffset,
}

impl TextSpan {
    /// Makes the span from byte `start` up to but without byte `end`.
    ///
    /// # Panics
    ///
    /// If `end` lies before `start`, which is a fault of the caller.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span must not end before it starts: {start}..{end}");
        Self { start: ByteOffset::new(start), end: ByteOffset::new(end) }
    }

    /// Returns the byte at which the span starts.
    pub fn start(self) -> usize {
        self.start.index()
    }

    /// Returns the byte just after the span.
    pub fn end(self) -> usize {
        self.end.index()
    }

    /// Returns the length in bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Returns whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the span as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Returns the part of `text` this span covers, or `None` if it was made from another text.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Returns whether byte `at` lies in the span.
    pub fn contains(self, at: usize) -> bool {
        self.range().contains(&at)
    }

    /// Returns whether all of `other` lies in this span.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether the spans share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the smallest span that covers both.
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns what both spans share, or `None` if they share no byte.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_only_its_own_text() {
        let span = TextSpan::new(1, 3);
        assert_eq!(span.slice("abcd"), Some("bc"));
        assert_eq!(span.slice("aß"), Some("ß"));
        assert_eq!(span.slice("ab"), None);
    }

    #[test]
    fn touching_spans_share_nothing() {
        let (left, right) = (TextSpan::new(0, 3), TextSpan::new(3, 5));
        assert!(!left.overlaps(right));
        assert_eq!(left.intersection(right), None);
        assert_eq!(left.hull(right), TextSpan::new(0, 5));
    }
}
