//! The text model by itself: paragraphs, quotations, tokens, sentences. Time must grow with size.

use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use whosaid::{
    article::Article,
    text::{Text, Tokens},
};

/// A paragraph such as news has, written for this.
const NEWS: &str = "“The ferry won’t sail before Monday,” said Capt. Ines Rodal, who has run the \
    line for 12 years. Mr. Lund, of the U.S. firm Lund & Sons Inc., put the damage at $1.5 million \
    and said the owners’ lawyers had been “told to wait.” The well-known pier, built in the ’90s, \
    isn’t insured; nobody at the port could say why, or who would pay. ";

/// Reads all of `article` as the engine does, a paragraph at a time; returns how many tokens.
fn read(article: &Article) -> usize {
    let text = Text::new(article);
    let mut tokens = Tokens::default();
    let count = |paragraph| {
        text.tokenize(paragraph, &mut tokens);
        tokens.spans.len()
    };
    text.paragraphs().iter().map(count).sum()
}

fn measure(bencher: Bencher<'_, '_>, article: &Article) {
    bencher
        .counter(BytesCount::of_str(&article.text))
        .counter(ItemsCount::new(read(article)))
        .bench_local(|| read(article));
}

#[divan::bench(args = [10_000, 100_000, 1_000_000, 10_000_000])]
fn news(bencher: Bencher<'_, '_>, bytes: usize) {
    measure(bencher, &Article::from_paragraphs(std::iter::repeat_n(NEWS, bytes / NEWS.len())));
}

#[divan::bench(args = [10_000, 100_000, 1_000_000, 10_000_000])]
fn one_paragraph(bencher: Bencher<'_, '_>, bytes: usize) {
    measure(bencher, &Article::from_paragraphs([&*NEWS.repeat(bytes / NEWS.len())]));
}

/// Marks that all open, none of which closes: the worst case for pairing.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn marks_that_open(bencher: Bencher<'_, '_>, marks: usize) {
    measure(bencher, &Article::from_paragraphs([&*"“a ‘b ".repeat(marks / 2)]));
}

/// Marks that may be apostrophes, each of which must ask what comes after it.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn doubtful_marks(bencher: Bencher<'_, '_>, marks: usize) {
    measure(bencher, &Article::from_paragraphs([&*"‘dogs’ cats’ ".repeat(marks / 3)]));
}

/// Nothing but quotation marks.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn only_marks(bencher: Bencher<'_, '_>, marks: usize) {
    measure(bencher, &Article::from_paragraphs([&*"\"".repeat(marks)]));
}

/// One word of letters and hyphens, dots, or apostrophes, which joins all the way.
#[divan::bench(args = ["a-", "a.", "a'", "a@", "a_", "…", "a."])]
fn one_long_word(bencher: Bencher<'_, '_>, part: &str) {
    measure(bencher, &Article::from_paragraphs([&*part.repeat(200_000)]));
}

/// Words without capitals, stops or commas.
#[divan::bench(args = [100_000, 1_000_000])]
fn no_punctuation(bencher: Bencher<'_, '_>, bytes: usize) {
    measure(bencher, &Article::from_paragraphs([&*"he said they told us ".repeat(bytes / 21)]));
}
