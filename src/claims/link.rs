//! Ties between mentions that stand side by side: apposition, copula, brackets, relative clauses.
//!
//! The mentions of one paragraph in, their [`Link`]s out. Looks at the tokens between two of them.

use crate::claims::{
    SourceKind,
    lexicon::{self, Number, Pronoun},
    mention::{Article, Form, Link, Mention, Page},
};

/// Ties each of `mentions` (in order) to one before it, where the words between them do so.
///
/// `base` is the number of the first of them in the whole article.
pub(super) fn tie(page: &Page<'_>, mentions: &mut [Mention], base: u32) {
    for at in 1..mentions.len() {
        let (before, rest) = mentions.split_at_mut(at);
        let here = &mut rest[0];
        for back in (0..at).rev().take(4) {
            let link = between(page, &before[back], here, base + back as u32);
            if link != Link::None {
                here.link = link;
                break;
            }
        }
    }
}

/// Returns how `right` is tied to `left`, which has the number `number`.
fn between(page: &Page<'_>, left: &Mention, right: &Mention, number: u32) -> Link {
    if left.core.end() > right.core.start() || left.place.sentence != right.place.sentence {
        return Link::None;
    }
    let from = page.token_at(left.core.end());
    let start = right.span.start().max(left.core.end());
    let upto = page.token_at(start);
    let gap: Vec<_> = (from..upto).map(|at| page.lower(at)).collect();
    let gap: Vec<&str> = gap.iter().map(AsRef::as_ref).collect();
    if right.form == Form::Pronoun(Pronoun::Relative) {
        return if gap.is_empty() || gap == [","] || is_postmodified(&gap) {
            Link::Relative(number)
        } else {
            Link::None
        };
    }
    match gap[..] {
        ["("] if scan_is_acronym(page, right) || scan_is_acronym(page, left) => {
            Link::Bracket(number)
        }
        [","] if apposes(page, left, right) => Link::Apposition(number),
        ["is" | "was" | "became" | "remains"] if describes(left, right) && agrees(left, right) => {
            Link::Copula(number)
        }
        _ => Link::None,
    }
}

/// Returns whether the words after a noun still belong to it, before “who”: “of the ministry ,”.
fn is_postmodified(gap: &[&str]) -> bool {
    gap.len() <= 8
        && gap
            .first()
            .is_some_and(|word| matches!(*word, "of" | "in" | "at" | "for" | "from" | "with"))
        && !gap.iter().any(|word| matches!(*word, "." | ";" | "who" | "said"))
}

/// Returns whether `mention` is a name in capitals only.
fn scan_is_acronym(page: &Page<'_>, mention: &Mention) -> bool {
    mention.form == Form::Name
        && mention.core.slice(page.text).is_some_and(crate::claims::scan::is_acronym)
}

/// Returns whether `right` after a comma says who `left` is.
fn apposes(page: &Page<'_>, left: &Mention, right: &Mention) -> bool {
    let after = page.token_at(right.core.end());
    let next = page.lower(after);
    let listed =
        matches!(next.as_ref(), "and" | "or") || (next == "," && page.lower(after + 1) == "and");
    let closes = after >= page.len() || !listed;
    match (left.form, right.form) {
        (Form::Name, Form::Description(article)) => {
            let bare_person = right.kind == SourceKind::Person && right.number == Number::One;
            closes && agrees(left, right) && (article != Article::Bare || bare_person)
        }
        (Form::Description(article), Form::Name) => {
            let ends = after >= page.len()
                || matches!(next.as_ref(), "," | "." | "(" | ")" | ":")
                || page.in_cue(after);
            let alone = left.kind == SourceKind::Person || left.kind == SourceKind::Organisation;
            closes
                && ends
                && alone
                && article != Article::Bare
                && agrees(left, right)
                && right.role.is_none()
        }
        _ => false,
    }
}

/// Returns whether `right` is a description of the person or body `left` names.
fn describes(left: &Mention, right: &Mention) -> bool {
    left.form == Form::Name
        && matches!(right.form, Form::Description(Article::Definite | Article::Indefinite))
        && matches!(right.kind, SourceKind::Person | SourceKind::Organisation)
}

/// Returns whether both can be the same by what they name, their number and gender.
fn agrees(left: &Mention, right: &Mention) -> bool {
    let kinds = left.kind == right.kind
        || left.kind == SourceKind::Unknown
        || right.kind == SourceKind::Unknown;
    let genders = left.gender.is_none() || right.gender.is_none() || left.gender == right.gender;
    kinds && genders && left.number == right.number && lexicon_allows(right)
}

/// Returns whether `mention` is a noun that can be said of a named one; “reports” are not.
fn lexicon_allows(mention: &Mention) -> bool {
    mention.kind != SourceKind::Document && lexicon::Number::One == mention.number
}
