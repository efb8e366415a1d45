//! The labels of a window around one cue: the best path through them, and how likely each is.
//!
//! Comes from a scorer, as a potential for each token and label and one for each pair of neighbours;
//! goes to `decode`. A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001).
//! The cue's own token is held to be cue, the words of a cue stand together, and at least one token
//! is content.

/// What a token is to a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Label {
    /// Nothing.
    Outside,
    /// The first word of the source.
    BeginSource,
    /// A later word of it.
    InSource,
    /// The first word of the cue.
    BeginCue,
    /// A later word of it.
    InCue,
    /// The first word of a piece of content.
    BeginContent,
    /// A later word of it.
    InContent,
}

/// How many labels there are.
pub(crate) const LABELS: usize = 7;

/// The row of [`Transitions`] that stands for the window's start.
pub(crate) const START: usize = LABELS;

/// The potentials of one token, a label each.
pub(crate) type Potentials = [f32; LABELS];

/// Potentials of a label (second) after another (first).
pub(crate) type Transitions = [[f32; LABELS]; LABELS + 1];

/// What a part of the lattice is worth that must not be on the path.
const NEVER: f32 = -1e9;

impl Label {
    /// Every label, in the order of its number.
    pub(crate) const ALL: [Self; LABELS] = [
        Self::Outside,
        Self::BeginSource,
        Self::InSource,
        Self::BeginCue,
        Self::InCue,
        Self::BeginContent,
        Self::InContent,
    ];

    /// Returns whether the label continues a span, so that it cannot stand alone.
    fn continues(self) -> bool {
        matches!(self, Self::InSource | Self::InCue | Self::InContent)
    }

    /// Returns whether it is of a cue.
    fn is_cue(self) -> bool {
        matches!(self, Self::BeginCue | Self::InCue)
    }

    /// Returns whether it is of content.
    pub(crate) fn is_content(self) -> bool {
        matches!(self, Self::BeginContent | Self::InContent)
    }
}

/// Returns whether `label` may follow `before`, or stand first in the window for [`START`].
pub(crate) fn may_follow(before: usize, label: usize) -> bool {
    !Label::ALL[label].continues() || before == label || before + 1 == label
}

/// Keeps the tables of both searches between windows.
#[derive(Default)]
pub(crate) struct Lattice {
    back: Vec<[u8; 2 * LABELS]>,
    forward: Vec<Potentials>,
    backward: Vec<Potentials>,
    scaled: Vec<Potentials>,
    /// The best label of each token of the window.
    pub(crate) path: Vec<Label>,
    /// How likely each label of each token is.
    pub(crate) likelihoods: Vec<Potentials>,
}

/// Which labels may follow which, before the cue's token, at it and behind it.
struct Grammar {
    /// Potentials between neighbours up to the cue's token, then behind it.
    steps: [[[f32; LABELS]; LABELS]; 2],
    cue: usize,
}

impl Grammar {
    /// Keeps a cue's words together and around `cue`.
    fn new(transitions: &Transitions, cue: usize) -> Self {
        let mut steps = [[[NEVER; LABELS]; LABELS]; 2];
        for before in 0..LABELS {
            for label in 0..LABELS {
                if !may_follow(before, label) {
                    continue;
                }
                let potential = transitions[before][label];
                let (left, right) = (Label::ALL[before], Label::ALL[label]);
                // Before the cue's token, words of a cue go on to be the cue.
                if !left.is_cue() || right == Label::InCue {
                    steps[0][before][label] = potential;
                }
                // Behind it, no other cue begins.
                if right != Label::BeginCue {
                    steps[1][before][label] = potential;
                }
            }
        }
        Self { steps, cue }
    }

    /// Returns the potentials of the step to token `index`.
    fn toward(&self, index: usize) -> &[[f32; LABELS]; LABELS] {
        &self.steps[usize::from(index > self.cue)]
    }
}

/// Holds token `cue` to be part of the cue.
pub(crate) fn force_cue(potentials: &mut [Potentials], cue: usize) {
    for label in Label::ALL {
        if !label.is_cue() {
            potentials[cue][label as usize] = NEVER;
        }
    }
}

impl Lattice {
    /// Finds the best path that has content; [`Lattice::path`] holds it.
    ///
    /// Labels are kept twice, without and with content before them, and the path ends with it.
    pub(crate) fn search(
        &mut self,
        potentials: &[Potentials],
        transitions: &Transitions,
        cue: usize,
    ) {
        let grammar = Grammar::new(transitions, cue);
        self.back.clear();
        self.back.resize(potentials.len(), [0; 2 * LABELS]);
        let mut best = [NEVER; 2 * LABELS];
        for label in (0..LABELS).filter(|label| may_follow(START, *label)) {
            let copy = usize::from(Label::ALL[label].is_content()) * LABELS;
            best[label + copy] = potentials[0][label] + transitions[START][label];
        }
        for (index, (potentials, back)) in potentials.iter().zip(&mut self.back).enumerate().skip(1)
        {
            best = advance(&best, potentials, grammar.toward(index), back);
        }
        let mut state = LABELS;
        for other in LABELS + 1..2 * LABELS {
            if best[other] > best[state] {
                state = other;
            }
        }
        self.path.clear();
        self.path.resize(potentials.len(), Label::Outside);
        for index in (0..potentials.len()).rev() {
            self.path[index] = Label::ALL[state % LABELS];
            state = usize::from(self.back[index][state]);
        }
    }

    /// Finds how likely each label is; [`Lattice::likelihoods`] holds that.
    pub(crate) fn weigh(
        &mut self,
        potentials: &[Potentials],
        transitions: &Transitions,
        cue: usize,
    ) {
        let grammar = Grammar::new(transitions, cue);
        let steps = grammar.steps.map(|step| step.map(|row| row.map(f32::exp)));
        let steps = |index: usize| &steps[usize::from(index > cue)];
        let len = potentials.len();
        for table in [&mut self.forward, &mut self.backward, &mut self.scaled] {
            table.clear();
            table.resize(len, [0.0; LABELS]);
        }
        self.likelihoods.clear();
        for (scaled, potentials) in self.scaled.iter_mut().zip(potentials) {
            let most = potentials.iter().copied().fold(f32::MIN, f32::max);
            *scaled = potentials.map(|potential| (potential - most).exp());
        }
        let mut before = [0.0; LABELS];
        for index in 0..len {
            let mut sums = [0.0; LABELS];
            if index == 0 {
                for label in (0..LABELS).filter(|label| may_follow(START, *label)) {
                    sums[label] = transitions[START][label].exp();
                }
            } else {
                for (weight, row) in before.iter().zip(steps(index)) {
                    for (sum, step) in sums.iter_mut().zip(row) {
                        *sum += weight * step;
                    }
                }
            }
            for (sum, scaled) in sums.iter_mut().zip(&self.scaled[index]) {
                *sum *= scaled;
            }
            before = normalized(sums);
            self.forward[index] = before;
        }
        let mut after = [1.0; LABELS];
        for index in (0..len).rev() {
            self.backward[index] = after;
            let weights: Potentials =
                std::array::from_fn(|label| after[label] * self.scaled[index][label]);
            let sums = steps(index).map(|row| row.iter().zip(&weights).map(|(a, b)| a * b).sum());
            after = normalized(sums);
        }
        self.likelihoods.extend(self.forward.iter().zip(&self.backward).map(|(left, right)| {
            normalized(std::array::from_fn(|label| left[label] * right[label]))
        }));
    }
}

#[cfg(feature = "training")]
impl Lattice {
    /// Returns how often each label is expected after each other in the window, for which
    /// [`Lattice::weigh`] must have been asked with the same arguments.
    pub(crate) fn pairs(&self, transitions: &Transitions, cue: usize) -> [[f32; LABELS]; LABELS] {
        let steps =
            Grammar::new(transitions, cue).steps.map(|step| step.map(|row| row.map(f32::exp)));
        let mut expected = [[0.0; LABELS]; LABELS];
        for index in 1..self.forward.len() {
            let steps = &steps[usize::from(index > cue)];
            let after: Potentials = std::array::from_fn(|label| {
                self.scaled[index][label] * self.backward[index][label]
            });
            let mut pairs = *steps;
            for (row, before) in pairs.iter_mut().zip(&self.forward[index - 1]) {
                for (pair, after) in row.iter_mut().zip(&after) {
                    *pair *= before * after;
                }
            }
            let total: f32 = pairs.as_flattened().iter().sum();
            if total > 0.0 {
                let sums = expected.as_flattened_mut().iter_mut();
                sums.zip(pairs.as_flattened()).for_each(|(sum, pair)| *sum += pair / total);
            }
        }
        expected
    }

    /// Returns whether `labels` are a path that the grammar around `cue` allows.
    pub(crate) fn allows(labels: &[Label], cue: usize) -> bool {
        let grammar = Grammar::new(&[[0.0; LABELS]; LABELS + 1], cue);
        let mut pairs = labels.windows(2).enumerate();
        labels.get(cue).is_some_and(|label| label.is_cue())
            && may_follow(START, labels[0] as usize)
            && pairs.all(|(at, pair)| {
                grammar.toward(at + 1)[pair[0] as usize][pair[1] as usize] > NEVER
            })
    }
}

/// Takes the search one token further.
fn advance(
    before: &[f32; 2 * LABELS],
    potentials: &Potentials,
    steps: &[[f32; LABELS]; LABELS],
    back: &mut [u8; 2 * LABELS],
) -> [f32; 2 * LABELS] {
    let mut best = [NEVER; 2 * LABELS];
    for (state, score) in before.iter().enumerate() {
        if *score <= NEVER / 2.0 {
            continue;
        }
        let (copy, row) = (state / LABELS, &steps[state % LABELS]);
        for label in 0..LABELS {
            let next = label + LABELS * (copy | usize::from(Label::ALL[label].is_content()));
            let sum = score + row[label] + potentials[label];
            if sum > best[next] {
                best[next] = sum;
                back[next] = state as u8;
            }
        }
    }
    best
}

/// Scales `sums` to add up to 1; leaves nothing but zeros as they are.
fn normalized(sums: Potentials) -> Potentials {
    let total: f32 = sums.iter().sum();
    if total > 0.0 { sums.map(|sum| sum / total) } else { sums }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Potentials that favour these labels: `.` outside, `s` source, `c` cue, `t` content.
    fn favour(labels: &str) -> Vec<Potentials> {
        labels
            .chars()
            .map(|letter| {
                let mut row = [0.0; LABELS];
                let first = match letter {
                    's' => 1,
                    'c' => 3,
                    't' => 5,
                    _ => 0,
                };
                row[first] = 2.0;
                if first > 0 {
                    row[first + 1] = 2.5;
                }
                row
            })
            .collect()
    }

    fn drawn(path: &[Label]) -> String {
        path.iter().map(|label| ".SsCcTt".as_bytes()[*label as usize] as char).collect()
    }

    /// Checks the best path for a cue at `cue`.
    fn check(labels: &str, cue: usize, expected: &str) {
        let mut potentials = favour(labels);
        force_cue(&mut potentials, cue);
        let mut lattice = Lattice::default();
        lattice.search(&potentials, &[[0.0; LABELS]; LABELS + 1], cue);
        assert_eq!(drawn(&lattice.path), expected);
        lattice.weigh(&potentials, &[[0.0; LABELS]; LABELS + 1], cue);
        for (label, row) in lattice.path.iter().zip(&lattice.likelihoods) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            assert!(row[*label as usize] > 0.0);
        }
    }

    #[test]
    fn spans_begin_before_they_go_on() {
        check("sscctt", 2, "SsCcTt");
    }

    #[test]
    fn the_cue_is_held_and_stands_alone() {
        check("s.t.", 1, "SCT.");
        let mut potentials = favour("c.ctt");
        force_cue(&mut potentials, 2);
        let mut lattice = Lattice::default();
        lattice.search(&potentials, &[[0.0; LABELS]; LABELS + 1], 2);
        let cues: Vec<_> = lattice.path.iter().map(|label| label.is_cue()).collect();
        assert!(cues == [false, false, true, false, false] || cues[..3] == [true; 3]);
    }

    #[test]
    fn a_path_has_content() {
        let mut potentials = favour("s.c..");
        force_cue(&mut potentials, 2);
        let mut lattice = Lattice::default();
        lattice.search(&potentials, &[[0.0; LABELS]; LABELS + 1], 2);
        assert!(lattice.path.iter().any(|label| label.is_content()));
    }
}
