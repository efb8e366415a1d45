//! Training of the span stage: a conditional random field over the window of each marked cue.
//!
//! Learns from marked cues only, with the cue's place held as it is when reading: windows without a
//! cue would teach it to find nothing.

use super::{
    ftrl::{Counter, Lists, Row, Settings, average},
    lesson::{Lesson, Marked},
    random::Random,
};
use crate::attribution::{
    decode,
    features::{self, Cue, OtherCues},
    lattice::{LABELS, Label, Lattice, Potentials, START, Transitions, force_cue},
};

/// Labels and one to fill up, so that a row is eight numbers.
const WIDTH: usize = 8;

/// Slopes smaller than this are not followed.
const FLAT: f32 = 2e-3;

/// What the stage learnt.
pub(super) struct SpanWeights {
    /// Weights by feature.
    pub(super) rows: Vec<(u32, [f32; LABELS])>,
    /// Weights between neighbours.
    pub(super) transitions: Transitions,
}

/// A marked cue with the right labels of its window.
struct Example {
    /// The first list of features.
    first: usize,
    labels: Vec<Label>,
    /// Where the cue stands in the window.
    cue: usize,
}

/// Learns from `lessons`; `likelihoods` are those of the cue stage for each.
pub(super) fn train(
    lessons: &[&Lesson],
    likelihoods: &[&[f32]],
    settings: &Settings,
) -> SpanWeights {
    let mut counter = Counter::new();
    each_token(lessons, likelihoods, |features| counter.count(features));
    let alphabet = counter.alphabet(settings.frequency);
    let mut lists = Lists::new();
    each_token(lessons, likelihoods, |features| lists.push(|list| alphabet.number(features, list)));
    let examples = examples(lessons);
    let mut sums = vec![[0.0; WIDTH]; alphabet.features.len()];
    let mut transitions = [[0.0; LABELS]; LABELS + 1];
    for seed in 0..settings.seeds {
        let mut learner = Learner::new(settings, sums.len(), seed);
        learner.learn(&lists, &examples);
        average(&mut sums, &learner.rows, settings);
        for (sum, weight) in
            transitions.as_flattened_mut().iter_mut().zip(learner.transitions().as_flattened())
        {
            *sum += weight / settings.seeds as f32;
        }
    }
    let narrow = |row: [f32; WIDTH]| std::array::from_fn(|label| row[label]);
    let rows = alphabet.features.into_iter().zip(sums.into_iter().map(narrow)).collect();
    SpanWeights { rows, transitions }
}

/// Calls `act` with the features of each token of each window that [`examples`] keeps.
fn each_token(lessons: &[&Lesson], likelihoods: &[&[f32]], mut act: impl FnMut(&[u32])) {
    let (mut cue, mut others) = (Cue::default(), OtherCues::default());
    let (mut local, mut found) = (Vec::new(), Vec::new());
    for (lesson, likelihoods) in lessons.iter().zip(likelihoods) {
        others.set(likelihoods);
        for relation in usable(lesson) {
            let window = decode::window(&lesson.page, relation.head);
            cue.set(&lesson.page, relation.head, window.clone());
            for index in window {
                local.clear();
                features::local(&lesson.page, index, &mut local);
                found.clone_from(&local);
                features::relative(&lesson.page, &cue, &others, index, &mut found);
                act(&found);
            }
        }
    }
}

/// Returns the relations that the grammar can express.
fn usable(lesson: &Lesson) -> impl Iterator<Item = &Marked> {
    lesson.relations.iter().filter(|relation| {
        let window = decode::window(&lesson.page, relation.head);
        let labels = labels(relation, &window);
        labels.iter().any(|label| label.is_content())
            && Lattice::allows(&labels, relation.head - window.start)
    })
}

fn examples(lessons: &[&Lesson]) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut first = 0;
    for lesson in lessons {
        for relation in usable(lesson) {
            let window = decode::window(&lesson.page, relation.head);
            let cue = relation.head - window.start;
            examples.push(Example { first, labels: labels(relation, &window), cue });
            first += window.len();
        }
    }
    examples
}

/// Returns the right labels of `window`; where roles overlap, source beats cue beats content.
pub(super) fn labels(relation: &Marked, window: &std::ops::Range<usize>) -> Vec<Label> {
    let mut labels = vec![Label::Outside; window.len()];
    let roles = [
        (&relation.content, Label::BeginContent, Label::InContent),
        (&relation.source, Label::BeginSource, Label::InSource),
        (&relation.cue, Label::BeginCue, Label::InCue),
    ];
    for (tokens, begin, inside) in roles {
        for index in tokens.iter().filter(|index| window.contains(index)) {
            labels[index - window.start] = inside;
        }
        for at in 0..labels.len() {
            let goes_on = at > 0 && (labels[at - 1] == inside || labels[at - 1] == begin);
            if labels[at] == inside && !goes_on {
                labels[at] = begin;
            }
        }
    }
    // A later role may have cut the start off an earlier one.
    for at in 0..labels.len() {
        let before = if at == 0 { START } else { labels[at - 1] as usize };
        if !crate::attribution::lattice::may_follow(before, labels[at] as usize) {
            labels[at] = Label::ALL[labels[at] as usize - 1];
        }
    }
    labels
}

struct Learner<'s> {
    settings: &'s Settings,
    rows: Vec<Row<WIDTH>>,
    steps: Vec<Row<LABELS>>,
    random: Random,
    lattice: Lattice,
    potentials: Vec<Potentials>,
    kept: Lists,
}

impl<'s> Learner<'s> {
    fn new(settings: &'s Settings, rows: usize, seed: u64) -> Self {
        Self {
            settings,
            rows: vec![Row::ZERO; rows],
            steps: vec![Row::ZERO; LABELS + 1],
            random: Random::new(seed),
            lattice: Lattice::default(),
            potentials: Vec::new(),
            kept: Lists::new(),
        }
    }

    fn transitions(&self) -> Transitions {
        std::array::from_fn(|row| self.steps[row].weights(self.settings.alpha, 0.0))
    }

    fn learn(&mut self, lists: &Lists, examples: &[Example]) {
        let mut order: Vec<&Example> = examples.iter().collect();
        for _ in 0..self.settings.epochs {
            self.random.shuffle(&mut order);
            for example in &order {
                self.example(lists, example);
            }
        }
    }

    fn example(&mut self, lists: &Lists, example: &Example) {
        let Settings { alpha, l1, dropout, .. } = *self.settings;
        let scale = 1.0 / (1.0 - dropout);
        self.kept.clear();
        self.potentials.clear();
        for at in 0..example.labels.len() {
            let list = lists.get(example.first + at);
            self.kept
                .push(|kept| kept.extend(list.iter().filter(|_| self.random.unit() >= dropout)));
            let mut sums = [0.0; WIDTH];
            for row in self.kept.get(at) {
                let weights = self.rows[*row as usize].weights(alpha, l1);
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += weight;
                }
            }
            self.potentials.push(std::array::from_fn(|label| sums[label] * scale));
        }
        force_cue(&mut self.potentials, example.cue);
        let transitions = self.transitions();
        self.lattice.weigh(&self.potentials, &transitions, example.cue);
        self.step_rows(example, scale);
        self.step_transitions(example, &transitions);
    }

    fn step_rows(&mut self, example: &Example, scale: f32) {
        let Settings { alpha, l1, .. } = *self.settings;
        for (at, right) in example.labels.iter().enumerate() {
            let mut slopes = [0.0; WIDTH];
            slopes[..LABELS].copy_from_slice(&self.lattice.likelihoods[at]);
            slopes[*right as usize] -= 1.0;
            let slopes = slopes.map(|slope| if slope.abs() > FLAT { slope * scale } else { 0.0 });
            if slopes == [0.0; WIDTH] {
                continue;
            }
            for row in self.kept.get(at) {
                self.rows[*row as usize].step(&slopes, alpha, l1);
            }
        }
    }

    fn step_transitions(&mut self, example: &Example, transitions: &Transitions) {
        let mut slopes = [[0.0; LABELS]; LABELS + 1];
        slopes[START] = self.lattice.likelihoods[0];
        slopes[START][example.labels[0] as usize] -= 1.0;
        let pairs = self.lattice.pairs(transitions, example.cue);
        slopes[..LABELS].copy_from_slice(&pairs);
        for pair in example.labels.windows(2) {
            slopes[pair[0] as usize][pair[1] as usize] -= 1.0;
        }
        for (row, slopes) in self.steps.iter_mut().zip(&slopes) {
            row.step(slopes, self.settings.alpha, 0.0);
        }
    }
}
