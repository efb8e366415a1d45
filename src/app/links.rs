//! Links: those of the markup, addresses that are written out, and footnotes.

use crate::{
    app::{App, ArticlePane, Effect, Listed, Scroll, address},
    article::{BlockKind, MarkKind},
    base::TextSpan,
};

/// How far around the cursor the start of an address is looked for, in bytes.
const LONGEST: usize = 2048;

impl App {
    /// Opens a link of the article: a footnote by going there, any other in the browser; or says
    /// why not.
    pub(super) fn open_link(&mut self, link: &str) -> Vec<Effect> {
        if let Some(at) = self.pane().and_then(|pane| footnote(pane, link)) {
            self.leave_lists();
            self.jump_to(at, Scroll::Least);
            self.say("the footnote; H goes back");
            return Vec::new();
        }
        let base = self.pane().and_then(|pane| pane.article.address.clone());
        match address::resolve(link, base.as_deref()) {
            Ok(address) => vec![Effect::Browse(address)],
            Err(why) => {
                self.warn(why);
                Vec::new()
            }
        }
    }

    /// Opens the link at the cursor, or the one with this number.
    pub(super) fn open_link_here(&mut self, number: Option<usize>) -> Vec<Effect> {
        let link = match number {
            Some(number) => self.link_rows().into_iter().find_map(|row| match row {
                Listed::Link(index, _, address) if index + 1 == number => Some(address),
                _ => None,
            }),
            None => self.pane().and_then(link_at),
        };
        match (link, number) {
            (Some(link), _) => self.open_link(&link),
            (None, Some(number)) => {
                self.warn(format!("there is no link {number}; gL lists them"));
                Vec::new()
            }
            (None, None) => {
                self.warn("there is no link here; f puts letters on those in sight");
                Vec::new()
            }
        }
    }

    /// Returns the links of the markup, in order.
    pub(super) fn link_rows(&self) -> Vec<Listed> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let marks = pane.article.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(address) => Some((mark.span, address.clone())),
            MarkKind::Emphasis | MarkKind::Strong | MarkKind::Code => None,
        });
        marks.enumerate().map(|(index, (span, link))| Listed::Link(index, span, link)).collect()
    }
}

/// Returns the links that share a byte with `row` of `block`, each with its words.
pub(super) fn on_row(
    pane: &ArticlePane,
    row: TextSpan,
    block: TextSpan,
) -> Vec<(TextSpan, String)> {
    let mut found: Vec<(TextSpan, String)> = pane
        .marks_over(row)
        .filter_map(|mark| match &mark.kind {
            MarkKind::Link(address) => Some((mark.span, address.clone())),
            MarkKind::Emphasis | MarkKind::Strong | MarkKind::Code => None,
        })
        .collect();
    let text = &pane.article.text;
    let written = addresses(&text[row.start()..block.end()], row.len())
        .chain(references(&text[row.range()]))
        .map(|(at, address)| (row.start() + at, address));
    for (at, address) in written {
        let span = TextSpan::new(at, at + address.len());
        if !found.iter().any(|(known, _)| known.overlaps(span)) {
            found.push((span, address.to_owned()));
        }
    }
    found
}

/// Returns the link at the cursor.
fn link_at(pane: &ArticlePane) -> Option<String> {
    let block = pane.article.blocks.get(pane.block_at(pane.cursor))?.span;
    let text = &pane.article.text;
    let start = pane.cursor.saturating_sub(LONGEST).max(block.start());
    let start = (start..=pane.cursor).find(|at| text.is_char_boundary(*at))?;
    let end = (pane.cursor + LONGEST).min(block.end());
    let end = (end..=block.end()).find(|at| text.is_char_boundary(*at))?;
    let near = TextSpan::new(start, end);
    let links = on_row(pane, near, block);
    links.into_iter().find(|(span, _)| span.contains(pane.cursor)).map(|(_, link)| link)
}

/// Returns the addresses that begin in the first `len` bytes of `text` as such, with their places.
fn addresses(text: &str, len: usize) -> impl Iterator<Item = (usize, &str)> {
    let starts = text[..len.min(text.len())].match_indices("http");
    starts.filter_map(move |(at, _)| {
        let rest = &text[at..];
        if !rest.starts_with("http://") && !rest.starts_with("https://") {
            return None;
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”' | '“');
        let address = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let end = ['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’'];
        Some((at, address.trim_end_matches(end)))
    })
}

/// Returns the references to footnotes in `text`, such as `[3]`, with their places.
fn references(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('[').filter_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(']')?;
        let label = &rest[1..end];
        let whole = (1..=8).contains(&label.len()) && label.chars().all(char::is_alphanumeric);
        whole.then(|| (at, &rest[..=end]))
    })
}

/// Returns where the footnote stands that `link` refers to, such as `[3]` or `#fn3`: the last
/// block that is marked so.
fn footnote(pane: &ArticlePane, link: &str) -> Option<usize> {
    let label = match link.strip_prefix('#') {
        Some(anchor) => {
            let digits = anchor.trim_start_matches(|c: char| !c.is_ascii_digit());
            digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
        }
        None => link.strip_prefix('[')?.strip_suffix(']')?,
    };
    if label.is_empty() {
        return None;
    }
    let marked = [format!("[{label}]"), format!("{label}."), label.to_owned()];
    let notes = pane.article.blocks.iter().rev().filter(|block| block.span.start() > pane.cursor);
    let mut notes = notes.filter(|block| match &block.kind {
        BlockKind::Item { marker, .. } => marked.contains(marker),
        _ => pane.article.block_text(block).starts_with(&marked[0]),
    });
    notes.next().map(|block| block.span.start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Event, Key, List, Page, sample, update},
        article::{Article, Mark},
        claims::Ledger,
    };

    fn app() -> App {
        let paragraphs = ["The survey[1] is at http://a.example/x.", "Two.", "[1] By post."];
        let mut article = Article::from_paragraphs(paragraphs);
        let span = TextSpan::new(4, 10);
        article.marks.push(Mark { span, kind: MarkKind::Link("https://b.example".into()) });
        sample::open(vec![(article, Ledger::default())], 80, 24)
    }

    /// Presses `keys` and checks what is opened in the browser, or where the cursor is.
    fn check(keys: &str, expected: &str) {
        let mut app = app();
        let keys = Key::parse_all(keys).expect("the test's keys are keys");
        let effects: Vec<Effect> =
            keys.into_iter().flat_map(|key| update(&mut app, Event::Key(key))).collect();
        let pane = app.pane().expect("it is open");
        let found = match effects.last() {
            Some(Effect::Browse(address)) => address,
            _ => &pane.article.text[pane.cursor..],
        };
        assert!(found.starts_with(expected), "{found}");
    }

    #[test]
    fn the_link_here_opens() {
        check("wgx", "https://b.example");
        check("1gx", "https://b.example");
        check("$hhhgx", "http://a.example/x");
        check("gLl", "https://b.example");
    }

    #[test]
    fn a_footnote_is_gone_to_and_back() {
        check("wwgx", "[1] By post.");
        check("wwgxH", "1]");
        check("fs", "[1] By post.");
    }

    #[test]
    fn no_link_is_said_to_be_none() {
        let mut app = app();
        for key in Key::parse_all("9gx").expect("keys") {
            update(&mut app, Event::Key(key));
        }
        let message = app.message.as_ref().map(|message| message.text.as_str());
        assert_eq!(message, Some("there is no link 9; gL lists them"));
        for key in Key::parse_all("gL").expect("keys") {
            update(&mut app, Event::Key(key));
        }
        assert_eq!(app.page, Some(Page::List(List::Links)));
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let text = "See https://a.example/b?c=d, (http://e.example) or httpd.";
        let all: Vec<_> = addresses(text, text.len()).collect();
        assert_eq!(all, [(4, "https://a.example/b?c=d"), (30, "http://e.example")]);
        assert_eq!(addresses(text, 10).count(), 1);
    }
}
