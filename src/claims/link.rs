//! Ties between mentions that stand side by side: apposition, copula, brackets, relative clauses.
//!
//! The mentions of one paragraph in, their [`Link`]s out. Looks at the tokens between two of them.

use crate::{
    base::{Id, TextSpan},
    claims::{
        SourceKind,
        lexicon::{self, Number, Pronoun},
        mention::{Article, Form, Link, Mention, MentionId, Page},
    },
};

/// Prepositions that may lead a sentence before its subject.
const FRONTS: [&str; 12] = [
    "in", "at", "on", "from", "near", "outside", "after", "for", "during", "inside", "since",
    "around",
];

/// Ties each of `mentions` (in order) to one before it, where the words between them do so.
///
/// `base` is the number of the first of them in the whole article.
pub(super) fn tie(page: &Page<'_>, mentions: &mut [Mention], base: usize) {
    for at in 1..mentions.len() {
        let (before, rest) = mentions.split_at_mut(at);
        let here = &mut rest[0];
        for back in (0..at).rev().take(4) {
            let link = between(page, &before[back], here, Id::new(base + back));
            if link != Link::None {
                here.link = link;
                break;
            }
        }
    }
}

/// Returns how `right` is tied to `left`, which has the number `number`.
fn between(page: &Page<'_>, left: &Mention, right: &Mention, number: MentionId) -> Link {
    if left.core.end() > right.core.start() || left.place.sentence != right.place.sentence {
        return Link::None;
    }
    let from = page.token_at(left.core.end());
    let start = right.span.start().max(left.core.end());
    let upto = page.token_at(start);
    let gap: Vec<_> = (from..upto).map(|at| page.lower(at)).collect();
    let gap: Vec<&str> = gap.iter().map(AsRef::as_ref).collect();
    // “Anna Berg, the firm’s founder”: the firm is not she.
    if page.is_possessive_mark(page.token_at(right.core.end())) {
        return Link::None;
    }
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
        [.., ","] if is_postmodified(&gap) && heads(left, right) && apposes(page, left, right) => {
            Link::Apposition(number)
        }
        // “Lionel Sosa, a consultant and a Republican”.
        ["and"] | ["and", "now"]
            if matches!(left.link, Link::Apposition(_)) && describes_too(left, right) =>
        {
            left.link
        }
        ["is" | "was" | "became" | "remains"] if describes(left, right) && agrees(left, right) => {
            Link::Copula(number)
        }
        _ => Link::None,
    }
}

/// Returns whether `left` is a description whose words go on to a comma before the name `right`.
fn heads(left: &Mention, right: &Mention) -> bool {
    matches!(left.form, Form::Description(Article::Definite | Article::Indefinite))
        && left.kind == SourceKind::Person
        && right.form == Form::Name
}

/// Returns whether `right` goes on describing whom `left` describes.
fn describes_too(left: &Mention, right: &Mention) -> bool {
    matches!(left.form, Form::Description(_))
        && matches!(right.form, Form::Description(Article::Definite | Article::Indefinite))
        && right.kind == SourceKind::Person
        && agrees(left, right)
}

/// Returns whether the words before a name are only Mr, Ms or Dr.
fn is_courtesy(page: &Page<'_>, role: TextSpan) -> bool {
    let word = role.slice(page.text).unwrap_or_default().to_lowercase();
    lexicon::title(&word).is_some_and(|(_, gender)| gender.is_some())
        || word.trim_end_matches('.') == "dr"
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
    // “Lionel Sosa, a consultant and a Republican” is one man.
    let goes_on = next == "and"
        && left.form == Form::Name
        && matches!(page.lower(after + 1).as_ref(), "a" | "an" | "now" | "former");
    let listed = matches!(next.as_ref(), "and" | "or") && !goes_on
        || (next == "," && page.lower(after + 1) == "and");
    // “In Oslo, the mayor said”: what stands after “in Oslo” is the subject.
    let led = page.token_at(left.span.start()).checked_sub(1).map(|at| page.lower(at));
    let fronted =
        led.is_some_and(|word| FRONTS.contains(&word.as_ref())) && page.verb_follows(after);
    let closes = (after >= page.len() || !listed) && !fronted;
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
                && right.role.is_none_or(|role| is_courtesy(page, role))
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
