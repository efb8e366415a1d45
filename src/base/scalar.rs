//! Bytes to Unicode scalar values and back: what other programs count in.

use crate::base::TextSpan;

/// How far apart the remembered places are, in bytes.
const STEP: usize = 1024;

/// Converts between byte offsets of a text and counts of its Unicode scalar values.
///
/// We work in bytes; the formats we write (`extract`, W3C selectors) count scalar values.
pub struct ScalarIndex<'a> {
    text: &'a str,
    /// Scalar values before byte `i * STEP`.
    before: Vec<u32>,
}

impl<'a> ScalarIndex<'a> {
    /// Counts through `text` once.
    pub fn new(text: &'a str) -> Self {
        let mut before = vec![0];
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            count += chunk.iter().filter(|byte| starts_scalar(**byte)).count() as u32;
            before.push(count);
        }
        Self { text, before }
    }

    /// Returns how many scalar values start before `byte`; past the end, how many there are.
    pub fn scalar(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = byte / STEP;
        let rest = &self.text.as_bytes()[step * STEP..byte];
        self.before[step] as usize + rest.iter().filter(|byte| starts_scalar(**byte)).count()
    }

    /// Returns the byte at which scalar value `scalar` starts; past the end, the length.
    pub fn byte(&self, scalar: usize) -> usize {
        let step = self.before.partition_point(|count| *count as usize <= scalar) - 1;
        let mut left = scalar - self.before[step] as usize;
        let from = (step * STEP).min(self.text.len());
        for (at, byte) in self.text.as_bytes()[from..].iter().enumerate() {
            if starts_scalar(*byte) {
                if left == 0 {
                    return from + at;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// Returns `span` counted in scalar values: start and end.
    pub fn scalars(&self, span: TextSpan) -> (usize, usize) {
        (self.scalar(span.start()), self.scalar(span.end()))
    }
}

/// Returns whether `byte` is the first of a UTF-8 sequence.
fn starts_scalar(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_chars_do_and_back() {
        let text = "aß“日😀 ".repeat(700);
        let index = ScalarIndex::new(&text);
        for (scalar, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.scalar(byte), scalar);
            assert_eq!(index.byte(scalar), byte);
        }
        assert_eq!(index.scalar(text.len()), text.chars().count());
        assert_eq!(index.byte(text.chars().count()), text.len());
    }

    #[test]
    fn an_empty_text_has_one_place() {
        let index = ScalarIndex::new("");
        assert_eq!((index.scalar(0), index.byte(0)), (0, 0));
    }
}
