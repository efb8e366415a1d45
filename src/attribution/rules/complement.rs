//! What stands right behind a cue as its object is its content: `she had said [that it was safe]`,
//! `my boss said, [“Go home.”]`.
//!
//! The linear model, which has learnt from news that words stand before their cue as often as behind
//! it, sometimes takes those before where somebody quotes somebody. The clause or quotation that the
//! verb leads to is nobody else's.

use std::ops::Range;

use crate::{
    attribution::{
        Attribution, Reason, Tag,
        rules::{
            reported::clause_end,
            scene::{Scene, is_mark},
            verbs::verb_at,
        },
    },
    base::TextSpan,
};

/// Sets the content of `found`, an attribution of the model, to the object of its verb, if it has
/// words before the verb instead.
pub(super) fn mend(scene: &Scene<'_>, found: &mut Attribution) {
    let Some(cue) = found.cue.filter(|_| found.reason == Reason::Model) else { return };
    let end = scene.token_at(cue.end());
    let Some(verb) = end.checked_sub(1).filter(|at| verb_at(scene, *at).is_some()) else { return };
    let Some(object) = that_clause(scene, verb).or_else(|| quotation(scene, found, verb)) else {
        return;
    };
    let before = |piece: &TextSpan| piece.end() <= cue.start();
    if let Some(span) = scene.span(object).filter(|_| found.content.iter().all(before)) {
        found.content = vec![span];
    }
}

/// Returns the clause with “that” that follows the verb at token `verb`.
fn that_clause(scene: &Scene<'_>, verb: usize) -> Option<Range<usize>> {
    let from = verb + 1;
    if scene.lower(from) != "that" || scene.tag(from) != Tag::In {
        return None;
    }
    let clause = from..clause_end(scene, &scene.bounds(from), from);
    let is_finite = |at: usize| matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    clause.clone().any(is_finite).then_some(clause)
}

/// Returns the quotation that a comma or colon parts from the verb at token `verb`, if what was found
/// before the verb is the beginning of the sentence and no quotation: `he came in and my boss said, “…”`.
fn quotation(scene: &Scene<'_>, found: &Attribution, verb: usize) -> Option<Range<usize>> {
    let mark = verb + 2;
    let leads = matches!(scene.word(verb + 1), "," | ":") && scene.place(mark).opens();
    let quote = scene.place(mark).quote.filter(|_| leads)?;
    let tokens = scene.quote_tokens(scene.paragraph().quotes.get(quote as usize)?);
    let last = scene.token_at(found.content.last()?.end()).checked_sub(1)?;
    let joins = scene.tag(last) == Tag::Cc || scene.tag(last + 1) == Tag::Cc;
    (joins && !is_mark(scene.word(last))).then_some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::rules::tests::{finding, place, with_scene},
    };

    fn check(words: &str, cue: &str, content: &str, expected: &str) {
        let mut found = finding(words, "", cue, content);
        with_scene(&Article::from_paragraphs([words]), 0, |scene| mend(scene, &mut found));
        assert_eq!(found.content, [place(words, expected)], "{words}");
    }

    #[test]
    fn a_clause_behind_its_cue() {
        check(
            "They asked the clerk whether she had said that it was safe.",
            "had said",
            "the clerk whether",
            "that it was safe",
        );
        check("“It is safe,” he told that man.", "told", "“It is safe,”", "“It is safe,”");
    }

    #[test]
    fn a_quotation_behind_its_cue() {
        check(
            "“I spoke of trouble and my boss said, ‘Go home,’” she said.",
            "said,",
            "I spoke of trouble and",
            "I spoke of trouble and",
        );
        check(
            "“I spoke of trouble and my boss said, ‘Go home,’” she recalled.",
            "said",
            "I spoke of trouble and",
            "‘Go home,’",
        );
        check("“So,” he said, “go home.”", "said", "“So,”", "“So,”");
    }
}
