//! Tokens to parts of speech: a greedy tagger with averaged perceptron weights (Collins, 2002).
//!
//! Comes from the page's words, a sentence at a time; goes to the later stages. Words that have one
//! tag only are looked up. Always answers; an unknown word is judged by its letters and neighbours.

use super::{Tag, features, page::Page, weights::SparseTable};

/// Stands for the tags before the first token of a sentence.
pub(crate) const START: u32 = 99;

/// Keeps the buffers of the tagger between sentences.
#[derive(Default)]
pub(crate) struct Tagger {
    features: Vec<u32>,
}

impl Tagger {
    /// Fills in the tags of `page`; `sentences` are ranges of its tokens.
    pub(crate) fn tag(
        &mut self,
        page: &mut Page,
        sentences: &[std::ops::Range<usize>],
        weights: &SparseTable<'_>,
    ) {
        page.tag.clear();
        page.tag.resize(page.len, Tag::Nn);
        for sentence in sentences {
            let mut before = [START; 2];
            for index in sentence.clone() {
                let tag = certain(page, index).unwrap_or_else(|| {
                    self.features.clear();
                    features::tagger(page, index, sentence, before, &mut self.features);
                    let mut sums = [0; Tag::ALL.len()];
                    weights.add(&self.features, &mut sums);
                    best(&sums)
                });
                page.tag[index] = tag;
                before = [tag as u32, before[0]];
            }
        }
    }
}

/// Returns the tag that needs no weighing: that of a quotation mark, or a word's only one.
pub(crate) fn certain(page: &Page, index: usize) -> Option<Tag> {
    match page.mark[index] {
        1 => Some(Tag::OpenQuote),
        2 => Some(Tag::CloseQuote),
        _ => page.known[index].tag,
    }
}

/// Returns the tag with the highest sum; the first of those that tie.
pub(crate) fn best<Sum: PartialOrd + Copy>(sums: &[Sum; Tag::ALL.len()]) -> Tag {
    let mut best = 0;
    for at in 1..sums.len() {
        if sums[at] > sums[best] {
            best = at;
        }
    }
    Tag::ALL[best]
}
