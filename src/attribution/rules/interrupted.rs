//! Claims inside a claim that its cue interrupts: `“The clerk says [the files],” he noted, “[were
//! burned].”`, `“The colonel assured us,” she said, “[that it was safe].”`, `[The wall had cracked], the
//! foreman said a diver had told him.`
//!
//! What the outer cue tears apart, or puts before itself, is put together again; so is a quotation that
//! goes on behind its cue. Needs the outer claim, found before.

use std::ops::Range;

use crate::{
    attribution::{
        Act, Attribution, Reason, Tag,
        rules::{
            carry_on,
            found::Found,
            phrase, quotation,
            reported::{clause_end, trim},
            scene::{Scene, is_stop},
            verbs::{Takes, is_active, verb_at},
        },
    },
    base::TextSpan,
};

/// How often a claim that this rule finds is right. Set by hand, not measured.
const CONFIDENCE: f32 = 0.75;

/// Most tokens from a verb of saying to the end of its piece: whom it is said to, and a mark.
const FAR: usize = 3;

/// Finds the claims inside those found that an outer cue interrupts or precedes, and gives those that
/// it cuts in two their second half.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found) {
    for number in 0..found.len() {
        quotation_goes_on(scene, found, number);
        for index in 1..found.get(number).content.len() {
            goes_on(scene, found, number, index);
        }
        fronted(scene, found, number);
    }
}

/// `“It is safe,” said Berg. [“We checked it.”]`: nothing stands between the speaker and more words in
/// marks, which nobody else says.
fn quotation_goes_on(scene: &Scene<'_>, found: &mut Found, number: usize) {
    let one = found.get(number);
    let (Some(cue), Some(source), Some(last)) = (one.cue, one.source, one.content.last()) else {
        return;
    };
    let spoken = cue.hull(source);
    let closed = scene.token_at(last.end()).checked_sub(1).filter(|at| scene.place(*at).closes());
    let follows = closed.is_some_and(|mark| mark + 1 == scene.token_at(spoken.start()));
    let end = scene.token_at(spoken.end());
    let mark = (end..end + FAR).find(|at| scene.place(*at).opens() || scene.is_word(*at));
    let Some(quote) = mark.and_then(|at| scene.place(at).quote).filter(|_| follows) else { return };
    let quote = scene.paragraph().quotes[quote as usize];
    let goes_on = mark.is_some_and(|at| scene.place(at).opens())
        && quote.depth == 0
        && !carry_on::is_taken(found, quote.span)
        && quotation::after(scene, scene.quote_tokens(&quote).end).is_none();
    if goes_on {
        let content = one.content.iter().copied().chain([quote.span]).collect();
        found.set_content(number, content);
    }
}

/// Looks at pieces number `index - 1` and `index` of a claim.
fn goes_on(scene: &Scene<'_>, found: &mut Found, number: usize, index: usize) {
    let (first, second) = (found.get(number).content[index - 1], found.get(number).content[index]);
    let (Some(last), from) = (last_word(scene, first), scene.token_at(second.start()) + 1) else {
        return;
    };
    let marked = scene.place(from - 1).opens() && scene.depth(last) == scene.depth(from);
    // A capital begins a sentence, and nothing is cut in two.
    if !marked || scene.is_capitalised(from) {
        return;
    }
    let rest = from..clause_end(scene, &scene.bounds(from), from);
    if matches!(scene.lower(from), "that" | "whether" | "how" | "why") {
        let new = verb_with_its_words_behind(scene, found, last, rest);
        new.into_iter().for_each(|claim| found.push(claim));
    } else if is_finite(scene, from) {
        second_half(scene, found, number, last, rest);
    }
}

/// `“The colonel assured us,” … “[that it was safe]”`
fn verb_with_its_words_behind(
    scene: &Scene<'_>,
    found: &Found,
    last: usize,
    words: Range<usize>,
) -> Option<Attribution> {
    let (verb, _) = verb_at_end(scene, last)?;
    let cue = scene.tokens.spans[verb];
    let is_known = |one: &Attribution| one.cue.is_some_and(|own| own.overlaps(cue));
    let source = phrase::before(scene, scene.bounds(verb).start, verb)?;
    let claim = claim(scene, &source, verb, words)?;
    (!found.near(cue).any(is_known)).then_some(claim)
}

/// `“The clerk says [the files],” … “[were burned]”`: gives the claim whose words are a mere subject the
/// verb that follows.
fn second_half(
    scene: &Scene<'_>,
    found: &mut Found,
    outer: usize,
    last: usize,
    words: Range<usize>,
) {
    let end = scene.tokens.spans[last];
    let is_cut = |number: &usize| {
        let piece = found.get(*number).content.last().filter(|piece| piece.end() == end.end());
        *number != outer
            && piece.is_some_and(|piece| {
                let tokens = scene.token_at(piece.start())..last + 1;
                !tokens.into_iter().any(|at| is_finite(scene, at))
            })
    };
    let cut = found.numbers_near(end).find(is_cut);
    let words = trim(scene, words).and_then(|words| scene.span(words));
    if let (Some(number), Some(words)) = (cut, words) {
        let mut content = found.get(number).content.clone();
        content.push(words);
        found.set_content(number, content);
    }
}

/// `[The wall had cracked], the foreman said a diver had told him.`
fn fronted(scene: &Scene<'_>, found: &mut Found, number: usize) {
    if let Some((words, inner)) = words_before(scene, found.get(number)) {
        let outer = found.get(number);
        if !outer.content.iter().any(|piece| piece.overlaps(words)) {
            let content = [words].into_iter().chain(outer.content.iter().copied()).collect();
            found.set_content(number, content);
        }
        found.push(inner);
    }
}

/// Returns the clause before the cue and source of `outer`, and the claim that it is of, if what follows
/// them is only somebody who tells somebody.
fn words_before(scene: &Scene<'_>, outer: &Attribution) -> Option<(TextSpan, Attribution)> {
    let spoken = outer.cue?.hull(outer.source?);
    let piece = *outer.content.last()?;
    let from = scene.token_at(piece.start());
    let last = scene.token_at(piece.end()).checked_sub(1)?;
    let ends = from == scene.token_at(spoken.end()) && is_stop(scene.word(last + 1));
    let (verb, takes) = verb_at_end(scene, last).filter(|_| ends)?;
    let source = phrase::before(scene, from, verb).filter(|own| own.start == from)?;
    let comma = scene.token_at(spoken.start()).checked_sub(1)?;
    let clause = trim(scene, scene.bounds(comma).start..comma)?;
    let is_clause = scene.word(comma) == "," && clause.clone().any(|at| is_finite(scene, at));
    let words = scene.span(clause.clone()).filter(|_| is_clause && takes == Takes::Clause)?;
    Some((words, claim(scene, &source, verb, clause)?))
}

/// Returns the active verb of saying that nothing follows before token `last` ends its piece but whom it
/// is said to, and what it takes.
fn verb_at_end(scene: &Scene<'_>, last: usize) -> Option<(usize, Takes)> {
    let (verb, form) =
        (last.saturating_sub(FAR)..=last).rev().find_map(|at| Some((at, verb_at(scene, at)?)))?;
    let hearer = verb + 1..last + 1;
    let is_hearer = hearer.clone().all(|at| {
        matches!(
            scene.tag(at),
            Tag::Prp | Tag::Dt | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::PrpPossessive
        )
    });
    let active = is_active(scene, phrase::group_start(scene, scene.bounds(verb).start, verb), verb);
    (active && is_hearer && (hearer.is_empty() || form.person)).then_some((verb, form.takes))
}

fn claim(
    scene: &Scene<'_>,
    source: &Range<usize>,
    verb: usize,
    words: Range<usize>,
) -> Option<Attribution> {
    Some(Attribution {
        content: vec![scene.span(trim(scene, words)?)?],
        cue: scene.span(source.end.max(phrase::group_start(scene, source.end, verb))..verb + 1),
        source: scene.span(source.clone()),
        act: Act::Speech,
        confidence: CONFIDENCE,
        reason: Reason::Rule,
    })
}

/// Returns the last word of a piece that a quotation mark closes, before its comma.
fn last_word(scene: &Scene<'_>, piece: TextSpan) -> Option<usize> {
    let mark = scene.token_at(piece.end()).checked_sub(1).filter(|at| scene.place(*at).closes())?;
    (mark.saturating_sub(FAR)..mark).rev().find(|at| scene.is_word(*at))
}

fn is_finite(scene: &Scene<'_>, at: usize) -> bool {
    matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
}

#[cfg(test)]
mod tests {
    use crate::attribution::rules::tests::check_all;

    #[test]
    fn a_verb_whose_words_stand_behind() {
        check_all(
            &["“The clerk told us,” Berg said, “that it was safe.”"],
            &[
                "Berg | said | “The clerk told us,” … “that it was safe.”",
                "The clerk | told | that it was safe",
            ],
        );
        check_all(
            &["“It was safe,” Berg said, “that day.”"],
            &["Berg | said | “It was safe,” … “that day.”"],
        );
    }

    #[test]
    fn a_quotation_behind_its_cue() {
        check_all(
            &["“It was safe,” said Berg, a clerk. “My father told us that he had checked it.”"],
            &[
                "Berg | said | “It was safe,”",
                "Berg | - | “My father told us that he had checked it.”",
                "My father | told | that he had checked it",
            ],
        );
        check_all(
            &["“It was safe,” said Berg. “My father told us that he had checked it.”"],
            &[
                "Berg | said | “It was safe,” … “My father told us that he had checked it.”",
                "My father | told | that he had checked it",
            ],
        );
    }

    #[test]
    fn a_clause_in_two_halves() {
        check_all(
            &["“The clerk says that the old files,” Berg noted, “were burned in May.”"],
            &[
                "Berg | noted | “The clerk says that the old files,” … “were burned in May.”",
                "The clerk | says | that the old files … were burned in May",
            ],
        );
        check_all(
            &["“The clerk says that they burned,” Berg noted, “and left.”"],
            &[
                "Berg | noted | “The clerk says that they burned,” … “and left.”",
                "The clerk | says | that they burned",
            ],
        );
    }

    #[test]
    fn words_that_stand_before_both_cues() {
        check_all(
            &["The wall had cracked, the head said a diver had told him."],
            &[
                "the head | said | The wall had cracked … a diver had told him",
                "a diver | had told | The wall had cracked",
            ],
        );
    }
}
