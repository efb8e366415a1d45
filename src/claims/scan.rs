//! Finds the mentions of one paragraph: names, descriptions, pronouns, in order.
//!
//! A [`Page`] in, [`Mention`]s out. Trusts capitals and closed-class words first and tags second,
//! for headlines and quotations mislead a tagger.

use crate::{
    attribution::Tag,
    base::TextSpan,
    claims::{
        SourceKind,
        lexicon::{self, Gender, Number, Pronoun},
        mention::{Article, Form, Link, Mention, Page, Part, article, is_other, is_quantity},
    },
};

/// How many tokens may stand between the article and the head of a noun phrase.
const MOST_MODIFIERS: usize = 7;

/// Offices whose name goes on after “of” and stands before a person's name.
const OFFICES_OF: [&str; 12] = [
    "state",
    "defense",
    "defence",
    "treasury",
    "education",
    "energy",
    "labor",
    "agriculture",
    "commerce",
    "staff",
    "transportation",
    "health",
];

/// Words that end the names of firms and of roads: what bears them is no person.
const COMPANY_WORDS: [&str; 30] = [
    "estates",
    "partners",
    "structures",
    "records",
    "industries",
    "holdings",
    "systems",
    "technologies",
    "networks",
    "motors",
    "airlines",
    "pictures",
    "studios",
    "properties",
    "ventures",
    "foods",
    "securities",
    "advisors",
    "solutions",
    "brothers",
    "associates",
    "electronics",
    "airways",
    "capital",
    "inc",
    "ltd",
    "lane",
    "street",
    "road",
    "avenue",
];

/// Finds the mentions of `page`; `titles` is whether every word may have a capital.
pub(super) fn find(page: &Page<'_>, capitals: Capitals) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < page.len() {
        let name = (capitals == Capitals::Names).then(|| name_end(page, at)).flatten();
        if let Some(end) = name {
            mentions.extend(name_or_noun(page, at, end));
            at = end;
            continue;
        }
        if let Some(mention) = pronoun(page, at).or_else(|| noun_head(page, at)) {
            mentions.push(mention);
        }
        at += 1;
    }
    mentions
}

/// What a capital letter says in a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Capitals {
    /// That the word is part of a name.
    Names,
    /// Nothing: a headline.
    Nothing,
}

/// Returns the end of the capitalised run that starts at token `at`, or `None`.
fn name_end(page: &Page<'_>, at: usize) -> Option<usize> {
    if !starts_name(page, at) {
        return None;
    }
    let mut end = at + 1;
    while end < page.len() {
        if is_name_part(page, end) {
            end += 1;
        } else if joins_name(page, end) && end + 1 < page.len() && is_name_part(page, end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    Some(end)
}

/// Returns whether a name starts at token `at`.
fn starts_name(page: &Page<'_>, at: usize) -> bool {
    if !is_name_part(page, at) {
        return false;
    }
    let proper = matches!(page.tag(at), Tag::Nnp | Tag::Nnps);
    if proper || !page.starts_anew(at) {
        return true;
    }
    let lower = page.lower(at);
    let plain = lexicon::noun(&lower).is_some() || lower.ends_with("ly") || lower.ends_with("ing");
    matches!(page.tag(at), Tag::Nn | Tag::Jj) && !plain
        || at + 1 < page.len() && is_name_part(page, at + 1)
}

/// Returns whether token `at` is a word with a capital that can be part of a name.
fn is_name_part(page: &Page<'_>, at: usize) -> bool {
    let lower = page.lower(at);
    let word = page.word(at);
    let initial = word.len() == 2 && word.ends_with('.');
    page.capital(at)
        && !page.in_cue(at)
        && (initial || word.chars().count() > 1)
        && (!lexicon::is_function(&lower) || is_acronym(word) || is_surname_may(page, at))
        && (!lexicon::is_calendar(&lower) || lower == "may" || lower == "april" || lower == "june")
}

/// Returns whether token `at` is the “May” of “Theresa May”, and no verb.
fn is_surname_may(page: &Page<'_>, at: usize) -> bool {
    page.lower(at) == "may" && at > 0 && lexicon::first_name(&page.lower(at - 1)).is_some()
}

/// Returns whether the word at `at` ties two parts of a name: “de”, “of”, “for”, “&”.
fn joins_name(page: &Page<'_>, at: usize) -> bool {
    match page.word(at) {
        "de" | "da" | "di" | "del" | "der" | "den" | "von" | "van" | "al" | "bin" | "ibn"
        | "la" | "le" | "el" | "du" | "dos" | "&" | "ter" | "zu" => true,
        "of" => {
            let before = page.lower(at - 1);
            lexicon::is_body(&before) || lexicon::title(&before).is_some() || before == "chief"
        }
        "for" | "on" => lexicon::is_body(&page.lower(at - 1)),
        _ => false,
    }
}

/// Returns whether `word` is made of capitals only.
pub(super) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1 && letters.clone().all(char::is_uppercase)
}

/// Makes the mention of the capitalised run from `first` to `end`; titles are split off.
fn name_or_noun(page: &Page<'_>, first: usize, end: usize) -> Option<Mention> {
    let start = name_start(page, first, end);
    // “Thirty said so”: a number is nobody's name.
    if end - first == 1 && is_quantity(&page.lower(first)) {
        return None;
    }
    if start == end || (end - start == 1 && is_plural_noun(page, start)) {
        return noun_head(page, end - 1);
    }
    let core = page.span(start, end);
    let mut span_start = first;
    let role = if start > first { Some(page.span(first, start)) } else { lower_role(page, first) };
    if let (true, Some(role)) = (start == first, role) {
        span_start = page.token_at(role.start());
    }
    if span_start > 0 && page.lower(span_start - 1) == "the" {
        span_start -= 1;
    }
    let (kind, gender) = name_kind(page, start, end, role);
    let plural = end - start == 1
        && page.word(start).ends_with('s')
        && start > 0
        && page.lower(start - 1) == "the"
        && !is_acronym(page.word(start));
    Some(Mention {
        span: page.span(span_start, end),
        core,
        form: Form::Name,
        kind,
        number: if plural { Number::Many } else { Number::One },
        gender,
        place: page.place(end - 1),
        link: Link::None,
        role,
        speaker: None,
    })
}

/// Returns whether token `at` is a noun like “Republicans”: a name in form only.
fn is_plural_noun(page: &Page<'_>, at: usize) -> bool {
    let lower = page.lower(at);
    lexicon::noun(&lower).is_some_and(|noun| {
        noun.number == Number::Many || noun.kind == SourceKind::Person || page.starts_anew(at)
    })
}

/// Returns where the name proper starts in the run from `first` to `end`, after its titles; `end`
/// if it is titles only.
fn name_start(page: &Page<'_>, first: usize, end: usize) -> usize {
    if is_plain_body(page, end - 1) {
        return first;
    }
    let mut start = first;
    for at in first..end {
        let lower = page.lower(at);
        // What follows “Center for” is no title, be it “Justice”.
        if matches!(lower.as_ref(), "of" | "for" | "on")
            && at > first
            && is_plain_body(page, at - 1)
        {
            break;
        }
        let person = lexicon::noun(&lower).is_some_and(|noun| noun.kind == SourceKind::Person);
        if lexicon::title(&lower).is_some() || (person && at + 1 < end) || (person && at > first) {
            start = at + 1;
        }
    }
    if start < end && start > first && page.word(start) == "of" {
        let after = start + 2;
        let office = OFFICES_OF.contains(&page.lower(start + 1).as_ref());
        return if office && after < end { after } else { end };
    }
    start
}

/// Returns whether token `at` is a word for a body, and no title.
fn is_plain_body(page: &Page<'_>, at: usize) -> bool {
    let lower = page.lower(at);
    lexicon::is_body(&lower) && lexicon::title(&lower).is_none()
}

/// Returns the lower-case noun phrase right before a name that says what its bearer is:
/// “spokeswoman Anna Berg”.
fn lower_role(page: &Page<'_>, first: usize) -> Option<TextSpan> {
    let at = first.checked_sub(1)?;
    let lower = page.lower(at);
    let person = lexicon::noun(&lower)
        .is_some_and(|noun| noun.kind == SourceKind::Person && noun.number == Number::One);
    if !(person || lexicon::title(&lower).is_some())
        || page.in_cue(at)
        || page.capital(at) && at > 0 && !page.starts_anew(at)
    {
        return None;
    }
    let start = modifiers_start(page, at);
    Some(page.span(start, at + 1))
}

/// Returns what the name from `start` to `end` names, and its gender, from its own words.
fn name_kind(
    page: &Page<'_>,
    start: usize,
    end: usize,
    role: Option<TextSpan>,
) -> (SourceKind, Option<Gender>) {
    let first = page.lower(start);
    let role = role.and_then(|role| role.slice(page.text)).unwrap_or_default().to_lowercase();
    let role_word = role.split_whitespace().last().unwrap_or_default();
    let titled = lexicon::title(role_word).and_then(|(_, gender)| gender);
    let by_noun = lexicon::noun(role_word).and_then(|noun| noun.gender);
    let gender = titled
        .or(by_noun)
        .or_else(|| (end - start > 1).then(|| lexicon::first_name(&first)).flatten());
    let words = page.span(start, end).slice(page.text).unwrap_or_default().to_lowercase();
    let body = (start..end).any(|at| {
        lexicon::is_body(&page.lower(at)) || page.lower(at) == "of" || page.word(at) == "&"
    });
    let last = page.lower(end - 1);
    let named_first = lexicon::first_name(&first).is_some();
    let several = end - start > 1 && !named_first;
    // “the firm Netcraft”, “Air China”, “Fulton Estates”.
    let called_body = start > 0
        && !page.in_cue(start - 1)
        && lexicon::is_body(&page.lower(start - 1))
        && !page.capital(start - 1);
    let body = body
        || called_body
        || several && (COMPANY_WORDS.contains(&last.as_ref()) || lexicon::is_place(&last));
    let written = end - start > 1
        && lexicon::noun(&last).is_some_and(|noun| noun.kind == SourceKind::Document);
    let kind = if !role.is_empty() || gender.is_some() && !body {
        SourceKind::Person
    } else if written {
        SourceKind::Document
    } else if body || lexicon::is_place(&words) || end - start == 1 && is_acronym(page.word(start))
    {
        SourceKind::Organisation
    } else {
        SourceKind::Unknown
    };
    (kind, gender)
}

/// Returns where the modifiers of the head at `head` start.
pub(super) fn modifiers_start(page: &Page<'_>, head: usize) -> usize {
    let mut start = head;
    while start > 0 && head - start < MOST_MODIFIERS {
        let before = start - 1;
        let hyphen = page.word(before) == "-" && before > 0;
        let inner_possessive =
            page.is_possessive_mark(before) && before > 0 && page.capital(before - 1);
        if page.starts.binary_search(&start).is_ok() || page.depths[before] != page.depths[head] {
            break;
        }
        if !(page.modifies(before) || hyphen || inner_possessive) {
            break;
        }
        start = before;
    }
    start
}

/// Makes the mention whose head noun is token `at`, if that is a noun that can name a source.
fn noun_head(page: &Page<'_>, at: usize) -> Option<Mention> {
    let word = page.lower(at);
    // Elsewhere it is a participle: “of being accused”.
    let noun = match is_nominal_adjective(&word) {
        true => nominal_adjective(page, at)?,
        false => lexicon::noun(&word)?,
    };
    let next_noun = at + 1 < page.len()
        && page.modifies(at + 1)
        && lexicon::noun(&page.lower(at + 1)).is_some();
    let verb =
        matches!(page.tag(at), Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Vbg);
    if next_noun || verb || page.in_cue(at) {
        return None;
    }
    if at + 1 < page.len() && page.word(at + 1) == "-" {
        return None;
    }
    Some(description(page, at, at + 1, noun))
}

/// Reads “the accused”, “the deceased” as a person.
fn nominal_adjective(page: &Page<'_>, at: usize) -> Option<lexicon::Noun> {
    let lower = page.lower(at);
    let alone = at > 0
        && page.lower(at - 1) == "the"
        && at + 1 < page.len()
        && (page.in_cue(at + 1)
            || lexicon::is_function(&page.lower(at + 1))
            || matches!(page.word(at + 1), "," | "." | "”"));
    let (kind, number) = (SourceKind::Person, Number::One);
    let noun = lexicon::Noun { lemma: lower.into_owned(), kind, number, gender: None };
    Some(noun).filter(|noun| alone && is_nominal_adjective(&noun.lemma))
}

/// Returns whether the lower-case word stands for a person behind “the”.
pub(super) fn is_nominal_adjective(word: &str) -> bool {
    matches!(word, "accused" | "deceased")
}

/// Makes the description with its head at `head`; its words end before `end`.
pub(super) fn description(
    page: &Page<'_>,
    head: usize,
    end: usize,
    noun: lexicon::Noun,
) -> Mention {
    let first = modifiers_start(page, head);
    let mut start = first;
    let mut form = Article::Bare;
    let mut number = noun.number;
    if (first..head).any(|at| is_quantity(&page.lower(at))) {
        form = Article::Indefinite;
    }
    if (first..head).any(|at| page.is_possessive_mark(at)) {
        form = Article::Definite;
    }
    while start > 0 && (first - start) < 3 {
        let before = page.lower(start - 1);
        let Some(found) = article(&before) else { break };
        form = if form == Article::Definite { form } else { found };
        if matches!(before.as_ref(), "a" | "an" | "another") {
            number = if noun.kind == SourceKind::Group { Number::Many } else { Number::One };
        }
        start -= 1;
        let whole = start > 0 && matches!(page.lower(start - 1).as_ref(), "all" | "both" | "half");
        if !whole && !page.is_possessive_mark(start) {
            break;
        }
        if page.is_possessive_mark(start) {
            start = possessor_start(page, start);
            break;
        }
    }
    Mention {
        span: page.span(start, end.max(head + 1)),
        core: page.span(first, head + 1),
        form: Form::Description(form),
        kind: noun.kind,
        number,
        gender: noun.gender,
        place: page.place(head),
        link: Link::None,
        role: None,
        speaker: None,
    }
}

/// Returns where the owner before the possessive mark at `mark` starts: “the mayor ’s”.
fn possessor_start(page: &Page<'_>, mark: usize) -> usize {
    if mark == 0 {
        return mark;
    }
    let start = modifiers_start(page, mark - 1);
    if start > 0 && article(&page.lower(start - 1)).is_some() { start - 1 } else { start }
}

/// Makes the mention of the personal pronoun at `at`, if there is one.
fn pronoun(page: &Page<'_>, at: usize) -> Option<Mention> {
    let lower = page.lower(at);
    let pronoun = lexicon::pronoun(&lower)?;
    if matches!(
        pronoun,
        Pronoun::Relative | Pronoun::Fresh | Pronoun::Another | Pronoun::It | Pronoun::You
    ) {
        return None;
    }
    (lower != "us" || page.word(at) == "us").then(|| pronoun_mention(page, at, pronoun))
}

/// Makes the mention of `pronoun` at token `at`.
pub(super) fn pronoun_mention(page: &Page<'_>, at: usize, pronoun: Pronoun) -> Mention {
    let lower = page.lower(at);
    let mut place = page.place(at);
    if matches!(lower.as_ref(), "his" | "her" | "their" | "its" | "my" | "our") {
        place.part = Part::Possessor;
    }
    let (kind, number, gender) = match pronoun {
        Pronoun::Singular(gender) => (SourceKind::Person, Number::One, Some(gender)),
        Pronoun::I => (SourceKind::Person, Number::One, None),
        Pronoun::They | Pronoun::We => (SourceKind::Group, Number::Many, None),
        Pronoun::Fresh if !matches!(lower.as_ref(), "one" | "someone" | "somebody" | "this") => {
            (SourceKind::Group, Number::Many, None)
        }
        _ => (SourceKind::Unknown, Number::One, None),
    };
    let span = page.spans[at];
    Mention {
        span,
        core: span,
        form: Form::Pronoun(pronoun),
        kind,
        number,
        gender,
        place,
        link: Link::None,
        role: None,
        speaker: None,
    }
}

/// Returns whether `mention` speaks of one more of its kind: “another source”.
pub(super) fn is_another(text: &str, mention: &Mention) -> bool {
    let words = mention.span.slice(text).unwrap_or_default().to_lowercase();
    let core_end = mention.core.end() - mention.span.start();
    let head = words.get(..core_end).unwrap_or(&words);
    head.split_whitespace().any(is_other)
}
