//! What the words for an unnamed source say of it: how many, what, of which body, where, and why
//! it is not named.
//!
//! One [`Wording`] in, [`Detail`]s with their places out. Knows word lists and the order
//! of English noun phrases; decides nothing on who is who.

use crate::{
    base::TextSpan,
    claims::{Detail, DetailKind, SourceKind, lexicon, mention, mentions::Wording},
};

/// How far a sentence is followed, in bytes: a text without stops must not take ages.
const LONGEST_SENTENCE: usize = 2_000;

/// Ways to say that a source is not named, and why.
const UNNAMED: [&str; 19] = [
    "condition of anonymity",
    "on the condition that",
    "not to be named",
    "not to be identified",
    "not be named",
    "not be identified",
    "declined to be named",
    "declined to be identified",
    "not authorized to",
    "not authorised to",
    "requested anonymity",
    "anonymity to",
    "asked for anonymity",
    "insisted on anonymity",
    "remain anonymous",
    "spoke anonymously",
    "without being named",
    "withhold his name",
    "withhold her name",
];

/// Words after a noun for people that go on saying who they are: “familiar with the matter”.
const GOES_ON: [&str; 14] = [
    "familiar",
    "close",
    "briefed",
    "involved",
    "aware",
    "working",
    "based",
    "present",
    "living",
    "knowledgeable",
    "responsible",
    "posted",
    "opposed",
    "loyal",
];

/// Prepositions that tie a body or a place to a noun.
const TIES: [&str; 13] = [
    "at", "of", "in", "for", "from", "with", "inside", "within", "near", "across", "around",
    "outside", "on",
];

/// Nouns for places, which may stand after their name or alone.
const PLACE_NOUNS: [&str; 34] = [
    "province",
    "provinces",
    "county",
    "city",
    "town",
    "village",
    "villages",
    "district",
    "districts",
    "area",
    "region",
    "neighbourhood",
    "neighborhood",
    "capital",
    "country",
    "suburb",
    "suburbs",
    "island",
    "islands",
    "valley",
    "north",
    "south",
    "east",
    "west",
    "border",
    "coast",
    "street",
    "zone",
    "countryside",
    "abroad",
    "peninsula",
    "governorate",
    "prefecture",
    "enclave",
];

/// People who belong to the place that “of” ties to them.
const OF_A_PLACE: [&str; 7] =
    ["resident", "citizen", "inhabitant", "villager", "native", "people", "voter"];

/// A word of a mention.
struct Word {
    /// Its place in the text, without marks around it.
    span: TextSpan,
    lower: String,
    capital: bool,
    /// Whether a comma or another mark stands after it.
    stops: bool,
}

/// Returns what the words of a description say of whom they describe.
pub(super) fn of_unnamed(text: &str, wording: &Wording) -> Vec<Detail> {
    let words = words(text, wording.span);
    let Some(head) = words.iter().rposition(|word| word.span.end() <= wording.core.end()) else {
        return Vec::new();
    };
    let first = words.iter().position(|word| word.span.start() >= wording.core.start());
    let first = first.unwrap_or(head).min(head);
    let mut details = Vec::new();
    let mut add = |kind, span| details.push(Detail { kind, span });
    let number = number(&words[..head]);
    if let Some(span) = number {
        add(DetailKind::Number, span);
    }
    let counted = number.map_or(0, TextSpan::end);
    let tells = |at: &usize| words[*at].span.start() >= counted && !counts_only(&words[*at]);
    let start = (first..head).find(tells).unwrap_or(head);
    let role_end = role_end(&words, head);
    add(DetailKind::Role, words[start].span.hull(words[role_end].span));
    for (kind, span) in before_head(text, &words, start, head) {
        add(kind, span);
    }
    for (kind, span) in after_head(&words, head) {
        add(kind, span);
    }
    details
}

/// Returns whether a word only counts, or tells from others of its kind.
fn counts_only(word: &Word) -> bool {
    mention::is_quantity(&word.lower)
        || mention::is_other(&word.lower)
        || is_many(&word.lower)
        || mention::article(&word.lower).is_some()
}

/// Returns whether the lower-case word says how many without a number.
fn is_many(word: &str) -> bool {
    matches!(
        word,
        "dozens"
            | "scores"
            | "hundreds"
            | "thousands"
            | "several"
            | "many"
            | "few"
            | "couple"
            | "handful"
            | "number"
            | "majority"
            | "most"
            | "multiple"
            | "both"
            | "percent"
    )
}

/// Returns the words before the head that say how many there are: “at least three”.
fn number(before: &[Word]) -> Option<TextSpan> {
    const LEADS: [&str; 14] = [
        "at", "least", "more", "than", "about", "nearly", "almost", "over", "around", "roughly",
        "a", "as", "fewer", "up",
    ];
    let counts = |word: &Word| {
        word.lower != "one" && (mention::is_quantity(&word.lower) || is_many(&word.lower))
    };
    let at = before.iter().position(counts)?;
    let is_lead = |word: &&Word| LEADS.contains(&word.lower.as_str()) || word.lower == "to";
    let leads = before[..at].iter().rev().take_while(is_lead).count();
    let more = before[at + 1..].iter().take_while(|word| counts(word)).count();
    Some(before[at - leads].span.hull(before[at + more].span))
}

/// Returns the last word of the role whose head is word `head`: “aide to the minister”, “people
/// familiar with the matter”, but of “officials at the ministry” the officials only.
fn role_end(words: &[Word], head: usize) -> usize {
    let Some(next) = words.get(head + 1).filter(|_| !words[head].stops) else { return head };
    let goes_on = GOES_ON.contains(&next.lower.as_str());
    let phrase_end = |from: usize| phrase_end(words, from);
    match next.lower.as_str() {
        _ if goes_on => {
            let end = phrase_end(head + 1);
            // The preposition after it, with its noun.
            match words.get(end + 1).filter(|_| !words[end].stops) {
                Some(word) if is_preposition(&word.lower) => phrase_end(end + 2),
                _ => end,
            }
        }
        "to" => phrase_end(head + 2),
        "of" => {
            let end = phrase_end(head + 2);
            if tied(words, head, head + 1, end).is_some() { head } else { end }
        }
        _ => head,
    }
}

/// Returns the last word of the noun phrase that starts at word `from`.
fn phrase_end(words: &[Word], from: usize) -> usize {
    let from = from.min(words.len() - 1);
    let mut end = from;
    while end + 1 < words.len() && !words[end].stops {
        let next = &words[end + 1].lower;
        let joins = next == "of" && lexicon::is_body(&words[end].lower);
        let goes_on = GOES_ON.contains(&next.as_str());
        if !joins && (is_preposition(next) || ends_phrase(next) || goes_on) {
            break;
        }
        end += 1;
    }
    end
}

fn is_preposition(word: &str) -> bool {
    TIES.contains(&word) || matches!(word, "to" | "by" | "on" | "about" | "under" | "after")
}

/// Returns whether a clause starts at the lower-case word.
fn ends_phrase(word: &str) -> bool {
    matches!(
        word,
        "who"
            | "whom"
            | "whose"
            | "that"
            | "which"
            | "speaking"
            | "said"
            | "says"
            | "told"
            | "because"
            | "while"
            | "when"
            | "as"
            | "and"
            | "but"
            | "where"
    )
}

/// Returns bodies and places among the words before the head: “Daily NK” of “Daily NK source”.
fn before_head(
    text: &str,
    words: &[Word],
    start: usize,
    head: usize,
) -> Vec<(DetailKind, TextSpan)> {
    let mut found = Vec::new();
    // “The council’s head of property”: the owner is the body.
    for owner in &words[..start] {
        let whole = owner.span.slice(text).unwrap_or_default();
        let base = whole.trim_end_matches("’s").trim_end_matches("'s");
        if base != whole && lexicon::is_body(&base.to_lowercase()) {
            let span = TextSpan::new(owner.span.start(), owner.span.start() + base.len());
            found.push((DetailKind::Body, span));
        }
    }
    let mut at = start;
    while at < head {
        let run = words[at..head].iter().take_while(|word| word.capital).count();
        let run = if at == 0 && run == 1 && starts_sentence(text, words[0].span) { 0 } else { run };
        let body = at + run < head && lexicon::is_body(&words[at + run].lower);
        let end = at + run + usize::from(body);
        if end == at {
            at += 1;
            continue;
        }
        let span = words[at].span.hull(words[end - 1].span);
        let name = span.slice(text).unwrap_or_default().to_lowercase();
        let last = &words[end - 1].lower;
        if PLACE_NOUNS.contains(&last.as_str()) || lexicon::is_place(&name) {
            found.push((DetailKind::Place, span));
        } else if body || lexicon::is_body(last) || !is_origin(last) {
            found.push((DetailKind::Body, span));
        }
        at = end;
    }
    found
}

/// Returns whether the lower-case word looks like one for where or what somebody is: “Mexican”.
fn is_origin(word: &str) -> bool {
    let ends = ["an", "ish", "ese", "ic", "ch", "ist", "eli", "aqi", "ani", "ern"];
    ends.iter().any(|end| word.ends_with(end)) || lexicon::noun(word).is_some()
}

/// Returns whether a sentence may start at `span`, so that its capital says nothing.
pub(super) fn starts_sentence(text: &str, span: TextSpan) -> bool {
    let before = text[..span.start()].trim_end_matches([' ', '\u{a0}']);
    before.is_empty() || before.ends_with(['.', '!', '?', '\n', '“', '"', ':', '”'])
}

/// Returns bodies and places that prepositions after the head tie to it.
fn after_head(words: &[Word], head: usize) -> Vec<(DetailKind, TextSpan)> {
    let mut found = Vec::new();
    let mut at = head;
    while at + 2 < words.len() && !words[at].stops && !ends_phrase(&words[at + 1].lower) {
        at += 1;
        if !TIES.contains(&words[at].lower.as_str()) {
            continue;
        }
        let end = phrase_end(words, at + 1);
        found.extend(tied(words, head, at, end));
        at = end;
    }
    found
}

/// Returns what the preposition at word `preposition` ties to the head: a body or a place.
///
/// Its noun phrase ends with word `end`.
fn tied(
    words: &[Word],
    head: usize,
    preposition: usize,
    end: usize,
) -> Option<(DetailKind, TextSpan)> {
    let first = preposition + 1;
    let phrase = words.get(first..=end)?;
    let span = phrase.first()?.span.hull(phrase.last()?.span);
    let names = phrase.iter().filter(|word| mention::article(&word.lower).is_none());
    let joined = names.map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ");
    let last = phrase.last()?;
    let of_people = OF_A_PLACE.contains(&lexicon::any_noun(&words[head].lower).lemma.as_str());
    let locates = matches!(
        words[preposition].lower.as_str(),
        "in" | "near" | "from" | "across" | "around" | "outside"
    ) || of_people && words[preposition].lower == "of";
    let is_body = phrase.iter().any(|word| lexicon::is_body(&word.lower));
    let place = PLACE_NOUNS.contains(&last.lower.as_str())
        || lexicon::is_place(&joined)
        || locates && last.capital && !is_body;
    let person = lexicon::noun(&last.lower).is_some_and(|noun| noun.kind == SourceKind::Person);
    if place {
        Some((DetailKind::Place, span))
    } else if is_body || last.capital && !person {
        Some((DetailKind::Body, span))
    } else {
        None
    }
}

/// Parts `span` of `text` into words.
fn words(text: &str, span: TextSpan) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = span.start();
    for piece in span.slice(text).unwrap_or_default().split_inclusive(char::is_whitespace) {
        let bare = piece.trim_end();
        let lead = bare.len() - bare.trim_start_matches(is_mark).len();
        let word = bare.trim_matches(is_mark);
        if !word.is_empty() {
            let start = at + lead;
            words.push(Word {
                span: TextSpan::new(start, start + word.len()),
                lower: word.to_lowercase().replace('’', "'"),
                capital: word.chars().next().is_some_and(char::is_uppercase),
                stops: lead + word.len() < bare.len(),
            });
        }
        at += piece.len();
    }
    words
}

/// Returns whether `c` is no part of the word that it touches.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && c != '%'
}

/// Returns the clause near `wording` that says why the source is not named.
pub(super) fn why_unnamed(text: &str, wording: &Wording) -> Option<TextSpan> {
    let from = wording.span.start();
    let sentence = sentence(text.get(from..)?);
    let at = UNNAMED.iter().filter_map(|phrase| sentence.find(phrase)).min()?;
    let head = wording.core.end().saturating_sub(from).min(at);
    let clause =
        sentence[head..at].rfind(" who ").or_else(|| sentence[head..at].rfind(" speaking "));
    let start = head
        + clause.map_or_else(
            || sentence[head..at].rfind(", ").map_or(0, |comma| comma + 2),
            |space| space + 1,
        );
    let rest = &sentence[at..];
    let ends = [", ", " said", " told"].iter().filter_map(|word| rest.find(word)).min();
    let words_end = wording.span.end() - from;
    // Where the words for the source hold the clause, they end it too.
    let end = if at < words_end { words_end } else { at + ends.unwrap_or(rest.len()) };
    let end = start + sentence.get(start..end)?.trim_end_matches(['.', ',', ' ', '”']).len();
    (start < end).then(|| TextSpan::new(from + start, from + end))
}

/// Returns the first sentence of `text`, roughly: up to a stop before a space, or to the line's end.
fn sentence(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(LONGEST_SENTENCE)];
    let line = near.split('\n').next().unwrap_or_default();
    line.find(". ").map_or(line, |stop| &line[..=stop])
}
