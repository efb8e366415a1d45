//! Lines of print that tell who wrote an article, when and for whom: bylines, dates, datelines.
//!
//! English forms only. What is not wholly understood says nothing.

use super::lines::ends_sentence;
use crate::ingest::metadata::{Field, Metadata};

/// The longest line that tells byline and date, in characters.
const LONGEST: usize = 120;

/// Returns what a line of the head says: `By Anna Berg`, `3 May 2024`, or several such parts with
/// bars, bullets or dashes between them.
pub(super) fn line(words: &str) -> Metadata {
    let mut found = Metadata::default();
    if words.chars().count() > LONGEST {
        return found;
    }
    let parts = words.split(['|', '•', '·']).flat_map(|part| part.split(" – "));
    let mut others = Vec::new();
    for part in parts.flat_map(|part| part.split(" — ")).map(str::trim) {
        if let Some(name) = byline(part) {
            found.set(Field::Byline, name);
        } else if let Some(date) = date(part) {
            found.set(Field::Date, date);
        } else if !part.is_empty() {
            others.push(part);
        }
    }
    // What stands beside a byline or a date and is short is where it was printed; a line of
    // which more is unknown is none of these.
    match others.as_slice() {
        [] => found,
        [other] if found != Metadata::default() && other.len() <= 40 && !ends_sentence(other) => {
            found.set(Field::Outlet, other);
            found
        }
        _ => Metadata::default(),
    }
}

/// Returns the name in `By Anna Berg`.
fn byline(part: &str) -> Option<&str> {
    const STARTS: [&str; 6] =
        ["by ", "written by ", "words by ", "story by ", "report by ", "reporting by "];
    let name = STARTS.iter().find_map(|start| {
        let (before, name) = part.split_at_checked(start.len())?;
        before.eq_ignore_ascii_case(start).then(|| name.trim())
    })?;
    let is_name = name.starts_with(char::is_uppercase)
        && name.split_whitespace().count() <= 14
        && !name.ends_with(['.', '?', '!', ':', ','])
        && !name.contains(['“', '"', ';']);
    is_name.then_some(name)
}

/// Returns the date that `part` is, without “Published” and the like.
fn date(part: &str) -> Option<&str> {
    const STARTS: [&str; 6] =
        ["first published", "last updated", "published", "updated", "posted", "on"];
    let mut date = part;
    for start in STARTS {
        if let Some((before, rest)) = date.split_at_checked(start.len())
            && before.eq_ignore_ascii_case(start)
            && rest.starts_with([' ', ':'])
        {
            date = rest.trim_start_matches([' ', ':']);
        }
    }
    let mut has = Parts::default();
    let words = || date.split([' ', ',']).filter(|word| !word.is_empty());
    let is_date = words().all(|word| has.take(word)) && has.is_date() && words().count() <= 12;
    is_date.then_some(date)
}

/// Which parts of a date were seen.
#[derive(Default)]
struct Parts {
    year: bool,
    month: bool,
    day: bool,
    whole: bool,
}

impl Parts {
    /// Takes in a word; `false` if it is no part of a date or a time.
    fn take(&mut self, word: &str) -> bool {
        const BESIDES: [&str; 26] = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "mon",
            "tue",
            "tues",
            "wed",
            "thu",
            "thur",
            "thurs",
            "fri",
            "sat",
            "sun",
            "at",
            "am",
            "pm",
            "gmt",
            "utc",
            "et",
            "bst",
            "cet",
            "pt",
        ];
        let plain: String = word.to_lowercase().replace('.', "");
        if is_month(&plain) {
            self.month = true;
        } else if is_numeric_date(word) {
            self.whole = true;
        } else if let Some(number) = day_or_year(&plain) {
            self.day |= number <= 31;
            self.year |= number > 31;
        } else {
            return is_time(&plain) || BESIDES.contains(&plain.as_str());
        }
        true
    }

    fn is_date(&self) -> bool {
        self.whole || self.month && self.year
    }
}

/// Returns whether `word` names a month, in full or in three or four letters.
fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    MONTHS.iter().any(|month| month.starts_with(word) && (word.len() >= 3))
}

/// Returns the number of a day, such as `3` or `3rd`, or of a year of print.
fn day_or_year(word: &str) -> Option<u16> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    let number: u16 = number.unwrap_or(word).parse().ok()?;
    matches!(number, 1..=31 | 1600..=2199).then_some(number)
}

/// Returns whether `word` is a date in digits: `2024-05-03`, with a time or not, or `3/5/2024`.
fn is_numeric_date(word: &str) -> bool {
    let day = word.split_once('T').map_or(word, |(day, _)| day);
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    ['-', '/', '.'].iter().any(|separator| {
        let parts: Vec<&str> = day.split(*separator).collect();
        parts.len() == 3
            && parts.iter().all(|part| is_digits(part) && part.len() <= 4)
            && parts.iter().filter(|part| part.len() == 4).count() <= 1
            && day.len() >= 6
    })
}

/// Returns whether `word` is a time of day: `14:30`, `9am`, `9:05pm`.
fn is_time(word: &str) -> bool {
    let bare = word.strip_suffix("am").or_else(|| word.strip_suffix("pm"));
    let digits = bare.unwrap_or(word);
    (bare.is_some() || digits.contains(':'))
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
}

/// Returns what a dateline at the start of the first paragraph says:
/// `LONDON, May 3 (Reuters) - `, `PARIS (AP) — `.
pub(super) fn dateline(words: &str) -> Metadata {
    let mut found = Metadata::default();
    let Some((place, rest)) = words.split_once('(').filter(|(place, _)| place.len() <= 60) else {
        return found;
    };
    let Some((agency, rest)) = rest.split_once(')').filter(|(agency, _)| agency.len() <= 40) else {
        return found;
    };
    let town = place.split(',').next().unwrap_or_default().trim();
    let is_dateline = is_town(town)
        && agency.starts_with(char::is_uppercase)
        && rest.trim_start().starts_with(['-', '–', '—']);
    if is_dateline {
        found.set(Field::Outlet, agency);
        let day = place.split_once(',').map_or("", |(_, day)| day.trim());
        let mut parts = Parts::default();
        let is_day =
            day.split([' ', ',']).filter(|word| !word.is_empty()).all(|word| parts.take(word));
        if is_day && parts.month && parts.day {
            found.set(Field::Date, day);
        }
    }
    found
}

/// Returns whether `town` is a place as datelines set it, in capitals.
fn is_town(town: &str) -> bool {
    let letters = || town.chars().filter(|c| c.is_alphabetic());
    letters().nth(2).is_some() && !letters().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &str) {
        let Metadata { byline, date, outlet, .. } = line(words);
        let parts = [byline, date, outlet].into_iter().flatten();
        assert_eq!(parts.collect::<Vec<_>>().join(" / "), expected, "{words}");
    }

    #[test]
    fn names() {
        check("By Anna Berg", "Anna Berg");
        check("WRITTEN BY Anna Berg and Tom Lee, Coast News", "Anna Berg and Tom Lee, Coast News");
        check("By and large", "");
        check("By Anna Berg said “no”", "");
        check("Bye Anna", "");
    }

    #[test]
    fn dates() {
        check("3 May 2024", "3 May 2024");
        check("Sept. 3rd, 2024, 14:30 GMT", "Sept. 3rd, 2024, 14:30 GMT");
        check("Last updated: 2024-05-03", "2024-05-03");
        check("03.05.2024", "03.05.2024");
        check("May 2024", "May 2024");
        check("May 3", "");
        check("3 May 2024 was a Friday", "");
        check("1.5.7", "");
    }

    #[test]
    fn parts_of_a_line() {
        check("By Anna Berg • 3 May 2024", "Anna Berg / 3 May 2024");
        check("Coast News – 3 May 2024", "3 May 2024 / Coast News");
        check("Coast News | Sport", "");
        check("By Anna Berg | Coast News | Sport", "");
    }

    #[test]
    fn datelines() {
        let check = |words: &str, outlet: Option<&str>, date: Option<&str>| {
            let found = dateline(words);
            assert_eq!((found.outlet.as_deref(), found.date.as_deref()), (outlet, date), "{words}");
        };
        check("LONDON, May 3 (Reuters) - The court", Some("Reuters"), Some("May 3"));
        check("PARIS (AP) — The court", Some("AP"), None);
        check("PARIS, France (AP) — The court", Some("AP"), None);
        check("The court (of Lindby) - which", None, None);
        check("NATO (the alliance) said", None, None);
    }
}
