//! Links: those of the markup, addresses that are written out, and footnotes.

use crate::{
    app::{App, ArticlePane, Effect, Key, Listed, Scroll, address, key::Code},
    article::{Article, Block, BlockKind, MarkKind},
    base::TextSpan,
    text::wrap::Inset,
};

/// How far around the cursor the start of an address is looked for, in bytes.
const LONGEST: usize = 2048;

impl App {
    /// Opens a link of the article: a footnote over the text, any other in the browser; or says why
    /// not.
    pub(super) fn open_link(&mut self, link: &str) -> Vec<Effect> {
        if let Some(note) = self.pane().and_then(|pane| footnote(pane, link)) {
            self.leave_lists();
            self.footnote = Some(note);
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

    /// Closes the footnote that is shown over the text, if one is: Enter goes to it, Esc and `q`
    /// leave everything as it was, and any other key also does what it does. Returns whether `key`
    /// is done with.
    pub(super) fn close_footnote(&mut self, key: Key) -> bool {
        let Some(note) = self.footnote.take() else { return false };
        match key.code {
            Code::Enter => self.jump_to(note.start(), Scroll::Least),
            Code::Escape | Code::Char('q') => {}
            _ => return false,
        }
        true
    }

    /// Opens the link at the cursor, or the one with this number.
    pub(super) fn open_link_here(&mut self, number: Option<usize>) -> Vec<Effect> {
        let link = match number {
            Some(number) => self.link_rows().into_iter().find_map(|row| match row {
                Listed::Link(row, _, address) if row == number => Some(address),
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
        let row = |(number, span, link): (usize, TextSpan, &str)| {
            Listed::Link(number, span, link.to_owned())
        };
        numbered(&pane.article).map(row).collect()
    }
}

/// Returns the links of the markup with their numbers, from 1, and their words.
///
/// Links within the article, such as those to footnotes, have numbers of its author's.
fn numbered(article: &Article) -> impl Iterator<Item = (usize, TextSpan, &str)> {
    let links = article.marks.iter().filter_map(|mark| match &mark.kind {
        MarkKind::Link(address) if !address.starts_with('#') => Some((mark.span, address.as_str())),
        MarkKind::Link(_) | MarkKind::Emphasis | MarkKind::Strong | MarkKind::Code => None,
    });
    links.zip(1..).map(|((span, address), number)| (number, span, address))
}

/// Returns the numbers of the links of `article` where they are drawn, in order of place.
pub(super) fn insets(article: &Article) -> Vec<Inset> {
    let mut insets: Vec<Inset> = numbered(article)
        .map(|(number, span, _)| {
            // Behind the last word: white space at the end of a row is not laid out.
            let words = span.slice(&article.text).unwrap_or_default().trim_end();
            Inset { at: span.start() + words.len(), number }
        })
        .collect();
    insets.sort_by_key(|inset| inset.at);
    insets
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

/// Returns the footnote that `link` refers to, such as `[3]` or `#fn3`: the last block that is
/// marked so, and those in which it goes on.
fn footnote(pane: &ArticlePane, link: &str) -> Option<TextSpan> {
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
    let blocks = &pane.article.blocks;
    let begins = |block: &Block| match &block.kind {
        BlockKind::Item { marker, .. } => marked.contains(marker),
        _ => pane.article.block_text(block).starts_with(&marked[0]),
    };
    let first =
        blocks.iter().rposition(|block| block.span.start() > pane.cursor && begins(block))?;
    let goes_on =
        |block: &&Block| matches!(&block.kind, BlockKind::Item { marker, .. } if marker.is_empty());
    let rest = blocks[first + 1..].iter().take_while(goes_on);
    Some(rest.fold(blocks[first].span, |note, block| note.hull(block.span)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Event, Key, List, Page, sample, update},
        article::Mark,
        claims::Ledger,
    };

    fn app() -> App {
        let paragraphs = ["The survey[1] is at http://a.example/x.", "Two.", "[1] By post."];
        let mut article = Article::from_paragraphs(paragraphs);
        let span = TextSpan::new(4, 10);
        article.marks.push(Mark { span, kind: MarkKind::Link("https://b.example".into()) });
        sample::open(vec![(article, Ledger::default())], 80, 24)
    }

    fn press(app: &mut App, keys: &str) -> Vec<Effect> {
        let keys = Key::parse_all(keys).expect("the test's keys are keys");
        keys.into_iter().flat_map(|key| update(app, Event::Key(key))).collect()
    }

    /// Presses `keys` and checks what is opened in the browser, or where the cursor is.
    fn check(keys: &str, expected: &str) {
        let mut app = app();
        let effects = press(&mut app, keys);
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
    fn a_footnote_is_shown_and_left_or_gone_to() {
        for leave in ["<Esc>", "q"] {
            check(&format!("wwgx{leave}"), "1] is at");
        }
        check("wwgxj", ".\n");
        check("wwgx<Enter>", "[1] By post.");
        check("wwgx<Enter>H", "1] is at");
        check("fs<Enter>", "[1] By post.");
    }

    #[test]
    fn a_footnote_is_all_of_its_paragraphs() {
        let mut article = Article::from_paragraphs(["See[2].", "By post.", "In May.", "Last."]);
        for (block, marker) in [(1, "2."), (2, "")] {
            article.blocks[block].kind = BlockKind::Item { depth: 0, marker: marker.into() };
        }
        let mut app = sample::open(vec![(article, Ledger::default())], 80, 24);
        press(&mut app, "elgx");
        let note = app.footnote.expect("it is shown");
        let pane = app.pane().expect("it is open");
        assert_eq!(note.slice(&pane.article.text), Some("By post.\n\nIn May."));
        assert_eq!(pane.cursor, 3, "the reader has not moved");
        press(&mut app, "<Esc>");
        assert_eq!(app.footnote, None);
    }

    #[test]
    fn numbers_are_drawn_but_are_no_text() {
        let mut article = Article::from_paragraphs(["The survey [1] and the map by post."]);
        for (start, end, link) in
            [(4, 10, "https://b.example"), (11, 14, "#fn1"), (23, 26, "m.html")]
        {
            let kind = MarkKind::Link(link.into());
            article.marks.push(Mark { span: TextSpan::new(start, end), kind });
        }
        let mut app = sample::open(vec![(article, Ledger::default())], 80, 24);
        let shown: Vec<_> = insets(&app.pane().expect("it is open").article)
            .into_iter()
            .map(|inset| (inset.at, inset.label()))
            .collect();
        assert_eq!(shown, [(10, "[1]".to_owned()), (26, "[2]".to_owned())]);
        let listed = app.link_rows().into_iter().map(|row| match row {
            Listed::Link(number, span, _) => (span.end(), format!("[{number}]")),
            other => panic!("{other:?} is no link"),
        });
        assert_eq!(listed.collect::<Vec<_>>(), shown);
        let effects = press(&mut app, "Vy");
        let Some(Effect::Copy(text)) = effects.first() else { panic!("{effects:?}") };
        assert_eq!(text, "The survey [1] and the map by post.");
    }

    #[test]
    fn no_link_is_said_to_be_none() {
        let mut app = app();
        press(&mut app, "9gx");
        let message = app.message.as_ref().map(|message| message.text.as_str());
        assert_eq!(message, Some("there is no link 9; gL lists them"));
        press(&mut app, "gL");
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
