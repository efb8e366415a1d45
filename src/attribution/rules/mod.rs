//! Rules around the trained model: what the corpus hardly teaches.
//!
//! Each rule is a file: what it matches, why, an example, its tests. A rule reads the words and
//! what was found before it, and adds attributions. Only `not_a_claim` takes any away.

mod carry_on;
mod hearsay;
mod label;
mod not_a_claim;
mod phrase;
mod quotation;
mod reported;
mod scene;
mod verbs;

pub(super) use scene::Scene;

use crate::{attribution::Attribution, base::TextSpan};

/// What the rules remember of earlier paragraphs.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The words that named the last speaker, and whether the last paragraph ended with its
    /// speaker's own words.
    last: Option<Speaker>,
}

/// Who spoke last.
#[derive(Clone, Copy, Debug)]
struct Speaker {
    source: TextSpan,
    paragraph: usize,
}

/// Adds to `found`, the attributions of the model, what the rules find, in order of content.
pub(super) fn apply(scene: &Scene<'_>, memory: &mut Memory, found: &mut Vec<Attribution>) {
    found.retain(|one| !not_a_claim::is_none(scene, one));
    for rule in [label::find, quotation::find, reported::find, hearsay::find] {
        for attribution in rule(scene, found) {
            if !is_known(found, &attribution) {
                found.push(attribution);
            }
        }
    }
    carry_on::find(scene, memory, found);
    found.sort_by_key(|attribution| {
        let hull = attribution.hull();
        (hull.start(), usize::MAX - hull.end())
    });
    memory.note(scene, found);
}

impl Memory {
    /// Remembers who speaks at the end of a paragraph.
    fn note(&mut self, scene: &Scene<'_>, found: &[Attribution]) {
        // What is found is in order of content, outer before inner.
        let is_inner = |one: &Attribution| found.iter().any(|other| other.contains(one));
        let last = found.iter().rev().filter(|one| !is_inner(one)).find_map(|one| one.source);
        if let Some(source) = last {
            self.last = Some(Speaker { source, paragraph: scene.index });
        }
    }
}

/// Returns whether an attribution by the same cue, or of nearly the same words, was found already.
fn is_known(found: &[Attribution], new: &Attribution) -> bool {
    found.iter().any(|old| {
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
        text::{Text, Tokens},
    };

    /// Runs one rule on a text of one paragraph; shows each attribution as
    /// `source | cue | content … content`.
    pub(crate) fn check_rule(
        rule: fn(&Scene<'_>, &[Attribution]) -> Vec<Attribution>,
        words: &str,
        expected: &[&str],
    ) {
        let article = Article::from_paragraphs([words]);
        let text = Text::new(&article);
        let mut tokens = Tokens::default();
        text.tokenize(&text.paragraphs()[0], &mut tokens);
        let scene = Scene::new(&text, 0, &tokens);
        let shown: Vec<String> = rule(&scene, &[]).iter().map(|found| show(&text, found)).collect();
        assert_eq!(shown, expected);
    }

    fn show(text: &Text<'_>, found: &Attribution) -> String {
        let span = |span: Option<TextSpan>| span.map_or("-", |span| text.slice(span));
        let content: Vec<&str> = found.content.iter().map(|span| text.slice(*span)).collect();
        format!("{} | {} | {}", span(found.source), span(found.cue), content.join(" … "))
    }

    fn check(paragraphs: &[&str], expected: &[&str]) {
        let article = Article::from_paragraphs(paragraphs.iter().copied());
        let text = Text::new(&article);
        let mut memory = Memory::default();
        let mut tokens = Tokens::default();
        let mut shown = Vec::new();
        for index in 0..text.paragraphs().len() {
            text.tokenize(&text.paragraphs()[index], &mut tokens);
            let mut found = Vec::new();
            apply(&Scene::new(&text, index, &tokens), &mut memory, &mut found);
            shown.extend(found.iter().map(|found| show(&text, found)));
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_source_that_quotes_sources() {
        check(
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

    #[test]
    fn a_quoted_paragraph_goes_on() {
        check(
            &["“It is safe,” said Berg.", "“We checked it twice.”", "“So did others.”"],
            &[
                "Berg | said | “It is safe,”",
                "Berg | - | “We checked it twice.”",
                "Berg | - | “So did others.”",
            ],
        );
    }

    #[test]
    fn a_plain_paragraph_parts_speakers() {
        check(
            &["“It is safe,” said Berg.", "It rained.", "“We checked it twice.”"],
            &["Berg | said | “It is safe,”"],
        );
    }
}
