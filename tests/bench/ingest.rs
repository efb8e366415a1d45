//! How long it takes to read files of each format, by their size.

use divan::{Bencher, counter::BytesCount};
use whosaid::ingest::{Hint, read};

/// A paragraph of our own, in the lengths and marks of news.
const PARAGRAPH: &str = "“We waited long enough,” said the mayor, Karin Holm, on Monday. “Nobody is \
    coming back, and the roofs will not last another winter without a great deal of money.”";

/// Measures reading `text` to the end.
fn measure(bencher: Bencher<'_, '_>, text: String) {
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| {
            let records = read(bytes, &Hint::default()).expect("the text is ours");
            records
                .map(|record| record.expect("the text is ours").article.blocks.len())
                .sum::<usize>()
        });
}

/// Repeats `part` to about `kilobytes`.
fn repeat(part: &str, kilobytes: usize) -> String {
    part.repeat((kilobytes << 10) / part.len() + 1)
}

#[divan::bench(args = [4, 1024, 100 << 10], sample_count = 10)]
fn plain_line_a_paragraph(bencher: Bencher<'_, '_>, kilobytes: usize) {
    measure(bencher, repeat(&format!("{PARAGRAPH}\n"), kilobytes));
}

#[divan::bench(args = [4, 1024, 100 << 10], sample_count = 10)]
fn plain_wrapped(bencher: Bencher<'_, '_>, kilobytes: usize) {
    measure(bencher, repeat(&format!("{}\n\n", textwrap::fill(PARAGRAPH, 72)), kilobytes));
}

#[divan::bench(args = [4, 1024], sample_count = 10)]
fn windows_1252(bencher: Bencher<'_, '_>, kilobytes: usize) {
    let bytes: Vec<u8> = repeat(&format!("{PARAGRAPH}\n"), kilobytes)
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(c).expect("the rest is ASCII"),
        })
        .collect();
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .with_inputs(|| bytes.clone())
        .bench_values(|bytes| read(bytes, &Hint::default()).expect("the text is ours").count());
}

#[divan::bench(args = [4, 1024], sample_count = 10)]
fn markdown(bencher: Bencher<'_, '_>, kilobytes: usize) {
    measure(bencher, repeat(&format!("## Why\n\n{PARAGRAPH} [More](/a).\n\n- one\n\n"), kilobytes));
}

#[divan::bench(args = [4, 1024], sample_count = 10)]
fn html(bencher: Bencher<'_, '_>, kilobytes: usize) {
    let body = repeat(&format!("<div><p>{PARAGRAPH} <a href=/a>More</a></p></div>\n"), kilobytes);
    measure(bencher, format!("<!DOCTYPE html><title>Harbour to close</title><body>{body}"));
}

#[divan::bench(args = [4, 1024], sample_count = 10)]
fn json_lines(bencher: Bencher<'_, '_>, kilobytes: usize) {
    measure(
        bencher,
        repeat(&format!("{{\"title\": \"a\", \"text\": \"{PARAGRAPH}\"}}\n"), kilobytes),
    );
}
