//! Annotated corpus to weights, in minutes, the same bytes every time.
//!
//! Reads a corpus folder with `train` and, to judge by, `dev`; returns the bytes of a weights file.
//! The steps: count words; train the tagger; train the cue stage; train the span stage on what the
//! cue stage says of texts that it has not seen; fit confidence. What a stage sees of train texts
//! comes from stages trained on the other half of them, as it will when reading new texts.

mod clusters;

pub mod corpus;

mod cues;

pub mod evaluate;

pub mod export;

mod ftrl;

pub mod labelled;

mod lesson;

mod pack;

pub mod predict;

mod random;

mod spans;

mod tags;

mod wordlist;

use std::collections::BTreeSet;

use corpus::Document;
use lesson::Lesson;

pub use ftrl::Settings;

use crate::{
    article::Article,
    attribution::{
        Engine, Weights,
        cue::CueStage,
        page::Page,
        weights::{RowTable, Section, Words},
    },
    text::{Text, Tokens},
};

/// The settings of both trained stages.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Of the cue stage.
    pub cue: Settings,
    /// Of the span stage.
    pub span: Settings,
}

impl Recipe {
    /// What the committed weights were made with; see the table of runs in the model card.
    pub const COMMITTED: Self = Self {
        cue: Settings { alpha: 0.05, l1: 3.0, epochs: 4, dropout: 0.3, frequency: 2, seeds: 3 },
        span: Settings { alpha: 0.05, l1: 8.0, epochs: 4, dropout: 0.3, frequency: 3, seeds: 3 },
    };
}

impl Recipe {
    /// Changes one setting, given as `STAGE.NAME=VALUE` (`cue.l1=5`); `None` if there is none such.
    pub fn set(&mut self, setting: &str) -> Option<()> {
        let (path, value) = setting.split_once('=')?;
        let (stage, name) = path.split_once('.')?;
        let settings = match stage {
            "cue" => &mut self.cue,
            "span" => &mut self.span,
            _ => return None,
        };
        match name {
            "alpha" => settings.alpha = value.parse().ok()?,
            "l1" => settings.l1 = value.parse().ok()?,
            "epochs" => settings.epochs = value.parse().ok()?,
            "dropout" => settings.dropout = value.parse().ok()?,
            "frequency" => settings.frequency = value.parse().ok()?,
            _ => return None,
        }
        Some(())
    }
}

/// Largest weight of the linear stages that is told apart from larger ones.
const LIMIT: f32 = 4.0;

/// Learns from `documents` and returns a weights file; `report` is told of each step.
///
/// Confidence is fitted on `held_out`; classes of words are found in `unlabelled` texts too.
pub fn train(
    documents: &[Document],
    held_out: &[Document],
    unlabelled: &[Article],
    recipe: &Recipe,
    report: &mut dyn FnMut(&str),
) -> Vec<u8> {
    let mut lessons = lesson::lessons(documents, &Words::EMPTY);
    wordlist::set_heads(&mut lessons);
    let classes = clusters::clusters(&sentences(&lessons, unlabelled));
    report(&format!("{} words in classes", classes.len()));
    let words = wordlist::pack(&lessons, &classes);
    let mut lessons = lesson::lessons(documents, &Words::open(&words).expect("just laid out"));
    wordlist::set_heads(&mut lessons);
    report(&format!("{} paragraphs, {} bytes of words", lessons.len(), words.len()));

    let tagger = tag(&mut lessons);
    let (same, all) = tags::agreement(&lessons);
    report(&format!("tagger: {} bytes, {same} of {all} tags as the machine's", tagger.len()));

    let (cue, likelihoods) = find_cues(&lessons, recipe);
    let (f1, loss) = judge_cues(&lessons, &likelihoods);
    let bytes = cue.len();
    report(&format!("cue stage: {bytes} bytes; unseen halves: F1 {f1:.1}, log loss {loss:.4}"));

    let all: Vec<&Lesson> = lessons.iter().collect();
    let likelihoods: Vec<&[f32]> = likelihoods.iter().map(Vec::as_slice).collect();
    let learnt = spans::train(&all, &likelihoods, &recipe.span);
    let span = pack::rows(&learnt.rows, LIMIT);
    report(&format!("span stage: {} bytes", span.len()));
    let mut sections = [
        (Section::Words, words),
        (Section::Tagger, tagger),
        (Section::Cue, cue),
        (Section::Span, span),
        (Section::Transitions, pack::reals(learnt.transitions.as_flattened())),
        (Section::Calibration, Vec::new()),
    ];
    let weights = Weights::open(pack::file(&sections).leak()).expect("just laid out");
    let points = calibrate(held_out, || Engine::with_weights(weights), report);
    sections[5].1 =
        points.iter().flat_map(|(score, share)| pack::reals(&[*score, *share])).collect();
    pack::file(&sections)
}

/// Fits the map from score to confidence on what an engine without one finds in `held_out`; `report` is
/// told how well such a map holds for documents that it was not fitted on.
pub fn calibrate(
    held_out: &[Document],
    engine: impl Fn() -> Engine,
    report: &mut dyn FnMut(&str),
) -> Vec<(f32, f32)> {
    let (_, outcomes) = evaluate::evaluate(held_out, engine);
    for (tenth, band) in evaluate::bands(&outcomes).iter().enumerate() {
        let evaluate::Band { count, confidence, right } = band;
        report(&format!("sure 0.{tenth}: {count}, mean {confidence:.3}, right {right:.3}"));
    }
    evaluate::isotonic(&outcomes)
}

/// Returns the words of each sentence, as hashes.
fn sentences(lessons: &[Lesson], unlabelled: &[Article]) -> Vec<Vec<u32>> {
    let split = |page: &Page, tokens: &Tokens| -> Vec<Vec<u32>> {
        tokens.sentences.iter().map(|sentence| page.word[sentence.clone()].to_vec()).collect()
    };
    let mut all: Vec<Vec<u32>> =
        lessons.iter().flat_map(|lesson| split(&lesson.page, &lesson.tokens)).collect();
    let (mut page, mut tokens) = (Page::default(), Tokens::default());
    for article in unlabelled {
        let text = Text::new(article);
        for paragraph in text.paragraphs() {
            text.tokenize(paragraph, &mut tokens);
            page.fill(&text, paragraph, &tokens, &Words::EMPTY);
            all.extend(split(&page, &tokens));
        }
    }
    all
}

/// The half of the corpus that a document is in.
fn half(lesson: &Lesson) -> usize {
    lesson.document % 2
}

/// Trains the tagger and tags each half with what the other taught; returns the whole one's bytes.
fn tag(lessons: &mut [Lesson]) -> Vec<u8> {
    let learn = |lessons: &[Lesson], keep: &dyn Fn(&Lesson) -> bool| {
        let chosen: Vec<&Lesson> = lessons.iter().filter(|lesson| keep(lesson)).collect();
        pack::tags(&tags::train(&chosen))
    };
    let halves = [0, 1].map(|own| learn(lessons, &|lesson| half(lesson) != own));
    let whole = learn(lessons, &|_| true);
    for (own, weights) in halves.iter().enumerate() {
        let mut chosen: Vec<&mut Lesson> =
            lessons.iter_mut().filter(|lesson| half(lesson) == own).collect();
        tags::apply(&mut chosen, weights);
    }
    whole
}

/// Trains the cue stage; returns its bytes, and what each half's stage says of the other half.
fn find_cues(lessons: &[Lesson], recipe: &Recipe) -> (Vec<u8>, Vec<Vec<f32>>) {
    let learn = |keep: &dyn Fn(&Lesson) -> bool| {
        let chosen: Vec<&Lesson> = lessons.iter().filter(|lesson| keep(lesson)).collect();
        pack::rows(&cues::train(&chosen, &recipe.cue), LIMIT)
    };
    let halves = [0, 1].map(|own| learn(&|lesson| half(lesson) != own));
    let whole = learn(&|_| true);
    let mut stage = CueStage::default();
    let likelihoods = lessons
        .iter()
        .map(|lesson| {
            let mut likelihoods = Vec::new();
            let weights = RowTable::open(&halves[half(lesson)]).expect("just laid out");
            stage.judge(&lesson.page, &weights, &mut likelihoods);
            likelihoods
        })
        .collect();
    (whole, likelihoods)
}

/// Returns the F1 of the cue stage at 0.4 on texts that it has not seen, in percent, and its mean
/// log loss there.
fn judge_cues(lessons: &[Lesson], likelihoods: &[Vec<f32>]) -> (f32, f32) {
    let (mut found, mut right, mut marked, mut candidates) = (0, 0, 0, 0);
    let mut loss = 0.0f64;
    for (lesson, likelihoods) in lessons.iter().zip(likelihoods) {
        let heads: BTreeSet<usize> = lesson.relations.iter().map(|own| own.head).collect();
        marked += heads.len();
        for index in (0..lesson.page.len).filter(|index| lesson.page.is_candidate(*index)) {
            let (likelihood, is_head) = (likelihoods[index], heads.contains(&index));
            let share = if is_head { likelihood } else { 1.0 - likelihood };
            loss -= f64::from(share.max(1e-6).ln());
            candidates += 1;
            found += usize::from(likelihood >= 0.4);
            right += usize::from(likelihood >= 0.4 && is_head);
        }
    }
    let f1 = 200.0 * right as f32 / (found + marked).max(1) as f32;
    (f1, (loss / f64::from(candidates.max(1))) as f32)
}

#[cfg(test)]
mod tests {
    use super::{Recipe, corpus, train};
    use crate::{
        attribution::{Engine, Weights},
        base::TextSpan,
        text::Text,
    };

    /// Twelve tiny articles in which somebody says something, marked as the corpus marks it.
    fn documents() -> Vec<corpus::Document> {
        let people = ["Anna Berg", "the mayor", "a farmer", "Ole Lund"];
        let things = ["the bridge is closed", "prices will rise", "nobody was hurt"];
        let pairs = people.iter().flat_map(|who| things.iter().map(move |what| (who, what)));
        pairs
            .enumerate()
            .map(|(number, (who, what))| {
                let text = format!("News\n\nIn town {who} said that {what}. It rained.");
                let place = |part: &str| {
                    let start = text.find(part).unwrap();
                    vec![TextSpan::new(start, start + part.len())]
                };
                let content = format!("that {what}");
                let relation = corpus::Relation {
                    source: place(who),
                    cue: place("said"),
                    content: place(&content),
                };
                corpus::Document {
                    name: format!("made_{number}"),
                    relations: vec![relation],
                    silver: Vec::new(),
                    article: corpus::article(text),
                }
            })
            .collect()
    }

    #[test]
    fn the_same_texts_give_the_same_bytes_and_are_learnt() {
        let documents = documents();
        let mut recipe = Recipe::COMMITTED;
        for stage in [&mut recipe.cue, &mut recipe.span] {
            (stage.l1, stage.epochs, stage.seeds, stage.frequency) = (0.1, 20, 1, 1);
        }
        let learn = || train(&documents, &documents, &[], &recipe, &mut |_| {});
        let bytes = learn();
        assert!(bytes == learn(), "training must not depend on chance");
        let weights = Weights::open(bytes.leak()).unwrap();
        let text = Text::new(&documents[5].article);
        let mut engine = Engine::with_weights(weights);
        let found = (0..2).flat_map(|at| engine.read(&text, at).attributions).collect::<Vec<_>>();
        let words = found.iter().map(|own| text.slice(own.content[0])).collect::<Vec<_>>();
        assert_eq!(words, ["that nobody was hurt"]);
    }

    #[test]
    fn settings_are_found_by_name() {
        let mut recipe = Recipe::COMMITTED;
        assert_eq!(recipe.set("span.l1=7.5"), Some(()));
        assert_eq!(recipe.span.l1, 7.5);
        assert_eq!(recipe.set("span.colour=7"), None);
        assert_eq!(recipe.set("cue.l1=x"), None);
    }
}
