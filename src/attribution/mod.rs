//! Text to attributions: which words are put down to which words, by which cue.
//!
//! Comes from a [`Text`], a paragraph at a time; goes to `claims`. Speaks of places only: who the
//! words name, and whether two of them name the same person, is for `claims` to say.

mod rules;
mod tag;

pub(crate) mod weights;

pub(crate) mod page;

pub(crate) mod features;

pub(crate) mod tagger;

pub(crate) mod cue;

mod span;

pub(crate) mod lattice;

pub(crate) mod scorer;

mod subject;

pub(crate) mod decode;

#[cfg(feature = "deep")]
mod deep;

#[cfg(feature = "deep")]
pub use deep::{DeepError, DeepModel};
pub use tag::Tag;
pub use weights::{Weights, WeightsError};

use decode::{Decoder, Limits};
use page::Page;
use scorer::{Linear, Scorer};
#[cfg(feature = "deep")]
use std::sync::{Arc, atomic::AtomicBool};
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

impl Attribution {
    /// Returns the span from the first word of the content to the last.
    pub fn hull(&self) -> TextSpan {
        self.content.iter().copied().reduce(TextSpan::hull).unwrap_or_default()
    }

    /// Returns whether all of `other`'s content lies in the content of this one, and not the other
    /// way round.
    pub fn contains(&self, other: &Self) -> bool {
        let inside = |span: &TextSpan| self.content.iter().any(|outer| outer.covers(*span));
        other.content.iter().all(inside) && self.content != other.content
    }
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
    /// A source that another source cites for the same words.
    Cited,
    /// A verb of saying with its subject, found by rule.
    Rule,
    /// Not found by the engine: the reader says so.
    Reader,
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
    fast: Judge,
    deep: Option<Judge>,
    decoder: Decoder,
    memory: rules::Memory,
}

/// A scorer with the lines that the decoder draws for it.
struct Judge {
    scorer: Box<dyn Scorer>,
    limits: Limits,
}

/// By which scorer a paragraph is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The linear one.
    Fast,
    /// The deep one, where the engine has it, else the linear one.
    Best,
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
            fast: Judge {
                scorer: Box::new(Linear::new(weights)),
                limits: Limits::new(weights.calibration),
            },
            deep: None,
            decoder: Decoder::default(),
            memory: rules::Memory::default(),
        }
    }

    /// Makes an engine that has read nothing yet and has the deep scorer too.
    ///
    /// Once `stop` is set, the rest is read quickly and without worth.
    #[cfg(feature = "deep")]
    pub fn deep(model: &Arc<DeepModel>, stop: Arc<AtomicBool>) -> Self {
        let fast = Self::new();
        let linear = Linear::new(fast.weights);
        let scorer = Box::new(deep::Deep::new(Arc::clone(model), linear, stop));
        Self { deep: Some(Judge { scorer, limits: model.limits() }), ..fast }
    }

    /// Reads paragraph number `paragraph` of `text` as well as it can; call it for each, in order.
    pub fn read(&mut self, text: &Text<'_>, paragraph: usize) -> Findings<'_> {
        self.look(text, paragraph, Look::Best)
    }

    /// Reads paragraph number `paragraph` of `text` by the scorer that `look` asks for; call it for
    /// each, in order.
    pub fn look(&mut self, text: &Text<'_>, paragraph: usize, look: Look) -> Findings<'_> {
        let block = &text.paragraphs()[paragraph];
        text.tokenize(block, &mut self.tokens);
        self.page.fill(text, block, &self.tokens, &self.weights.words);
        self.tagger.tag(&mut self.page, &self.tokens.sentences, &self.weights.tagger);
        self.page.settle();
        let deep = self.deep.as_mut().filter(|_| look == Look::Best);
        let judge = deep.unwrap_or(&mut self.fast);
        judge.scorer.turn_to(text, &self.tokens);
        let mut attributions = self.decoder.decode(
            &mut self.page,
            judge.scorer.as_mut(),
            text,
            block,
            &self.tokens,
            &judge.limits,
        );
        let scene = rules::Scene::new(text, paragraph, &self.tokens, &self.page.tag);
        rules::apply(&scene, &mut self.memory, &mut attributions);
        Findings { paragraph, tokens: &self.tokens, tags: &self.page.tag, attributions }
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    use super::{Attribution, Engine};
    use crate::{
        article::{Article, Block, BlockKind},
        base::TextSpan,
        text::Text,
    };

    /// Reads `words` as one paragraph.
    fn read(words: &str) -> Vec<Attribution> {
        let span = TextSpan::new(0, words.len());
        let blocks = vec![Block { span, kind: BlockKind::Paragraph, quoted: 0 }];
        let article = Article { text: words.to_owned(), blocks, ..Article::default() };
        let text = Text::new(&article);
        let mut engine = Engine::new();
        (0..text.paragraphs().len()).flat_map(|at| engine.read(&text, at).attributions).collect()
    }

    /// Checks what is found in `words`, an attribution a line: `source | cue | content … content`.
    fn check(words: &str, expected: &[&str]) {
        let slice = |span: &TextSpan| span.slice(words).unwrap_or("?").to_owned();
        let found: Vec<String> = read(words)
            .iter()
            .map(|own| {
                let content: Vec<String> = own.content.iter().map(slice).collect();
                let part = |span: Option<&TextSpan>| span.map(slice).unwrap_or_default();
                let (source, cue) = (part(own.source.as_ref()), part(own.cue.as_ref()));
                format!("{source} | {cue} | {}", content.join(" … "))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_quotation_with_its_speaker_behind_it() {
        check(
            "“The bridge will be closed until May,” said Anna Berg, the mayor.",
            &["Anna Berg, the mayor | said | “The bridge will be closed until May,”"],
        );
    }

    #[test]
    fn a_quotation_that_its_cue_interrupts_is_one() {
        check(
            "“We were never asked,” she said. “We would have told them no.”",
            &["she | said | “We were never asked,” … “We would have told them no.”"],
        );
    }

    #[test]
    fn words_without_marks_are_put_down_to_their_speaker() {
        check(
            "The ministry said that the ferry had passed its last inspection.",
            &["The ministry | said | that the ferry had passed its last inspection"],
        );
    }

    #[test]
    fn who_is_quoted_may_quote_others() {
        check(
            "“The neighbours told us that the lamp had burned all night,” the officer said.",
            &[
                "the officer | said | “The neighbours told us that the lamp had burned all night,”",
                "The neighbours | told | that the lamp had burned all night",
            ],
        );
    }

    #[test]
    fn no_words_no_attributions() {
        check("", &[]);
        check("…", &[]);
        check("said", &[]);
        check("“", &[]);
    }

    /// Checks that every span lies in the text, on character boundaries, and holds something.
    fn well_formed(words: &str) -> bool {
        read(words).iter().all(|own| {
            let spans = own.content.iter().chain(&own.cue).chain(&own.source);
            !own.content.is_empty()
                && (0.0..=1.0).contains(&own.confidence)
                && spans
                    .into_iter()
                    .all(|span| span.slice(words).is_some_and(|part| !part.is_empty()))
        })
    }

    #[test]
    fn odd_input_is_read_in_time_that_grows_with_it() {
        for words in
            ["“ ", "said ", "he said that ", "\" ", "a“b”", "said“", "— ", "日本 ", "\u{0}"]
        {
            assert!(well_formed(&words.repeat(3_000)), "{words:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_string_is_read(words in "\\PC{0,200}") {
            prop_assert!(well_formed(&words));
        }

        #[test]
        fn any_row_of_likely_words_is_read(
            words in "((he|said|that|“|”|\"|''|,|\\.|told|Anna|the|reportedly|‘|’|:|—) ?){0,80}"
        ) {
            prop_assert!(well_formed(&words));
        }
    }
}
