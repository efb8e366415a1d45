//! Words set apart after their introduction: a block quote, a statement, a tweet.
//!
//! `The owner wrote on Monday:` and then a block quote, or a paragraph that is a quotation from end
//! to end. The introduction has the cue and the source, the paragraphs after it are the content.

use crate::{
    attribution::{
        Act, Attribution, Reason,
        rules::{
            Memory, carry_on,
            found::Found,
            phrase,
            scene::{Scene, is_mark},
            verbs::verb_at,
        },
    },
    base::TextSpan,
    text::Role,
};

/// How often a claim that this rule finds is right. Set by hand.
const CONFIDENCE: f32 = 0.9;

/// How far before the colon the verb of an introduction may stand, in tokens.
const FAR: usize = 16;

/// What introduces the paragraphs that follow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Introduction {
    /// The words that attribute; not repeated from the second paragraph on.
    cue: Option<TextSpan>,
    source: TextSpan,
    act: Act,
    /// The last paragraph that it, or what it introduces, stands in.
    paragraph: usize,
}

/// Adds the claim of a paragraph that is set apart after an introduction.
pub(super) fn find(scene: &Scene<'_>, memory: &mut Memory, found: &mut Found) {
    let Some(introduction) = memory.introduction.filter(|own| own.paragraph + 1 == scene.index)
    else {
        return;
    };
    let Some(content) = set_apart(scene) else { return };
    memory.introduction = Some(Introduction { cue: None, paragraph: scene.index, ..introduction });
    let taken = |one: &Attribution| one.content.iter().any(|span| span.covers(content));
    if found.near(content).any(taken) {
        return;
    }
    found.push(Attribution {
        content: vec![content],
        cue: introduction.cue,
        source: Some(introduction.source),
        act: introduction.act,
        confidence: CONFIDENCE,
        reason: Reason::BlockQuote,
    });
}

/// Returns the words of a paragraph that is somebody else’s from end to end.
fn set_apart(scene: &Scene<'_>) -> Option<TextSpan> {
    match scene.paragraph().role {
        Role::BlockQuote => Some(scene.paragraph().span),
        Role::Body | Role::Item => {
            let quote = scene.paragraph().quotes.iter().find(|quote| quote.depth == 0)?;
            let whole = scene.quote_tokens(quote) == (0..scene.len());
            (whole && carry_on::stands_alone(scene, quote)).then_some(quote.span)
        }
        Role::Title | Role::Heading | Role::Caption => None,
    }
}

/// Remembers what a paragraph that ends with a colon introduces: “X wrote:”, “the statement read:”.
pub(super) fn note(scene: &Scene<'_>, memory: &mut Memory) {
    if memory.introduction.is_some_and(|own| own.paragraph < scene.index) {
        memory.introduction = None;
    }
    let Some(colon) = scene.len().checked_sub(1).filter(|last| scene.word(*last) == ":") else {
        return;
    };
    let from = scene.sentence(colon).start.max(colon.saturating_sub(FAR));
    let verb = (from..colon)
        .rev()
        .take_while(|at| !is_mark(scene.word(*at)))
        .find_map(|at| Some((at, verb_at(scene, at)?)));
    let Some((at, verb)) = verb else { return };
    let Some(source) = phrase::before(scene, scene.sentence(colon).start, at) else { return };
    let Some(span) = scene.span(source.clone()) else { return };
    memory.introduction = Some(Introduction {
        cue: scene.span(phrase::group_start(scene, source.end, at)..at + 1),
        source: span,
        act: verb.act,
        paragraph: scene.index,
    });
}

#[cfg(test)]
mod tests {
    use crate::{
        article::Article,
        attribution::rules::tests::{check_all, check_article},
    };

    #[test]
    fn a_block_quote_after_its_introduction() {
        let mut article = Article::from_paragraphs([
            "The owner wrote on his page:",
            "The bridge was never mine.",
            "I have no money.",
            "It rained.",
        ]);
        article.blocks[1].quoted = 1;
        article.blocks[2].quoted = 1;
        check_article(
            &article,
            &["The owner | wrote | The bridge was never mine.", "The owner | - | I have no money."],
        );
    }

    #[test]
    fn a_quoted_paragraph_after_its_introduction() {
        check_all(
            &["In a statement, the board said:", "“The bridge was never ours.”", "It rained."],
            &["the board | said | “The bridge was never ours.”"],
        );
        check_all(
            &["The notice read:", "“The bridge is closed for good.”"],
            &["The notice | read | “The bridge is closed for good.”"],
        );
    }

    #[test]
    fn a_list_is_introduced_by_nobody() {
        check_all(&["Four things stand out:", "The bridge is old.", "It is long."], &[]);
    }
}
