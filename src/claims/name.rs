//! What a name is made of: titles, parts, whether it is a person's or a body's.
//!
//! Comes from the words of one mention; answers whether two names may be the same one's. Knows no
//! other mention.

use super::{
    mention::Gender,
    words,
};

/// A name taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    /// Titles before it, spelt out and in lower case: `senator`.
    pub(super) titles: Vec<&'static str>,
    /// Its words in lower case without dots, titles and “Jr.” left out; never empty.
    pub(super) parts: Vec<String>,
    /// What it seems to be the name of.
    pub(super) of: NameOf,
    /// The gender that a title shows.
    pub(super) gender: Option<Gender>,
}

/// What a name seems to be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameOf {
    /// A person, by title, first name or shape.
    Person,
    /// A ministry, a firm, a paper.
    Body,
    /// A law, a report, a book.
    Document,
    /// A country, a state, a town.
    Place,
    /// Capitals only: a body, or a surname in a transcript.
    Acronym,
    /// One word that may be anything.
    Unknown,
}

/// First names with their usual short forms; our own compilation.
const SHORT: [(&str, &str); 26] = [
    ("william", "bill"), ("robert", "bob"), ("robert", "rob"), ("james", "jim"), ("john", "jack"), ("richard", "rick"),
    ("richard", "dick"), ("edward", "ted"), ("theodore", "ted"), ("michael", "mike"), ("joseph", "joe"),
    ("thomas", "tom"), ("anthony", "tony"), ("rafael", "ted"), ("bernard", "bernie"), ("elizabeth", "liz"),
    ("margaret", "maggie"), ("katherine", "kate"), ("deborah", "debbie"), ("charles", "chuck"), ("rudolph", "rudy"),
    ("lawrence", "larry"), ("gerald", "jerry"), ("willard", "mitt"), ("addison", "mitch"), ("james", "jeb"),
];

impl Name {
    /// Takes `words` apart; `None` if no word is left.
    pub(super) fn parse(words: &str) -> Option<Self> {
        let mut raw: Vec<&str> = words.split_whitespace().collect();
        while raw.len() > 1 && is_suffix(raw.last().copied().unwrap_or_default()) {
            raw.pop();
        }
        let (titles, gender, start) = titles(&raw);
        let parts: Vec<String> = raw[start..].iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
        if parts.is_empty() {
            return None;
        }
        let of = if titles.is_empty() { name_of(&raw[start..], &parts) } else { NameOf::Person };
        Some(Self { titles, parts, of, gender })
    }

    /// Returns the last word: a person's surname.
    pub(super) fn last(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    /// Returns the first word.
    pub(super) fn first(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }

    /// Returns all words, parted by spaces.
    pub(super) fn key(&self) -> String {
        self.parts.join(" ")
    }

    /// Returns the initials of the words that count: `fbi`.
    pub(super) fn initials(&self) -> String {
        let counted = self.parts.iter().filter(|word| !matches!(word.as_str(), "of" | "the" | "for" | "and" | "on"));
        counted.filter_map(|word| word.chars().next()).collect()
    }

    /// Returns whether two persons' names of several words may be the same one's.
    pub(super) fn fits(&self, other: &Self) -> bool {
        if self.last() != other.last() || clash(self.gender, other.gender) {
            return false;
        }
        let (left, right) = (self.first(), other.first());
        left == right
            || self.parts.len() == 1
            || other.parts.len() == 1
            || left.len().min(right.len()) == 1 && left.chars().next() == right.chars().next()
            || left.len().min(right.len()) >= 3 && (left.starts_with(right) || right.starts_with(left))
            || SHORT.iter().any(|(long, short)| (left, right) == (*long, *short) || (right, left) == (*long, *short))
            || self.parts.len() > 2 && self.parts[1] == right
            || other.parts.len() > 2 && other.parts[1] == left
    }
}

/// Returns whether both genders are known and differ.
pub(super) fn clash(left: Option<Gender>, right: Option<Gender>) -> bool {
    matches!((left, right), (Some(left), Some(right)) if left != right)
}

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV" | "Esq" | "Ph.D" | "M.D" | ",")
}

/// Returns `word` in lower case without dots and the mark of the owner.
fn plain(word: &str) -> String {
    let word = word.trim_end_matches("’s").trim_end_matches("'s");
    word.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-').flat_map(char::to_lowercase).collect()
}

/// Returns the titles at the start of `raw`, the gender they show, and where the name starts.
fn titles(raw: &[&str]) -> (Vec<&'static str>, Option<Gender>, usize) {
    let (mut found, mut gender, mut start) = (Vec::new(), None, 0);
    for (at, word) in raw.iter().enumerate() {
        let Some((title, shown)) = words::title(word).filter(|_| at + 1 < raw.len()) else { continue };
        // “Department of Justice”: what follows “of” is no name.
        let of = raw.get(at + 1).is_some_and(|next| *next == "of");
        let next = if of { at + 3 } else { at + 1 };
        if next < raw.len() && !raw[..at].iter().any(|word| words::first_name(word).is_some()) {
            found.push(title);
            gender = gender.or(shown);
            start = next;
        }
    }
    (found, gender, start)
}

fn name_of(raw: &[&str], parts: &[String]) -> NameOf {
    let capitals = |word: &str| word.len() > 1 && !word.chars().any(char::is_lowercase);
    let body = parts.iter().any(|word| words::names_body(word));
    let first_name = words::first_name(&parts[0]).is_some();
    if words::is_place(&raw.join(" ")) || words::is_place(&parts.join(" ")) {
        NameOf::Place
    } else if parts.len() == 1 && capitals(raw[0]) {
        NameOf::Acronym
    } else if body && (!first_name || parts.len() > 2 || words::is_place(&parts[0])) {
        NameOf::Body
    } else if parts.len() > 1 && !first_name && parts.last().is_some_and(|word| words::names_document(word)) {
        NameOf::Document
    } else if parts.len() > 1 && parts.len() < 5 && !raw.contains(&"of") {
        NameOf::Person
    } else if first_name {
        NameOf::Unknown
    } else if parts.len() > 1 {
        NameOf::Body
    } else {
        NameOf::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, key: &str, of: NameOf) {
        let name = Name::parse(words).map(|name| (name.key(), name.of));
        assert_eq!(name, Some((key.to_owned(), of)), "{words}");
    }

    #[test]
    fn titles_are_no_part_of_the_name() {
        check("Mr. Berg", "berg", NameOf::Person);
        check("Sen. Anna Berg", "anna berg", NameOf::Person);
        check("Attorney General Anna Berg", "anna berg", NameOf::Person);
        check("Secretary of State Anna Berg", "anna berg", NameOf::Person);
        check("Norwegian President Anna Berg", "anna berg", NameOf::Person);
        check("Thomas Berg Jr.", "thomas berg", NameOf::Person);
        check("Larry King", "larry king", NameOf::Person);
    }

    #[test]
    fn bodies_places_and_acronyms() {
        check("Department of Roofs", "department of roofs", NameOf::Body);
        check("Norway Times", "norway times", NameOf::Body);
        check("New York", "new york", NameOf::Place);
        check("FBI", "fbi", NameOf::Acronym);
        check("Clean Roof Act", "clean roof act", NameOf::Document);
        check("Berg", "berg", NameOf::Unknown);
    }

    #[test]
    fn names_that_may_be_the_same_ones() {
        let fits = |left: &str, right: &str| Name::parse(left).unwrap().fits(&Name::parse(right).unwrap());
        assert!(fits("Anna Berg", "Anna M. Berg"));
        assert!(fits("William Berg", "Bill Berg"));
        assert!(fits("Christopher Berg", "Chris Berg"));
        assert!(!fits("Anna Berg", "Tom Berg"));
        assert!(!fits("Anna Berg", "Anna Lee"));
        assert!(!fits("Mr. Berg", "Mrs. Berg"));
    }
}
