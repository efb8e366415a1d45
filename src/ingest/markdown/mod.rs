//! Markdown to an article: front matter for what is said of it, CommonMark for its words.
//!
//! Comes as decoded text; goes out as words without markup, blocks on lines of their own. Tables
//! and footnotes are read as GitHub writes them. Nothing is made up: punctuation stays as typed.

mod front_matter;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    compose::{Composer, Flow, TitleRule},
    error::Warning,
    html,
};
use crate::article::{Article, MarkKind};

/// How much a text looks like Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// It has marks that nobody puts into plain text.
    Clear,
    /// It has marks that plain text may have too.
    Slight,
    /// It has none.
    None,
}

/// How much is looked at for marks, in bytes.
const LOOKED_AT: usize = super::BEGINNING;

/// Looks for the marks of Markdown in `text`.
///
/// Clear are front matter, a heading with `#` before it, a link, a fence and the rule under a
/// table's head; slight are emphasis, underlined headings, lists and quotations.
pub(super) fn likeness(text: &str) -> Likeness {
    if front_matter::split(text).is_some() {
        return Likeness::Clear;
    }
    let mut found = Likeness::None;
    let mut before_is_words = false;
    for line in text[..super::boundary(text, LOOKED_AT)].lines() {
        let line = line.trim_start_matches('\u{FEFF}');
        if is_clear(line) {
            return Likeness::Clear;
        }
        let underlines = before_is_words && is_underline(line);
        if underlines || is_slight(line) {
            found = Likeness::Slight;
        }
        before_is_words = !line.trim().is_empty();
    }
    found
}

fn is_clear(line: &str) -> bool {
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..=6).contains(&hashes)
        && line[hashes..].strip_prefix(' ').is_some_and(|rest| {
            rest.starts_with(char::is_alphanumeric)
                || rest.starts_with(['“', '"', '‘', '\'', '*', '_', '['])
        });
    let is_fence = line.starts_with("```") && !line[3..].contains('`');
    let is_rule = line.contains("|-") || line.contains("-|") || line.contains("|:-");
    let is_rule = is_rule && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    is_heading || is_fence || is_rule || has_link(line)
}

/// Returns whether `line` has `[words](address)`.
fn has_link(line: &str) -> bool {
    line.match_indices("](").any(|(at, _)| {
        let address = &line[at + 2..];
        let is_address = ["http", "/", "#", "mailto:", "./", "../", "<"];
        line[..at].contains('[')
            && address.contains(')')
            && is_address.iter().any(|start| address.starts_with(start))
    })
}

fn is_slight(line: &str) -> bool {
    let pair = |mark: &str| line.matches(mark).nth(1).is_some();
    let words = line.trim_start();
    let is_item = ["- ", "* ", "+ ", "1. ", "> "].iter().any(|start| words.starts_with(start));
    is_item || pair("**") || pair("*") || pair("__") || pair("`")
}

fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// Makes an article of `text` and adds to `warnings` what of its front matter was left out.
pub(super) fn read(text: &str, warnings: &mut Vec<Warning>) -> Article {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (metadata, body) = match front_matter::split(text) {
        Some((front, body)) => (front_matter::read(&front, warnings), body),
        None => (super::metadata::Metadata::default(), text),
    };
    let rule = match &metadata.title {
        Some(title) => TitleRule::SetFirst(title.clone()),
        None => TitleRule::FirstHeading,
    };
    let mut writer = Writer::new(Composer::new(rule));
    for event in Parser::new_ext(body, options()) {
        writer.take(event);
    }
    let mut article = writer.composer.finish();
    metadata.describe(&mut article);
    article
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// Turns what the parser finds into blocks.
struct Writer {
    composer: Composer,
    /// Markup of the page kind, gathered to be read as such.
    html: String,
    /// Pictures inside words whose descriptions are left out.
    hidden: usize,
    /// Whether the next cell is the first of its row.
    at_row_start: bool,
    /// The name of a footnote that has no words yet.
    label: Option<String>,
}

impl Writer {
    fn new(composer: Composer) -> Self {
        Self { composer, html: String::new(), hidden: 0, at_row_start: true, label: None }
    }

    fn take(&mut self, event: Event<'_>) {
        let c = &mut self.composer;
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ if self.hidden > 0 => {}
            Event::Text(words) => {
                if let Some(label) = self.label.take() {
                    c.text(&format!("[{label}] "));
                }
                c.text(&words);
            }
            Event::Code(words) => {
                c.open(MarkKind::Code);
                c.text(&words);
                c.close();
            }
            Event::InlineMath(words) | Event::DisplayMath(words) => c.text(&words),
            Event::Html(markup) => self.html.push_str(&markup),
            Event::InlineHtml(markup) => {
                if markup.len() >= 3 && markup[..3].eq_ignore_ascii_case("<br") {
                    c.line_break();
                }
            }
            Event::SoftBreak => c.text(" "),
            Event::HardBreak => c.line_break(),
            Event::Rule => c.begin(Flow::Paragraph),
            Event::FootnoteReference(label) => c.text(&format!("[{label}]")),
            Event::TaskListMarker(true) => c.text("[x] "),
            Event::TaskListMarker(false) => c.text("[ ] "),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let c = &mut self.composer;
        match tag {
            Tag::Paragraph if !c.is_at_start() => c.begin(Flow::Paragraph),
            Tag::Heading { level, .. } => c.begin(Flow::Heading(level_number(level))),
            Tag::BlockQuote(_) => c.begin_quote(),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                c.begin(Flow::Code);
            }
            Tag::HtmlBlock => c.begin(Flow::Paragraph),
            Tag::List(number) => c.begin_list(number),
            Tag::Item => c.begin_item(),
            Tag::FootnoteDefinition(label) => {
                c.begin(Flow::Paragraph);
                self.label = Some(label.into_string());
            }
            Tag::Table(_) => c.begin(Flow::Table),
            Tag::TableHead | Tag::TableRow => self.at_row_start = true,
            Tag::TableCell if self.at_row_start => self.at_row_start = false,
            Tag::TableCell => c.cell(),
            Tag::Emphasis => c.open(MarkKind::Emphasis),
            Tag::Strong => c.open(MarkKind::Strong),
            Tag::Link { dest_url, .. } => c.open(MarkKind::Link(dest_url.into_string())),
            // A picture alone has its description for a caption; inside words it has none.
            Tag::Image { .. } if self.hidden == 0 && c.is_at_start() => c.begin(Flow::Caption),
            Tag::Image { .. } => self.hidden += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let c = &mut self.composer;
        match tag {
            TagEnd::Image if self.hidden > 0 => self.hidden -= 1,
            TagEnd::BlockQuote(_) => c.end_quote(),
            TagEnd::List(_) => c.end_list(),
            TagEnd::HtmlBlock => {
                let markup = std::mem::take(&mut self.html);
                html::add_part(&markup, c);
                c.begin(Flow::Paragraph);
            }
            TagEnd::TableHead | TagEnd::TableRow => c.row(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => c.close(),
            TagEnd::Paragraph
            | TagEnd::Image
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::FootnoteDefinition => c.begin(Flow::Paragraph),
            _ => {}
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::{describe, holds};

    fn check(text: &str, expected: &[&str]) -> Article {
        let article = read(text, &mut Vec::new());
        holds(&article);
        assert_eq!(describe(&article), expected);
        article
    }

    fn check_likeness(text: &str, expected: Likeness) {
        assert_eq!(likeness(text), expected, "{text}");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        let article = check(
            "# Court *rules*\n\nIt did.\n\n## Why\n\nNobody knows.",
            &["title Court rules", "  em rules", "p It did.", "h2 Why", "p Nobody knows."],
        );
        assert_eq!(article.title, "Court rules");
        assert_eq!(article.text, "Court rules\n\nIt did.\n\nWhy\n\nNobody knows.");
    }

    #[test]
    fn front_matter_gives_the_title() {
        let text = "---\ntitle: Court rules\nauthor: Anna Berg\n---\n# Court rules\n\nIt did.\n";
        let article = check(text, &["title Court rules", "p It did."]);
        assert_eq!(article.byline.as_deref(), Some("Anna Berg"));
        check(
            "---\ntitle: Court rules\n---\n# The harbour\n\nIt did.\n",
            &["title Court rules", "h1 The harbour", "p It did."],
        );
    }

    #[test]
    fn lines_of_a_paragraph_are_joined() {
        check("The court\nruled. \nIt did.", &["p The court ruled. It did."]);
        check("The court  \nruled.", &["p The court\nruled."]);
    }

    #[test]
    fn links_emphasis_and_code() {
        check(
            "The [court](https://example.org/a) **ruled** _so_ with `x`. <https://example.org>",
            &[
                "p The court ruled so with x. https://example.org",
                "  link(https://example.org/a) court",
                "  strong ruled",
                "  em so",
                "  code x",
                "  link(https://example.org) https://example.org",
            ],
        );
    }

    #[test]
    fn lists_nest() {
        check(
            "3. one\n   - inner\n\n     more\n4. two\n\n* other",
            &["0 3. one", "1 • inner", "1  more", "0 4. two", "0 • other"],
        );
        check("- [x] done\n- [ ] open", &["0 • [x] done", "0 • [ ] open"]);
    }

    #[test]
    fn quotations_nest() {
        check(
            "> It is safe.\n>\n> > Is it?\n> - yes\n\nNo.",
            &[">p It is safe.", ">>p Is it?", ">0 • yes", "p No."],
        );
    }

    #[test]
    fn code_keeps_its_lines() {
        check("```rust\nfn x() {\n    1\n}\n```\n", &["code fn x() {\n    1\n}"]);
        check("    one\n      two\n", &["code one\n  two"]);
    }

    #[test]
    fn tables_have_tabs() {
        check(
            "| a | b |\n|---|---|\n| **1** | 2 |\n|   | 3 |\n",
            &["table a\tb\n1\t2\n\t3", "  strong 1"],
        );
    }

    #[test]
    fn footnotes_are_named() {
        check("It did.[^a]\n\n[^a]: So they say.", &["p It did.[a]", "p [a] So they say."]);
    }

    #[test]
    fn pictures() {
        check("![The harbour](a.png)\n\nIt closed.", &["caption The harbour", "p It closed."]);
        check("It ![smiley](a.png) closed.", &["p It closed."]);
    }

    #[test]
    fn markup_of_pages_is_read() {
        check(
            "Before.\n\n<div class=x><p>It &amp; <b>they</b></p></div>\n\nAfter.<br>End.",
            &["p Before.", "p It & they", "  strong they", "p After.\nEnd."],
        );
        check("<!-- not shown -->\n\nIt did.", &["p It did."]);
        check("<script>\nalert(1)\n</script>\n\nIt did.", &["p It did."]);
    }

    #[test]
    fn what_looks_like_markdown() {
        check_likeness("# Court", Likeness::Clear);
        check_likeness("It [did](https://example.org).", Likeness::Clear);
        check_likeness("a | b\n--|--\n", Likeness::Clear);
        check_likeness("```\nx\n```", Likeness::Clear);
        check_likeness("Court\n=====\n", Likeness::Slight);
        check_likeness("It *did*.", Likeness::Slight);
        check_likeness("- one\n- two", Likeness::Slight);
        check_likeness("It did [so] (they say).", Likeness::None);
        check_likeness("#1 in the charts", Likeness::None);
        check_likeness("# # #", Likeness::None);
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        for part in ["> ", "- ", "[", "*a ", "**", "`", "![", "<div>"] {
            let text = format!("# Court\n\n{}x", part.repeat(20_000));
            holds(&read(&text, &mut Vec::new()));
        }
    }
}
