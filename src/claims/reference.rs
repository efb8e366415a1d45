//! What the words before a noun tell of whether the reader knows the thing.

use super::mention::Reference;

/// Words that set a thing beside one that is known.
const FURTHER: [&str; 13] = [
    "other", "another", "second", "third", "fourth", "separate", "additional", "different", "further", "latter",
    "next", "fellow", "new",
];

/// Determiners of what is known.
const KNOWN: [&str; 6] = ["the", "this", "that", "these", "those", "said"];

/// Determiners of what is new.
const NEW: [&str; 17] = [
    "a", "an", "one", "two", "three", "four", "five", "six", "some", "several", "many", "most", "few", "any", "no",
    "dozens", "every",
];

/// Reads the words before a head noun; `owned` if it has an owner (“his aide”, “Berg’s aide”).
pub(super) fn of<'a>(before: impl Iterator<Item = &'a str>, owned: bool) -> Reference {
    let words: Vec<String> = before.map(str::to_lowercase).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let starts = |list: &[&str]| words.first().is_some_and(|word| list.contains(&word.as_str()));
    let further = has(&FURTHER);
    if starts(&["another"]) || starts(&["other"]) {
        Reference::Further
    } else if starts(&KNOWN) || owned {
        match words.get(1).map(String::as_str) {
            Some("first" | "original") => Reference::KnownFirst,
            _ if further => Reference::KnownFurther,
            _ => Reference::Known,
        }
    } else if starts(&NEW) {
        if further { Reference::Further } else { Reference::New }
    } else {
        Reference::Bare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, expected: Reference) {
        assert_eq!(of(before.split(' ').filter(|word| !word.is_empty()), false), expected, "{before}");
    }

    #[test]
    fn articles_tell_known_from_new() {
        check("the", Reference::Known);
        check("that senior", Reference::Known);
        check("a senior", Reference::New);
        check("", Reference::Bare);
        check("senior", Reference::Bare);
    }

    #[test]
    fn modifiers_set_one_beside_another() {
        check("another", Reference::Further);
        check("a second", Reference::Further);
        check("a separate", Reference::Further);
        check("the additional", Reference::KnownFurther);
        check("the other", Reference::KnownFurther);
        check("the first", Reference::KnownFirst);
    }

    #[test]
    fn an_owner_makes_it_known() {
        assert_eq!(of(["chief"].into_iter(), true), Reference::Known);
    }
}
