//! Whether two texts are snapshots of one article, or only lay in the same place.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

/// The share of the shorter text's runs of words that the other must have, too.
///
/// Different articles on one subject share some 1 in 100; an article rewritten from end to end
/// still shares more than a fifth.
const SHARE: f64 = 0.1;

/// How many words one after another are compared; runs of three are seldom shared by chance.
const RUN: usize = 3;

/// Returns whether `later` is likely a later text of the article whose text was `earlier`.
///
/// A file may be overwritten by another article; the notes of the first must then not be listed as
/// lost in the second.
pub fn is_snapshot(earlier: &str, later: &str) -> bool {
    let (one, other) = (runs(earlier), runs(later));
    let shared = one.intersection(&other).count();
    shared as f64 >= SHARE * one.len().min(other.len()).max(1) as f64
}

/// Returns the hashes of all runs of words.
fn runs(text: &str) -> HashSet<u64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let hash = |run: &[&str]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(RUN.min(words.len().max(1))).map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_text_is_a_snapshot_and_another_is_not() {
        let old = "The council met on Monday. It heard from the harbour office about the pier.";
        let new = "The council met on Tuesday. It heard from the harbour office about a new pier.";
        assert!(is_snapshot(old, new));
        assert!(is_snapshot(old, &format!("{} {old}", "An update. ".repeat(99))));
        let other = "Two bakers sold clocks before dawn, and nobody on the coast could say why.";
        assert!(!is_snapshot(old, other));
        assert!(!is_snapshot(old, ""));
        assert!(is_snapshot("Late.", "Late."));
    }
}
