//! Words that tell what a mention refers to: titles, nouns for people, groups, bodies and
//! documents, pronouns, and the closed classes that end a noun phrase.
//!
//! A word in, its class out. Knows no article.

use std::{borrow::Cow, sync::LazyLock};

use crate::{claims::SourceKind, text::WordList};

macro_rules! list {
    ($name:ident, $file:literal) => {
        static $name: LazyLock<WordList> =
            LazyLock::new(|| WordList::new(include_str!(concat!("../../assets/words/", $file))));
    };
}

list!(PERSONS, "person-nouns.txt");
list!(GROUPS, "group-nouns.txt");
list!(BODIES, "body-nouns.txt");
list!(DOCUMENTS, "document-nouns.txt");
list!(TITLES, "titles.txt");
list!(FIRST_NAMES, "first-names.txt");
list!(PLACES, "places.txt");
list!(CALENDAR, "calendar.txt");
list!(FUNCTION, "function-words.txt");

/// Male or female, as far as words show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Gender {
    Male,
    Female,
}

/// One or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

/// What a noun says of the thing it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    /// The form in the dictionary: “official” for “officials”.
    pub(super) lemma: String,
    pub(super) kind: SourceKind,
    pub(super) number: Number,
    pub(super) gender: Option<Gender>,
}

/// What a pronoun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pronoun {
    /// he, him, his; she, her.
    Singular(Gender),
    /// they, them, their.
    They,
    /// it, its.
    It,
    /// I, me, my.
    I,
    /// we, us, our.
    We,
    /// you, your.
    You,
    /// who, which, that after what they speak of.
    Relative,
    /// some, many, others, somebody: a new source each time.
    Fresh,
    /// another, a second one: one more of the kind spoken of.
    Another,
}

/// Returns what the lower-case noun `word` says, or `None` if no list has it.
pub(super) fn noun(word: &str) -> Option<Noun> {
    let lists = [
        (&*PERSONS, SourceKind::Person),
        (&*DOCUMENTS, SourceKind::Document),
        (&*BODIES, SourceKind::Organisation),
        (&*GROUPS, SourceKind::Group),
    ];
    lists.into_iter().find_map(|(list, kind)| listed(word, list, kind))
}

/// Returns the lower-case `word` as a noun, whether or not a list has it.
pub(super) fn any_noun(word: &str) -> Noun {
    noun(word).unwrap_or_else(|| match singulars(word).next() {
        Some(lemma) if word.len() > 3 && !word.ends_with("ss") && !word.ends_with("us") => {
            let lemma = lemma.into_owned();
            Noun { lemma, kind: SourceKind::Group, number: Number::Many, gender: None }
        }
        _ => Noun {
            lemma: word.to_owned(),
            kind: SourceKind::Unknown,
            number: Number::One,
            gender: None,
        },
    })
}

/// Looks `word` up in `list`, whose nouns are of `kind`.
fn listed(word: &str, list: &WordList, kind: SourceKind) -> Option<Noun> {
    if let Some(note) = list.note(word) {
        if let Some(lemma) = note.strip_prefix('=') {
            return Some(several(lemma, list, kind));
        }
        let number = if kind == SourceKind::Group { Number::Many } else { Number::One };
        return Some(Noun { lemma: word.to_owned(), kind, number, gender: gender(note) });
    }
    let lemma = singulars(word).find(|lemma| list.has(lemma))?;
    Some(several(&lemma, list, kind))
}

/// Returns the plural of `lemma`.
fn several(lemma: &str, list: &WordList, kind: SourceKind) -> Noun {
    let gender = list.note(lemma).and_then(gender);
    let kind = if kind == SourceKind::Person { SourceKind::Group } else { kind };
    Noun { lemma: lemma.to_owned(), kind, number: Number::Many, gender }
}

/// Returns the words that `word` may be the plural of.
fn singulars(word: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let ies = word.strip_suffix("ies").map(|stem| Cow::Owned(format!("{stem}y")));
    let s = word.strip_suffix('s').map(Cow::Borrowed);
    let es = word.strip_suffix("es").map(Cow::Borrowed);
    ies.into_iter().chain(s).chain(es).filter(|stem| stem.len() > 1)
}

/// Reads the note of a list.
fn gender(note: &str) -> Option<Gender> {
    match note {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

/// Returns the lemma and gender of a title (“sen.”, “mr”, “president”) in lower case; `None` if
/// `word` is no title.
pub(super) fn title(word: &str) -> Option<(&str, Option<Gender>)> {
    let word = word.trim_end_matches('.');
    let note = TITLES.note(word)?;
    match note.strip_prefix('=') {
        Some(lemma) => Some((lemma, TITLES.note(lemma).and_then(gender))),
        None => Some((word, gender(note))),
    }
}

/// Returns whose first name `word` (lower case) commonly is.
pub(super) fn first_name(word: &str) -> Option<Gender> {
    FIRST_NAMES.note(word).and_then(gender)
}

/// Returns whether `words` (lower case) are a place that news often names.
pub(super) fn is_place(words: &str) -> bool {
    match words.contains(' ') {
        true => PLACES.has(&words.replace(' ', "_")),
        false => PLACES.has(words),
    }
}

/// Returns whether `word` (lower case) is a day, month, season or language.
pub(super) fn is_calendar(word: &str) -> bool {
    CALENDAR.has(word.trim_end_matches('.'))
}

/// Returns whether a name that holds `word` (lower case) is the name of a body.
pub(super) fn is_body(word: &str) -> bool {
    listed(word, &BODIES, SourceKind::Organisation).is_some()
}

/// Returns whether `word` (lower case) is of a closed class, and so no part of a noun phrase.
pub(super) fn is_function(word: &str) -> bool {
    FUNCTION.has(word)
}

/// Returns what the lower-case `word` is as a pronoun.
pub(super) fn pronoun(word: &str) -> Option<Pronoun> {
    Some(match word {
        "he" | "him" | "his" | "himself" => Pronoun::Singular(Gender::Male),
        "she" | "her" | "hers" | "herself" => Pronoun::Singular(Gender::Female),
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::They,
        "it" | "its" | "itself" => Pronoun::It,
        "i" | "me" | "my" | "mine" | "myself" => Pronoun::I,
        "we" | "us" | "our" | "ours" | "ourselves" => Pronoun::We,
        "you" | "your" | "yours" | "yourself" => Pronoun::You,
        "who" | "which" | "that" | "whom" | "whose" => Pronoun::Relative,
        "some" | "many" | "others" | "most" | "few" | "several" | "all" | "both" | "each"
        | "someone" | "somebody" | "anyone" | "anybody" | "everyone" | "everybody" | "nobody"
        | "none" | "one" | "two" | "three" | "those" | "these" | "this" => Pronoun::Fresh,
        "another" | "other" => Pronoun::Another,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, lemma: &str, kind: SourceKind, number: Number) {
        let noun = any_noun(word);
        assert_eq!((noun.lemma.as_str(), noun.kind, noun.number), (lemma, kind, number), "{word}");
    }

    #[test]
    fn nouns_tell_what_they_name() {
        check("official", "official", SourceKind::Person, Number::One);
        check("officials", "official", SourceKind::Group, Number::Many);
        check("spokeswomen", "spokeswoman", SourceKind::Group, Number::Many);
        check("family", "family", SourceKind::Group, Number::Many);
        check("agencies", "agency", SourceKind::Organisation, Number::Many);
        check("poll", "poll", SourceKind::Document, Number::One);
        check("zebra", "zebra", SourceKind::Unknown, Number::One);
        check("zebras", "zebra", SourceKind::Group, Number::Many);
    }

    #[test]
    fn every_list_is_lower_case_and_points_at_its_own_words() {
        for list in [&*PERSONS, &*GROUPS, &*BODIES, &*DOCUMENTS, &*TITLES, &*FIRST_NAMES] {
            for (word, note) in list.iter() {
                assert_eq!(word, word.to_lowercase());
                assert!(
                    note.strip_prefix('=').is_none_or(|lemma| list.has(lemma)),
                    "{word} {note}"
                );
            }
        }
    }
}
