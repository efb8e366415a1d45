//! What the first lines of a plain text say about it: title, byline, date, outlet.
//!
//! Only forms that are clear count; all else is the article's own words.

use super::{
    credit,
    lines::{Line, Lines, ends_sentence},
    list,
};
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
/// neither the end of a sentence, a blank line after; or a second half after a semicolon, as
/// American papers set it.
fn is_second_line(text: &str, first: &Line, second: &Line, mut rest: Lines<'_>) -> bool {
    let words = |line: &Line| line.words.slice(text).unwrap_or_default();
    let is_short = |line: &Line| !line.is_blank() && words(line).chars().count() <= TITLE / 2;
    let before_blank = rest.next().is_some_and(|line| line.is_blank()) && rest.next().is_some();
    before_blank
        && is_short(first)
        && is_short(second)
        && !ends_sentence(words(first))
        && (!ends_sentence(words(second)) || words(first).ends_with(';'))
        && credit::line(words(second)) == Metadata::default()
        && !is_capitals(words(first))
        && list::marker(words(second)).is_none()
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
        && list::marker(words).is_none()
        && list::quoted(words).0 == 0
        && credit::line(words) == Metadata::default()
        && !words.ends_with([',', ';', ':']);
    let has_stop = ends_sentence(words) && !words.ends_with(['?', '!']) && !ends_initials(words);
    let next = body.words.slice(text).unwrap_or_default();
    let is_followed = ends_sentence(next) && next.chars().count() > length;
    can_be
        && match (after_blank, has_stop) {
            (true, false) => true,
            // A sentence may be a title, if it is set like one or the only blank line of the text
            // sets it off.
            (true, true) => is_title_case(words) || is_followed && has_no_more_blanks(rest),
            (false, false) => {
                is_capitals(words)
                    || credit::line(next) != Metadata::default()
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

/// Returns whether nearly all longer words start with a capital, as American headlines set them.
fn is_title_case(words: &str) -> bool {
    let long = || words.split_whitespace().filter(|word| word.chars().count() > 3);
    let capital = long().filter(|word| !word.starts_with(char::is_lowercase)).count();
    long().count() >= 3 && capital * 10 >= long().count() * 9
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
        let found = credit::line(line.words.slice(text).unwrap_or_default());
        if found == Metadata::default() {
            return;
        }
        head.metadata.complete(found);
        head.blocks.push(Block { span: line.words, kind: BlockKind::Paragraph, quoted: 0 });
        *lines = ahead.clone();
        head.end = lines.at();
    }
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
}
