//! Captions: words under a picture, with or without who took it.
//!
//! `Anna Berg, who says the bridge is unsafe, outside the court. Photograph: Tom Lund/Beacon`. The
//! sentence has no verb of its own, so what somebody is said to say ends with the aside that says it.
//! Who took the picture says nothing, though a colon stands before the name.

use std::ops::Range;

use crate::{
    attribution::{
        Attribution, Reason, Tag,
        rules::{
            found::Found,
            phrase,
            reported::trim,
            scene::{Scene, is_stop},
            verbs::{Takes, is_active, verb_at},
        },
    },
    text::Role,
};

/// How often a claim that this rule finds is right. Set by hand, not measured.
const CONFIDENCE: f32 = 0.75;

/// Longest credit, in tokens.
const LONGEST: usize = 14;

/// Words that begin a credit, before a colon or “by”.
const CREDITS: [&str; 15] = [
    "photograph",
    "photographs",
    "photo",
    "photos",
    "picture",
    "pictures",
    "pic",
    "pics",
    "image",
    "images",
    "illustration",
    "composite",
    "video",
    "credit",
    "graphic",
];

/// Finds what somebody in a picture is said to say.
pub(super) fn find(scene: &Scene<'_>, _found: &Found) -> Vec<Attribution> {
    if !is_caption(scene) {
        return Vec::new();
    }
    (1..scene.len()).filter_map(|at| in_aside(scene, at)).collect()
}

/// `[Anna Berg], who says [the bridge is unsafe], outside the court`
fn in_aside(scene: &Scene<'_>, who: usize) -> Option<Attribution> {
    let comma = who.checked_sub(1).filter(|at| scene.word(*at) == ",")?;
    let bounds = scene.bounds(who);
    let verb = (who + 1..bounds.end.min(who + 4)).find(|at| verb_at(scene, *at).is_some())?;
    let form = verb_at(scene, verb).filter(|form| form.takes == Takes::Clause)?;
    let speaks = scene.lower(who) == "who" && is_active(scene, who + 1, verb);
    let source = phrase::before(scene, bounds.start, comma).filter(|_| speaks)?;
    let end = (verb + 1..bounds.end)
        .find(|at| scene.word(*at) == "," || is_stop(scene.word(*at)))
        .unwrap_or(bounds.end);
    Some(Attribution {
        content: vec![scene.span(trim(scene, verb + 1..end)?)?],
        cue: scene.span(who + 1..verb + 1),
        source: scene.span(source),
        act: form.act,
        confidence: CONFIDENCE,
        reason: Reason::Rule,
    })
}

/// Returns whether the paragraph stands under a picture, or ends with who took one, and its first
/// sentence has no verb outside of asides.
fn is_caption(scene: &Scene<'_>) -> bool {
    (scene.paragraph().role == Role::Caption || credit(scene).is_some()) && !has_verb(scene)
}

/// Returns whether the first sentence has a finite verb that is not between two commas.
fn has_verb(scene: &Scene<'_>) -> bool {
    let mut asides = 0_usize;
    scene.sentence(0).any(|at| {
        asides += usize::from(scene.word(at) == ",");
        asides.is_multiple_of(2)
            && matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
    })
}

/// Returns whether a claim is none because a credit is taken for its cue or source, or for what it says:
/// `Photograph: Tom Lund/Beacon`, `(Photo by Tom Lund)`, `Tom Lund / Reuters`.
pub(super) fn is_credit(scene: &Scene<'_>, found: &Attribution) -> bool {
    let words = found.source.or(found.cue);
    let Some(words) = words.filter(|_| found.reason == Reason::Model || found.cue.is_some()) else {
        return false;
    };
    // The cheap question first: most paragraphs end with a stop, and credits are the end of theirs.
    let at = scene.token_at(words.start());
    at + LONGEST >= scene.len() && credit(scene).is_some_and(|credit| credit.contains(&at))
}

/// Returns the tokens of the credit at the end of the paragraph.
fn credit(scene: &Scene<'_>) -> Option<Range<usize>> {
    let from = scene.len().saturating_sub(LONGEST);
    let named = (from..scene.len())
        .find(|at| CREDITS.contains(&scene.lower(*at)) && is_followed_by_name(scene, at + 1));
    let start = named.or_else(|| slash(scene, from))?;
    Some(start..scene.len())
}

/// Returns whether a colon or “by” stands at token `at`, and nothing but names to the end.
fn is_followed_by_name(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.lower(at), ":" | "by")
        && at + 1 < scene.len()
        && (at + 1..scene.len()).all(|at| is_part_of_name(scene, at))
}

/// `Tom Lund / Reuters`, `Tom Lund/Reuters`: two names and a slash, after a stop or alone.
fn slash(scene: &Scene<'_>, from: usize) -> Option<usize> {
    let slash = (from..scene.len()).find(|at| scene.word(*at).contains('/'))?;
    let name = |at: &usize| is_part_of_name(scene, *at) && !is_stop(scene.word(*at));
    let start = (from..slash).rev().take_while(name).last().unwrap_or(slash);
    let begins = start == 0 || is_stop(scene.word(start - 1));
    let named = (start..scene.len()).all(|at| is_part_of_name(scene, at));
    (begins && named && scene.is_capitalised(start)).then_some(start)
}

/// Returns whether a token may stand in a credit: a name, or a mark.
fn is_part_of_name(scene: &Scene<'_>, at: usize) -> bool {
    scene.is_capitalised(at)
        || !scene.is_word(at)
        || matches!(scene.lower(at), "via" | "for" | "of" | "the" | "de" | "van" | "von" | "by")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Article, BlockKind},
        attribution::{
            Act,
            rules::tests::{check_article_rule, check_rule, with_scene},
        },
        base::TextSpan,
    };

    #[test]
    fn who_is_in_the_picture_says_what_the_aside_says() {
        check_rule(
            super::find,
            "Anna Berg, who says the bridge is unsafe, outside the court. Photograph: Tom Lund/Beacon",
            &["Anna Berg | says | the bridge is unsafe"],
        );
        let mut article =
            Article::from_paragraphs(["Anna Berg, who says it is unsafe, outside the court."]);
        article.blocks[0].kind = BlockKind::Caption;
        check_article_rule(super::find, &article, &["Anna Berg | says | it is unsafe"]);
    }

    #[test]
    fn sentences_are_left_to_other_rules() {
        check_rule(super::find, "Anna Berg, who says it is unsafe, left the court.", &[]);
        check_rule(
            super::find,
            "Anna Berg, who says it is unsafe, left the court. Photograph: Tom Lund/Beacon",
            &[],
        );
    }

    /// Checks whether a claim whose source is `source` is a mere credit.
    fn check(words: &str, source: &str, expected: bool) {
        let at = words.find(source).expect("the source stands in the words");
        let found = Attribution {
            content: vec![TextSpan::new(0, 4)],
            cue: None,
            source: Some(TextSpan::new(at, at + source.len())),
            act: Act::Speech,
            confidence: 0.6,
            reason: Reason::Model,
        };
        let article = Article::from_paragraphs([words]);
        with_scene(&article, 0, |scene| assert_eq!(is_credit(scene, &found), expected, "{words}"));
    }

    #[test]
    fn who_took_the_picture_says_nothing() {
        check("The old bridge. Photograph: Tom Lund/Beacon", "Tom Lund", true);
        check("The old bridge. (Photo: Tom Lund/Beacon)", "Tom Lund", true);
        check("The old bridge. (Photo by Tom Lund)", "Tom Lund", true);
        check("The old bridge. Tom Lund / Reuters", "Tom Lund", true);
        check("It is an old bridge, said Tom Lund.", "Tom Lund", false);
        check("Nobody liked the photo: Tom Lund saw it and wept.", "Tom Lund", false);
    }
}
