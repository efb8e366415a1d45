//! The words that name the source of a claim, as a mention: which of them is the head.
//!
//! A span of a [`Page`] in; the place of its mention among those of the paragraph out, which gains
//! one where [`scan`](super::scan) saw none.

use crate::{
    attribution::Tag,
    base::TextSpan,
    claims::{
        SourceKind,
        gather::NEAR,
        lexicon::{self, Number, Pronoun},
        mention::{self, Article, Form, Link, Mention, Page, Part, is_quantity},
        scan,
    },
};

/// Returns the number of the mention that `source` names; adds it to `mentions` if it is new.
///
/// The first `scanned` of them are in order of their cores; those added by this function follow.
pub(super) fn locate(
    page: &Page<'_>,
    source: TextSpan,
    mentions: &mut Vec<Mention>,
    scanned: usize,
) -> Option<usize> {
    let (first, end) = trim(page, source)?;
    let (head_first, head_end) = core(page, first, end);
    let head = head_end - 1;
    let span = page.span(first, end);
    let index = match known(mentions, scanned, span, page.spans[head].end()) {
        Some(index) if pair_end(page, first, end).is_none() => index,
        _ => {
            mentions.push(new_mention(page, first, end, head_first, head));
            mentions.len() - 1
        }
    };
    let mention = &mut mentions[index];
    mention.span =
        if mention.form == Form::Name { mention.span.hull(span) } else { span.hull(mention.core) };
    mention.place.part =
        if mention.place.part == Part::Possessor { Part::Possessor } else { Part::Subject };
    if let Form::Description(_) = mention.form {
        mention.span = span;
    }
    Some(index)
}

/// Returns which of `mentions` has a core that ends at byte `end` and shares words with `span`.
fn known(mentions: &[Mention], scanned: usize, span: TextSpan, end: usize) -> Option<usize> {
    let fits = |mention: &Mention| mention.core.end() == end && span.overlaps(mention.core);
    let (in_order, added) = mentions.split_at(scanned);
    let at = in_order.partition_point(|mention| mention.core.end() < end);
    if in_order.get(at).is_some_and(fits) {
        return Some(at);
    }
    // Sources come nearly in order too, so that one that was added before is near.
    added.iter().rev().take(NEAR).position(fits).map(|back| mentions.len() - 1 - back)
}

/// Returns the tokens of `source` without marks and a possessive at its ends.
fn trim(page: &Page<'_>, source: TextSpan) -> Option<(usize, usize)> {
    let mut first = page.token_at(source.start());
    let mut end = first;
    while end < page.len() && page.spans[end].start() < source.end() {
        end += 1;
    }
    let is_mark = |at: usize| !page.word(at).chars().any(char::is_alphanumeric);
    while first < end && is_mark(first) {
        first += 1;
    }
    while first < end && (is_mark(end - 1) || page.is_possessive_mark(end - 1)) {
        end -= 1;
    }
    (first < end).then_some((first, end))
}

/// Returns the tokens of the noun phrase that `first..end` starts with, up to its head.
fn core(page: &Page<'_>, first: usize, end: usize) -> (usize, usize) {
    let mut start = first;
    if let Some(partitive) = partitive(page, first, end) {
        start = partitive;
    }
    let mut at = start;
    let goes_on = |at: usize| page.lower(at) == "and" && has_two_offices(page, start, at, end);
    while at < end && !(at > start && ends_core(page, start, at, end) && !goes_on(at)) {
        at += 1;
    }
    while at > start + 1 && page.is_possessive_mark(at - 1) {
        at -= 1;
    }
    (start, at)
}

/// Returns where the noun phrase after “a number of”, “one of”, “62 percent of” starts.
fn partitive(page: &Page<'_>, first: usize, end: usize) -> Option<usize> {
    const PARTS: [&str; 24] = [
        "number",
        "majority",
        "group",
        "handful",
        "lot",
        "couple",
        "dozens",
        "hundreds",
        "thousands",
        "scores",
        "percent",
        "%",
        "one",
        "some",
        "many",
        "most",
        "several",
        "all",
        "none",
        "few",
        "half",
        "minority",
        "range",
        "chorus",
    ];
    let of = (first + 1..end.min(first + 5)).find(|at| page.lower(*at) == "of")?;
    let before = page.lower(of - 1);
    let counts = PARTS.contains(&before.as_ref()) || is_quantity(&before);
    (counts && of + 1 < end).then_some(of + 1)
}

/// Returns whether the noun phrase that starts at `start` is over before token `at`.
fn ends_core(page: &Page<'_>, start: usize, at: usize, end: usize) -> bool {
    let lower = page.lower(at);
    if page.is_possessive_mark(at) {
        return at + 1 == end;
    }
    if matches!(page.word(at), "," | ";" | ":" | "(" | "—" | "–" | "-" | "--" | "[") {
        return !(page.word(at) == "-" && page.spans[at - 1].end() == page.spans[at].start());
    }
    if lower == "of" && page.capital(at - 1) && at + 1 < end && page.capital(at + 1) {
        let before = page.lower(at - 1);
        return !(lexicon::is_body(&before) || before == "secretary");
    }
    if lower == "for" && lexicon::is_body(&page.lower(at - 1)) && page.capital(at - 1) {
        return false;
    }
    if lower == "and" || lower == "&" || lower == "or" {
        return !(page.capital(at - 1)
            && at + 1 < end
            && page.capital(at + 1)
            && at > start + 1
            && lower == "&");
    }
    let known = |at: usize| lexicon::noun(&page.lower(at)).is_some();
    let participle = matches!(page.tag(at), Tag::Vbn | Tag::Vbg | Tag::Vbd)
        || (page.tag(at) == Tag::Nn
            && (lower.ends_with("ing") || lower.ends_with("ed"))
            && known(at - 1)
            && !known(at));
    // “the accused”: with nothing else between article and end, the participle is the head.
    if participle
        && at == start + 1
        && at + 1 == end
        && mention::article(&page.lower(start)).is_some()
    {
        return false;
    }
    let leads = lexicon::is_function(&lower)
        && !scan::is_acronym(page.word(at))
        && (at > start + 1 || mention::article(&lower).is_none());
    let adjective_after = matches!(lower.as_ref(), "close" | "familiar" | "present" | "aware");
    leads && lexicon::pronoun(&lower).is_none_or(|pronoun| pronoun == Pronoun::Relative)
        || (participle && !(at + 1 < end && page.modifies(at + 1)))
        || (participle && known(at - 1))
        || (adjective_after && at > start && known(at - 1))
}

/// Returns where the words end that name several sources together: “Trump and Pence”, “Ann Berg,
/// Carl Holt and Ruth Abara”; `None` if they do not.
fn pair_end(page: &Page<'_>, first: usize, end: usize) -> Option<usize> {
    let and = (first + 1..end).find(|at| page.lower(*at) == "and")?;
    let listed = (first..and).all(|at| page.capital(at) || page.word(at) == ",");
    let stops = |at: usize| {
        (page.word(at) == "," && !listed)
            || page.word(at) == "("
            || matches!(
                page.lower(at).as_ref(),
                "who" | "of" | "for" | "in" | "at" | "from" | "on" | "with"
            )
    };
    let several = !(first..and).any(stops) && and + 1 < end && !page.in_cue(and);
    let (_, last) = core(page, and + 1, end);
    (several && !has_two_offices(page, first, and, last)).then_some(last)
}

/// Returns whether one person with two offices is named: “Vice President and Managing Editor Bill
/// Lee”.
fn has_two_offices(page: &Page<'_>, first: usize, and: usize, end: usize) -> bool {
    let office = |at: usize| {
        let lower = page.lower(at);
        page.capital(at)
            && (lexicon::title(&lower).is_some()
                || lexicon::noun(&lower).is_some_and(|noun| {
                    noun.kind == SourceKind::Person && noun.number == Number::One
                }))
    };
    let bare = (first..end).all(|at| at == and || page.capital(at));
    bare && office(and - 1) && (and + 1..end - 1).any(office) && !office(end - 1)
}

/// Makes the mention that `first..end` is, with its head at `head`.
fn new_mention(
    page: &Page<'_>,
    first: usize,
    end: usize,
    head_first: usize,
    head: usize,
) -> Mention {
    let lower = page.lower(head);
    let mut mention = if let Some(last) = pair_end(page, first, end) {
        let mut pair = scan::description(page, head, head + 1, lexicon::any_noun(&lower));
        pair.core = page.span(first, last);
        pair.form = Form::Description(Article::Bare);
        pair.kind = SourceKind::Group;
        pair.number = Number::Many;
        pair
    } else if let (true, Some(pronoun)) = (head == head_first, lexicon::pronoun(&lower)) {
        scan::pronoun_mention(page, head, pronoun)
    } else if is_quantity(&lower) {
        let mut several = scan::description(page, head, head + 1, lexicon::any_noun(&lower));
        (several.kind, several.number) = (SourceKind::Group, Number::Many);
        several
    } else if page.capital(head) && lexicon::noun(&lower).is_none() && !lexicon::is_function(&lower)
    {
        bare_name(page, head_first, head)
    } else {
        scan::description(page, head, head + 1, lexicon::any_noun(&lower))
    };
    if mention.form == Form::Pronoun(Pronoun::Another)
        || mention.form == Form::Pronoun(Pronoun::Fresh)
    {
        mention.core = page.span(first, head + 1);
    }
    mention
}

/// Makes the mention of a name that the scan did not take for one, as in a headline.
fn bare_name(page: &Page<'_>, first: usize, head: usize) -> Mention {
    let mut start = head;
    while start > first && page.capital(start - 1) && !lexicon::is_function(&page.lower(start - 1))
    {
        let before = page.lower(start - 1);
        if lexicon::title(&before).is_some()
            || lexicon::noun(&before).is_some_and(|noun| noun.kind == SourceKind::Person)
        {
            break;
        }
        start -= 1;
    }
    let gender = (head > start).then(|| lexicon::first_name(&page.lower(start))).flatten();
    let words = page.span(start, head + 1).slice(page.text).unwrap_or_default().to_lowercase();
    let kind = if (start..=head).any(|at| lexicon::is_body(&page.lower(at)))
        || lexicon::is_place(&words)
    {
        SourceKind::Organisation
    } else if gender.is_some() {
        SourceKind::Person
    } else {
        SourceKind::Unknown
    };
    let role = (start > first && page.capital(start - 1)).then(|| page.span(start - 1, start));
    Mention {
        span: page.span(start, head + 1),
        core: page.span(start, head + 1),
        form: Form::Name,
        kind,
        number: Number::One,
        gender,
        place: page.place(head),
        link: Link::None,
        role,
        speaker: None,
    }
}
