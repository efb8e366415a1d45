//! What the first lines of a plain text say about it: title, byline, date, outlet.
//!
//! Only forms that are clear count; all else is the article's own words.

use super::lines::{Line, Lines, ends_sentence};
use crate::{
    article::{Block, BlockKind},
    base::TextSpan,
    ingest::metadata::{Field, Metadata},
};

/// The first lines of a text.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) metadata: Metadata,
    pub(super) blocks: Vec<Block>,
    /// The byte at which the lines after them start.
    pub(super) end: usize,
}

/// The longest title, in characters: the longest of 3,000 news headlines that we measured has
/// 150.
const TITLE: usize = 160;

/// The longest line that tells byline and date, in characters.
const CREDIT: usize = 120;

/// Reads the head of `text`.
pub(super) fn find(text: &str) -> Head {
    let mut head = Head::default();
    let mut lines = Lines::new(text, 0);
    read_fields(text, &mut lines, &mut head);
    if head.metadata.title.is_none() {
        read_title(text, &mut lines, &mut head);
    }
    if head.metadata.title.is_some() {
        read_credits(text, &mut lines, &mut head);
    }
    head
}

/// Reads lines such as `Title: Court rules` at the start: one that gives the title, or two or
/// more of which most have names that we know.
fn read_fields(text: &str, lines: &mut Lines<'_>, head: &mut Head) {
    let mut after = lines.clone();
    skip_blank(&mut after);
    let mut fields = Vec::new();
    let mut end = after.at();
    for line in after.by_ref().take(30) {
        let Some((name, value)) = field(text, &line) else { break };
        fields.push((Field::named(name).map(|(field, _)| field), line, value));
        end = lines.at().max(end);
    }
    let known = fields.iter().filter(|(field, ..)| field.is_some()).count();
    let gives_title = fields.first().is_some_and(|(field, ..)| *field == Some(Field::Title));
    if !(gives_title && known * 2 >= fields.len() || known >= 2 && known * 2 > fields.len()) {
        return;
    }
    let count = fields.len();
    for (field, line, value) in fields {
        let (span, kind) = match field {
            Some(Field::Title) if head.metadata.title.is_none() => (value, BlockKind::Title),
            // What the article's data say is not shown again.
            Some(field) => {
                head.metadata.set(field, value.slice(text).unwrap_or_default());
                continue;
            }
            None => (line.words, BlockKind::Paragraph),
        };
        if kind == BlockKind::Title {
            head.metadata.set(Field::Title, span.slice(text).unwrap_or_default());
        }
        head.blocks.push(Block { span, kind, quoted: 0 });
    }
    skip_blank(lines);
    lines.by_ref().take(count).for_each(drop);
    head.end = lines.at();
}

/// Returns the name and the value of a line such as `Published: 3 May 2024`.
fn field<'t>(text: &'t str, line: &Line) -> Option<(&'t str, TextSpan)> {
    let words = line.words.slice(text)?;
    let (name, value) = words.split_once(':')?;
    let is_name = name.starts_with(char::is_uppercase) || Field::named(name).is_some();
    let is_name = is_name
        && name.len() <= 24
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '_'))
        && name.split(' ').count() <= 2;
    let value = value.strip_prefix([' ', '\t'])?.trim_start();
    let span = TextSpan::new(line.words.end() - value.len(), line.words.end());
    (is_name && !value.is_empty()).then_some((name, span))
}

/// Reads the title, if the first lines are one.
fn read_title(text: &str, lines: &mut Lines<'_>, head: &mut Head) {
    let mut after = lines.clone();
    skip_blank(&mut after);
    let Some(first) = after.next() else { return };
    let mut next = after.clone();
    let follows = next.next();
    let mut span = first.words;
    let mut lines_of_title = 1;
    if let Some(second) =
        follows.filter(|second| is_second_line(text, &first, second, next.clone()))
    {
        span = span.hull(second.words);
        lines_of_title = 2;
        after = next;
    }
    let words = span.slice(text).unwrap_or_default();
    let after_blank = lines_of_title == 2 || follows.is_none_or(|line| line.is_blank());
    let body = body_after(after.clone());
    let Some(body) = body else { return };
    if is_title(words, after_blank, text, &body, after.clone()) {
        head.metadata.set(Field::Title, words);
        head.blocks.push(Block { span, kind: BlockKind::Title, quoted: 0 });
        *lines = after;
        head.end = lines.at();
    }
}

/// Returns whether `second` goes on with a title that was broken after `first`: both short,
/// neither the end of a sentence, a blank line after.
fn is_second_line(text: &str, first: &Line, second: &Line, mut rest: Lines<'_>) -> bool {
    let words = |line: &Line| line.words.slice(text).unwrap_or_default();
    let is_short = |line: &Line| !line.is_blank() && words(line).chars().count() <= TITLE / 2;
    let before_blank = rest.next().is_some_and(|line| line.is_blank()) && rest.next().is_some();
    before_blank
        && is_short(first)
        && is_short(second)
        && !ends_sentence(words(first))
        && !ends_sentence(words(second))
        && credit(words(second)) == Metadata::default()
        && !is_capitals(words(first))
        && super::list::marker(words(second)).is_none()
}

/// Returns the next line with words.
fn body_after(mut lines: Lines<'_>) -> Option<Line> {
    lines.find(|line| !line.is_blank())
}

/// Returns whether `words` are a title, `body` being the next line with words.
fn is_title(words: &str, after_blank: bool, text: &str, body: &Line, rest: Lines<'_>) -> bool {
    let length = words.chars().count();
    let can_be = length <= TITLE
        && words.chars().any(char::is_alphanumeric)
        && super::list::marker(words).is_none()
        && super::list::quoted(words).0 == 0
        && credit(words) == Metadata::default()
        && !words.ends_with([',', ';', ':']);
    let has_stop = ends_sentence(words) && !words.ends_with(['?', '!']) && !ends_initials(words);
    let next = body.words.slice(text).unwrap_or_default();
    let is_followed = ends_sentence(next) && next.chars().count() > length;
    can_be
        && match (after_blank, has_stop) {
            (true, false) => true,
            // A sentence may be a title, where the only blank line of the text sets it off.
            (true, true) => is_followed && has_no_more_blanks(rest),
            (false, false) => {
                is_capitals(words)
                    || credit(next) != Metadata::default()
                    || is_followed && length * 2 <= next.chars().count()
            }
            (false, true) => false,
        }
}

/// Returns whether `words` end with initials, as in “U.S.”, whose stop ends no sentence.
fn ends_initials(words: &str) -> bool {
    let mut back = words.chars().rev();
    let found = [back.next(), back.next(), back.next()];
    matches!(found, [Some('.'), Some(letter), Some('.')] if letter.is_uppercase())
}

/// Returns whether the lines have one blank line, or a few on end, then words to the end, at
/// least two lines of them.
fn has_no_more_blanks(mut lines: Lines<'_>) -> bool {
    skip_blank(&mut lines);
    let mut count = 0;
    for line in lines.by_ref().take(200) {
        if line.is_blank() {
            return lines.all(|line| line.is_blank()) && count > 1;
        }
        count += 1;
    }
    count > 1
}

/// Returns whether `words` are all capitals, more than initials.
fn is_capitals(words: &str) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    letters().nth(5).is_some() && !letters().any(char::is_lowercase)
}

fn skip_blank(lines: &mut Lines<'_>) {
    let mut ahead = lines.clone();
    while ahead.next().is_some_and(|line| line.is_blank()) {
        *lines = ahead.clone();
    }
}

/// Reads up to four lines after the title that tell who wrote it, when and where.
fn read_credits(text: &str, lines: &mut Lines<'_>, head: &mut Head) {
    let mut ahead = lines.clone();
    for _ in 0..4 {
        skip_blank(&mut ahead);
        let Some(line) = ahead.next() else { return };
        let found = credit(line.words.slice(text).unwrap_or_default());
        if found == Metadata::default() {
            return;
        }
        head.metadata.complete(found);
        head.blocks.push(Block { span: line.words, kind: BlockKind::Paragraph, quoted: 0 });
        *lines = ahead.clone();
        head.end = lines.at();
    }
}

/// Returns what a line of the head says: `By Anna Berg`, `3 May 2024`, or several such parts with
/// bars, bullets or dashes between them.
fn credit(words: &str) -> Metadata {
    let mut found = Metadata::default();
    if words.chars().count() > CREDIT {
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
        if let Some((before, rest)) = date.split_at_checked(start.len()) {
            if before.eq_ignore_ascii_case(start) && rest.starts_with([' ', ':']) {
                date = rest.trim_start_matches([' ', ':']);
            }
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

    fn check(text: &str, expected: &str) {
        let head = find(text);
        let Metadata { title, byline, date, outlet, address, .. } = head.metadata;
        let parts = [title, byline, date, outlet, address].into_iter().flatten();
        assert_eq!(parts.collect::<Vec<_>>().join(" / "), expected, "{text}");
    }

    const BODY: &str = "The court in Lindby ruled on Monday that the harbour may close for good.";

    fn check_first(first: &str, expected: &str) {
        check(&format!("{first}\n\n{BODY}\n\n{BODY}\n"), expected);
    }

    #[test]
    fn a_line_before_a_blank_one_is_the_title() {
        check_first("Court closes harbour", "Court closes harbour");
        check_first("Will the court close it?", "Will the court close it?");
        check_first("Mayor defies the U.S.", "Mayor defies the U.S.");
        check_first("\u{FEFF}\n\nCourt closes harbour", "Court closes harbour");
    }

    #[test]
    fn a_sentence_or_an_item_is_none() {
        check_first("The court ruled.", "");
        check_first("- Court closes harbour", "");
        check_first("> Court closes harbour", "");
        check_first("***", "");
        check_first(&"Court closes harbour ".repeat(10), "");
    }

    #[test]
    fn the_only_blank_line_sets_off_a_title_with_a_stop() {
        let title = "Nobody is coming back to Lindby.";
        check(&format!("{title}\n\n{BODY}\n{BODY}\n"), title);
        check(&format!("{title}\n\n{BODY}\n\n{BODY}\n"), "");
    }

    #[test]
    fn without_a_blank_line_it_must_be_short_or_in_capitals() {
        check(&format!("Court closes harbour\n{BODY}\n"), "Court closes harbour");
        check(
            &format!("COURT CLOSES HARBOUR OF LINDBY FOR GOOD\n{BODY}\n"),
            "COURT CLOSES HARBOUR OF LINDBY FOR GOOD",
        );
        check("The court in Lindby ruled on Monday that\nthe harbour may close.\n", "");
    }

    #[test]
    fn a_title_on_two_lines() {
        check_first(
            "Court closes harbour of Lindby\nafter four years",
            "Court closes harbour of Lindby after four years",
        );
    }

    #[test]
    fn a_text_of_one_line_has_no_title() {
        check("Court closes harbour", "");
    }

    #[test]
    fn bylines_and_dates() {
        check_first(
            "Court rules\nBy Anna Berg\n3 May 2024",
            "Court rules / Anna Berg / 3 May 2024",
        );
        check_first(
            "Court rules\n\nBY ANNA BERG AND TOM LEE",
            "Court rules / ANNA BERG AND TOM LEE",
        );
        check_first(
            "Court rules\n\nPublished: Friday, May 3rd, 2024 at 9:05 a.m. ET",
            "Court rules / Friday, May 3rd, 2024 at 9:05 a.m. ET",
        );
        check_first("Court rules\n\n2024-05-03T09:05:00Z", "Court rules / 2024-05-03T09:05:00Z");
        check_first(
            "Court rules\n\nBy Anna Berg | The Lindby Post | 3/5/2024",
            "Court rules / Anna Berg / 3/5/2024 / The Lindby Post",
        );
    }

    #[test]
    fn words_that_only_start_like_a_byline() {
        check_first("Court rules\n\nBy the end of May, the harbour had closed.", "Court rules");
        check_first("Court rules\n\nBy Friday it had closed.", "Court rules");
        check_first("Court rules\n\nMay be closed", "Court rules");
    }

    #[test]
    fn lines_with_names() {
        check_first(
            "Title: Court rules\nAuthor: Anna Berg\nDate: 3 May 2024\nSource: The Post\nURL: https://example.org/a",
            "Court rules / Anna Berg / 3 May 2024 / The Post / https://example.org/a",
        );
        check_first("Headline: Court rules", "Court rules");
        check_first(
            "Author: Anna Berg\nSource: The Post\n\nCourt rules",
            "Court rules / Anna Berg / The Post",
        );
    }

    #[test]
    fn speakers_are_no_names() {
        check("Holm: We waited.\nBerg: For what?\nHolm: For a ship.\n", "");
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
