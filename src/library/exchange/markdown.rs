//! Markdown by a template that the reader can change.

use crate::library::{Colour, Note, exchange::ArticleNotes};

/// The template in use unless the reader has another: a page that Obsidian links to.
///
/// Names in double braces are filled in: `title`, `address` of the article, and between `#notes`
/// and `/notes`, which is written for each note, also `passage`, `quoted` (the passage as a block
/// quote), `note`, `colour`, `tags` (`#one #two`), `star`, `created`, `changed`, `id`. Other names
/// stay as they are.
pub const MARKDOWN_TEMPLATE: &str = "# [[{{title}}]]

{{address}}
{{#notes}}
{{quoted}}

{{note}}

{{colour}} {{tags}} {{star}} {{created}} ^{{id}}
{{/notes}}
";

/// Writes the notes of one article by a template.
pub fn write_markdown(entry: &ArticleNotes, template: &str) -> String {
    const START: &str = "{{#notes}}";
    const END: &str = "{{/notes}}";
    let outside = |name: &str| article_field(entry, name);
    let Some((head, rest)) = template.split_once(START) else { return fill(template, outside) };
    let (each, foot) = rest.split_once(END).unwrap_or((rest, ""));
    let each = each.strip_prefix('\n').unwrap_or(each);
    let note = |note: &Note| fill(each, |name| note_field(note, name).or_else(|| outside(name)));
    let notes: String = entry.notes.iter().map(note).collect();
    let foot = foot.strip_prefix('\n').unwrap_or(foot);
    format!("{}{notes}{}", fill(head, outside), fill(foot, outside))
}

/// Fills in the names that `field` knows; what is filled in is not read again.
fn fill(template: &str, field: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        match after.split_once("}}").and_then(|(name, rest)| Some((field(name)?, rest))) {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled + rest
}

/// Returns what `name` is of the article.
fn article_field(entry: &ArticleNotes, name: &str) -> Option<String> {
    match name {
        "title" => Some(link_name(&entry.title)),
        "address" => Some(entry.address.clone().unwrap_or_default()),
        _ => None,
    }
}

/// Returns what `name` is of the note.
fn note_field(note: &Note, name: &str) -> Option<String> {
    Some(match name {
        "passage" => note.anchor.exact.clone(),
        "quoted" => {
            note.anchor.exact.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
        }
        "note" => note.body.clone(),
        "colour" => note.colour.map(Colour::name).unwrap_or_default().to_owned(),
        "tags" => note
            .tags
            .iter()
            .map(|tag| format!("#{}", tag.replace(' ', "-")))
            .collect::<Vec<_>>()
            .join(" "),
        "star" => if note.starred { "★" } else { "" }.to_owned(),
        "created" => note.created.to_string(),
        "changed" => note.changed.to_string(),
        "id" => note.id.to_string(),
        _ => return None,
    })
}

/// Returns a title without the marks that a wiki link cannot hold.
fn link_name(title: &str) -> String {
    title.replace(['[', ']', '|', '#', '^'], " ").replace('\n', " ").trim().to_owned()
}
