//! Subjects: the words before or after a verb that name who speaks, by their parts of speech.

use std::ops::Range;

use crate::attribution::{
    Tag,
    rules::{
        scene::Scene,
        verbs::{is_adverb, is_auxiliary, verb},
    },
};

/// Longest subject, in tokens; a longer run is no name of anybody.
const LONGEST: usize = 18;

/// Most “of …”, “in …” and “and …” that a subject has.
const MOST_PARTS: usize = 4;

/// Returns the subject that ends before the verb at token `at` (and its auxiliaries and adverbs)
/// and begins at or after `from`; `None` if no noun or pronoun stands there as one.
///
/// `“…,” [the source] explained`, `[A second source], who works for the board, said`.
pub(super) fn before(scene: &Scene<'_>, from: usize, at: usize) -> Option<Range<usize>> {
    let mut end = group_start(scene, from, at);
    let mut apposition = None;
    if end > from && matches!(scene.word(end - 1), "," | "—" | "–" | "--") {
        let comma = end - 1;
        end = aside_start(scene, from, comma)?;
        apposition = is_apposition(scene, end).then_some(comma);
    }
    let subject = longest_ending(scene, from, end)?;
    begins_clause(scene, from, subject.start)
        .then(|| subject.start..apposition.unwrap_or(subject.end))
}

/// Returns where the verb group of the verb at `at` starts: before its auxiliaries and adverbs.
pub(super) fn group_start(scene: &Scene<'_>, from: usize, at: usize) -> usize {
    let mut start = at;
    while start > from && is_between(scene, start - 1) {
        start -= 1;
    }
    start
}

fn is_between(scene: &Scene<'_>, at: usize) -> bool {
    let word = scene.lower(at);
    is_adverb(word)
        || is_auxiliary(word) && scene.tag(at) != Tag::Pos
        || matches!(scene.tag(at), Tag::Md)
}

/// Returns where the aside starts that ends with the comma or dash at `end`: the place of the one
/// before it.
fn aside_start(scene: &Scene<'_>, from: usize, end: usize) -> Option<usize> {
    let mark = scene.word(end);
    let limit = from.max(end.saturating_sub(LONGEST));
    let opening = (limit..end).rev().find(|index| scene.word(*index) == mark)?;
    (opening > from).then_some(opening)
}

/// Returns whether the aside after the comma at `comma` tells who the noun before it is: “Anna
/// Berg, a spokeswoman for the port,”.
fn is_apposition(scene: &Scene<'_>, comma: usize) -> bool {
    matches!(
        scene.tag(comma + 1),
        Tag::Dt | Tag::PrpPossessive | Tag::Nn | Tag::Nnp | Tag::Jj | Tag::Cd
    )
}

/// Returns the noun phrase that ends before `end`, with what belongs to it before.
fn longest_ending(scene: &Scene<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let mut phrase = simple_ending(scene, from, end)?;
    for _ in 0..MOST_PARTS {
        let Some(start) = extended(scene, from, &phrase) else { break };
        if end - start > LONGEST {
            break;
        }
        phrase.start = start;
    }
    Some(phrase)
}

/// Returns the start of the phrase that `phrase` is a part of: “[the mayor of] the town”, “[Berg
/// and] Lund”.
fn extended(scene: &Scene<'_>, from: usize, phrase: &Range<usize>) -> Option<usize> {
    let joint = phrase.start.checked_sub(1).filter(|joint| *joint > from)?;
    let outer = simple_ending(scene, from, joint).filter(|outer| is_noun(scene, outer.end - 1));
    let start = outer?.start;
    match scene.lower(joint) {
        "of" | "in" | "at" | "for" | "from" | "with" | "on" | "near" | "inside" | "within"
        | "under" | "behind" | "against" => Some(start),
        // “He met Berg and Lund said”: what stands before “and” must be able to begin the clause.
        "and" | "or" | "&" => begins_clause(scene, from, start).then_some(start),
        _ => None,
    }
}

/// Returns the noun phrase without further parts, or the pronoun, that ends before `end`.
fn simple_ending(scene: &Scene<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let mut last = end.checked_sub(1).filter(|last| *last >= from)?;
    if matches!(scene.word(last), ")" | "]") {
        let open = (from..last).rev().take(8).find(|at| matches!(scene.word(*at), "(" | "["))?;
        last = open.checked_sub(1).filter(|last| *last >= from)?;
    }
    match scene.tag(last) {
        Tag::Prp => {
            let object = matches!(scene.lower(last), "him" | "them" | "me" | "us" | "her");
            let part_of = last > from && scene.lower(last - 1) == "of";
            return (!object || part_of).then_some(last..end);
        }
        Tag::Wp | Tag::Wdt => return (scene.lower(last) == "who").then_some(last..end),
        Tag::Dt if is_pronoun_like(scene.lower(last)) => return Some(last..end),
        Tag::Jj | Tag::Jjs | Tag::Jjr if is_pronoun_like(scene.lower(last)) => {}
        // “But neighbours whisper”: a clause does not begin with two verbs, the tagger errs.
        Tag::Vbz if last == from || matches!(scene.tag(last - 1), Tag::Cc | Tag::OpenQuote) => {}
        _ if is_noun(scene, last) => {}
        _ => return None,
    }
    let mut start = last;
    while start > from && last - start < LONGEST && is_inside(scene, start - 1) {
        start -= 1;
    }
    if start > from
        && matches!(scene.tag(start - 1), Tag::Dt | Tag::PrpPossessive | Tag::WpPossessive)
    {
        start -= 1;
        if start > from && scene.tag(start - 1) == Tag::Pdt {
            start -= 1;
        }
    }
    Some(start..end)
}

/// Returns whether a determiner or adjective can stand for people: “some say”, “many believe”.
fn is_pronoun_like(word: &str) -> bool {
    matches!(
        word,
        "some" | "many" | "most" | "few" | "both" | "several" | "all" | "another" | "others"
    )
}

fn is_noun(scene: &Scene<'_>, at: usize) -> bool {
    let noun = matches!(scene.tag(at), Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Cd);
    (noun || stands_for_somebody(scene, at)) && !is_day(scene.lower(at))
}

/// Returns whether a participle or adjective stands for whom it describes, with only a determiner before
/// it: “the accused”, “the injured”, “a local”. (The tagger takes rare nouns for adjectives too.)
fn stands_for_somebody(scene: &Scene<'_>, at: usize) -> bool {
    let determined = at.checked_sub(1).is_some_and(|before| scene.tag(before) == Tag::Dt);
    determined && matches!(scene.tag(at), Tag::Vbn | Tag::Jj | Tag::Jjs)
}

/// Returns whether token `at` may stand inside a noun phrase, before its last noun.
fn is_inside(scene: &Scene<'_>, at: usize) -> bool {
    match scene.tag(at) {
        Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Cd | Tag::Dollar => {
            !is_day(scene.lower(at))
        }
        Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Pos => true,
        // “the accused official”; but not “said officials”.
        Tag::Vbn | Tag::Vbg => at > 0 && matches!(scene.tag(at - 1), Tag::Dt | Tag::PrpPossessive),
        Tag::Dt => at > 0 && scene.tag(at + 1) != Tag::Pos && scene.tag(at - 1) == Tag::Pos,
        _ => scene.tag(at + 1) == Tag::Pos && scene.tag(at) == Tag::Prp,
    }
}

fn is_day(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "yesterday"
            | "today"
            | "tomorrow"
            | "tonight"
    )
}

/// Returns whether a clause can begin at token `at`: whether what stands before it ends or opens
/// one. A noun after a verb or a preposition is an object.
fn begins_clause(scene: &Scene<'_>, from: usize, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|before| *before >= from) else { return true };
    let word = scene.lower(before);
    match scene.tag(before) {
        Tag::Comma | Tag::Colon | Tag::Stop | Tag::OpenQuote | Tag::CloseQuote => true,
        Tag::OpenBracket | Tag::CloseBracket | Tag::Cc | Tag::Uh | Tag::Wrb | Tag::Wdt => true,
        Tag::Rb | Tag::Rbr | Tag::Wp => true,
        Tag::In | Tag::To => is_conjunction(word),
        Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz => verb(word).is_some(),
        // “In the morning the head said”: two noun phrases side by side are not one.
        Tag::Nn | Tag::Nns | Tag::Nnp => {
            is_day(word) || matches!(scene.tag(at), Tag::Dt | Tag::PrpPossessive)
        }
        _ => false,
    }
}

/// Returns whether a word that is tagged as a preposition opens a clause.
fn is_conjunction(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "because"
            | "while"
            | "as"
            | "if"
            | "when"
            | "although"
            | "though"
            | "since"
            | "whether"
            | "until"
            | "unless"
            | "than"
            | "whereas"
            | "so"
            | "after"
            | "before"
    )
}

/// Returns the subject that begins at token `at` and ends before `to`.
///
/// `“…,” said [a source at the ministry] on Monday.`
pub(super) fn after(scene: &Scene<'_>, at: usize, to: usize) -> Option<Range<usize>> {
    let mut end = at;
    while end < to && end - at < LONGEST && !ends(scene, at, end) {
        end += 1;
    }
    let has_head = (at..end).any(|at| {
        is_noun(scene, at) || matches!(scene.tag(at), Tag::Prp) || is_pronoun_like(scene.lower(at))
    });
    has_head.then_some(at..end)
}

/// Returns whether a subject that began at `start`, after its verb, ends before token `at`.
fn ends(scene: &Scene<'_>, start: usize, at: usize) -> bool {
    let word = scene.lower(at);
    match scene.tag(at) {
        Tag::In => is_adverbial(scene, start, at),
        Tag::To | Tag::Md | Tag::Wrb | Tag::Rb | Tag::Comma | Tag::Colon | Tag::Stop => true,
        Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vb => true,
        Tag::Wdt | Tag::Wp | Tag::OpenQuote | Tag::CloseQuote | Tag::OpenBracket => true,
        Tag::Vbg | Tag::Vbn => at == start || !matches!(scene.tag(at - 1), Tag::Dt),
        Tag::Prp => at > start,
        _ => is_day(word) || matches!(word, "last" | "this" if at > start),
    }
}

/// Returns whether the preposition at `at` begins words on time, place or manner and not on who
/// speaks: “said Berg [in a statement]”, “said Berg [on Monday]”.
fn is_adverbial(scene: &Scene<'_>, start: usize, at: usize) -> bool {
    let word = scene.lower(at);
    let name = at > start && matches!(scene.tag(at - 1), Tag::Nnp | Tag::Prp);
    let bound = matches!(word, "of" | "for" | "from" | "at" | "with");
    let manner = (at + 1..at + 4).any(|index| {
        is_day(scene.lower(index))
            || matches!(
                scene.lower(index),
                "statement"
                    | "interview"
                    | "email"
                    | "e-mail"
                    | "tweet"
                    | "speech"
                    | "letter"
                    | "post"
                    | "call"
                    | "conference"
                    | "briefing"
                    | "telephone"
                    | "condition"
            )
    });
    manner
        || name && !bound
        || !(bound || matches!(word, "in" | "on" | "near" | "close" | "behind"))
}
