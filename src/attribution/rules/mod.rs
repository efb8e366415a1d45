//! Rules around the trained model: what the corpus hardly teaches.
//!
//! Each rule is a file: what it matches, why, an example, its tests. A rule reads the words and
//! what was found before it, and adds attributions. Only `not_a_claim` takes any away; `mend` sets the
//! sources of the model right, `complement`, `whole` and `interrupted` where contents begin and end.

mod block_quote;
mod caption;
mod carry_on;
mod cited;
mod complement;
mod found;
mod headline;
mod hearsay;
mod interrupted;
mod label;
mod mend;
mod not_a_claim;
mod phrase;
mod quotation;
mod reported;
mod scene;
mod signature;
mod told;
mod verbs;
mod whole;

pub(super) use scene::Scene;

use std::collections::HashMap;

use crate::{attribution::Attribution, base::TextSpan};
use found::Found;

/// What the rules remember of earlier paragraphs.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// Who spoke last outside quotations.
    last: Option<Speaker>,
    /// What the paragraph before introduced: “the owner wrote:”.
    introduction: Option<block_quote::Introduction>,
}

/// Who spoke last.
#[derive(Clone, Copy, Debug)]
struct Speaker {
    /// The words that named them.
    source: TextSpan,
    paragraph: usize,
}

/// Adds to `found`, the attributions of the model, what the rules find, in order of content.
///
/// Call it for each paragraph in reading order, with the same `memory`.
pub(super) fn apply(scene: &Scene<'_>, memory: &mut Memory, found: &mut Vec<Attribution>) {
    for one in found.iter_mut() {
        mend::mend(scene, one);
        complement::mend(scene, one);
        hearsay::leave_to_hearsay(scene, one);
        reported::leave_gerund(scene, one);
    }
    hearsay::leave_to_who_feels(scene, found);
    found.retain(|one| !not_a_claim::is_none(scene, one));
    one_for_each_cue(found);
    let mut known: Found = found.drain(..).collect();
    whole::make(scene, &mut known);
    let rules = [
        label::find,
        signature::find,
        headline::find,
        caption::find,
        quotation::find,
        told::find,
        reported::find,
        hearsay::find,
    ];
    for rule in rules {
        for attribution in rule(scene, &known) {
            if !is_known(&known, &attribution) {
                known.push(attribution);
            }
        }
    }
    whole::make(scene, &mut known);
    interrupted::find(scene, &mut known);
    block_quote::find(scene, memory, &mut known);
    for attribution in cited::find(scene, &known) {
        known.push(attribution);
    }
    for attribution in carry_on::find(scene, memory, &known) {
        known.push(attribution);
    }
    memory.note(scene, &known);
    block_quote::note(scene, memory);
    *found = known.into_sorted();
}

impl Memory {
    /// Remembers who speaks at the end of a paragraph.
    fn note(&mut self, scene: &Scene<'_>, found: &Found) {
        let is_inner =
            |one: &Attribution| found.near(one.content[0]).any(|other| other.contains(one));
        // Whoever carries on was named in an earlier paragraph, which this one's tokens say nothing of.
        let is_aloud = |source: &TextSpan| {
            source.end() <= scene.paragraph().span.start()
                || scene.depth(scene.token_at(source.start())) == 0
        };
        let speakers = found.iter().filter(|one| !is_inner(one));
        let aloud = speakers.filter(|one| one.source.as_ref().is_some_and(is_aloud));
        let last = aloud.max_by_key(|one| found::order(one));
        if let Some(source) = last.and_then(|one| one.source) {
            self.last = Some(Speaker { source, paragraph: scene.index });
        }
    }
}

/// Keeps the surest of those that have the same cue: content that is read again for itself may show
/// what was found before, with other words.
fn one_for_each_cue(found: &mut Vec<Attribution>) {
    let mut surest: HashMap<TextSpan, f32> = HashMap::with_capacity(found.len());
    for (cue, confidence) in found.iter().filter_map(|one| Some((one.cue?, one.confidence))) {
        let best = surest.entry(cue).or_insert(confidence);
        *best = best.max(confidence);
    }
    // Of two that are equally sure the first stays.
    found.retain(|one| {
        let Some(cue) = one.cue else { return true };
        let stays = surest.get(&cue).is_some_and(|best| one.confidence >= *best);
        if stays {
            surest.insert(cue, f32::INFINITY);
        }
        stays
    });
}

/// Returns whether an attribution by the same cue, or of nearly the same words, was found already.
fn is_known(found: &Found, new: &Attribution) -> bool {
    let parts = new.content.iter().chain(&new.cue);
    parts.flat_map(|span| found.near(*span)).any(|old| {
        let same_cue = match (old.cue, new.cue) {
            (Some(old), Some(new)) => old.overlaps(new),
            _ => false,
        };
        same_cue || crosses(old, new)
    })
}

/// Returns whether two contents share words without one lying in the other.
fn crosses(old: &Attribution, new: &Attribution) -> bool {
    let shares = old.content.iter().any(|a| new.content.iter().any(|b| a.overlaps(*b)));
    shares && !old.contains(new) && !new.contains(old)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::{Act, Reason, Weights, page::Page, tagger::Tagger},
        text::{Text, Tokens},
    };

    /// A rule that looks at one paragraph.
    type Rule = fn(&Scene<'_>, &Found) -> Vec<Attribution>;

    /// Returns the place of `part` in `words`.
    pub(crate) fn place(words: &str, part: &str) -> TextSpan {
        let at = words.find(part).expect("the part stands in the words");
        TextSpan::new(at, at + part.len())
    }

    /// Makes what the model may find in `words` from its parts; no source if that is empty.
    pub(crate) fn finding(words: &str, source: &str, cue: &str, content: &str) -> Attribution {
        Attribution {
            content: vec![place(words, content)],
            cue: Some(place(words, cue)),
            source: (!source.is_empty()).then(|| place(words, source)),
            act: Act::Speech,
            confidence: 0.6,
            reason: Reason::Model,
        }
    }

    /// Calls `look` with the scene of paragraph number `index` of `article`, tagged by the model.
    pub(crate) fn with_scene<T>(
        article: &Article,
        index: usize,
        look: impl FnOnce(&Scene<'_>) -> T,
    ) -> T {
        let text = Text::new(article);
        let mut tokens = Tokens::default();
        let paragraph = &text.paragraphs()[index];
        text.tokenize(paragraph, &mut tokens);
        let weights = Weights::embedded().expect("a test opens the embedded weights");
        let mut page = Page::default();
        page.fill(&text, paragraph, &tokens, &weights.words);
        Tagger::default().tag(&mut page, &tokens.sentences, &weights.tagger);
        look(&Scene::new(&text, index, &tokens, &page.tag))
    }

    /// Runs one rule on a text of one paragraph; shows each attribution as
    /// `source | cue | content … content`.
    pub(crate) fn check_rule(rule: Rule, words: &str, expected: &[&str]) {
        check_paragraphs(rule, &[words], expected);
    }

    /// The same for a text of several paragraphs.
    pub(crate) fn check_paragraphs(rule: Rule, paragraphs: &[&str], expected: &[&str]) {
        check_article_rule(rule, &Article::from_paragraphs(paragraphs.iter().copied()), expected);
    }

    /// The same for an article.
    pub(crate) fn check_article_rule(rule: Rule, article: &Article, expected: &[&str]) {
        let mut shown = Vec::new();
        for index in 0..article.blocks.len() {
            let found = with_scene(article, index, |scene| rule(scene, &Found::default()));
            shown.extend(found.iter().map(|found| show(&article.text, found)));
        }
        assert_eq!(shown, expected);
    }

    fn show(text: &str, found: &Attribution) -> String {
        let slice = |span: TextSpan| span.slice(text).unwrap_or("?");
        let content: Vec<&str> = found.content.iter().map(|span| slice(*span)).collect();
        let (source, cue) = (found.source.map_or("-", slice), found.cue.map_or("-", slice));
        format!("{source} | {cue} | {}", content.join(" … "))
    }

    /// Runs all rules, without the model, on a text of several paragraphs.
    pub(crate) fn check_all(paragraphs: &[&str], expected: &[&str]) {
        check_article(&Article::from_paragraphs(paragraphs.iter().copied()), expected);
    }

    /// The same for an article.
    pub(crate) fn check_article(article: &Article, expected: &[&str]) {
        let mut memory = Memory::default();
        let mut shown = Vec::new();
        for index in 0..article.blocks.len() {
            let mut found = Vec::new();
            with_scene(article, index, |scene| apply(scene, &mut memory, &mut found));
            shown.extend(found.iter().map(|found| show(&article.text, found)));
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_source_that_quotes_sources() {
        check_all(
            &[
                "“A clerk who ran the tolls left,” said a Courier source in Brennau. “Senior clerks \
               have claimed that he fled because of debt, but his wife is protesting that he left \
               ‘because of the clerks.’”",
            ],
            &[
                "a Courier source in Brennau | said | “A clerk who ran the tolls left,” … “Senior \
                 clerks have claimed that he fled because of debt, but his wife is protesting that \
                 he left ‘because of the clerks.’”",
                "Senior clerks | have claimed | that he fled because of debt",
                "his wife | is protesting | that he left ‘because of the clerks.’",
            ],
        );
    }
}
