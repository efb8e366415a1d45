//! Word lists: what a noun names, which words are titles, which capitalised words are no people.
//!
//! Comes from `assets/words`; answers questions about single words in any case. Knows no context.

use std::{collections::HashMap, sync::LazyLock};

use super::mention::{Gender, Number};

/// What kind of thing a noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// One person: “official”.
    Person,
    /// Several people together: “family”.
    People,
    /// A body: “ministry”.
    Body,
    /// Something written: “report”.
    Document,
}

/// What a word list says of a noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    /// The singular, in lower case.
    pub(super) lemma: String,
    /// What it names.
    pub(super) class: Class,
    /// The gender, where the word itself shows it: “spokeswoman”.
    pub(super) gender: Option<Gender>,
    /// Whether the word stands in the plural.
    pub(super) number: Number,
}

/// An entry of a list: the form it stands for, and its gender.
type List = HashMap<&'static str, (&'static str, Option<Gender>)>;

static PERSONS: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/person-nouns.txt")));
static GROUPS: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/group-nouns.txt")));
static BODIES: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/body-nouns.txt")));
static DOCUMENTS: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/document-nouns.txt")));
static TITLES: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/titles.txt")));
static PLACES: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/places.txt")));
static CALENDAR: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/calendar.txt")));
static FIRST_NAMES: LazyLock<List> = LazyLock::new(|| list(include_str!("../../assets/words/first-names.txt")));

/// Reads a list: words parted by white space, `/m` and `/f` for gender, `form=lemma`, `#` comments.
fn list(file: &'static str) -> List {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(entry).collect()
}

fn entry(item: &'static str) -> (&'static str, (&'static str, Option<Gender>)) {
    let (item, gender) = match item.rsplit_once('/') {
        Some((item, "m")) => (item, Some(Gender::Male)),
        Some((item, _)) => (item, Some(Gender::Female)),
        None => (item, None),
    };
    let (form, lemma) = item.split_once('=').unwrap_or((item, item));
    (form, (lemma, gender))
}

/// Returns what the lists say of `word`, or `None` if they do not hold it.
pub(super) fn noun(word: &str) -> Option<Noun> {
    let word = word.to_lowercase();
    let classes = [
        (&PERSONS, Class::Person),
        (&GROUPS, Class::People),
        (&DOCUMENTS, Class::Document),
        (&BODIES, Class::Body),
    ];
    let singular = singular(&word);
    for form in [Some(word.as_str()), singular.as_deref()].into_iter().flatten() {
        for (list, class) in &classes {
            if let Some((lemma, gender)) = list.get(form) {
                let plural = *lemma != word && *lemma != "congressman" || singular.as_deref() == Some(form);
                let number = if plural { Number::Plural } else { Number::Singular };
                let lemma = list.get(lemma).map_or(*lemma, |(lemma, _)| lemma);
                let gender = gender.or_else(|| list.get(lemma).and_then(|(_, gender)| *gender));
                return Some(Noun { lemma: lemma.to_owned(), class: *class, gender, number });
            }
        }
    }
    None
}

/// Returns the singular of a regular plural, or `None` if `word` does not look like one.
pub(super) fn singular(word: &str) -> Option<String> {
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']))?;
    if let Some(stem) = stem.strip_suffix("ie") {
        return Some(format!("{stem}y"));
    }
    let sibilant = |stem: &&str| ["ss", "sh", "ch", "x", "z"].iter().any(|end| stem.ends_with(end));
    match stem.strip_suffix('e').filter(sibilant) {
        Some(stem) => Some(stem.to_owned()),
        None => Some(stem.to_owned()),
    }
}

/// Returns the full form and the gender of a title (“Sen.” gives “senator”), or `None`.
pub(super) fn title(word: &str) -> Option<(&'static str, Option<Gender>)> {
    let word = word.trim_end_matches('.').to_lowercase();
    TITLES.get(word.as_str()).copied()
}

/// Returns whether `name` is a well-known place; words of the name parted by spaces.
pub(super) fn is_place(name: &str) -> bool {
    let name = name.to_lowercase().replace(' ', "_");
    PLACES.contains_key(name.as_str())
}

/// Returns whether `word` is a day, a month or a language.
pub(super) fn is_calendar(word: &str) -> bool {
    CALENDAR.contains_key(word.trim_end_matches('.').to_lowercase().as_str())
}

/// Returns the gender of those who mostly bear the first name `word`; weak evidence.
pub(super) fn first_name(word: &str) -> Option<Gender> {
    FIRST_NAMES.get(word.to_lowercase().as_str()).and_then(|(_, gender)| *gender)
}

/// Returns whether a capitalised name that holds `word` is the name of a body.
pub(super) fn names_body(word: &str) -> bool {
    BODIES.contains_key(word.to_lowercase().as_str())
        || singular(&word.to_lowercase()).is_some_and(|word| BODIES.contains_key(word.as_str()))
}

/// Returns whether a capitalised name that ends in `word` is the name of something written.
pub(super) fn names_document(word: &str) -> bool {
    DOCUMENTS.contains_key(word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, lemma: &str, class: Class, number: Number) {
        let found = noun(word).map(|noun| (noun.lemma, noun.class, noun.number));
        assert_eq!(found, Some((lemma.to_owned(), class, number)), "{word}");
    }

    #[test]
    fn plurals_find_their_singular() {
        check("officials", "official", Class::Person, Number::Plural);
        check("Women", "woman", Class::Person, Number::Plural);
        check("agencies", "agency", Class::Body, Number::Plural);
        check("witnesses", "witness", Class::Person, Number::Plural);
        check("bosses", "boss", Class::Person, Number::Plural);
        check("judges", "judge", Class::Person, Number::Plural);
        check("people", "person", Class::Person, Number::Plural);
        check("spokeswoman", "spokeswoman", Class::Person, Number::Singular);
        check("boss", "boss", Class::Person, Number::Singular);
        check("stories", "story", Class::Document, Number::Plural);
    }

    #[test]
    fn the_word_shows_the_gender() {
        assert_eq!(noun("spokeswoman").and_then(|noun| noun.gender), Some(Gender::Female));
        assert_eq!(noun("spokesmen").and_then(|noun| noun.gender), Some(Gender::Male));
        assert_eq!(noun("official").and_then(|noun| noun.gender), None);
        assert_eq!(title("Mrs."), Some(("mrs", Some(Gender::Female))));
        assert_eq!(title("Sens."), Some(("senator", None)));
    }

    #[test]
    fn places_of_two_words() {
        assert!(is_place("New York"));
        assert!(!is_place("Anna Berg"));
    }
}
