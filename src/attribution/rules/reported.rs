//! “X said that …”, “X told Y that …”, “X accused Y of …”, “according to X”: words put down to
//! somebody without marks, or inside somebody else's words.
//!
//! The corpus marks only the outermost attribution, so the model has learnt to pass over a source
//! that another source quotes: “Drivers say that the bridge sways,” she said. This rule finds
//! those, and is sparing elsewhere.

use std::ops::Range;

use crate::{
    attribution::{
        Act, Attribution, Reason, Tag,
        rules::{
            found::Found,
            phrase,
            scene::{Scene, is_mark, is_stop},
            verbs::{Takes, Verb, is_active, is_auxiliary, verb, verb_at},
        },
    },
    base::TextSpan,
};

/// Verbs that mostly have an object where no “that” follows: “added a spoon”.
const ADDING: [&str; 16] = [
    "added", "add", "adds", "adding", "noted", "notes", "found", "find", "finds", "showed", "show",
    "shows", "asked", "ask", "asks", "asking",
];

/// Verbs after which “it” stands for what was said.
const TAKING_IT: [&str; 15] = [
    "doubt",
    "doubts",
    "doubted",
    "deny",
    "denies",
    "denied",
    "believe",
    "believes",
    "believed",
    "confirm",
    "confirms",
    "confirmed",
    "admit",
    "admits",
    "admitted",
];

/// Verbs that say of somebody that they did, or did not do, what a gerund tells.
const TAKING_GERUND: [&str; 10] = [
    "denies",
    "denied",
    "deny",
    "admits",
    "admitted",
    "admit",
    "recalls",
    "recalled",
    "confesses",
    "confessed",
];

/// How often a claim that this rule finds is right. Set by hand, not measured.
const CONFIDENCE: f32 = 0.75;

/// Finds reported speech by its verbs.
pub(super) fn find(scene: &Scene<'_>, found: &Found) -> Vec<Attribution> {
    let claim = |at| by_verb(scene, found, at).or_else(|| according(scene, at));
    (0..scene.len()).filter_map(claim).collect()
}

/// Reads the verb of saying at token `at` with its subject before it and its words after it.
///
/// Inside what somebody else says, a clause without “that” is enough for every verb.
fn by_verb(scene: &Scene<'_>, found: &Found, at: usize) -> Option<Attribution> {
    let mut verb = verb_at(scene, at).filter(|verb| verb.takes != Takes::Quote)?;
    let is_inner = found.has_content_in(scene.tokens.spans[at]);
    if is_inner && verb.takes == Takes::That && !ADDING.contains(&scene.lower(at)) {
        verb.takes = Takes::Clause;
    }
    let bounds = scene.bounds(at);
    let from = clause_start(scene, &bounds, at);
    let group = phrase::group_start(scene, from, at);
    if !is_active(scene, group, at) {
        return None;
    }
    let subject = subject(scene, from, group, at);
    let says = is_inner && verb.act == Act::Speech && group == at;
    let source =
        subject.filter(|source| says && !is_you(scene, source) || !is_hedge(scene, source, at))?;
    let words = if is_inner { it(scene, &bounds, at) } else { None };
    let mut content = words.or_else(|| words_after(scene, &bounds, at, verb))?;
    if !is_inner {
        // Nobody around it can have a second “that …”.
        content.end = with_further_clauses(scene, &bounds, content.end);
    }
    let cue = scene.span(group.max(source.end)..at + 1);
    Some(attribution(scene, content, cue, scene.span(source), verb.act))
}

/// Returns the subject of the verb at `at`, whose group starts at `group`; it may stand before a mark
/// that opens right before the group: `he “thought it was safe”`.
fn subject(scene: &Scene<'_>, from: usize, group: usize, at: usize) -> Option<Range<usize>> {
    let mark = group.checked_sub(1).filter(|mark| *mark + 1 == from && scene.place(*mark).opens());
    let Some(mark) = mark else { return phrase::before(scene, from, at) };
    let outer = scene.bounds(mark.checked_sub(1)?);
    phrase::before(scene, clause_start(scene, &outer, mark), mark)
}

/// Returns the “it” after the verb at `at` that stands for what was said before and ends the clause:
/// “the doctor doubted [it]”.
fn it(scene: &Scene<'_>, bounds: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let ends = at + 2 >= bounds.end || matches!(scene.word(at + 2), "," | "." | "?" | "!" | ";");
    let stands = scene.lower(at + 1) == "it" && TAKING_IT.contains(&scene.lower(at));
    (stands && ends).then_some(at + 1..at + 2)
}

/// Returns whether the subject is whoever speaks or is spoken to, and no claim is reported: “I
/// think it is safe”, “you may say that”. “I told them that …” reports one, and so does “I say it is
/// safe” in a quotation.
fn is_hedge(scene: &Scene<'_>, source: &Range<usize>, at: usize) -> bool {
    let speaker = source.len() == 1 && matches!(scene.lower(source.start), "i" | "we");
    is_you(scene, source) || speaker && scene.tag(at) != Tag::Vbd
}

fn is_you(scene: &Scene<'_>, source: &Range<usize>) -> bool {
    source.len() == 1 && scene.lower(source.start) == "you"
}

/// “according to X, it is so”; “it is so, according to X”.
fn according(scene: &Scene<'_>, at: usize) -> Option<Attribution> {
    if scene.lower(at) != "according" || scene.lower(at + 1) != "to" {
        return None;
    }
    let bounds = scene.bounds(at);
    let source = phrase::after(scene, at + 2, bounds.end)?;
    let next = aside_end(scene, source.end, bounds.end);
    let after = if scene.word(next) == "," { next + 1..bounds.end } else { next..next };
    let content = if at == bounds.start && !after.is_empty() { after } else { bounds.start..at };
    let content = trim(scene, content)?;
    let cue = scene.span(at..at + 2);
    Some(attribution(scene, content, cue, scene.span(source), Act::Speech))
}

/// Skips the aside about a source that ends before `comma`: “according to the paper[, which cited two
/// bankers], the bank is broke”.
fn aside_end(scene: &Scene<'_>, comma: usize, to: usize) -> usize {
    let relative = scene.word(comma) == ","
        && matches!(scene.lower(comma + 1), "who" | "which" | "citing" | "quoting");
    let closing = (comma + 1..to).find(|at| scene.word(*at) == ",").filter(|_| relative);
    closing.unwrap_or(comma)
}

fn attribution(
    scene: &Scene<'_>,
    content: Range<usize>,
    cue: Option<TextSpan>,
    source: Option<TextSpan>,
    act: Act,
) -> Attribution {
    Attribution {
        content: scene.span(content).into_iter().collect(),
        cue,
        source,
        act,
        confidence: CONFIDENCE,
        reason: Reason::Rule,
    }
}

/// Returns where the clause of the verb at `at` may begin: after the last mark, colon or “that”.
fn clause_start(scene: &Scene<'_>, bounds: &Range<usize>, at: usize) -> usize {
    (bounds.start..at)
        .rev()
        .find(|index| {
            let word = scene.lower(*index);
            is_stop(word) || is_mark(word) || matches!(word, ":" | "that" | "but" | "—")
        })
        .map_or(bounds.start, |index| index + 1)
}

/// Returns which tokens after the verb at `at` are the words.
fn words_after(
    scene: &Scene<'_>,
    bounds: &Range<usize>,
    at: usize,
    verb: Verb,
) -> Option<Range<usize>> {
    let mut from = at + 1;
    if verb.takes == Takes::Of {
        // “accused him of theft”: whom he accuses is part of what he says.
        let limit = bounds.end.min(from + 12);
        let of = (from + 1..limit).find(|index| scene.lower(*index) == "of")?;
        return trim(scene, from..clause_end(scene, bounds, of));
    }
    if verb.person {
        from = after_person(scene, bounds, from);
    }
    let has_that = matches!(scene.lower(from), "that" | "whether" | "how" | "why");
    // “denies telling them that …”
    let gerund = scene.tag(from) == Tag::Vbg && TAKING_GERUND.contains(&scene.lower(at));
    if verb.takes == Takes::That && !has_that && !gerund {
        return None;
    }
    if !has_that && !gerund && !begins_clause(scene, bounds, from) {
        return None;
    }
    let content = trim(scene, from..clause_end(scene, bounds, from))?;
    (content.len() >= 3 || is_elliptic(scene, &content)).then_some(content)
}

/// Returns whether the words are a clause that leaves out what was said before: “they were”, “he had”.
fn is_elliptic(scene: &Scene<'_>, words: &Range<usize>) -> bool {
    words.len() == 2
        && scene.tag(words.start) == Tag::Prp
        && is_auxiliary(scene.lower(words.end - 1))
}

/// Skips whom the words are said to: “told [them] he …”, “told [the council] that …”.
fn after_person(scene: &Scene<'_>, bounds: &Range<usize>, from: usize) -> usize {
    let object = scene.lower(from);
    let is_pronoun = matches!(object, "them" | "him" | "her" | "me" | "us" | "you" | "it")
        || object.ends_with("self")
        || object.ends_with("selves");
    if is_pronoun {
        return from + 1;
    }
    let limit = bounds.end.min(from + 8);
    (from..limit)
        .take_while(|index| !matches!(scene.word(*index), "," | "." | ":"))
        .find(|index| matches!(scene.lower(*index), "that" | "whether"))
        .unwrap_or(from)
}

/// Returns whether a clause without “that” begins at token `from`: with a subject, and a verb soon
/// after it.
fn begins_clause(scene: &Scene<'_>, bounds: &Range<usize>, from: usize) -> bool {
    let subject = matches!(
        scene.tag(from),
        Tag::Prp
            | Tag::PrpPossessive
            | Tag::Dt
            | Tag::Ex
            | Tag::Nnp
            | Tag::Nnps
            | Tag::Nns
            | Tag::Nn
            | Tag::Cd
            | Tag::Jj
    ) && !matches!(scene.lower(from), "them" | "him" | "me" | "us");
    let limit = bounds.end.min(from + 12);
    let is_finite = |index: &usize| {
        matches!(scene.tag(*index), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Vbn)
    };
    subject && (from + 1..limit).any(|index| is_finite(&index))
}

/// Returns where the clause that begins at `from` ends: at “, but” with a new subject, at a
/// participle that goes on with the outer sentence, at a further “that …”, at its end.
pub(super) fn clause_end(scene: &Scene<'_>, bounds: &Range<usize>, from: usize) -> usize {
    // What stands in a quotation inside the clause does not end it.
    let depth = scene.depth(from);
    (from + 1..bounds.end)
        .filter(|index| scene.depth(*index) <= depth)
        .find(|index| {
            let word = scene.lower(*index);
            let next = scene.lower(index + 1);
            let new_speaker = matches!(next, "but" | "while" | "although" | "according")
                || next == "and" && speaks_after(scene, bounds, index + 2)
                || verb(next).is_some() && next.ends_with("ing");
            is_stop(word) || word == "," && new_speaker || further_clause(scene, *index, from)
        })
        .unwrap_or(bounds.end)
}

/// Returns whether “, and that …” begins at token `at`, or “and that …” after a clause that began at
/// `from` without “that”: it belongs to whoever said the first “that …”.
fn further_clause(scene: &Scene<'_>, at: usize, from: usize) -> bool {
    let joint = match scene.word(at) {
        "," => at + 1,
        _ if scene.lower(from) != "that" => at,
        _ => return false,
    };
    coordinates(scene, joint)
}

/// Returns whether the conjunction at `joint` leads to one more “that …”.
pub(super) fn coordinates(scene: &Scene<'_>, joint: usize) -> bool {
    matches!(scene.lower(joint), "and" | "but" | "or")
        && scene.lower(joint + 1) == "that"
        && scene.tag(joint + 1) == Tag::In
}

/// Returns where the last of the clauses ends that “, and that …” adds to the one that ends at `end`.
pub(super) fn with_further_clauses(scene: &Scene<'_>, bounds: &Range<usize>, end: usize) -> usize {
    let mut end = end;
    loop {
        let joint = if scene.word(end) == "," { end + 1 } else { end };
        if joint + 1 >= bounds.end || !coordinates(scene, joint) {
            return end;
        }
        end = clause_end(scene, bounds, joint + 1);
    }
}

/// Returns whether a verb of saying with a subject of its own follows soon after `from`.
fn speaks_after(scene: &Scene<'_>, bounds: &Range<usize>, from: usize) -> bool {
    scene.lower(from) != "that"
        && (from + 1..bounds.end.min(from + 8)).any(|index| verb_at(scene, index).is_some())
}

/// Returns `range` without the commas and conjunctions at its ends; `None` if nothing is left.
pub(super) fn trim(scene: &Scene<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = range;
    while start < end && matches!(scene.lower(start), "," | "and" | ":" | "—") {
        start += 1;
    }
    while start < end
        && (is_stop(scene.word(end - 1)) || matches!(scene.word(end - 1), "," | "—" | ":"))
    {
        end -= 1;
    }
    (start < end).then_some(start..end)
}

/// Gives back to the content what the model took for a second half of the cue: `denies [telling them
/// that it was safe]`.
pub(super) fn leave_gerund(scene: &Scene<'_>, found: &mut Attribution) {
    let Some(cue) = found.cue else { return };
    let words = scene.token_at(cue.start())..scene.token_at(cue.end());
    let gerund = (words.start + 1..words.end)
        .find(|at| scene.tag(*at) == Tag::Vbg && TAKING_GERUND.contains(&scene.lower(at - 1)));
    let behind = |piece: &&mut TextSpan| piece.start() > cue.end();
    let piece = found.content.iter_mut().find(behind);
    if let (Some(gerund), Some(piece)) = (gerund, piece) {
        let start = scene.span(gerund..gerund + 1).map_or(piece.start(), |span| span.start());
        *piece = TextSpan::new(start, piece.end());
        found.cue = scene.span(words.start..gerund);
    }
}

#[cfg(test)]
mod tests {
    use super::leave_gerund;
    use crate::{
        article::Article,
        attribution::rules::tests::{check_rule, finding, place, with_scene},
    };

    fn check(text: &str, expected: &[&str]) {
        check_rule(super::find, text, expected);
    }

    #[test]
    fn that_clauses() {
        check("Drivers say that it sways.", &["Drivers | say | that it sways"]);
        check("The clerk has claimed that she left.", &["The clerk | has claimed | that she left"]);
        check("He added that it is so.", &["He | added | that it is so"]);
        check("He added a spoon of salt.", &[]);
    }

    #[test]
    fn clauses_without_that() {
        check("Berg said it was safe.", &["Berg | said | it was safe"]);
        check("Berg said nothing.", &[]);
    }

    #[test]
    fn whom_it_is_said_to_is_left_out() {
        check("She told them he wanted a boat.", &["She | told | he wanted a boat"]);
        check("Berg told the council that it was safe.", &["Berg | told | that it was safe"]);
    }

    #[test]
    fn whoever_is_asked_is_left_out_too() {
        check("Berg asked the clerk whether it was safe.", &["Berg | asked | whether it was safe"]);
        check("Berg asked for a spoon.", &[]);
        check("She told herself it was safe.", &["She | told | it was safe"]);
    }

    #[test]
    fn clauses_that_leave_out_what_was_said_before() {
        check("Lund never told him they were.", &["Lund | never told | they were"]);
        check("Lund said they.", &[]);
    }

    #[test]
    fn gerunds() {
        check(
            "The butcher denies telling them that it was safe.",
            &["The butcher | denies | telling them that it was safe"],
        );
        check("The clerk admires swimming in cold water.", &[]);
    }

    #[test]
    fn a_gerund_that_was_taken_for_part_of_the_cue() {
        let words = "The butcher denies telling them that it was safe.";
        let check = |cue: &str, content: &str, expected: [&str; 2]| {
            let mut found = finding(words, "The butcher", cue, content);
            with_scene(&Article::from_paragraphs([words]), 0, |scene| {
                leave_gerund(scene, &mut found);
            });
            let own = [found.cue.expect("it has a cue"), found.content[0]];
            assert_eq!(own, expected.map(|part| place(words, part)));
        };
        let right = ["denies", "telling them that it was safe"];
        check("denies telling", "that it was safe", right);
        check(right[0], right[1], right);
        check("telling", "that it was safe", ["telling", "that it was safe"]);
    }

    #[test]
    fn a_further_that_goes_on() {
        check(
            "Berg said that it was old, and that Lund knew.",
            &["Berg | said | that it was old, and that Lund knew"],
        );
    }

    #[test]
    fn a_subject_before_the_mark() {
        check("He “said it was a joke”.", &["He | said | it was a joke"]);
    }

    #[test]
    fn two_noun_phrases_side_by_side_are_not_one() {
        check("In the morning the head said it had rained.", &["the head | said | it had rained"]);
        check("He met the head of the board said it.", &[]);
    }

    #[test]
    fn asides_are_no_part_of_the_subject() {
        check(
            "A second source, who works there, said that it is so.",
            &["A second source | said | that it is so"],
        );
    }

    #[test]
    fn where_the_tagger_errs() {
        check("“But neighbours whisper that it sways.”", &["neighbours | whisper | that it sways"]);
        check("Her cleaners swore it was gone.", &["Her cleaners | swore | it was gone"]);
    }

    #[test]
    fn inside_a_quotation() {
        check(
            "“Drivers have claimed that it sways, but the owner is protesting that it is safe,” she said.",
            &[
                "Drivers | have claimed | that it sways",
                "the owner | is protesting | that it is safe",
            ],
        );
    }

    #[test]
    fn accusations() {
        check("The board had accused him of theft.", &["The board | had accused | him of theft"]);
        check("The accused man left.", &[]);
    }

    #[test]
    fn a_participle_can_be_the_subject() {
        check(
            "The accused had often told them he wanted a boat.",
            &["The accused | had often told | he wanted a boat"],
        );
    }

    #[test]
    fn according_to_somebody() {
        check("According to Berg, it is safe.", &["Berg | According to | it is safe"]);
        check("It is safe, according to Berg.", &["Berg | according to | It is safe"]);
        check(
            "According to the Post, which cited Berg, it is safe.",
            &["the Post | According to | it is safe"],
        );
    }
}
