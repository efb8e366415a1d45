//! Tokens: words, numbers, clitics and marks, much as the Penn Treebank has them.
//!
//! The engine learns from texts that CoreNLP has cut; where that tokenizer and this one agree, a
//! trained weight means the same here.

use std::sync::LazyLock;

use crate::{
    base::TextSpan,
    text::{
        mark::{glyph_end, is_glyph},
        scan::{char_at, elision_end, is_apostrophe, is_space, is_word, word_end},
        words::WordList,
    },
};

/// Abbreviations that keep their stop.
pub(super) static ABBREVIATIONS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(include_str!("../../assets/words/abbreviations.txt")));

/// Adds the tokens of `span` of `text` to `tokens`.
pub(super) fn tokenize(text: &str, span: TextSpan, tokens: &mut Vec<TextSpan>) {
    let words = &text[..span.end()];
    let mut at = span.start();
    while let Some(c) = char_at(words, at) {
        if is_space(c) {
            at += c.len_utf8();
            continue;
        }
        let end = token_end(words, at, c);
        if is_word(c) {
            split_clitics(words, at, end, tokens);
        } else {
            tokens.push(TextSpan::new(at, end));
        }
        at = end;
    }
}

/// Returns where the token that starts with `c` at byte `at` ends; clitics are still part of it.
fn token_end(text: &str, at: usize, c: char) -> usize {
    if is_word(c) {
        return address_end(text, at).unwrap_or_else(|| compound_end(text, at));
    }
    if let Some(end) = elision_end(text, at) {
        return end;
    }
    if is_glyph(c) {
        return glyph_end(text, at, c).min(text.len());
    }
    let next = at + c.len_utf8();
    match c {
        '@' | '#' if char_at(text, next).is_some_and(is_word) => handle_end(text, next),
        '.' | '-' | '*' | '_' | '=' => {
            let same = text.as_bytes()[at..].iter().take_while(|byte| **byte == c as u8).count();
            at + same
        }
        _ => next,
    }
}

/// Returns where a web address that starts at `at` ends; stops and brackets at its end are not its.
fn address_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if !["http://", "https://", "www."].iter().any(|start| rest.starts_with(start)) {
        return None;
    }
    let end = rest.find(|c: char| is_space(c) || "\"“”<>«»".contains(c)).unwrap_or(rest.len());
    Some(
        at + rest[..end]
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’'])
            .len(),
    )
}

/// Returns where the name of a handle or tag ends.
fn handle_end(text: &str, mut at: usize) -> usize {
    loop {
        at = word_end(text, at);
        if char_at(text, at) != Some('_') {
            return at;
        }
        at += 1;
    }
}

/// Returns where a word ends, with all that joins it to another: hyphens, decimal points, the
/// inner stops of acronyms and the last stop of an abbreviation.
fn compound_end(text: &str, start: usize) -> usize {
    let mut end = word_end(text, start);
    while let Some(c) = char_at(text, end) {
        let next = end + c.len_utf8();
        let joins = char_at(text, next).is_some_and(|after| joins(text, start, end, c, after));
        if joins {
            end = word_end(text, next);
        } else if c == '.' && keeps_stop(text, start, end) {
            return next;
        } else {
            break;
        }
    }
    end
}

/// Returns whether `c`, between the word from `start` to `end` and `after`, is part of a word.
fn joins(text: &str, start: usize, end: usize, c: char, after: char) -> bool {
    let last = text[start..end].chars().next_back().unwrap_or(' ');
    let digits = last.is_ascii_digit() && after.is_ascii_digit();
    match c {
        '-' | '\u{2010}' | '\u{2011}' | '_' | '/' => is_word(after),
        '@' => is_word(after),
        '&' => last.is_uppercase() && after.is_uppercase(),
        ',' | ':' => digits,
        '.' => {
            let single = is_initials(&text[start..end]);
            digits
                || (single && after.is_alphabetic())
                || (last.is_lowercase() && after.is_lowercase())
        }
        c if is_apostrophe(c) || c == '‘' => is_word(after),
        _ => false,
    }
}

/// Returns whether `word` is one letter, or letters with stops between them: `U`, `U.S`, `a.m`.
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    })
}

/// Returns whether the stop after the word from `start` to `end` belongs to it.
fn keeps_stop(text: &str, start: usize, end: usize) -> bool {
    let word = &text[start..end];
    if is_initials(word) {
        // “I.” ends a sentence more often than it is an initial.
        return word.chars().next().is_some_and(char::is_uppercase) && word != "I"
            || word.contains('.');
    }
    match ABBREVIATIONS.note(word) {
        Some("number") => text[end + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit()),
        Some(_) => true,
        None => word.contains('.') && word.rsplit('.').next().is_some_and(|last| last.len() <= 2),
    }
}

/// What is cut off the end of a word after an apostrophe.
const CLITICS: [&str; 6] = ["s", "d", "m", "ll", "re", "ve"];

/// Adds the word from `start` to `end`, cut before `’s`, `n’t` and their like.
fn split_clitics(text: &str, start: usize, end: usize, tokens: &mut Vec<TextSpan>) {
    match clitic_start(text, start, end).filter(|cut| *cut > start && *cut < end) {
        Some(cut) => {
            tokens.push(TextSpan::new(start, cut));
            tokens.push(TextSpan::new(cut, end));
        }
        None => tokens.push(TextSpan::new(start, end)),
    }
}

fn clitic_start(text: &str, start: usize, end: usize) -> Option<usize> {
    let word = &text[start..end];
    if word.eq_ignore_ascii_case("cannot") {
        return Some(start + 3);
    }
    let (at, mark) =
        word.char_indices().rev().take(4).find(|(_, c)| is_apostrophe(*c) || *c == '‘')?;
    let after = &word[at + mark.len_utf8()..];
    if after.eq_ignore_ascii_case("t") && word[..at].ends_with(['n', 'N']) {
        return Some(start + at - 1);
    }
    let is_clitic = CLITICS.iter().any(|clitic| after.eq_ignore_ascii_case(clitic));
    is_clitic.then_some(start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut tokens = Vec::new();
        tokenize(text, TextSpan::new(0, text.len()), &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn words_and_marks() {
        check("“It is safe,” she said.", "“ It is safe , ” she said .");
        check("''So,'' he said (twice)...", "'' So , '' he said ( twice ) ...");
        check("yes—no–maybe -- so", "yes — no – maybe -- so");
    }

    #[test]
    fn clitics_are_tokens() {
        check("Berg’s won't can't we'll cannot", "Berg ’s wo n't ca n't we 'll can not");
        check("the dogs’ bowl", "the dogs ’ bowl");
        check("O’Brien’s D'Arcy", "O’Brien ’s D'Arcy");
    }

    #[test]
    fn elisions_stay_whole() {
        check("the ’90s, rock ’n’ roll, tell 'em", "the ’90s , rock ’n’ roll , tell 'em");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check(
            "Mr. Berg of the U.S. at 9 a.m. met J. Hill.",
            "Mr. Berg of the U.S. at 9 a.m. met J. Hill .",
        );
        check("He is No. 5. No. He said so.", "He is No. 5 . No . He said so .");
        check("It was I. She left.", "It was I . She left .");
    }

    #[test]
    fn numbers_stay_whole() {
        check(
            "$3.5 million, 1,200 at 10:30, 2-1, 50%",
            "$ 3.5 million , 1,200 at 10:30 , 2-1 , 50 %",
        );
    }

    #[test]
    fn compounds_addresses_and_handles() {
        check("a low-level and/or AT&T thing", "a low-level and/or AT&T thing");
        check("see https://a.b/c?d=e. (www.x.org)", "see https://a.b/c?d=e . ( www.x.org )");
        check("a.berg@x.org @a_berg #so", "a.berg@x.org @a_berg #so");
        check("the end.The start", "the end . The start");
    }
}
