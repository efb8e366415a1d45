//! What a scorer judges to attributions: one for each likely cue, overlaps settled.
//!
//! Comes from a scorer; goes to the rules and to `claims` as spans. Of content that two cues claim
//! the surer one gets it, and the other is kept only where it lies wholly inside: nested. Knows no features and no weights.

use std::ops::Range;

use super::{
    Act, Attribution, Reason, Tag,
    lattice::{Label, Lattice, Potentials, force_cue},
    page::{A, AN, Page, Room, THE},
    scorer::Scorer,
    subject,
};
use crate::{
    base::TextSpan,
    text::{Paragraph, Text, Tokens},
};

/// Tokens before and after a cue that may belong to it; more scored the same.
pub(crate) const REACH: usize = 120;

/// Where the decoder draws its lines; each scorer has its own.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Attributions with a lower score are left out.
    pub(crate) threshold: f32,
    /// Pieces of content with a lower mean likelihood are left out, if another piece remains.
    pub(crate) piece: f32,
    /// An attribution must keep this share of its content from surer ones.
    pub(crate) keep: f32,
    /// Attributions inside another's content must have this score.
    pub(crate) nested: f32,
    /// Pairs of score and confidence, see [`confidence`].
    pub(crate) calibration: Vec<u8>,
}

impl Limits {
    /// Returns the limits of the linear scorer, with this calibration.
    ///
    /// The best F1 of whole relations on development data is flat for thresholds from 0.28 to 0.40.
    /// The corpus marks nothing that is nested, so that limit was chosen by reading what it gives.
    pub(crate) fn new(calibration: &[u8]) -> Self {
        let calibration = calibration.to_vec();
        Self { threshold: 0.28, piece: 0.45, keep: 0.4, nested: 0.4, calibration }
    }
}

/// How many times content is read again: who quotes whom goes no deeper in print.
const DEEPEST: usize = 3;

/// Content is read again for what it quotes if it has at least this many tokens.
const ROOM: usize = 4;

/// What was found for one cue, in tokens of the page.
struct Candidate {
    /// How sure we are, before calibration.
    score: f32,
    cue: Range<usize>,
    source: Option<Range<usize>>,
    content: Vec<Range<usize>>,
}

/// Keeps the buffers of the search between paragraphs.
#[derive(Default)]
pub(crate) struct Decoder {
    likelihoods: Vec<f32>,
    potentials: Vec<Potentials>,
    lattice: Lattice,
    candidates: Vec<Candidate>,
    /// Whether each token is content of a candidate.
    taken: Vec<bool>,
    /// The content that a later pass reads, in order; empty in the first.
    rooms: Vec<Room>,
}

/// Returns the tokens around `cue` that may belong to it.
pub(crate) fn window(page: &Page, cue: usize) -> Range<usize> {
    cue.saturating_sub(REACH)..(cue + REACH).min(page.len)
}

impl Decoder {
    /// Finds the attributions of a paragraph, in order of their content, the outer ones first of
    /// those that start together.
    ///
    /// What somebody says is read again as if it stood alone, without its marks: who is quoted may
    /// quote others, and so on.
    pub(crate) fn decode(
        &mut self,
        page: &mut Page,
        scorer: &mut dyn Scorer,
        text: &Text<'_>,
        paragraph: &Paragraph,
        tokens: &Tokens,
        limits: &Limits,
    ) -> Vec<Attribution> {
        let spans = Spans { text, tokens, limits };
        self.rooms.clear();
        let mut found = self.pass(page, scorer, &spans);
        for _ in 0..DEEPEST {
            self.rooms = self.next_rooms(page);
            if self.rooms.is_empty() {
                break;
            }
            page.enter(paragraph, tokens, &self.rooms);
            found.extend(self.pass(page, scorer, &spans));
        }
        found.sort_by_key(|attribution| {
            let (first, last) = (attribution.content.first(), attribution.content.last());
            (first.map(|run| run.start()), std::cmp::Reverse(last.map(|run| run.end())))
        });
        found
    }

    /// Returns the content of what the last pass found, in order, without the marks around it.
    fn next_rooms(&self, page: &Page) -> Vec<Room> {
        let depth = |at: usize| {
            let after = self.rooms.partition_point(|room| room.tokens.end <= at);
            self.rooms.get(after).map_or(0, |room| room.depth)
        };
        let contents = self.candidates.iter().flat_map(|candidate| &candidate.content);
        let rooms = contents.map(|run| {
            let opens = usize::from(page.mark[run.start] == 1);
            let closes = usize::from(run.len() > opens && page.mark[run.end - 1] == 2);
            Room {
                tokens: run.start + opens..run.end - closes,
                depth: depth(run.start) + page.quoted[run.start],
            }
        });
        let mut rooms: Vec<Room> = rooms.filter(|room| room.tokens.len() >= ROOM).collect();
        rooms.sort_by_key(|room| room.tokens.start);
        rooms
    }

    /// Finds the attributions of the paragraph, or, if there are rooms, those in the rooms.
    fn pass(
        &mut self,
        page: &Page,
        scorer: &mut dyn Scorer,
        spans: &Spans<'_, '_>,
    ) -> Vec<Attribution> {
        let limits = spans.limits;
        scorer.cues(page, &mut self.likelihoods);
        self.candidates.clear();
        let mut room = 0;
        for cue in 0..page.len {
            if self.likelihoods[cue] < limits.threshold {
                continue;
            }
            let mut window = window(page, cue);
            if !self.rooms.is_empty() {
                while self.rooms[room].tokens.end <= cue && room + 1 < self.rooms.len() {
                    room += 1;
                }
                let walls = &self.rooms[room].tokens;
                window = window.start.max(walls.start)..window.end.min(walls.end);
            }
            if window.contains(&cue) {
                let found = self.span(page, scorer, limits, cue, window);
                self.candidates.extend(found);
            }
        }
        self.settle(page.len, limits);
        if !self.rooms.is_empty() {
            self.candidates.retain(|candidate| candidate.score >= limits.nested);
        }
        self.candidates.iter().map(|candidate| spans.attribution(page, candidate)).collect()
    }

    /// Finds source, cue and content for the cue at token `cue`; `None` if it is too doubtful.
    fn span(
        &mut self,
        page: &Page,
        scorer: &mut dyn Scorer,
        limits: &Limits,
        cue: usize,
        window: Range<usize>,
    ) -> Option<Candidate> {
        let (first, own) = (window.start, cue - window.start);
        scorer.spans(page, cue, window, &mut self.potentials);
        force_cue(&mut self.potentials, own);
        let transitions = scorer.transitions();
        self.lattice.search(&self.potentials, transitions, own);
        self.lattice.weigh(&self.potentials, transitions, own);
        let runs = self.runs(first);
        let tokens = |run: &Run| run.tokens.len() as f32;
        let content = runs.iter().filter(|run| run.label == Label::BeginContent);
        let total: f32 = content.clone().map(tokens).sum();
        if total == 0.0 {
            return None;
        }
        let sure = content.clone().map(|run| run.mean * tokens(run)).sum::<f32>() / total;
        let score = self.likelihoods[cue] * sure;
        if score < limits.threshold {
            return None;
        }
        let enough = content.clone().any(|run| run.mean >= limits.piece);
        let distance = |run: &Run| {
            run.tokens.start.abs_diff(cue).min(run.tokens.end.abs_diff(cue)) as f32 * 0.002
        };
        let source = runs
            .iter()
            .filter(|run| run.label == Label::BeginSource)
            .max_by(|a, b| (a.mean - distance(a)).total_cmp(&(b.mean - distance(b))));
        let source = source.and_then(|run| unmarked(page, &run.tokens));
        if source.as_ref().is_some_and(|source| is_article(page, source)) {
            return None;
        }
        let cue = runs
            .iter()
            .find(|run| run.label == Label::BeginCue && run.tokens.contains(&cue))
            .map_or(cue..cue + 1, |run| run.tokens.clone());
        if source.is_none() && is_attribute(page, &cue) {
            return None;
        }
        Some(Candidate {
            score,
            source: source.or_else(|| subject::shared(page, &cue)),
            cue,
            content: content
                .filter(|run| run.mean >= limits.piece || !enough)
                .map(|run| run.tokens.clone())
                .collect(),
        })
    }

    /// Returns the spans on the best path, `first` being the window's first token.
    fn runs(&self, first: usize) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (at, label) in self.lattice.path.iter().enumerate() {
            let likelihoods = &self.lattice.likelihoods[at];
            let index = first + at;
            match label {
                Label::Outside => {}
                Label::BeginSource | Label::BeginCue | Label::BeginContent => {
                    let own = *label as usize;
                    let mean = likelihoods[own] + likelihoods[own + 1];
                    runs.push(Run { label: *label, tokens: index..index + 1, mean });
                }
                Label::InSource | Label::InCue | Label::InContent => {
                    let own = *label as usize;
                    if let Some(run) = runs.last_mut() {
                        run.tokens.end = index + 1;
                        run.mean += likelihoods[own - 1] + likelihoods[own];
                    }
                }
            }
        }
        for run in &mut runs {
            run.mean /= run.tokens.len() as f32;
        }
        runs
    }

    /// Gives content that several candidates claim to the surest; who loses too much is dropped:
    /// if it lies in the other's content, it is found when that is read again.
    fn settle(&mut self, tokens: usize, limits: &Limits) {
        self.taken.clear();
        self.taken.resize(tokens, false);
        self.candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let taken = &mut self.taken;
        self.candidates.retain_mut(|candidate| {
            let claimed: usize = candidate.content.iter().map(Range::len).sum();
            let free: Vec<Range<usize>> =
                candidate.content.iter().flat_map(|run| free_runs(run, taken)).collect();
            let left: usize = free.iter().map(Range::len).sum();
            if (left as f32) < limits.keep * claimed as f32 || left == 0 {
                return false;
            }
            for run in &free {
                taken[run.clone()].fill(true);
            }
            candidate.content = free;
            true
        });
    }
}

/// A span on the best path.
struct Run {
    /// The label it begins with.
    label: Label,
    tokens: Range<usize>,
    /// The mean likelihood of its tokens.
    mean: f32,
}

/// Takes quotation marks off the ends of a source: they belong to the content around it.
fn unmarked(page: &Page, source: &Range<usize>) -> Option<Range<usize>> {
    let is_word = |at: &usize| !matches!(page.tag[*at], Tag::OpenQuote | Tag::CloseQuote);
    let first = source.clone().find(is_word)?;
    let last = source.clone().rev().find(is_word)?;
    Some(first..last + 1)
}

/// Returns whether a source is a bare article, as where “the accused official” is taken for one.
fn is_article(page: &Page, source: &Range<usize>) -> bool {
    source.len() == 1 && [THE, A, AN].contains(&page.word[source.start])
}

/// Returns whether a cue is the start of a noun phrase that goes on: “the accused” of “the accused
/// official”.
fn is_attribute(page: &Page, cue: &Range<usize>) -> bool {
    let next = page.tag.get(cue.end);
    [THE, A, AN].contains(&page.word[cue.start])
        && next.is_some_and(|tag| matches!(tag, Tag::Nn | Tag::Nns))
}

/// Returns the parts of `run` that nobody has taken.
fn free_runs(run: &Range<usize>, taken: &[bool]) -> Vec<Range<usize>> {
    let mut free: Vec<Range<usize>> = Vec::new();
    for at in run.clone().filter(|at| !taken[*at]) {
        match free.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => free.push(at..at + 1),
        }
    }
    free
}

/// Turns ranges of tokens into spans of the text.
struct Spans<'s, 't> {
    text: &'s Text<'t>,
    tokens: &'s Tokens,
    limits: &'s Limits,
}

impl Spans<'_, '_> {
    fn attribution(&self, page: &Page, candidate: &Candidate) -> Attribution {
        Attribution {
            content: candidate.content.iter().map(|run| self.of(run)).collect(),
            cue: Some(self.of(&candidate.cue)),
            source: candidate.source.as_ref().map(|run| self.of(run)),
            act: act(page, candidate),
            confidence: confidence(&self.limits.calibration, candidate.score),
            reason: Reason::Model,
        }
    }

    fn of(&self, run: &Range<usize>) -> TextSpan {
        let spans = &self.tokens.spans;
        debug_assert!(run.end <= spans.len() && self.text.string().len() >= spans[run.start].end());
        spans[run.start].hull(spans[run.end - 1])
    }
}

/// Tells speech from attitude by the words of the cue; a quotation without such words is speech.
fn act(page: &Page, candidate: &Candidate) -> Act {
    let speech = candidate.cue.clone().any(|at| page.known[at].act == Some(Act::Speech));
    let quoted = candidate.content.iter().cloned().flatten().all(|at| page.quoted[at] > 0);
    if speech || quoted { Act::Speech } else { Act::Attitude }
}

/// The highest share that is told: that all of some hundreds proved right does not make it certain.
const SUREST: f32 = 0.99;

/// Returns the share of attributions with this score that prove right.
///
/// `calibration` holds pairs of score and share in ascending order (8 bytes each); between two of
/// them the share is interpolated.
pub(crate) fn confidence(calibration: &[u8], score: f32) -> f32 {
    share(calibration, score).min(SUREST)
}

fn share(calibration: &[u8], score: f32) -> f32 {
    let mut below = (0.0, 0.0);
    for pair in calibration.chunks_exact(8) {
        let point = (super::weights::real(pair, 0), super::weights::real(pair, 4));
        if score < point.0 {
            let part = (score - below.0) / (point.0 - below.0);
            return below.1 + part * (point.1 - below.1);
        }
        below = point;
    }
    if calibration.is_empty() { score } else { below.1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_lies_between_its_points() {
        let points: Vec<u8> =
            [0.2f32, 0.4, 0.6, 0.8].iter().flat_map(|point| point.to_le_bytes()).collect();
        let check = |score: f32, expected: f32| {
            assert!((confidence(&points, score) - expected).abs() < 1e-6, "{score}");
        };
        check(0.1, 0.2);
        check(0.4, 0.6);
        check(0.9, 0.8);
        assert_eq!(confidence(&[], 0.3), 0.3);
        assert_eq!(confidence(&[], 1.0), SUREST, "nothing is certain");
    }

    #[test]
    fn taken_tokens_split_a_run() {
        let taken = [false, true, false, false];
        assert_eq!(free_runs(&(0..4), &taken), [0..1, 2..4]);
    }
}
