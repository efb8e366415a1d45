//! Where words may be broken at the end of a row.
//!
//! Words in; places in them out. Names and words with signs in them are never broken.

use hypher::Lang;

/// Shortest word that is broken, in letters; shorter ones cost the eye more than they gain.
const SHORTEST: usize = 7;
/// How much of a text is looked at to tell its language, in bytes.
const SAMPLE: usize = 4096;
/// Words of which English prose has at least one in twelve (they are its four commonest).
const ENGLISH: [&str; 4] = ["the", "of", "and", "to"];

/// A language whose words we can break, by the patterns of TeX.
///
/// Which those are `Cargo.toml` says: the ones of much news in Latin letters, 0.4 MB in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(Lang);

/// Returns the language of a text by the tag in its metadata, such as `en-GB`. `None` if it is one
/// whose words we cannot break.
///
/// A text without a tag is English if its words say so, else unknown: to break words by the rules of
/// a neighbouring language is worse than not to break them.
pub fn language(tag: Option<&str>, text: &str) -> Option<Language> {
    match tag {
        Some(tag) => tagged(tag),
        None => reads_as_english(text).then_some(Language(Lang::English)),
    }
}

/// Returns the places in `word` at which it may be broken, in bytes, in order.
pub fn points(word: &str, Language(lang): Language) -> Vec<usize> {
    let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = letters.len() - letters.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let letters = &letters[start..];
    if letters.len() < SHORTEST || !may_be_broken(letters, lang) {
        return Vec::new();
    }
    let mut at = start;
    let mut points: Vec<usize> = hypher::hyphenate(letters, lang)
        .map(|syllable| {
            at += syllable.len();
            at
        })
        .collect();
    points.pop();
    points
}

/// Returns the language with this tag, by its first part.
fn tagged(tag: &str) -> Option<Language> {
    let code = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    Lang::from_iso(code.as_bytes().try_into().ok()?).map(Language)
}

/// Returns whether `letters` are a word of `lang` and not a name or something with signs in it.
fn may_be_broken(letters: &str, lang: Lang) -> bool {
    // In German every noun begins with a capital, names or not.
    let rest = match lang {
        Lang::German => letters.trim_start_matches(char::is_uppercase),
        _ => letters,
    };
    let plain = |c: char| match lang {
        // A letter that English has not makes it a word of another language.
        Lang::English => c.is_ascii_lowercase(),
        _ => c.is_lowercase(),
    };
    let capitals = letters.len() - rest.len();
    let first = letters.chars().next().map_or(0, char::len_utf8);
    capitals <= first && letters.chars().count() >= SHORTEST && rest.chars().all(plain)
}

fn reads_as_english(text: &str) -> bool {
    let end = (0..=SAMPLE.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let words: Vec<&str> = text[..end.unwrap_or(0)].split_whitespace().collect();
    let common = words.iter().filter(|word| ENGLISH.contains(word)).count();
    common * 12 >= words.len() && !words.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &str) {
        check_in("en", word, expected);
    }

    fn check_in(tag: &str, word: &str, expected: &str) {
        let language = language(Some(tag), "").expect("we can break its words");
        let mut broken = word.to_owned();
        for point in points(word, language).into_iter().rev() {
            broken.insert(point, '·');
        }
        assert_eq!(broken, expected, "{tag}");
    }

    #[test]
    fn words_are_broken_between_syllables() {
        check("commission", "com·mis·sion");
        check("“photographs,”", "“pho·tographs,”");
        check("bridge", "bridge");
    }

    #[test]
    fn names_and_signs_are_not_broken() {
        check("Lindgren-Amoah", "Lindgren-Amoah");
        check("Commissioner", "Commissioner");
        check("well-established", "well-established");
        check("https://a.example/commission", "https://a.example/commission");
        check("commissioné", "commissioné");
    }

    #[test]
    fn each_language_has_its_own_rules() {
        check_in("de", "Brückensperrung", "Brü·cken·sper·rung");
        check_in("de-AT", "BRÜCKENSPERRUNG", "BRÜCKENSPERRUNG");
        check_in("fr", "«\u{a0}gouvernement", "«\u{a0}gou·ver·ne·ment");
        check_in("fr-CA", "Gouvernement", "Gouvernement");
        check_in("es", "construcción,", "cons·truc·ción,");
        check_in("it", "informazione", "in·for·ma·zio·ne");
        check_in("pt_BR", "governadores", "go·ver·na·do·res");
        check_in("nl", "verantwoordelijk", "ver·ant·woor·de·lijk");
        check_in("sv", "regeringen", "re·ge·ring·en");
        check_in("da", "regeringen", "re·ge·rin·gen");
        check_in("fi", "hallituksen", "hal·li·tuk·sen");
        check_in("pl", "odpowiedzialny", "od·po·wie·dzial·ny");
    }

    #[test]
    fn the_language_comes_from_the_metadata_or_the_words() {
        let english = language(Some("en"), "");
        assert!(english.is_some());
        assert_eq!(language(Some("en-GB"), ""), english);
        assert_ne!(language(Some("de"), "the end of the road"), english);
        assert_eq!(language(Some("cy"), "the end of the road"), None);
        assert_eq!(language(Some("eng"), ""), None);
        assert_eq!(language(Some(""), ""), None);
        assert_eq!(language(None, "She went to the end of the road."), english);
        assert_eq!(language(None, "Die Brücke ist seit Montag gesperrt."), None);
        assert_eq!(language(None, ""), None);
    }
}
