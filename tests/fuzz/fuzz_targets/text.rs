//! Any text is cut into paragraphs, quotations, tokens and sentences that keep their promises.
//!
//! Run with `cargo +nightly fuzz run --fuzz-dir tests/fuzz text`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid::{
    article::Article,
    base::TextSpan,
    text::{Paragraph, Text, Tokens},
};

fuzz_target!(|words: &str| {
    let article = Article::from_paragraphs(words.split("\n\n"));
    let text = Text::new(&article);
    let mut tokens = Tokens::default();
    let mut open = false;
    for paragraph in text.paragraphs() {
        text.tokenize(paragraph, &mut tokens);
        tokens_cover(&text, paragraph, &tokens);
        quotes_nest(paragraph, &tokens);
        assert!(open || !paragraph.quotes.iter().any(|quote| quote.resumes));
        open = paragraph.quotes.iter().any(|quote| quote.runs_on);
    }
    assert!(!open, "nothing runs on past the end");
});

/// Asserts that tokens ascend, lie on character boundaries and leave out nothing but spaces, and
/// that each is in one sentence.
fn tokens_cover(text: &Text<'_>, paragraph: &Paragraph, tokens: &Tokens) {
    let is_space =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    let mut at = paragraph.span.start();
    for token in &tokens.spans {
        assert!(token.start() >= at && !token.is_empty());
        assert!(token.slice(text.string()).is_some());
        assert!(text.slice(TextSpan::new(at, token.start())).chars().all(is_space));
        at = token.end();
    }
    assert!(text.slice(TextSpan::new(at, paragraph.span.end())).chars().all(is_space));
    let mut next = 0;
    for sentence in &tokens.sentences {
        assert!(sentence.start == next && sentence.end > next);
        next = sentence.end;
    }
    assert_eq!(next, tokens.spans.len());
}

/// Asserts that quotations do not cross, start and end with tokens, and agree with the places.
fn quotes_nest(paragraph: &Paragraph, tokens: &Tokens) {
    let mut around: Vec<TextSpan> = Vec::new();
    for quote in &paragraph.quotes {
        while around.last().is_some_and(|outer| outer.end() <= quote.span.start()) {
            around.pop();
        }
        assert!(around.last().is_none_or(|outer| outer.covers(quote.span)));
        assert_eq!(usize::from(quote.depth), around.len());
        let starts = tokens.spans.binary_search_by_key(&quote.span.start(), |token| token.start());
        let ends = tokens.spans.binary_search_by_key(&quote.span.end(), |token| token.end());
        let (Ok(first), Ok(last)) = (starts, ends) else { panic!("a mark is no token") };
        assert!(tokens.places[first].depth > quote.depth && tokens.places[last].depth > quote.depth);
        around.push(quote.span);
    }
}
