//! Sentences as ranges of tokens, by rule.
//!
//! Comes from tokens with their places among quotations; goes out as ranges that cover every token
//! once. A closing mark or bracket belongs to the sentence it closes.

use std::sync::LazyLock;

use super::{
    Tokens,
    abbreviation::{self, Stop},
    mark::is_glyph,
    scan::char_at,
    words::WordList,
};

/// Words that start a sentence when they have a capital after an abbreviation.
static STARTERS: LazyLock<WordList> =
    LazyLock::new(|| WordList::new(include_str!("../../assets/words/sentence_starters.txt")));

/// How a sentence may end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// A stop.
    Stop,
    /// `?` or `!`
    Exclaims,
    /// Dots, which may also stand for words left out.
    Dots,
    /// The stop of an abbreviation or initial.
    Abbreviates,
}

/// Fills the sentences of `tokens`, whose spans and places are those of a part of `string`.
pub(super) fn split(string: &str, tokens: &mut Tokens) {
    let mut sentences = std::mem::take(&mut tokens.sentences);
    let view = View { string, tokens };
    let mut start = 0;
    for at in 0..tokens.spans.len() {
        let Some(end) = view.end(start, at).filter(|_| at >= start) else { continue };
        let next = view.after_closers(at + 1);
        if next < tokens.spans.len() && view.ends(end, at, next) {
            sentences.push(start..next);
            start = next;
        }
    }
    if start < tokens.spans.len() {
        sentences.push(start..tokens.spans.len());
    }
    tokens.sentences = sentences;
}

/// Tokens with their text.
struct View<'a> {
    string: &'a str,
    tokens: &'a Tokens,
}

impl<'a> View<'a> {
    /// Returns how the sentence from token `start` may end with token `at`; `None` if it cannot.
    fn end(&self, start: usize, at: usize) -> Option<End> {
        let token = self.word(at);
        match token.as_bytes() {
            // “1. First”, “a. First”: the number of an item.
            b"." => (at != start + 1 || !self.is_label(start)).then_some(End::Stop),
            [.., b'?' | b'!'] => Some(End::Exclaims),
            [b'.', .., b'.'] => Some(End::Dots),
            [.., b'.'] => {
                let part = token.trim_end_matches('.').rsplit(['-', '/']).next().unwrap_or(token);
                let other = matches!(abbreviation::stop(part), None | Some(Stop::Other));
                other.then_some(End::Abbreviates)
            }
            [0xe2, 0x80, 0xa6, ..] => Some(End::Dots),
            [0xe3 | 0xef, ..] if matches!(token, "。" | "！" | "？") => Some(End::Stop),
            _ => None,
        }
    }

    /// Returns whether a sentence ends with token `at` (and what closes after it), before `next`.
    fn ends(&self, end: End, at: usize, next: usize) -> bool {
        let word = self.skip_openers(next);
        let first = char_at(self.word(word), 0).unwrap_or(' ');
        let quoted = self.tokens.spans[at + 1..next].iter().any(|span| self.is_glyph(span.start()));
        let goes_on =
            matches!(first, ',' | ';' | ':' | '.' | '?' | '!' | '…' | '-' | '–' | '—' | '―');
        match end {
            _ if goes_on => false,
            End::Stop => !(quoted && first.is_lowercase()),
            End::Exclaims => !first.is_lowercase(),
            End::Dots => {
                !first.is_lowercase() && (quoted || word > next || STARTERS.has(self.word(word)))
            }
            End::Abbreviates => STARTERS.has(self.word(word)),
        }
    }

    /// Returns token number `at`; nothing past the last.
    fn word(&self, at: usize) -> &'a str {
        self.tokens.spans.get(at).and_then(|span| span.slice(self.string)).unwrap_or_default()
    }

    fn is_glyph(&self, byte: usize) -> bool {
        char_at(self.string, byte).is_some_and(is_glyph)
    }

    /// Returns the first token from `at` on that closes nothing.
    fn after_closers(&self, at: usize) -> usize {
        (at..self.tokens.spans.len())
            .find(|at| !self.closes(*at))
            .unwrap_or(self.tokens.spans.len())
    }

    /// Returns whether token `at`, which is not the first, closes a quotation or bracket.
    fn closes(&self, at: usize) -> bool {
        let place = self.tokens.places[at];
        if place.mark.is_some() {
            return place.closes();
        }
        let span = self.tokens.spans[at];
        let touches = self.tokens.spans[at - 1].end() == span.start();
        let touches_next =
            self.tokens.spans.get(at + 1).is_some_and(|next| next.start() == span.end());
        match self.word(at) {
            ")" | "]" | "}" => touches,
            // A stray mark, which by the spaces around it closes.
            _ => self.is_glyph(span.start()) && touches && !touches_next,
        }
    }

    /// Returns the first token from `at` on that is no opening mark or bracket, or one close by.
    fn skip_openers(&self, at: usize) -> usize {
        let opens = |at: &usize| {
            self.tokens.places.get(*at).is_some_and(|place| place.opens())
                || matches!(self.word(*at), "(" | "[")
                || self.tokens.spans.get(*at).is_some_and(|span| self.is_glyph(span.start()))
                    && self.word(*at).chars().all(is_glyph)
        };
        (at..at + 3).find(|at| !opens(at)).unwrap_or(at + 3)
    }

    /// Returns whether token `at` can number an item: a short number or a single small letter.
    fn is_label(&self, at: usize) -> bool {
        let word = self.word(at);
        match word.as_bytes() {
            [letter] => letter.is_ascii_lowercase() || letter.is_ascii_digit(),
            digits => {
                digits.len() <= 2 && digits.iter().all(u8::is_ascii_digit) && !digits.is_empty()
            }
        }
    }
}
#[cfg(test)]
mod tests {
    use crate::{
        article::Article,
        text::{Text, Tokens},
    };

    fn check(words: &str, expected: &[&str]) {
        let article = Article::from_paragraphs([words]);
        let text = Text::new(&article);
        let mut tokens = Tokens::default();
        text.tokenize(&text.paragraphs()[0], &mut tokens);
        let found: Vec<&str> = tokens
            .sentences
            .iter()
            .map(|range| {
                &words[tokens.spans[range.start].start()..tokens.spans[range.end - 1].end()]
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_end_sentences() {
        check("It is. Is it? Yes! So", &["It is.", "Is it?", "Yes!", "So"]);
        check("It is.It was.", &["It is.", "It was."]);
        check("it is. and was.", &["it is.", "and was."]);
        check("Is it so?! It is.", &["Is it so?!", "It is."]);
        check("日本。日本。", &["日本。", "日本。"]);
    }

    #[test]
    fn marks_belong_to_what_they_close() {
        check("“It is.” She left. (So.) No.", &["“It is.”", "She left.", "(So.)", "No."]);
        check("\"It is.\" \"No.\"", &["\"It is.\"", "\"No.\""]);
        check("''It is.'' ''No.''", &["''It is.''", "''No.''"]);
        check("“He said ‘no.’” She left.", &["“He said ‘no.’”", "She left."]);
        check("‘It is.’ She left.", &["‘It is.’", "She left."]);
        check("«It is.» She left.", &["«It is.»", "She left."]);
        check("She left.” He too.", &["She left.”", "He too."]);
    }

    #[test]
    fn a_cue_behind_the_marks_belongs_to_the_sentence() {
        check("“Is it?” she asked. “No.”", &["“Is it?” she asked.", "“No.”"]);
        check("“Stop!” cried the guard.", &["“Stop!” cried the guard."]);
        check("“It is safe.” — Anna Berg", &["“It is safe.” — Anna Berg"]);
        check("“It is safe.” ― Anna Berg", &["“It is safe.” ― Anna Berg"]);
    }

    #[test]
    fn marks_of_names_end_nothing() {
        check("The Yahoo! board met.", &["The Yahoo! board met."]);
        check("It asked why? and how?", &["It asked why? and how?"]);
    }

    #[test]
    fn abbreviations_end_them_only_before_a_new_start() {
        check("Mr. Hill is in the U.S. Senate.", &["Mr. Hill is in the U.S. Senate."]);
        check("He is in the U.S. The end.", &["He is in the U.S.", "The end."]);
        check("He runs Hill Inc. It pays.", &["He runs Hill Inc.", "It pays."]);
        check("“He is in the U.S.” She left.", &["“He is in the U.S.”", "She left."]);
        check("At 9 a.m. Monday, he left.", &["At 9 a.m. Monday, he left."]);
        check("J. Hill left. J. Hill left.", &["J. Hill left.", "J. Hill left."]);
        check("Sen. Hill (R-Fla.) said so.", &["Sen. Hill (R-Fla.) said so."]);
        check("Sen. The end.", &["Sen. The end."]);
    }

    #[test]
    fn dots_may_go_on() {
        check("He … went on. Well ... The end.", &["He … went on.", "Well ...", "The end."]);
        check("“So . . .” He left.", &["“So . . .”", "He left."]);
        check("So... and so.", &["So... and so."]);
    }

    #[test]
    fn numbers_of_items_end_nothing() {
        check("1. First comes this. 2. Then that.", &["1. First comes this.", "2. Then that."]);
        check("a. First comes this.", &["a. First comes this."]);
        check("In 2012. Then it rained.", &["In 2012.", "Then it rained."]);
    }

    #[test]
    fn line_breaks_are_spaces() {
        check("It\nis. Is\r\nit?", &["It\nis.", "Is\r\nit?"]);
    }
}
