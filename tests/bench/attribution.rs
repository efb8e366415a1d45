//! Tokens, tags and attributions, by size of the text and for odd ones: time must grow with size.

use divan::{Bencher, counter::BytesCount};
use whosaid::{
    article::{Article, Block, BlockKind},
    attribution::Engine,
    base::TextSpan,
    reading,
    text::Text,
};

/// A few sentences such as news have, written for this.
pub(crate) const SENTENCES: &str = "“The harbour will stay closed until the divers have finished,” said Ingrid \
    Solberg, a spokeswoman for the port. She added that two ships had been sent on to the north. \
    Fishermen wanted to know who would pay for the lost days, and the council promised to answer \
    within a week. According to a report by the coast guard, the wreck lies at forty metres. ";

/// Makes an article of paragraphs of `sentences` up to `bytes`.
pub(crate) fn article(paragraph: &str, bytes: usize) -> Article {
    let mut text = String::new();
    let mut blocks = Vec::new();
    while text.len() < bytes {
        let span = TextSpan::new(text.len(), text.len() + paragraph.len());
        blocks.push(Block { span, kind: BlockKind::Paragraph, quoted: 0 });
        text.push_str(paragraph);
        text.push('\n');
    }
    Article { text, blocks, ..Article::default() }
}

fn read(bencher: Bencher<'_, '_>, article: &Article) {
    bencher.counter(BytesCount::of_str(&article.text)).bench_local(|| {
        let text = Text::new(article);
        let mut engine = Engine::new();
        (0..text.paragraphs().len())
            .map(|at| engine.read(&text, at).attributions.len())
            .sum::<usize>()
    });
}

#[divan::bench(args = [10_000, 100_000, 1_000_000, 10_000_000], sample_count = 3)]
fn news(bencher: Bencher<'_, '_>, bytes: usize) {
    read(bencher, &article(SENTENCES, bytes));
}

#[divan::bench(args = [100_000, 1_000_000], sample_count = 3)]
fn one_paragraph(bencher: Bencher<'_, '_>, bytes: usize) {
    read(bencher, &article(&SENTENCES.repeat(bytes / SENTENCES.len()), 1));
}

#[divan::bench(args = [10_000, 100_000], sample_count = 3)]
fn quotation_marks(bencher: Bencher<'_, '_>, marks: usize) {
    read(bencher, &article(&"“a” ".repeat(marks / 2), 1));
}

#[divan::bench(args = [100_000, 1_000_000], sample_count = 3)]
fn no_punctuation(bencher: Bencher<'_, '_>, bytes: usize) {
    read(bencher, &article(&"he said they told us ".repeat(bytes / 21), 1));
}

/// The whole analysis, with who is who and who speaks through whom.
#[divan::bench(args = [1_000_000, 10_000_000, 100_000_000], sample_count = 1, sample_size = 1)]
fn whole(bencher: Bencher<'_, '_>, bytes: usize) {
    let article = article(SENTENCES, bytes);
    bencher.counter(BytesCount::of_str(&article.text)).bench_local(|| reading::read(&article));
}

/// The same of a text without paragraphs.
#[divan::bench(args = [1_000_000, 10_000_000], sample_count = 1, sample_size = 1)]
fn whole_in_one_paragraph(bencher: Bencher<'_, '_>, bytes: usize) {
    let article = article(&SENTENCES.repeat(bytes / SENTENCES.len()), 1);
    bencher.counter(BytesCount::of_str(&article.text)).bench_local(|| reading::read(&article));
}

/// What opening the embedded weights costs a reader that starts.
#[divan::bench]
fn open() -> Engine {
    Engine::new()
}
