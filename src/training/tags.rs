//! Training of the tagger: an averaged perceptron on the machine's tags (Collins, 2002).

use super::{
    ftrl::{Alphabet, Counter},
    lesson::Lesson,
    random::Random,
};
use crate::attribution::{Tag, features, tagger};

/// Passes over the sentences.
const EPOCHS: usize = 4;

/// Features seen less often are left out.
const FREQUENCY: u8 = 3;

/// Weights smaller than this share of the largest step are left out when packed.
const SMALLEST: f32 = 0.06;

const TAGS: usize = Tag::ALL.len();

/// Averaged weights by feature.
pub(super) type TagWeights = Vec<(u32, [f32; TAGS])>;

struct Perceptron {
    alphabet: Alphabet,
    weights: Vec<[f32; TAGS]>,
    /// Each step times the time at which it was made.
    delays: Vec<[f32; TAGS]>,
    steps: f32,
}

/// Learns from those of `lessons` that have tags.
pub(super) fn train(lessons: &[&Lesson]) -> TagWeights {
    let mut perceptron = Perceptron::new(lessons);
    let mut order: Vec<&Lesson> =
        lessons.iter().copied().filter(|lesson| lesson.silver.is_some()).collect();
    let mut random = Random::new(1);
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for lesson in &order {
            perceptron.learn(lesson);
        }
    }
    perceptron.finish()
}

/// Tags `lessons` with `weights`.
pub(super) fn apply(lessons: &mut [&mut Lesson], weights: &[u8]) {
    let weights = super::pack::sparse(weights);
    let mut tagger = tagger::Tagger::default();
    for lesson in lessons {
        tagger.tag(&mut lesson.page, &lesson.tokens.sentences, &weights);
        lesson.page.settle();
    }
}

impl Perceptron {
    fn new(lessons: &[&Lesson]) -> Self {
        let mut counter = Counter::new();
        let mut found = Vec::new();
        for lesson in lessons {
            let Some(tags) = &lesson.silver else { continue };
            each_token(lesson, |sentence, index| {
                found.clear();
                let before = before(tags, sentence.start, index);
                features::tagger(&lesson.page, index, sentence, before, &mut found);
                counter.count(&found);
            });
        }
        let alphabet = counter.alphabet(FREQUENCY);
        let rows = alphabet.features.len();
        Self {
            alphabet,
            weights: vec![[0.0; TAGS]; rows],
            delays: vec![[0.0; TAGS]; rows],
            steps: 1.0,
        }
    }

    fn learn(&mut self, lesson: &Lesson) {
        let Some(right) = &lesson.silver else { return };
        let mut guessed = vec![Tag::Nn; lesson.page.len];
        let (mut found, mut rows) = (Vec::new(), Vec::new());
        each_token(lesson, |sentence, index| {
            guessed[index] = tagger::certain(&lesson.page, index).unwrap_or_else(|| {
                found.clear();
                rows.clear();
                let before = before(&guessed, sentence.start, index);
                features::tagger(&lesson.page, index, sentence, before, &mut found);
                self.alphabet.number(&found, &mut rows);
                self.answer(&rows, right[index])
            });
        });
    }

    /// Returns the best tag, and learns if it is not `right`.
    fn answer(&mut self, rows: &[u32], right: Tag) -> Tag {
        let mut sums = [0.0; TAGS];
        for row in rows {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[*row as usize]) {
                *sum += weight;
            }
        }
        let guess = tagger::best(&sums);
        self.steps += 1.0;
        if guess != right {
            for (tag, step) in [(right, 1.0), (guess, -1.0)] {
                for row in rows {
                    self.weights[*row as usize][tag as usize] += step;
                    self.delays[*row as usize][tag as usize] += step * self.steps;
                }
            }
        }
        guess
    }

    fn finish(self) -> TagWeights {
        let mut learnt = Vec::new();
        for (row, feature) in self.alphabet.features.iter().enumerate() {
            let (weights, delays) = (&self.weights[row], &self.delays[row]);
            let mean: [f32; TAGS] =
                std::array::from_fn(|tag| weights[tag] - delays[tag] / self.steps);
            let mean = mean.map(|weight| if weight.abs() < SMALLEST { 0.0 } else { weight });
            if mean.iter().any(|weight| *weight != 0.0) {
                learnt.push((*feature, mean));
            }
        }
        learnt
    }
}

fn each_token(lesson: &Lesson, mut act: impl FnMut(&std::ops::Range<usize>, usize)) {
    for sentence in &lesson.tokens.sentences {
        sentence.clone().for_each(|index| act(sentence, index));
    }
}

/// Returns the two tags before `index` in its sentence, the nearer first.
fn before(tags: &[Tag], start: usize, index: usize) -> [u32; 2] {
    let tag = |back: usize| {
        index
            .checked_sub(back)
            .filter(|at| *at >= start)
            .map_or(tagger::START, |at| tags[at] as u32)
    };
    [tag(1), tag(2)]
}

/// Returns how many of the tokens that the machine tagged got its tag, and how many there are.
pub(super) fn agreement(lessons: &[Lesson]) -> (usize, usize) {
    let pairs =
        || lessons.iter().filter_map(|lesson| Some((&lesson.page.tag, lesson.silver.as_ref()?)));
    let same =
        pairs().map(|(ours, theirs)| ours.iter().zip(theirs).filter(|(a, b)| a == b).count());
    (same.sum(), pairs().map(|(ours, _)| ours.len()).sum())
}
