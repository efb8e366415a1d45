//! Anchors: how an annotation finds its words again.

use serde::{Deserialize, Serialize};

use crate::base::{ScalarIndex, TextSpan};

/// How many Unicode scalar values of context an anchor keeps on either side.
///
/// The number that Hypothesis and Apache Annotator keep; about five words.
pub const CONTEXT: usize = 32;

/// The words of a passage, what stands around them, and where they stood.
///
/// These are the `TextQuoteSelector` and the `TextPositionSelector` of the W3C Web Annotation Data
/// Model. All positions count Unicode scalar values of the article's text, neither bytes nor
/// UTF-16 units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// The passage, as the text has it.
    pub exact: String,
    /// Up to [`CONTEXT`] scalar values that stand before it.
    pub prefix: String,
    /// Up to [`CONTEXT`] scalar values that stand after it.
    pub suffix: String,
    /// How many scalar values of the text stand before the passage.
    pub start: usize,
    /// How many stand before its end.
    pub end: usize,
}

impl Anchor {
    /// Makes the anchor of `span` in the text of `index`.
    ///
    /// Returns `None` if `span` is empty or was made from another text.
    pub fn of(text: &str, index: &ScalarIndex<'_>, span: TextSpan) -> Option<Self> {
        let exact = span.slice(text).filter(|exact| !exact.is_empty())?;
        let (start, end) = index.scalars(span);
        Some(Self {
            exact: exact.to_owned(),
            prefix: tail(&text[..span.start()]).to_owned(),
            suffix: head(&text[span.end()..]).to_owned(),
            start,
            end,
        })
    }

    /// Returns the span of the passage if `text` has these very words at this very position.
    pub fn in_place(&self, text: &str, index: &ScalarIndex<'_>) -> Option<TextSpan> {
        let (start, end) = (index.byte(self.start), index.byte(self.end));
        let found = text.get(start..end)?;
        (found == self.exact && !found.is_empty()).then(|| TextSpan::new(start, end))
    }
}

/// Returns the last [`CONTEXT`] scalar values of `text`.
fn tail(text: &str) -> &str {
    let from = text.char_indices().rev().take(CONTEXT).last();
    from.map_or("", |(at, _)| &text[at..])
}

/// Returns the first [`CONTEXT`] scalar values of `text`.
fn head(text: &str) -> &str {
    let to = text.char_indices().nth(CONTEXT);
    to.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the anchor of the first `words` in `text`.
    fn anchor(text: &str, words: &str) -> Anchor {
        let start = text.find(words).expect("the words stand in the text");
        let span = TextSpan::new(start, start + words.len());
        Anchor::of(text, &ScalarIndex::new(text), span).expect("the span is of the text")
    }

    #[test]
    fn positions_count_scalar_values() {
        let anchor = anchor("Ærø’s “ferry” is late", "ferry");
        assert_eq!((anchor.start, anchor.end), (7, 12));
        assert_eq!((anchor.prefix.as_str(), anchor.suffix.as_str()), ("Ærø’s “", "” is late"));
    }

    #[test]
    fn context_is_cut_in_scalar_values() {
        let text = format!("{}here{}", "å".repeat(50), "ß".repeat(50));
        let anchor = anchor(&text, "here");
        assert_eq!(anchor.prefix, "å".repeat(CONTEXT));
        assert_eq!(anchor.suffix, "ß".repeat(CONTEXT));
    }

    #[test]
    fn in_place_only_on_its_own_words() {
        let text = "Ærø’s “ferry” is late";
        let anchor = anchor(text, "ferry");
        let found = anchor.in_place(text, &ScalarIndex::new(text));
        assert_eq!(found.and_then(|span| span.slice(text)), Some("ferry"));
        for other in ["", "The “ferry” is late", "Ærø’s “Ferry” is late"] {
            assert_eq!(anchor.in_place(other, &ScalarIndex::new(other)), None, "{other}");
        }
    }

    #[test]
    fn nothing_and_other_texts_have_no_anchor() {
        let index = ScalarIndex::new("aß");
        assert_eq!(Anchor::of("aß", &index, TextSpan::new(1, 1)), None);
        assert_eq!(Anchor::of("aß", &index, TextSpan::new(1, 2)), None);
        assert_eq!(Anchor::of("aß", &index, TextSpan::new(1, 9)), None);
    }
}
