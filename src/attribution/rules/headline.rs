//! Headlines that name their source: `Mayor: bridge is safe`, `‘Bridge is safe’ – mayor`.
//!
//! Before a colon stands a name, or a noun for a person, a body or a document. Other headlines with
//! a colon (`Brexit: what next`, `Breaking: bridge closed`) have a topic there.

use std::{ops::Range, sync::LazyLock};

use crate::{
    attribution::{
        Act, Attribution, Reason, Tag,
        rules::{
            found::Found,
            scene::{Scene, is_dash, is_stop},
        },
    },
    text::{Role, WordList},
};

/// How often a claim that this rule finds is right.
const CONFIDENCE: f32 = 0.8;

/// Longest source in a headline, in tokens.
const LONGEST: usize = 5;

/// In how many paragraphs after the headline a single name is looked for.
const NEAR: usize = 6;

/// Nouns that can name a source, by what they name, and names.
static NOUNS: LazyLock<[WordList; 5]> = LazyLock::new(|| {
    [
        WordList::new(include_str!("../../../assets/words/person-nouns.txt")),
        WordList::new(include_str!("../../../assets/words/group-nouns.txt")),
        WordList::new(include_str!("../../../assets/words/body-nouns.txt")),
        WordList::new(include_str!("../../../assets/words/document-nouns.txt")),
        WordList::new(include_str!("../../../assets/words/first-names.txt")),
    ]
});

/// Finds the source of a headline.
pub(super) fn find(scene: &Scene<'_>, _found: &Found) -> Vec<Attribution> {
    if !matches!(scene.paragraph().role, Role::Title | Role::Heading) {
        return Vec::new();
    }
    before_colon(scene).or_else(|| after_dash(scene)).into_iter().collect()
}

/// `Mayor: bridge is safe`
fn before_colon(scene: &Scene<'_>) -> Option<Attribution> {
    let colon = (1..scene.len().min(LONGEST + 1)).find(|at| scene.word(*at) == ":")?;
    let claims = scene.place(colon + 1).opens() || has_verb(scene, colon + 1..scene.len());
    let fits = claims && is_source(scene, 0..colon);
    fits.then(|| attribution(scene, colon + 1..end(scene), colon, 0..colon)).flatten()
}

/// `‘Bridge is safe’ – mayor`
fn after_dash(scene: &Scene<'_>) -> Option<Attribution> {
    let end = end(scene);
    let from = end.saturating_sub(LONGEST + 1).max(1);
    let dash = (from..end).find(|at| is_dash(scene.word(*at)))?;
    let claims = scene.place(dash - 1).closes() || has_verb(scene, 0..dash);
    let fits = claims && is_source(scene, dash + 1..end);
    fits.then(|| attribution(scene, 0..dash, dash, dash + 1..end)).flatten()
}

/// Returns where the headline ends without its stop.
fn end(scene: &Scene<'_>) -> usize {
    let last = scene.len().saturating_sub(1);
    if is_stop(scene.word(last)) && scene.word(last) == "." { last } else { scene.len() }
}

fn has_verb(scene: &Scene<'_>, mut range: Range<usize>) -> bool {
    range.any(|at| matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Vb))
}

/// Returns whether the words can name a source: a noun for one, a full name, or a single name that
/// the text soon takes up again.
fn is_source(scene: &Scene<'_>, range: Range<usize>) -> bool {
    let Some(last) = range.clone().next_back() else { return false };
    // The lists hold singulars.
    let is_noun = |word: &str| {
        let single = word.strip_suffix('s').unwrap_or(word);
        NOUNS.iter().take(4).any(|list| list.has(word) || list.has(single))
    };
    if range.clone().any(|at| !scene.is_word(at) || matches!(scene.tag(at), Tag::Vbz | Tag::Vbd)) {
        return false;
    }
    let first_name = range.len() > 1 && NOUNS[4].has(scene.lower(range.start));
    let named = range.len() == 1 && scene.is_capitalised(last) && is_taken_up(scene, last);
    is_noun(scene.lower(last)) || first_name || named
}

/// Returns whether a paragraph soon after holds the word of token `at`, with its capital.
fn is_taken_up(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.word(at);
    (1..=NEAR).filter_map(|steps| scene.paragraph_after(steps)).any(|paragraph| {
        let text = scene.text.slice(paragraph.span);
        text.split(|c: char| !c.is_alphanumeric()).skip(1).any(|other| other == word)
    })
}

fn attribution(
    scene: &Scene<'_>,
    content: Range<usize>,
    cue: usize,
    source: Range<usize>,
) -> Option<Attribution> {
    Some(Attribution {
        content: vec![scene.span(content)?],
        cue: scene.span(cue..cue + 1),
        source: scene.span(source),
        act: Act::Speech,
        confidence: CONFIDENCE,
        reason: Reason::Headline,
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        article::{Article, BlockKind},
        attribution::rules::tests::check_article_rule,
    };

    fn check(title: &str, expected: &[&str]) {
        let mut article =
            Article::from_paragraphs([title, "The bridge, said Mr. Lund, is old. It rained."]);
        article.blocks[0].kind = BlockKind::Title;
        check_article_rule(super::find, &article, expected);
    }

    #[test]
    fn source_before_a_colon() {
        check("Mayor: bridge is safe", &["Mayor | : | bridge is safe"]);
        check("Anna Berg: ‘I am no engineer’", &["Anna Berg | : | ‘I am no engineer’"]);
        check("Lund: We will rebuild the bridge.", &["Lund | : | We will rebuild the bridge"]);
        check("Report: bridge was closed late", &["Report | : | bridge was closed late"]);
    }

    #[test]
    fn source_after_a_dash() {
        check("‘Bridge is safe’ – mayor", &["mayor | – | ‘Bridge is safe’"]);
        check("Bridge is safe - engineers", &["engineers | - | Bridge is safe"]);
    }

    #[test]
    fn topics_are_no_sources() {
        check("Brennau bridge: what went wrong", &[]);
        check("Breaking: bridge is closed", &[]);
        check("Bridge is closed – again", &[]);
        check("Mayor: a life", &[]);
    }
}
