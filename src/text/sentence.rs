//! Sentences as runs of tokens, by rule.

use std::{ops::Range, sync::LazyLock};

use crate::{
    base::TextSpan,
    text::{
        mark::is_glyph,
        scan::{char_at, char_before, is_space},
        token::ABBREVIATIONS,
        words::WordList,
    },
};

/// Words that start a sentence when they follow an abbreviation with a capital.
static STARTERS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(include_str!("../../assets/words/sentence_starters.txt")));

/// Adds the sentences of `tokens`, which stand in `text`, to `sentences`.
pub(super) fn split(text: &str, tokens: &[TextSpan], sentences: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut index = 0;
    while index < tokens.len() {
        let word = &text[tokens[index].range()];
        index += 1;
        let Some(stop) = stop(word) else { continue };
        while index < tokens.len() && closes(text, tokens[index]) {
            index += 1;
        }
        let next = tokens.get(index).map(|next| &text[next.range()]);
        let after = tokens.get(index + 1).map(|after| &text[after.range()]);
        if next.is_none_or(|next| starts_sentence(stop, next, after)) {
            sentences.push(start..index);
            start = index;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
}

/// How surely a token ends a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// `.`, `?`, `!`: if no lower-case word follows.
    Full,
    /// An abbreviation or dots: only before a word that starts sentences.
    Doubtful,
}

fn stop(word: &str) -> Option<Stop> {
    match word {
        "." | "?" | "!" | "。" | "？" | "！" | "؟" | "।" => return Some(Stop::Full),
        "…" | "..." | "...." | ".." => return Some(Stop::Doubtful),
        _ => {}
    }
    let stem = word.strip_suffix('.').filter(|stem| !stem.is_empty())?;
    let one_letter = stem.chars().nth(1).is_none();
    let title = matches!(ABBREVIATIONS.note(stem), Some("title" | "number"));
    (!one_letter && !title).then_some(Stop::Doubtful)
}

/// Returns whether a token is a mark or bracket that belongs to what stands before it.
fn closes(text: &str, token: TextSpan) -> bool {
    let Some(c) = char_at(text, token.start()) else { return false };
    let glued = char_before(text, token.start()).is_some_and(|before| !is_space(before));
    glued && (is_glyph(c) || matches!(c, ')' | ']' | '?' | '!')) && c != '“' && c != '‘'
}

fn starts_sentence(stop: Stop, next: &str, after: Option<&str>) -> bool {
    let first = next.chars().next().unwrap_or(' ');
    let word =
        if is_glyph(first) || matches!(first, '(' | '[') { after.unwrap_or(next) } else { next };
    let initial = word.chars().next().unwrap_or(' ');
    match stop {
        Stop::Full => {
            !initial.is_lowercase() && !matches!(initial, ',' | ';' | ':' | '—' | '–' | '-')
        }
        Stop::Doubtful => STARTERS.has(word) || (is_glyph(first) && initial.is_uppercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    fn check(text: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        tokenize(text, TextSpan::new(0, text.len()), &mut tokens);
        let mut sentences = Vec::new();
        split(text, &tokens, &mut sentences);
        let words: Vec<&str> = sentences
            .iter()
            .map(|range| &text[tokens[range.start].start()..tokens[range.end - 1].end()])
            .collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn stops_end_sentences() {
        check("It is. Is it? Yes! So", &["It is.", "Is it?", "Yes!", "So"]);
    }

    #[test]
    fn marks_belong_to_what_they_close() {
        check("“It is.” She left. (So.) No.", &["“It is.”", "She left.", "(So.)", "No."]);
        check("“Is it?” she asked. “No.”", &["“Is it?” she asked.", "“No.”"]);
        check("\"It is.\" \"No.\"", &["\"It is.\"", "\"No.\""]);
    }

    #[test]
    fn abbreviations_end_them_only_before_a_new_start() {
        check("Mr. Hill is in the U.S. Senate.", &["Mr. Hill is in the U.S. Senate."]);
        check("He is in the U.S. The end.", &["He is in the U.S.", "The end."]);
        check("J. Hill left.", &["J. Hill left."]);
    }

    #[test]
    fn dots_may_go_on() {
        check("He … went on. Well ... The end.", &["He … went on.", "Well ...", "The end."]);
    }
}
