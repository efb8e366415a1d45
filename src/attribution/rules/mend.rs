//! Sources that the model missed or took wrongly, set right by grammar.
//!
//! The subject of a passive is no source: `[The clerk] is said [to be abroad]` is all content, and
//! whoever `was told that …` is the hearer. PolNeAR marks it so (of 205 passive cues in its train
//! part, 5 have their subject for a source). Where an active verb was found without a source and a
//! subject stands before it, across an aside or with a relative clause of its own, that is the
//! source: `The listing, since pulled, described …`.

use std::ops::Range;

use crate::{
    attribution::{
        Attribution, Reason, Tag,
        rules::{
            hearsay, phrase,
            reported::clause_end,
            scene::{Scene, is_mark, is_stop},
            told,
            verbs::{is_active, is_adverb, is_be, verb_at},
        },
    },
    base::TextSpan,
};

/// Participles that say what was said, thought, or done with words, in a passive.
const PASSIVES: [&str; 40] = [
    "said",
    "reported",
    "believed",
    "understood",
    "thought",
    "alleged",
    "rumoured",
    "rumored",
    "claimed",
    "presumed",
    "supposed",
    "expected",
    "asked",
    "accused",
    "seen",
    "known",
    "considered",
    "announced",
    "told",
    "informed",
    "ordered",
    "warned",
    "advised",
    "instructed",
    "urged",
    "invited",
    "reminded",
    "assured",
    "quoted",
    "learnt",
    "learned",
    "gathered",
    "heard",
    "whispered",
    "suspected",
    "feared",
    "hoped",
    "reputed",
    "tipped",
    "promised",
];

/// Those whose subject hears the words, if a clause or question follows.
const TOLD: [&str; 10] = [
    "told",
    "asked",
    "informed",
    "warned",
    "advised",
    "reminded",
    "assured",
    "heard",
    "instructed",
    "promised",
];

/// How far before the verb its subject is looked for, in tokens.
const FAR: usize = 40;

/// Sets the source of `found`, an attribution of the model, right.
pub(super) fn mend(scene: &Scene<'_>, found: &mut Attribution) {
    let Some(cue) = found.cue.filter(|_| found.reason == Reason::Model) else { return };
    let words = scene.token_at(cue.start())..scene.token_at(cue.end());
    found.source = found.source.and_then(|source| without_by(scene, source));
    if let Some(quoted) = quoted_as_saying(scene, &words) {
        found.source = Some(quoted);
    } else if let Some(verb) = passive(scene, &words) {
        mend_passive(scene, found, verb, cue);
    } else if is_hearsay(scene, &words) {
        if let Some(source) = found.source.take() {
            take_in(found, source);
        }
    } else if found.source.is_none() {
        found.source = subject(scene, &words, found).or_else(|| inverted(scene, &words, found));
    }
    found.source = found.source.and_then(|source| without_aside(scene, source));
    found.content.iter_mut().for_each(|piece| close_marks(scene, piece));
}

/// Takes in the closing mark, and the stop before it, of a quotation that begins in `piece`.
fn close_marks(scene: &Scene<'_>, piece: &mut TextSpan) {
    let quotes = &scene.paragraph().quotes;
    let before = quotes.partition_point(|quote| quote.span.start() < piece.end());
    let open = quotes[..before]
        .iter()
        .rev()
        .take_while(|quote| quote.span.start() >= piece.start())
        .find(|quote| quote.span.end() > piece.end());
    let Some(quote) = open.filter(|quote| !quote.runs_on) else { return };
    let rest = scene.token_at(piece.end())..scene.token_at(quote.span.end());
    if rest.len() <= 2 && !rest.clone().any(|at| scene.is_word(at)) {
        *piece = piece.hull(quote.span);
    }
}

/// Sets source and content of the passive `verb` right.
fn mend_passive(scene: &Scene<'_>, found: &mut Attribution, verb: usize, cue: TextSpan) {
    let by = (verb + 1..verb + 3).find(|at| scene.lower(*at) == "by");
    let next = by.map_or(scene.token_at(cue.end()), |by| by + 1);
    let before = found.source.filter(|source| source.end() <= cue.start());
    let agent = by.and_then(|by| phrase::after(scene, by + 1, scene.bounds(verb).end));
    let follows = agent.as_ref().map_or(next, |agent| agent.end);
    let hears = hears(scene, verb, follows);
    if let Some(subject) = before {
        found.source = None;
        let stands_for_words =
            scene.lower(scene.token_at(subject.start())) == "it" && scene.lower(follows) == "that";
        if !hears && !stands_for_words {
            take_in(found, subject);
        }
    }
    if hears {
        leave_out_hearer(scene, found, cue, follows);
    }
    if let Some(last) = found.content.last_mut().filter(|last| last.start() >= cue.end()) {
        // “is said to have wept, and the horse has …”: another clause is another matter.
        let tokens = scene.token_at(last.start())..scene.token_at(last.end());
        let end = hearsay::clause_end(scene, tokens.start, tokens.end);
        *last = scene.span(tokens.start..end).unwrap_or(*last);
    }
    let Some(agent) = agent.filter(|_| found.source.is_none()) else { return };
    let (Some(span), Some(by)) = (scene.span(agent.clone()), by) else { return };
    found.source = Some(span);
    found.cue = Some(cue.hull(scene.tokens.spans[by]));
    leave_out(scene, found, by..agent.end);
}

/// Takes whoever is told out of the content; if nothing else is there, the clause that begins at token
/// `follows` is the content.
fn leave_out_hearer(scene: &Scene<'_>, found: &mut Attribution, cue: TextSpan, follows: usize) {
    let is_hearer = |piece: &TextSpan| piece.end() <= cue.start();
    if !found.content.iter().all(is_hearer) {
        found.content.retain(|piece| !is_hearer(piece));
    } else if matches!(scene.lower(follows), "that" | "whether" | "how" | "why") {
        let end = clause_end(scene, &scene.bounds(follows), follows);
        found.content = scene.span(follows..end).into_iter().collect();
    }
}

/// Takes `tokens` off the front of the piece of content that starts with them.
fn leave_out(scene: &Scene<'_>, found: &mut Attribution, tokens: Range<usize>) {
    let Some(words) = scene.span(tokens.clone()) else { return };
    let Some(rest) = scene.tokens.spans.get(tokens.end).map(|next| next.start()) else { return };
    for piece in found.content.iter_mut().filter(|piece| piece.overlaps(words)) {
        if piece.start() < words.start() || piece.end() <= rest {
            continue;
        }
        *piece = TextSpan::new(rest, piece.end());
    }
}

/// Returns whether the cue is an adverb that puts its clause down to nobody.
fn is_hearsay(scene: &Scene<'_>, cue: &Range<usize>) -> bool {
    cue.len() == 1 && hearsay::is_adverb(scene.lower(cue.start))
}

/// Returns the participle of a cue that is a passive.
fn passive(scene: &Scene<'_>, cue: &Range<usize>) -> Option<usize> {
    let verb = cue.clone().rev().find(|at| PASSIVES.contains(&scene.lower(*at)))?;
    let before = (verb.saturating_sub(4)..verb).rev().find(|at| !is_skipped(scene, *at))?;
    let is_passive = is_be(scene.lower(before)) || scene.lower(before) == "being";
    (is_passive && scene.tag(verb) != Tag::Vbg).then_some(verb)
}

/// Returns whether token `at` may stand between “was” and its participle.
fn is_skipped(scene: &Scene<'_>, at: usize) -> bool {
    is_adverb(scene.lower(at)) || matches!(scene.lower(at), "not" | "n’t" | "n't" | "twice")
}

/// Returns whether the subject of the passive `verb` is told what follows at `next`.
fn hears(scene: &Scene<'_>, verb: usize, next: usize) -> bool {
    TOLD.contains(&scene.lower(verb)) && scene.lower(next) != "to"
}

/// Puts the words of `source` at the front of the content.
fn take_in(found: &mut Attribution, source: TextSpan) {
    let apart = found.content.iter().all(|piece| piece.start() >= source.end());
    if apart {
        found.content.insert(0, source);
    }
}

/// Returns who is quoted “as saying” what the cue leads to: “it quoted [residents] as saying …”.
fn quoted_as_saying(scene: &Scene<'_>, cue: &Range<usize>) -> Option<TextSpan> {
    let saying = cue.end.checked_sub(1).filter(|at| scene.lower(*at) == "saying")?;
    let end = saying.checked_sub(1).filter(|at| scene.lower(*at) == "as")?;
    let quoted = |at: &usize| {
        matches!(
            scene.lower(*at),
            "quoted" | "quotes" | "quote" | "quoting" | "cited" | "cites" | "citing"
        )
    };
    let verb = (end.saturating_sub(FAR)..end).rev().find(quoted)?;
    let bounds = scene.bounds(verb);
    if told::passive_start(scene, verb, &["quoted", "cited"]).is_some() {
        return scene.span(phrase::before(scene, bounds.start, verb)?);
    }
    scene.span(verb + 1..end).filter(|_| bounds.contains(&end))
}

/// Takes the “by” of a passive off the front of a source.
fn without_by(scene: &Scene<'_>, source: TextSpan) -> Option<TextSpan> {
    let words = scene.token_at(source.start())..scene.token_at(source.end());
    let by = words.len() > 1 && scene.lower(words.start) == "by";
    if by { scene.span(words.start + 1..words.end) } else { Some(source) }
}

/// Takes off a source what somebody else's cue puts into the sentence after it: “[his family], the
/// source added,”.
fn without_aside(scene: &Scene<'_>, source: TextSpan) -> Option<TextSpan> {
    let words = scene.token_at(source.start())..scene.token_at(source.end());
    let comma = words.clone().find(|at| scene.word(*at) == ",").filter(|at| *at > words.start);
    let Some(comma) = comma else { return Some(source) };
    let relative =
        matches!(scene.tag(comma + 1), Tag::Wp | Tag::Wdt | Tag::WpPossessive | Tag::Wrb);
    let speaks = |at: usize| {
        matches!(scene.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp) && verb_at(scene, at).is_some()
    };
    // Nothing but a subject stands before the verb of an aside.
    let verb = (comma + 2..words.end).find(|at| speaks(*at));
    let is_aside = |verb: usize| {
        phrase::before(scene, comma + 1, verb).is_some_and(|own| own.start == comma + 1)
    };
    if !relative && verb.is_some_and(is_aside) {
        scene.span(words.start..comma)
    } else {
        Some(source)
    }
}

/// Returns the subject that follows the verb after a quotation: “…,” recalled [Anna Berg].
fn inverted(scene: &Scene<'_>, cue: &Range<usize>, found: &Attribution) -> Option<TextSpan> {
    verb_at(scene, cue.start).filter(|_| cue.len() == 1)?;
    let mark = cue.start.checked_sub(1).filter(|mark| scene.place(*mark).closes())?;
    let quoted = found.content.iter().any(|piece| piece.overlaps(scene.tokens.spans[mark]));
    let source = phrase::after(scene, cue.end, scene.bounds(cue.start).end).filter(|_| quoted)?;
    scene.span(source).filter(|span| !found.content.iter().any(|piece| piece.overlaps(*span)))
}

/// Returns the subject of the active verb in `cue`; `None` if there is none, or it would take words
/// from the content.
fn subject(scene: &Scene<'_>, cue: &Range<usize>, found: &Attribution) -> Option<TextSpan> {
    let verb = cue.clone().find(|at| is_finite_or_participle(scene.tag(*at)))?;
    let bounds = scene.bounds(verb);
    let from = bounds.start.max(verb.saturating_sub(FAR));
    let from = (from..verb)
        .rev()
        .find(|at| is_stop(scene.word(*at)) || is_mark(scene.word(*at)) || scene.lower(*at) == ":")
        .map_or(from, |at| at + 1);
    let group = phrase::group_start(scene, from, verb);
    if !is_active(scene, group, verb) {
        return None;
    }
    let source = phrase::before(scene, from, verb)?;
    let impersonal = matches!(scene.lower(source.start), "it" | "there" | "that" | "this");
    let span = scene.span(source.clone()).filter(|_| !(impersonal && source.len() == 1))?;
    (!found.content.iter().any(|piece| piece.overlaps(span))).then_some(span)
}

fn is_finite_or_participle(tag: Tag) -> bool {
    matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vb | Tag::Vbn | Tag::Vbg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        attribution::rules::tests::{finding, with_scene},
    };

    /// Checks which source and content a finding has once it is mended; empty for none.
    fn check(words: &str, source: &str, cue: &str, content: &str, expected: &str) {
        let mut found = finding(words, source, cue, content);
        with_scene(&Article::from_paragraphs([words]), 0, |scene| mend(scene, &mut found));
        let slice = |span: &TextSpan| span.slice(words).unwrap_or("?");
        let content: Vec<&str> = found.content.iter().map(slice).collect();
        let source = found.source.as_ref().map_or("", slice);
        assert_eq!(format!("{source} | {}", content.join(" … ")), expected);
    }

    #[test]
    fn the_subject_of_a_passive_is_content() {
        check(
            "The clerk is said to be abroad.",
            "The clerk",
            "is said",
            "to be abroad",
            " | The clerk … to be abroad",
        );
        check("They were told to leave.", "They", "were told", "to leave", " | They … to leave");
    }

    #[test]
    fn another_clause_is_another_matter() {
        check(
            "The clerk is said to be abroad, and the mayor has left.",
            "The clerk",
            "is said",
            "to be abroad, and the mayor has left",
            " | The clerk … to be abroad",
        );
    }

    #[test]
    fn marks_are_closed() {
        check(
            "Berg wanted to “go to sea.” He went.",
            "Berg",
            "wanted",
            "to “go to sea",
            "Berg | to “go to sea.”",
        );
    }

    #[test]
    fn a_hearer_is_neither() {
        check(
            "Berg was told that it is safe.",
            "Berg",
            "was told",
            "that it is safe",
            " | that it is safe",
        );
        check("He was asked about it.", "He", "was asked about", "it", " | it");
    }

    #[test]
    fn an_agent_is_the_source() {
        check(
            "It was said by Berg to be safe.",
            "It",
            "was said",
            "by Berg to be safe",
            "Berg | It … to be safe",
        );
        check(
            "Lund was told by a farmer that it is safe.",
            "Lund",
            "was told",
            "that it is safe",
            "a farmer | that it is safe",
        );
        check(
            "Berg was saying that it is safe.",
            "Berg",
            "was saying",
            "that it is safe",
            "Berg | that it is safe",
        );
    }

    #[test]
    fn whoever_is_quoted_as_saying_is_the_source() {
        check(
            "Drivers were quoted by the agency as saying that it is safe.",
            "by the agency",
            "saying",
            "that it is safe",
            "Drivers | that it is safe",
        );
        check(
            "One of them was later quoted by Berg as saying that it is safe.",
            "Berg",
            "saying",
            "that it is safe",
            "One of them | that it is safe",
        );
        check(
            "The agency quoted two drivers as saying that it is safe.",
            "",
            "saying",
            "that it is safe",
            "two drivers | that it is safe",
        );
    }

    #[test]
    fn whoever_is_told_is_no_content() {
        check(
            "The court was told by a detective that it is safe.",
            "a detective",
            "was told by",
            "The court",
            "a detective | that it is safe",
        );
        check("Lund had been promised a boat.", "Lund", "had been promised", "a boat", " | a boat");
    }

    #[test]
    fn an_it_that_stands_for_the_words_is_no_content() {
        check(
            "It is claimed that it is safe.",
            "It",
            "is claimed",
            "that it is safe",
            " | that it is safe",
        );
    }

    #[test]
    fn another_cue_is_no_part_of_a_source() {
        check(
            "His family, the source added, is insisting that it is safe.",
            "His family, the source added",
            "is insisting",
            "that it is safe",
            "His family | that it is safe",
        );
        check(
            "Anna Berg, who said so before, insisted that it is safe.",
            "Anna Berg, who said so before",
            "insisted",
            "that it is safe",
            "Anna Berg, who said so before | that it is safe",
        );
    }

    #[test]
    fn a_subject_after_its_verb_is_found() {
        check(
            "“It is safe,” recalled Anna Berg.",
            "",
            "recalled",
            "“It is safe,”",
            "Anna Berg | “It is safe,”",
        );
        check(
            "“It is safe,” recalled on Monday.",
            "",
            "recalled",
            "“It is safe,”",
            " | “It is safe,”",
        );
    }

    #[test]
    fn a_subject_before_an_aside_is_found() {
        check(
            "The listing, since pulled, described it as safe.",
            "",
            "described",
            "it as safe",
            "The listing | it as safe",
        );
        check(
            "Satellite pictures taken on Wednesday show a bridge.",
            "",
            "show",
            "a bridge",
            " | a bridge",
        );
        check(
            "It appears that it is safe.",
            "",
            "appears",
            "that it is safe",
            " | that it is safe",
        );
    }
}
