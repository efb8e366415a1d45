//! The deep engine with a tiny model of random weights: what it finds means nothing, but it must
//! find it the same way at every place of a text, and stand any text.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use proptest::prelude::{ProptestConfig, prop_assert, proptest};

use super::{Aligned, Deep, DeepError, DeepModel};
use crate::{
    article::{Article, Block, BlockKind},
    attribution::{
        Attribution, Engine,
        page::Page,
        scorer::{Linear, Scorer},
        weights::Weights,
    },
    base::TextSpan,
    text::{Text, Tokens},
};

static TINY: &Aligned<[u8]> = &Aligned(*include_bytes!("../../../tests/deep/tiny.bin"));

pub(super) fn tiny() -> Arc<DeepModel> {
    Arc::new(DeepModel::open(&TINY.0).expect("the tiny model is whole").with_threads(1))
}

fn article(words: &str) -> Article {
    let span = TextSpan::new(0, words.len());
    let blocks = vec![Block { span, kind: BlockKind::Paragraph, quoted: 0 }];
    Article { text: words.to_owned(), blocks, ..Article::default() }
}

fn read(model: &Arc<DeepModel>, words: &str) -> Vec<Attribution> {
    let article = article(words);
    let text = Text::new(&article);
    let mut engine = Engine::deep(model, Arc::default());
    (0..text.paragraphs().len()).flat_map(|at| engine.read(&text, at).attributions).collect()
}

/// The scorer turned to `words`, with their page.
fn scorer(model: &Arc<DeepModel>, words: &str) -> (Deep, Page) {
    let article = article(words);
    let text = Text::new(&article);
    let weights = Weights::embedded().expect("whole");
    let mut tokens = Tokens::default();
    text.tokenize(&text.paragraphs()[0], &mut tokens);
    let mut page = Page::default();
    page.fill(&text, &text.paragraphs()[0], &tokens, &weights.words);
    page.tag.resize(page.len, crate::attribution::Tag::Nn);
    page.settle();
    let mut scorer = Deep::new(Arc::clone(model), Linear::new(weights), Arc::default());
    scorer.turn_to(&text, &tokens);
    (scorer, page)
}

/// Checks that every span lies in the text, on character boundaries, and holds something.
fn well_formed(model: &Arc<DeepModel>, words: &str) -> bool {
    read(model, words).iter().all(|own| {
        let spans = own.content.iter().chain(&own.cue).chain(&own.source);
        !own.content.is_empty()
            && (0.0..=1.0).contains(&own.confidence)
            && spans.into_iter().all(|span| span.slice(words).is_some_and(|part| !part.is_empty()))
    })
}

#[test]
fn the_embedded_model_is_whole_or_absent() {
    match DeepModel::embedded() {
        Ok(_) | Err(DeepError::Absent) => {}
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_part_of_the_model_that_does_not_fit_is_named() {
    let sections = super::file::Sections::open(&TINY.0).expect("whole");
    let all = ["config", "vocab", "graph", "head", "calibration"];
    for broken in &all[..4] {
        let held: Vec<(&str, &[u8])> = all
            .iter()
            .filter_map(|name| sections.find(name).map(|bytes| (*name, bytes)))
            .map(|(name, bytes)| (name, if name == *broken { &b"nothing"[..] } else { bytes }))
            .collect();
        let file: &'static [u8] = super::file::pack(&held).leak();
        let error = DeepModel::open(file).err().expect("it does not fit");
        assert!(error.to_string().contains(broken), "{error}");
    }
}

#[test]
fn windows_that_are_no_longer_kept_are_read_again() {
    // The windows of a long paragraph are those of its start, as far as that goes. They may have been
    // read in other company, which shifts the rounding.
    let model = tiny();
    let words = "the mayor said , it is closed . ";
    let (mut short, short_page) = scorer(&model, &words.repeat(40));
    let (mut long, long_page) = scorer(&model, &words.repeat(600));
    let (mut few, mut many) = (Vec::new(), Vec::new());
    short.cues(&short_page, &mut few);
    long.cues(&long_page, &mut many);
    let kept = super::scorer::KEPT;
    assert!(short.windows.len() <= kept && long.windows.len() > 2 * kept);
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    for cue in [2, 40, 100, 101, 200, 10] {
        assert!((few[cue] - many[cue]).abs() < 0.05, "{} {}", few[cue], many[cue]);
        short.spans(&short_page, cue, 0..240, &mut expected);
        long.spans(&long_page, cue, 0..240, &mut found);
        for (found, expected) in found.as_flattened().iter().zip(expected.as_flattened()) {
            assert!((found - expected).abs() < 0.5, "{cue}: {found} {expected}");
        }
    }
}

#[test]
fn odd_input_is_read() {
    let model = tiny();
    for words in [
        "",
        "…",
        "said",
        "“",
        "\u{0}",
        "\u{202e}",
        "日本語で話した。",
        "قال الوزير إن الجسر مغلق",
        "“ ‘ “ ‘ “",
        "a\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦 said",
        "Die Ministerin sagte: „Nein.“",
    ] {
        assert!(well_formed(&model, words), "{words:?}");
    }
    for words in ["“ ", "said ", "he said that ", "a“b”", "— ", "日本 ", "x", "é.", "\u{301}"]
    {
        assert!(well_formed(&model, &words.repeat(2_000)), "{words:?}");
    }
}

#[test]
fn a_paragraph_of_a_megabyte_is_read() {
    let sentence = "“We will open it,” the mayor said, and told the council that it is safe. ";
    assert!(well_formed(&tiny(), &sentence.repeat((1 << 20) / sentence.len())));
}

#[test]
fn each_window_is_read_twice_at_most() {
    // Counted and not timed, so that a busy machine does not matter.
    let (mut scorer, page) = scorer(&tiny(), &"the mayor said , it is closed . ".repeat(2_000));
    let mut likelihoods = Vec::new();
    scorer.cues(&page, &mut likelihoods);
    assert_eq!(scorer.reads, scorer.windows.len());
    let mut potentials = Vec::new();
    for cue in 0..page.len {
        scorer.spans(&page, cue, crate::attribution::decode::window(&page, cue), &mut potentials);
        assert!(scorer.views.len() <= super::scorer::KEPT);
    }
    assert!(scorer.reads <= 2 * scorer.windows.len(), "{} {}", scorer.reads, scorer.windows.len());
}

#[test]
fn once_stopped_it_reads_no_further() {
    let model = tiny();
    let text = article(&"the mayor said , it is closed . ".repeat(20_000));
    let text = Text::new(&text);
    let stop = Arc::new(AtomicBool::new(false));
    let mut engine = Engine::deep(&model, Arc::clone(&stop));
    stop.store(true, Ordering::Relaxed);
    let deep_only = engine.read(&text, 0).attributions;
    assert!(deep_only.iter().all(|own| own.cue.is_none()), "{deep_only:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_string_is_read(words in "\\PC{0,200}") {
        prop_assert!(well_formed(&tiny(), &words));
    }

    #[test]
    fn any_row_of_likely_words_is_read(
        words in "((he|said|that|“|”|\"|''|,|\\.|told|Anna|the|reportedly|‘|’|:|—) ?){0,80}"
    ) {
        prop_assert!(well_formed(&tiny(), &words));
    }
}

#[cfg(feature = "training")]
#[test]
fn a_model_takes_another_map_to_confidence() {
    let points = [(0.2, 0.4), (0.6, 0.8)];
    let made = DeepModel::calibrated(&TINY.0, &points).expect("a whole file");
    let model = DeepModel::open(made.leak()).expect("the checksum fits");
    let expected: Vec<u8> =
        [0.2f32, 0.4, 0.6, 0.8].iter().flat_map(|it| it.to_le_bytes()).collect();
    assert_eq!(model.calibration, expected);
    assert!(model.without_calibration().calibration.is_empty());
    assert_eq!(DeepModel::calibrated(b"no model", &points), Err(DeepError::NotModel));
}
