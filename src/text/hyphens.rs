//! Where words may be broken at the end of a row.
//!
//! Words in; places in them out. Names and words with signs in them are never broken.

use std::sync::OnceLock;

use textwrap::word_splitters::WordSplitter;

/// Shortest word that is broken, in letters; shorter ones cost the eye more than they gain.
const SHORTEST: usize = 7;
/// How much of a text is looked at to tell its language, in bytes.
const SAMPLE: usize = 4096;
/// Words of which English prose has at least one in twelve (they are its four commonest).
const ENGLISH: [&str; 4] = ["the", "of", "and", "to"];

/// A language whose words we can break.
///
/// The patterns of other languages come under licences of their own, so that only these are in
/// the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English, by the American patterns of TeX.
    English,
}

/// Returns the language of a text by the tag in its metadata, such as `en-GB`; without one, by its
/// words. `None` if it is one whose words we cannot break.
pub fn language(tag: Option<&str>, text: &str) -> Option<Language> {
    let english = match tag {
        Some(tag) => tag.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en")),
        None => reads_as_english(text),
    };
    english.then_some(Language::English)
}

/// Returns the places in `word` at which it may be broken, in bytes, in order.
pub fn points(word: &str, language: Language) -> Vec<usize> {
    let Language::English = language;
    let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let letters = letters.trim_start_matches(|c: char| !c.is_alphanumeric());
    if letters.len() < SHORTEST || !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let start = word.find(letters).unwrap_or(0);
    let points = english().split_points(letters);
    points.into_iter().map(|point| start + point).collect()
}

fn english() -> &'static WordSplitter {
    static SPLITTER: OnceLock<WordSplitter> = OnceLock::new();
    SPLITTER.get_or_init(|| {
        use hyphenation::Load as _;
        let patterns = hyphenation::Standard::from_embedded(hyphenation::Language::EnglishUS);
        patterns.map_or(WordSplitter::NoHyphenation, WordSplitter::Hyphenation)
    })
}

fn reads_as_english(text: &str) -> bool {
    let end = (0..=SAMPLE.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let words: Vec<&str> = text[..end.unwrap_or(0)].split_whitespace().collect();
    let common = words.iter().filter(|word| ENGLISH.contains(word)).count();
    common * 12 >= words.len() && !words.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &str) {
        let mut broken = word.to_owned();
        for point in points(word, Language::English).into_iter().rev() {
            broken.insert(point, '·');
        }
        assert_eq!(broken, expected);
    }

    #[test]
    fn words_are_broken_between_syllables() {
        check("commission", "com·mis·sion");
        check("“photographs,”", "“pho·to·graphs,”");
        check("bridge", "bridge");
    }

    #[test]
    fn names_and_signs_are_not_broken() {
        check("Lindgren-Amoah", "Lindgren-Amoah");
        check("Commissioner", "Commissioner");
        check("well-established", "well-established");
        check("https://a.example/commission", "https://a.example/commission");
        check("commissioné", "commissioné");
    }

    #[test]
    fn the_language_comes_from_the_metadata_or_the_words() {
        assert_eq!(language(Some("en-GB"), ""), Some(Language::English));
        assert_eq!(language(Some("de"), "the end of the road"), None);
        assert_eq!(language(None, "She went to the end of the road."), Some(Language::English));
        assert_eq!(language(None, "Die Brücke ist seit Montag gesperrt."), None);
        assert_eq!(language(None, ""), None);
    }
}
