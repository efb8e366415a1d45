//! The second look's scorer: encoder and head behind the seam that the linear scorer has too.
//!
//! Comes from the model and the page; goes to the decoder. The encoder reads each window of a
//! paragraph once; what it made of the last windows is kept, so that memory is bounded, and a
//! paragraph that is longer has its windows read a second time as its cues are reached. The linear
//! scorer's evidence is added, weighed as the model's file says: where the two disagree, the sum is
//! small and the confidence with it.

use std::{
    collections::VecDeque,
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    DeepModel,
    encoder::Batch,
    pieces::{self, Look, NO_SHAPE},
    windows::{self, Window},
};
use crate::{
    attribution::{
        cue::logistic,
        lattice::{LABELS, Potentials, Transitions},
        page::{Page, Room},
        scorer::{Linear, Scorer},
    },
    text::{Text, Tokens},
};

/// Windows that are read together.
const TOGETHER: usize = 4;

/// Windows are read together if this share of the longer one at most is padding in the shorter.
const ALIKE: usize = 8;

/// Windows whose encoding is kept: some 6000 words.
pub(super) const KEPT: usize = 32;

/// Evidence for a cue in a window that could not be read.
const UNREAD: f32 = -30.0;

/// Likelihoods nearer to 0 or 1 than this count as this near.
const CERTAIN: f32 = 1e-6;

/// The deep scorer.
pub(in crate::attribution) struct Deep {
    model: Arc<DeepModel>,
    linear: Linear<'static>,
    transitions: Transitions,
    /// Once set, nothing is read any more: whoever set it does not wait for the outcome.
    stop: Arc<AtomicBool>,
    /// The pieces of the paragraph.
    ids: Vec<i32>,
    /// The first piece of each token, and the number of all.
    starts: Vec<u32>,
    /// The look of each token.
    looks: Vec<Look>,
    /// The shape of each token, as the quotations are now.
    shapes: Vec<i32>,
    pub(super) windows: Vec<Window>,
    pub(super) views: VecDeque<View>,
    /// How many windows were read.
    #[cfg(test)]
    pub(super) reads: usize,
    batch: Batch,
    /// The linear scorer's judgement.
    likelihoods: Vec<f32>,
    potentials: Vec<Potentials>,
}

/// What the encoder made of the tokens that a window judges.
pub(super) struct View {
    window: usize,
    own: Vec<f32>,
    asked: Vec<f32>,
}

impl Deep {
    /// Makes the scorer; setting `stop` ends its work early, with an outcome of no worth.
    pub(in crate::attribution) fn new(
        model: Arc<DeepModel>,
        linear: Linear<'static>,
        stop: Arc<AtomicBool>,
    ) -> Self {
        let mut transitions = model.head.transitions;
        let weight = model.config.linear_span;
        let added = linear.transitions().as_flattened();
        for (own, added) in transitions.as_flattened_mut().iter_mut().zip(added) {
            *own += weight * added;
        }
        Self {
            model,
            linear,
            transitions,
            stop,
            ids: Vec::new(),
            starts: Vec::new(),
            looks: Vec::new(),
            shapes: Vec::new(),
            windows: Vec::new(),
            views: VecDeque::new(),
            #[cfg(test)]
            reads: 0,
            batch: Batch::default(),
            likelihoods: Vec::new(),
            potentials: Vec::new(),
        }
    }

    /// Parts the paragraph, or its rooms, into windows.
    fn part(&mut self, page: &Page) {
        let config = &self.model.config;
        self.windows.clear();
        self.views.clear();
        let tokens = self.looks.iter().zip(&page.quoted).zip(&page.mark);
        self.shapes.clear();
        self.shapes
            .extend(tokens.map(|((look, quoted), mark)| pieces::shape(*look, *quoted, *mark)));
        let whole = Room { tokens: 0..page.len, depth: 0 };
        let whole = std::slice::from_ref(&whole);
        let rooms = if page.rooms.is_empty() { whole } else { &page.rooms[..] };
        for room in rooms {
            // The encoder's own marks stand at both ends.
            let most = config.pieces - 2;
            let tokens = room.tokens.clone();
            windows::cut(&self.starts, tokens, most, config.overlap, &mut self.windows);
        }
    }

    /// Returns the numbers of all windows in batches of nearly the same length, so that little of a
    /// batch is padding.
    fn batches(&self) -> Vec<Vec<usize>> {
        let mut numbers: Vec<usize> = (0..self.windows.len()).collect();
        numbers.sort_by_key(|number| self.pieces(*number).len());
        let mut batches: Vec<Vec<usize>> = Vec::new();
        for number in numbers {
            let length = self.pieces(number).len();
            match batches.last_mut() {
                Some(batch)
                    if batch.len() < TOGETHER
                        && length - self.pieces(batch[0]).len() <= length / ALIKE =>
                {
                    batch.push(number);
                }
                _ => batches.push(vec![number]),
            }
        }
        batches
    }

    /// Returns the pieces of a window.
    fn pieces(&self, window: usize) -> Range<usize> {
        let tokens = &self.windows[window].tokens;
        self.starts[tokens.start] as usize..self.starts[tokens.end] as usize
    }

    /// Reads some windows, and writes the evidence for cues to `cues` if that is asked for.
    fn read(&mut self, windows: &[usize], mut cues: Option<&mut [f32]>) {
        self.fill(windows);
        #[cfg(test)]
        {
            self.reads += windows.len();
        }
        let stopped = self.stop.load(Ordering::Relaxed);
        let encoded = if stopped { None } else { self.model.encoder.run(&self.batch).ok() };
        for (row, number) in windows.iter().enumerate() {
            let window = &self.windows[*number];
            let piece = |token: usize| {
                let ahead = self.starts[token] - self.starts[window.tokens.start];
                row * self.batch.width + 1 + ahead as usize
            };
            let hidden = self.model.config.hidden;
            let size = window.judged.len() * hidden;
            let (mut own, mut asked) = (Vec::with_capacity(size), Vec::with_capacity(size));
            match &encoded {
                Some(encoded) => {
                    for token in window.judged.clone() {
                        let at = piece(token);
                        own.extend_from_slice(&encoded.own[at * hidden..][..hidden]);
                        asked.extend_from_slice(&encoded.asked[at * hidden..][..hidden]);
                        if let Some(cues) = &mut cues {
                            cues[token] = encoded.cue[at];
                        }
                    }
                }
                None => {
                    own.resize(size, 0.0);
                    asked.resize(size, 0.0);
                }
            }
            if self.views.len() == KEPT {
                self.views.pop_front();
            }
            self.views.push_back(View { window: *number, own, asked });
        }
    }

    /// Lays out some windows for the encoder.
    fn fill(&mut self, windows: &[usize]) {
        let marks = self.model.pieces.marks;
        let longest = windows.iter().map(|window| self.pieces(*window).len()).max().unwrap_or(0);
        let mut batch = std::mem::take(&mut self.batch);
        batch.width = longest + 2;
        for row in [&mut batch.ids, &mut batch.mask, &mut batch.shapes] {
            row.clear();
        }
        for (row, window) in windows.iter().enumerate() {
            batch.ids.push(marks.begin);
            batch.ids.extend(&self.ids[self.pieces(*window)]);
            batch.ids.push(marks.end);
            batch.shapes.push(NO_SHAPE);
            for token in self.windows[*window].tokens.clone() {
                let count = self.starts[token + 1] - self.starts[token];
                batch.shapes.extend(std::iter::repeat_n(self.shapes[token], count as usize));
            }
            batch.mask.resize(batch.ids.len(), 1);
            let end = (row + 1) * batch.width;
            batch.ids.resize(end, marks.padding);
            batch.mask.resize(end, 0);
            batch.shapes.resize(end, NO_SHAPE);
        }
        self.batch = batch;
    }

    /// Returns the place of a window's view, which is read anew if it is no longer kept.
    fn view(&mut self, window: usize) -> usize {
        let kept = |views: &VecDeque<View>| views.iter().rposition(|view| view.window == window);
        if let Some(at) = kept(&self.views) {
            return at;
        }
        self.read(&[window], None);
        self.views.len() - 1
    }

    /// Returns the window that judges `token`, if one does.
    fn window_of(&self, token: usize) -> Option<usize> {
        let at = self.windows.partition_point(|window| window.judged.end <= token);
        self.windows.get(at).filter(|window| window.judged.contains(&token)).map(|_| at)
    }

    /// Adds the head's evidence for the tokens of `window` to `potentials`.
    fn judge(&mut self, cue: usize, window: Range<usize>, potentials: &mut [Potentials]) {
        let hidden = self.model.config.hidden;
        let Some(home) = self.window_of(cue) else { return };
        let view = self.view(home);
        let place = (cue - self.windows[home].judged.start) * hidden;
        let asked = self.views[view].asked[place..][..hidden].to_vec();
        let mut at = self.windows.partition_point(|other| other.judged.end <= window.start);
        while at < self.windows.len() && self.windows[at].judged.start < window.end {
            let judged = self.windows[at].judged.clone();
            let view = self.view(at);
            let own = &self.views[view].own;
            for token in judged.start.max(window.start)..judged.end.min(window.end) {
                let own = &own[(token - judged.start) * hidden..][..hidden];
                let sums = self.model.head.judge(own, &asked, token as i32 - cue as i32);
                for label in 0..LABELS {
                    potentials[token - window.start][label] += sums[label];
                }
            }
            at += 1;
        }
    }
}

impl Scorer for Deep {
    fn turn_to(&mut self, text: &Text<'_>, tokens: &Tokens) {
        self.ids.clear();
        self.starts.clear();
        self.looks.clear();
        for span in &tokens.spans {
            let word = text.slice(*span);
            self.starts.push(self.ids.len() as u32);
            self.model.pieces.cut(word, &mut self.ids);
            self.looks.push(Look::of(word));
        }
        self.starts.push(self.ids.len() as u32);
    }

    fn cues(&mut self, page: &Page, likelihoods: &mut Vec<f32>) {
        self.part(page);
        likelihoods.clear();
        likelihoods.resize(page.len, UNREAD);
        for batch in self.batches() {
            self.read(&batch, Some(likelihoods));
        }
        let mut linear = std::mem::take(&mut self.likelihoods);
        self.linear.cues(page, &mut linear);
        let config = &self.model.config;
        for (likelihood, linear) in likelihoods.iter_mut().zip(&linear) {
            let evidence = if *linear > 0.0 { log_odds(*linear) } else { config.linear_absent };
            *likelihood = logistic(*likelihood + config.cue_bias + config.linear_cue * evidence);
        }
        self.likelihoods = linear;
    }

    fn spans(
        &mut self,
        page: &Page,
        cue: usize,
        window: Range<usize>,
        potentials: &mut Vec<Potentials>,
    ) {
        potentials.clear();
        potentials.resize(window.len(), [0.0; LABELS]);
        let weight = self.model.config.linear_span;
        if weight != 0.0 {
            self.linear.spans(page, cue, window.clone(), &mut self.potentials);
            for (own, added) in potentials.iter_mut().zip(&self.potentials) {
                *own = added.map(|added| weight * added);
            }
        }
        self.judge(cue, window, potentials);
    }

    fn transitions(&self) -> &Transitions {
        &self.transitions
    }
}

/// Turns a likelihood back into evidence.
fn log_odds(likelihood: f32) -> f32 {
    let likelihood = likelihood.clamp(CERTAIN, 1.0 - CERTAIN);
    (likelihood / (1.0 - likelihood)).ln()
}
