//! Contents made whole: what somebody says does not end in the middle of a clause.
//!
//! `They say [an aide told us that he is said] to be ill`: where the model has cut a content at the cue
//! of a claim inside it, the claim's own words belong to it too. `He said [that it was old, and that
//! Lund knew]`: one more “that …” is said by whoever said the first. `[His family], the source added,
//! [is safe]`: a cue that stands between subject and verb has the words on both sides.

use std::{cmp::Reverse, ops::Range};

use crate::{
    attribution::{
        Attribution, Tag,
        rules::{
            found::Found,
            reported::{clause_end, coordinates, trim, with_further_clauses},
            scene::Scene,
            verbs::verb_at,
        },
    },
    base::TextSpan,
};

/// Most tokens between a content and a verb that shares its subject with one inside it.
const FAR: usize = 6;

/// Makes the contents of all that was found whole.
pub(super) fn make(scene: &Scene<'_>, found: &mut Found) {
    for number in 0..found.len() {
        let ways = [around_aside, over_inner, over_coordinate];
        for way in ways {
            if let Some(content) = way(scene, found, number) {
                found.set_content(number, content);
            }
        }
    }
    for joint in 1..scene.len() {
        if coordinates(scene, joint) {
            share_out(scene, found, joint);
        }
    }
}

/// `[His family], the source added, [is safe]`: takes in the side that lacks its other half.
fn around_aside(scene: &Scene<'_>, found: &Found, number: usize) -> Option<Vec<TextSpan>> {
    let one = found.get(number);
    let (cue, source) = (one.cue?, one.source?);
    let aside = cue.hull(source);
    let words = scene.token_at(aside.start())..scene.token_at(aside.end());
    let opens = words.start.checked_sub(1).filter(|at| scene.word(*at) == ",")?;
    let says = words.clone().any(|at| verb_at(scene, at).is_some());
    let alone = words.len() <= cue_and_source(scene, cue, source);
    if scene.word(words.end) != "," || !says || !alone {
        return None;
    }
    let bounds = scene.bounds(words.start);
    let left = bounds.start..opens;
    let right = words.end + 1..bounds.end;
    let has = |side: &Range<usize>| {
        let span = scene.span(side.clone());
        span.is_some_and(|side| one.content.iter().any(|piece| piece.overlaps(side)))
    };
    let is_finite = |at: usize| matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    match (has(&left), has(&right)) {
        (true, false) if is_finite(right.start) && !left.clone().any(is_finite) => {
            let end = with_further_clauses(scene, &bounds, clause_end(scene, &bounds, right.start));
            let more = scene.span(trim(scene, right.start..end)?)?;
            Some(one.content.iter().copied().chain([more]).collect())
        }
        (false, true) if is_finite(right.start) => {
            let more = scene.span(trim(scene, left)?)?;
            Some([more].into_iter().chain(one.content.iter().copied()).collect())
        }
        _ => None,
    }
}

/// Returns how many tokens cue and source have together.
fn cue_and_source(scene: &Scene<'_>, cue: TextSpan, source: TextSpan) -> usize {
    let count = |span: TextSpan| scene.token_at(span.end()) - scene.token_at(span.start());
    count(cue) + count(source)
}

/// `[an aide told us that he is said] to be ill`: goes on over the words of the claim whose cue a piece
/// ends with; but ends before it where the claim is a clause of its own: `[he came] and my boss said, …`.
fn over_inner(scene: &Scene<'_>, found: &Found, number: usize) -> Option<Vec<TextSpan>> {
    let one = found.get(number);
    // What nobody is known to say is too doubtful to hold what somebody says.
    one.source?;
    for (index, piece) in one.content.iter().enumerate() {
        let mut last = scene.token_at(piece.end()).checked_sub(1)?;
        if scene.word(last) == "," {
            last = last.checked_sub(1)?;
        }
        let end = scene.tokens.spans[last];
        let ends_here = |inner: &Attribution| {
            inner.cue.is_some_and(|cue| cue.end() == end.end() && piece.covers(cue))
                && inner.cue != one.cue
        };
        let Some(inner) = found.near(end).find(|inner| ends_here(inner)) else { continue };
        let behind = |own: &&TextSpan| {
            let from = scene.token_at(own.start());
            (last + 1..=last + 2).contains(&from)
        };
        let Some(words) = inner.content.iter().find(behind) else { continue };
        let holds = |source| one.content.iter().any(|own| own.covers(source));
        let within = inner.source.is_none_or(holds);
        let before_cue = |own: &TextSpan| piece.covers(*own);
        let subject = inner.source.or_else(|| inner.content.first().copied().filter(before_cue));
        // “he said that it was old and suggested …”: what he does next is no part of what he said.
        let opening = subject.filter(|_| within).or(inner.cue)?;
        let first = scene.token_at(piece.start());
        let joint = clause_of_its_own(scene, opening).filter(|joint| *joint > first);
        let whole = match joint {
            Some(joint) => scene.span(trim(scene, first..joint)?)?,
            None if within => piece.hull(*words),
            None => continue,
        };
        let mut content = one.content.clone();
        content[index] = whole;
        return Some(content);
    }
    None
}

/// Returns the conjunction right before a subject.
fn clause_of_its_own(scene: &Scene<'_>, source: TextSpan) -> Option<usize> {
    let joint = scene.token_at(source.start()).checked_sub(1)?;
    (scene.tag(joint) == Tag::Cc).then_some(joint)
}

/// `[she hoped it would end] but expected that it would not`: a verb that shares a subject inside the
/// content stands in it too.
fn over_coordinate(scene: &Scene<'_>, found: &Found, number: usize) -> Option<Vec<TextSpan>> {
    let one = found.get(number);
    let last = *one.content.last()?;
    let end = scene.token_at(last.end());
    let joint = (end..end + FAR).find(|at| scene.tag(*at) == Tag::Cc)?;
    let quiet =
        |at: usize| matches!(scene.tag(at), Tag::Comma | Tag::Stop | Tag::Colon | Tag::CloseQuote);
    if (end..joint).any(quiet) {
        return None;
    }
    let verb = *scene.tokens.spans.get(joint + 1)?;
    let shares = |other: &&Attribution| {
        other.cue.is_some_and(|cue| cue.start() == verb.start())
            && other.source.is_some_and(|source| last.covers(source))
            && other.hull().start() > verb.start()
    };
    let other = found.near(verb).find(shares)?;
    let mut content = one.content.clone();
    *content.last_mut()? = last.hull(other.hull());
    Some(content)
}

/// Gives the “that …” after the conjunction at token `joint` to the outermost claim that can have it.
fn share_out(scene: &Scene<'_>, found: &mut Found, joint: usize) {
    let gap = if scene.word(joint - 1) == "," { joint - 1 } else { joint };
    let (Some(before), that) = (gap.checked_sub(1), scene.tokens.spans[joint + 1]) else { return };
    let before = scene.tokens.spans[before];
    let piece_at = |one: &Attribution, place: TextSpan| {
        one.content.iter().position(|piece| piece.covers(place))
    };
    // All that say the words before the conjunction, the outermost first.
    let mut holders: Vec<(usize, usize)> = found
        .numbers_near(before)
        .filter_map(|number| Some((number, piece_at(found.get(number), before)?)))
        .collect();
    holders.sort_by_key(|(number, piece)| {
        let piece = found.get(*number).content[*piece];
        (piece.start(), Reverse(piece.end()), *number)
    });
    holders.dedup();
    let Some((outer, index)) = holders.first().copied() else { return };
    let piece = found.get(outer).content[index];
    if piece.end() == before.end() {
        let bounds = scene.bounds(joint);
        let end = with_further_clauses(scene, &bounds, gap);
        // Others that have it may lie inside.
        let is_free = |more: &TextSpan| {
            let others =
                found.near(*more).filter(|one| one.content.iter().any(|own| own.overlaps(*more)));
            others.into_iter().all(|one| one.cue.is_some_and(|cue| piece.covers(cue)))
        };
        if let Some(more) = scene.span(gap..end).filter(is_free) {
            let mut content = found.get(outer).content.clone();
            content[index] = piece.hull(more);
            found.set_content(outer, content);
        }
    }
    let outer_piece = found.get(outer).content[index];
    for (inner, index) in holders.into_iter().skip(1) {
        let one = found.get(inner);
        let piece = one.content[index];
        let starts = scene.lower(scene.token_at(piece.start()));
        let parted = gap < joint || starts != "that";
        let nested = outer_piece.covers(piece)
            && outer_piece.covers(that)
            && one.cue.is_some_and(|cue| outer_piece.covers(cue));
        if piece.covers(that) && parted && nested {
            let mut content = one.content.clone();
            content.truncate(index + 1);
            content[index] = TextSpan::new(piece.start(), before.end());
            found.set_content(inner, content);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::rules::tests::{finding, with_scene},
    };

    /// Checks the contents of claims, each `(source, cue, content)`, once they are made whole.
    fn check(words: &str, claims: &[(&str, &str, &str)], expected: &[&str]) {
        let claim =
            |(source, cue, content): &(&str, &str, &str)| finding(words, source, cue, content);
        let mut found: Found = claims.iter().map(claim).collect();
        with_scene(&Article::from_paragraphs([words]), 0, |scene| make(scene, &mut found));
        let show = |one: &Attribution| {
            let pieces = one.content.iter().map(|piece| piece.slice(words).unwrap_or("?"));
            pieces.collect::<Vec<_>>().join(" … ")
        };
        assert_eq!(found.iter().map(show).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_of_a_claim_inside() {
        check(
            "An aide told us that he is said to be ill.",
            &[("An aide", "told", "that he is said"), ("", "is said", "to be ill")],
            &["that he is said to be ill", "to be ill"],
        );
        check(
            "He said there was no way and my boss answered, “Go.”",
            &[
                ("He", "said", "there was no way and my boss answered,"),
                ("my boss", "answered", "“Go.”"),
            ],
            &["there was no way", "“Go.”"],
        );
        check(
            "He said that it was old and suggested that it be closed.",
            &[
                ("He", "said", "that it was old and suggested"),
                ("He", "suggested", "that it be closed"),
            ],
            &["that it was old", "that it be closed"],
        );
    }

    #[test]
    fn a_second_verb_of_a_subject_inside() {
        check(
            "Berg said she hoped it would end soon but expected that it would not.",
            &[("Berg", "said", "she hoped it would end"), ("she", "expected", "that it would not")],
            &["she hoped it would end soon but expected that it would not", "that it would not"],
        );
    }

    #[test]
    fn a_further_that() {
        check(
            "Berg said that it was old, and that Lund knew.",
            &[("Berg", "said", "that it was old")],
            &["that it was old, and that Lund knew"],
        );
        check(
            "Berg said she feared that it was old, and that Lund knew.",
            &[
                ("Berg", "said", "she feared that it was old"),
                ("she", "feared", "that it was old, and that Lund knew"),
            ],
            &["she feared that it was old, and that Lund knew", "that it was old"],
        );
    }

    #[test]
    fn both_sides_of_an_aside() {
        check(
            "His family, the source added, is insisting that it is safe.",
            &[("the source", "added", "His family")],
            &["His family … is insisting that it is safe"],
        );
        check(
            "That official, the source added, believes that it is safe.",
            &[("the source", "added", "believes that it is safe")],
            &["That official … believes that it is safe"],
        );
        check(
            "It was old, the source added, and he left.",
            &[("the source", "added", "It was old")],
            &["It was old"],
        );
    }
}
