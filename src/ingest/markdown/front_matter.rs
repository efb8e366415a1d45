//! Front matter: the lines before a Markdown text that say what it is.
//!
//! YAML between `---` and TOML between `+++`, as Jekyll and Hugo write them. Only what articles
//! need of either: names with a value, quoted or not, with a list, or with an indented text.

use crate::ingest::{
    error::Warning,
    metadata::{Field, Metadata},
};

/// The lines between the fences.
#[derive(Debug)]
pub(super) struct FrontMatter<'t> {
    lines: &'t str,
    /// What stands between name and value.
    separator: char,
}

/// Splits `text` into front matter and body; `None` if it does not start with front matter.
///
/// The first line inside must be a name with a value, so that a rule before words is none.
pub(super) fn split(text: &str) -> Option<(FrontMatter<'_>, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (fence, separator) = if text.starts_with("---") { ("---", ':') } else { ("+++", '=') };
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence || (separator == ':' && line.trim_end() == "...") {
            let lines = &rest[..end];
            let mut told = lines.lines().filter(|line| !is_remark(line));
            let is_front = told.next().is_none_or(|line| pair(line, separator).is_some());
            return is_front.then(|| (FrontMatter { lines, separator }, &rest[end + line.len()..]));
        }
        end += line.len();
    }
    None
}

/// Reads what `front` says, and adds to `warnings` the lines that say nothing.
pub(super) fn read(front: &FrontMatter<'_>, warnings: &mut Vec<Warning>) -> Metadata {
    let mut found: Vec<(Field, usize, String)> = Vec::new();
    let mut lines = front.lines.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        if is_remark(line) || line.starts_with([' ', '\t', '[', '-', '}', ']']) {
            // A part of a value that we do not need, or a table of TOML.
            continue;
        }
        let Some((name, value)) = pair(line, front.separator) else {
            // The fence is line 1.
            warnings.push(Warning::FrontMatter { line: index + 2 });
            continue;
        };
        let mut words = value_words(value);
        let goes_on = |line: &str| line.starts_with([' ', '\t', '-', ']']);
        while let Some((_, more)) = lines.next_if(|(_, line)| goes_on(line)) {
            let more = more.trim().trim_start_matches('-');
            words.extend(value_words(more));
        }
        if let Some((field, rank)) = Field::named(name) {
            found.push((field, rank, join(field, &words)));
        }
    }
    // The best of several names for one thing first.
    found.sort_by_key(|(_, rank, _)| *rank);
    let mut metadata = Metadata::default();
    for (field, _, words) in found {
        metadata.set(field, &words);
    }
    metadata
}

fn is_remark(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

/// Splits a line into name and value.
fn pair(line: &str, separator: char) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(separator)?;
    let name = name.trim().trim_matches(['"', '\'']);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    (!name.is_empty() && name.chars().all(is_name)).then_some((name, value.trim()))
}

/// Returns the words of a value: one, or those of a list in brackets.
fn value_words(value: &str) -> Vec<String> {
    let value = value.trim();
    if matches!(value, "" | "|" | ">" | "|-" | ">-" | "[" | "]" | "null" | "~") {
        return Vec::new();
    }
    if let Some(list) = value.strip_prefix('[') {
        let list = list.trim_end_matches(',').trim_end_matches(']');
        return items(list).iter().flat_map(|item| value_words(item)).collect();
    }
    let value = named_value(value.trim_matches(['{', '}']).trim()).unwrap_or(value);
    vec![unquote(value.trim_end_matches(','))]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect()
}

/// Returns the value in `name: Anna Berg`, as lists of people have it.
fn named_value(value: &str) -> Option<&str> {
    let (name, rest) = value.split_once([':', '='])?;
    matches!(name.trim(), "name" | "\"name\"")
        .then(|| rest.split(", ").next().unwrap_or(rest).trim())
}

/// Splits at commas outside of quotation marks.
fn items(list: &str) -> Vec<&str> {
    let mut open = None;
    list.split(|c| {
        match (c, open) {
            ('"' | '\'', None) => open = Some(c),
            (c, Some(mark)) if c == mark => open = None,
            _ => {}
        }
        c == ',' && open.is_none()
    })
    .collect()
}

/// Returns what stands between quotation marks, escapes resolved, or the words without a remark.
fn unquote(value: &str) -> String {
    let value = value.trim();
    if let Some(inner) =
        value.strip_prefix('"').and_then(|inner| inner.rfind('"').map(|end| &inner[..end]))
    {
        return inner.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    if let Some(inner) =
        value.strip_prefix('\'').and_then(|inner| inner.rfind('\'').map(|end| &inner[..end]))
    {
        return inner.replace("''", "'");
    }
    value.split(" #").next().unwrap_or(value).trim_end().to_owned()
}

/// Joins the words of one value: people with commas, lines of a text with spaces; of several
/// addresses, dates or languages the first.
fn join(field: Field, words: &[String]) -> String {
    // What else is said of a person, such as `role: editor`.
    let is_aside = |words: &&String| {
        words.split_once(": ").is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase()))
    };
    let names = || words.iter().filter(|words| !is_aside(words)).map(String::as_str);
    match field {
        Field::Byline => names().collect::<Vec<_>>().join(", "),
        Field::Outlet => names().collect::<Vec<_>>().join(" "),
        Field::Title => words.join(" "),
        Field::Date | Field::Address | Field::Language => {
            words.first().cloned().unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let Some((front, body)) = split(text) else {
            assert_eq!("none", expected, "{text}");
            return;
        };
        assert_eq!(body, "Body");
        let mut warnings = Vec::new();
        let Metadata { title, byline, date, outlet, address, language } =
            read(&front, &mut warnings);
        let parts = [title, byline, date, outlet, address, language].into_iter().flatten();
        let mut parts: Vec<String> = parts.collect();
        parts.extend(warnings.iter().map(ToString::to_string));
        assert_eq!(parts.join(" / "), expected, "{text}");
    }

    #[test]
    fn yaml() {
        check(
            "---\ntitle: Court: a ruling # new\nauthor: \"Anna \\\"A\\\" Berg\"\ndate: 2024-05-03\n\
             publisher: 'The Post''s'\nlink: https://example.org/a#b\nlang: en\n---\nBody",
            "Court: a ruling / Anna \"A\" Berg / 2024-05-03 / The Post's / https://example.org/a#b / en",
        );
    }

    #[test]
    fn yaml_lists_and_texts() {
        check("---\nauthors: [Anna Berg, 'Lee, Tom']\n---\nBody", "Anna Berg, Lee, Tom");
        check(
            "---\nauthors:\n  - Anna Berg\n  - name: Tom Lee\n    age: 3\n---\nBody",
            "Anna Berg, Tom Lee",
        );
        check(
            "---\nauthors:\n- Anna Berg\ntitle: >-\n  Court\n  rules\n---\nBody",
            "Court rules / Anna Berg",
        );
    }

    #[test]
    fn toml() {
        check(
            "+++\ntitle = \"Court rules\"\nauthors = [\"Anna Berg\", \"Tom Lee\"]\ndate = 2024-05-03T00:00:00Z\n[params]\n+++\nBody",
            "Court rules / Anna Berg, Tom Lee / 2024-05-03T00:00:00Z",
        );
    }

    #[test]
    fn better_names_go_first() {
        check("---\nsource: feed\npublication: The Post\n---\nBody", "The Post");
    }

    #[test]
    fn breaks_of_windows() {
        check("---\r\ntitle: Court\r\n---\r\nBody", "Court");
    }

    #[test]
    fn nothing_inside_and_other_fences() {
        check("---\n---\nBody", "");
        check("---\ntitle: Court\n...\nBody", "Court");
    }

    #[test]
    fn a_line_that_says_nothing_is_told() {
        check(
            "---\ntitle: Court\nnonsense\n---\nBody",
            "Court / line 3: not “name: value”; left out",
        );
    }

    #[test]
    fn rules_are_no_front_matter() {
        check("---\nThe court ruled.\n---\nBody", "none");
        check("---\ntitle: Court\n", "none");
        check("--- x\ntitle: Court\n---\n", "none");
        check("Body", "none");
    }
}
