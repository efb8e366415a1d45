//! Text to attributions: which words are put down to which words, by which cue.
//!
//! Comes from a [`Text`], a paragraph at a time; goes to `claims`. Speaks of places only: who the
//! words name, and whether two of them name the same person, is for `claims` to say.

mod tag;

pub(crate) mod weights;

pub(crate) mod page;

pub(crate) mod features;

pub(crate) mod tagger;

pub(crate) mod cue;

mod span;

pub(crate) mod lattice;

mod scorer;

mod subject;

pub(crate) mod decode;

pub use tag::Tag;
pub use weights::{Weights, WeightsError};

use decode::Decoder;
use page::Page;
use scorer::Linear;
use tagger::Tagger;

use crate::{
    base::TextSpan,
    text::{Text, Tokens},
};

/// One attribution relation, as places in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// What is claimed, in reading order; never empty. Quotation marks and a leading “that”
    /// belong to it. More than one span where the cue interrupts it.
    pub content: Vec<TextSpan>,
    /// The words that attribute: “said”, “according to”, “has claimed”. Empty where a quotation
    /// carries on without one.
    pub cue: Option<TextSpan>,
    /// The words that name the source there: “he”, “a Daily NK source”. `None` where the text
    /// names none.
    pub source: Option<TextSpan>,
    /// Speech or attitude.
    pub act: Act,
    /// 0 to 1: the share of attributions at this value that are right.
    pub confidence: f32,
    /// Why we think so.
    pub reason: Reason,
}

/// What somebody is said to have done with the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Said, wrote, told, reported.
    Speech,
    /// Thinks, wants, plans, expects, supports.
    Attitude,
}

/// What made us find an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The trained model found cue, source and content.
    Model,
    /// A quotation without a cue, which goes on with the speaker of the attribution before.
    Continues,
    /// A line that starts with its speaker's name or label: `NAME: …`, `Q: …`.
    Label,
    /// A quotation with its speaker after a dash.
    Signature,
    /// “reportedly”, “allegedly”, “is said to”: somebody says so, the text does not say who.
    Hearsay,
    /// Words set as a block quote or tweet after their introduction.
    BlockQuote,
    /// A headline that names its source before or after a colon or dash.
    Headline,
    /// A verb of saying with its subject, found by rule.
    Rule,
}

/// What the engine found in one paragraph.
pub struct Findings<'e> {
    /// The paragraph's place in [`Text::paragraphs`].
    pub paragraph: usize,
    /// Its tokens and sentences.
    pub tokens: &'e Tokens,
    /// The part of speech of each token.
    pub tags: &'e [Tag],
    /// Its attributions, in order of the start of their content. Content may lie in later
    /// paragraphs' quotations only by way of a later finding with [`Reason::Continues`].
    pub attributions: Vec<Attribution>,
}

/// Finds attributions, one paragraph after another in reading order.
///
/// Keeps its buffers, and what it must remember of earlier paragraphs, between calls.
pub struct Engine {
    weights: Weights<'static>,
    tokens: Tokens,
    page: Page,
    tagger: Tagger,
    scorer: Linear<'static>,
    decoder: Decoder,
}

impl Engine {
    /// Makes an engine that has read nothing yet, with the weights that the program carries.
    pub fn new() -> Self {
        Self::with_weights(Weights::embedded().expect("a test opens the embedded weights"))
    }

    /// Makes an engine that has read nothing yet, with these weights.
    pub fn with_weights(weights: Weights<'static>) -> Self {
        Self {
            weights,
            tokens: Tokens::default(),
            page: Page::default(),
            tagger: Tagger::default(),
            scorer: Linear::new(weights),
            decoder: Decoder::default(),
        }
    }

    /// Reads paragraph number `paragraph` of `text`; call it for each, in order.
    pub fn read(&mut self, text: &Text<'_>, paragraph: usize) -> Findings<'_> {
        let block = &text.paragraphs()[paragraph];
        text.tokenize(block, &mut self.tokens);
        self.page.fill(text, block, &self.tokens, &self.weights.words);
        self.tagger.tag(&mut self.page, &self.tokens.sentences, &self.weights.tagger);
        self.page.settle();
        let attributions = self.decoder.decode(
            &mut self.page,
            &mut self.scorer,
            text,
            block,
            &self.tokens,
            self.weights.calibration,
        );
        Findings { paragraph, tokens: &self.tokens, tags: &self.page.tag, attributions }
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}
