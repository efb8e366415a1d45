//! What looks like a claim and is none: a participle that describes somebody.
//!
//! `The accused man received a letter.` Nobody accuses here; the model, which has seen “accused”
//! mostly as a verb, takes it for one.

use crate::attribution::{Attribution, rules::scene::Scene};

/// Participles that stand for whom they describe.
const PARTICIPLES: [&str; 4] = ["accused", "alleged", "suspected", "convicted"];

/// Returns whether the cue of an attribution is a participle with a determiner before it.
pub(super) fn is_none(scene: &Scene<'_>, found: &Attribution) -> bool {
    let Some(cue) = found.cue else { return false };
    let last = scene.token_at(cue.end()).saturating_sub(1);
    let Some(before) = last.checked_sub(1) else { return false };
    let determined = matches!(
        scene.lower(before).as_str(),
        "the" | "an" | "a" | "this" | "that" | "his" | "her" | "their" | "its" | "another"
    );
    determined && PARTICIPLES.contains(&scene.lower(last).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::{Act, Reason},
        base::TextSpan,
        text::{Text, Tokens},
    };

    fn check(words: &str, cue: &str, expected: bool) {
        let article = Article::from_paragraphs([words]);
        let text = Text::new(&article);
        let mut tokens = Tokens::default();
        text.tokenize(&text.paragraphs()[0], &mut tokens);
        let at = words.find(cue).expect("the cue stands in the words");
        let found = Attribution {
            content: vec![TextSpan::new(words.len() - 5, words.len() - 1)],
            cue: Some(TextSpan::new(at, at + cue.len())),
            source: None,
            act: Act::Speech,
            confidence: 0.6,
            reason: Reason::Model,
        };
        assert_eq!(is_none(&Scene::new(&text, 0, &tokens), &found), expected, "{words}");
    }

    #[test]
    fn participles_are_told_from_verbs() {
        check("The accused man received a letter.", "accused", true);
        check("The accused had left the town.", "The accused", true);
        check("The board accused him of theft.", "accused", false);
        check("He was accused of theft again.", "was accused of", false);
    }
}
