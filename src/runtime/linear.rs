//! An article line by line, for ears: each paragraph, then who says what in it.
//!
//! An article with its claims and notes in, plain sentences out: no boxes, no columns, nothing that
//! only a colour or a sign in the margin tells. A paragraph is one line, which a screen reader or a
//! Braille display breaks as it needs.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::Path,
    sync::Arc,
};

use crate::{
    app::{Attitudes, ClaimIndex, Entry, Notes, counted},
    article::{Article, Block, BlockKind},
    base::{Id, TextSpan},
    claims::{Claim, ClaimKind},
    library::ArticleKey,
    reading::Reader,
    runtime::{complain, print},
    store::Store,
    text::glyph,
};

/// Prints the articles of `entries` one after another, with the notes that the library in `data`
/// has on them.
pub(super) fn run(entries: &[Entry], data: Option<&Path>, reader: &Reader) -> anyhow::Result<u8> {
    // A library that is not there yet is not made for this.
    let store = data
        .filter(|data| Store::exists(data))
        .and_then(|data| Store::open(data).inspect_err(|error| complain(&error.to_string())).ok());
    print::each(entries, reader, |article, claims| {
        let notes = store.as_ref().and_then(|store| notes(store, article));
        Page { article, claims, notes: notes.as_ref() }.text(Attitudes::Full)
    })
}

/// Prints `text` on the terminal and waits until the reader has heard it.
///
/// # Errors
///
/// If the terminal is gone.
pub(super) fn show(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    write!(output, "{text}\nEnter goes back to whosaid.\n")?;
    output.flush()?;
    let mut line = String::new();
    BufReader::new(File::open("/dev/tty")?).read_line(&mut line).map(drop)
}

fn notes(store: &Store, article: &Arc<Article>) -> Option<Notes> {
    let key = ArticleKey::of(&article.text);
    let kept = store.load(&key).inspect_err(|error| complain(&error.to_string())).ok()?;
    Some(Notes::new(Arc::clone(article), kept.annotations(key), Default::default()))
}

/// What is told of an article.
pub(super) struct Page<'a> {
    /// The article.
    pub(super) article: &'a Article,
    /// Who says what in it.
    pub(super) claims: &'a ClaimIndex,
    /// The reader's notes, if they are known.
    pub(super) notes: Option<&'a Notes>,
}

impl Page<'_> {
    /// Returns the article as lines; claims of attitude unless they are hidden.
    pub(super) fn text(&self, attitudes: Attitudes) -> String {
        let mut lines = self.head();
        let mut number = 0;
        for block in &self.article.blocks {
            if block.kind == BlockKind::Paragraph {
                number += 1;
            }
            if block.kind != BlockKind::Title {
                lines.push(String::new());
                lines.push(self.block(block, number));
            }
            lines.extend(self.claims_in(block.span, attitudes));
            lines.extend(self.notes_in(block.span));
        }
        lines.extend(self.sources());
        lines.join("\n") + "\n"
    }

    fn head(&self) -> Vec<String> {
        let article = self.article;
        let title = if article.title.is_empty() { "Without a title" } else { &article.title };
        let mut facts: Vec<String> = Vec::new();
        facts.extend(article.byline.iter().map(|byline| sentence(byline)));
        facts.extend(article.outlet.iter().map(|outlet| sentence(outlet)));
        facts.extend(article.date.iter().map(|date| sentence(date)));
        let ledger = &self.claims.ledger;
        let claims = counted(ledger.claims.len(), "claim");
        let sources = counted(self.claims.speaking().len(), "source");
        facts.push(format!("{claims} by {sources}."));
        vec![said(title), facts.join(" ")]
    }

    fn block(&self, block: &Block, number: usize) -> String {
        let words = self.article.block_text(block);
        let what = match &block.kind {
            BlockKind::Title => String::new(),
            BlockKind::Heading(_) => "Heading. ".to_owned(),
            BlockKind::Paragraph if block.quoted > 0 => format!("Paragraph {number}, quoted. "),
            BlockKind::Paragraph => format!("Paragraph {number}. "),
            BlockKind::Item { marker, .. } if marker.chars().any(char::is_alphanumeric) => {
                format!("Item {marker} ")
            }
            BlockKind::Item { .. } => "Item. ".to_owned(),
            BlockKind::Caption => "Caption. ".to_owned(),
            BlockKind::Code => "Code. ".to_owned(),
            BlockKind::Table => "Table. ".to_owned(),
        };
        let words = match block.kind {
            BlockKind::Code | BlockKind::Table => lines(words),
            _ => said(words),
        };
        format!("{what}{words}")
    }

    /// Returns a line for each claim that begins in `span`.
    fn claims_in(&self, span: TextSpan, attitudes: Attitudes) -> Vec<String> {
        let begins = |claim: &Claim| {
            let start = claim.hull().start();
            span.contains(start) || (start == span.start() && span.is_empty())
        };
        let rows = self.claims.ledger.claims.iter().filter(|(_, claim)| begins(claim));
        rows.filter(|(id, _)| !self.claims.is_attitude(*id) || attitudes != Attitudes::Hidden)
            .map(|(id, claim)| self.claim(id, claim))
            .collect()
    }

    fn claim(&self, id: Id<Claim>, claim: &Claim) -> String {
        let perhaps = claim.doubt(&self.claims.ledger.sources);
        let doubt = match (claim.source, perhaps) {
            (_, Some(perhaps)) => format!(", it is not sure who: {}", said(&perhaps)),
            (Some(_), None) if self.claims.is_doubtful(id) => ", doubtful".to_owned(),
            (Some(_) | None, None) => String::new(),
        };
        let act = if self.claims.is_attitude(id) { ", a thought or wish" } else { "" };
        // The nearest source first: through whom it reaches the article is said after it.
        let names: Vec<String> =
            self.claims.speakers(id).into_iter().rev().map(|it| self.name(it)).collect();
        let manner = match claim.kind {
            ClaimKind::Direct => "quoted",
            ClaimKind::Mixed => "partly quoted",
            ClaimKind::Indirect => "in the article’s words",
        };
        let words: Vec<&str> =
            claim.content.iter().filter_map(|span| span.slice(&self.article.text)).collect();
        let number = id.index() + 1;
        let names = names.join(", through ");
        format!("Claim {number}{act}{doubt}: {names}, {manner}: {}", said(&words.join(" … ")))
    }

    fn name(&self, source: Option<Id<crate::claims::Source>>) -> String {
        match source {
            Some(source) => said(&self.claims.ledger.sources[source].name),
            None => "somebody whom the article does not name".to_owned(),
        }
    }

    fn notes_in(&self, span: TextSpan) -> Vec<String> {
        let Some(notes) = self.notes else { return Vec::new() };
        let begins = |at: &TextSpan| span.contains(at.start());
        let rows = notes.over(span).filter(|(at, _)| begins(at));
        rows.map(|(_, note)| {
            let colour = note.colour.map_or_else(String::new, |colour| format!(", {colour}"));
            let what = if note.is_highlight() { "highlight" } else { "note" };
            let words = said(&note.anchor.exact);
            format!("Your {what}{colour}, on “{words}”: {}", said(&note.body))
                .trim_end_matches([':', ' '])
                .to_owned()
        })
        .collect()
    }

    fn sources(&self) -> Vec<String> {
        let ledger = &self.claims.ledger;
        let mut lines = vec![String::new(), "Sources.".to_owned()];
        lines.extend(self.claims.speaking().iter().map(|&id| {
            let source = &ledger.sources[id];
            let count = counted(ledger.claims_of(id).count(), "claim");
            let share = self.claims.share(id);
            format!("{}. {}: {count}, {share}% of the words.", id.index() + 1, said(&source.name))
        }));
        if lines.len() == 2 { Vec::new() } else { lines }
    }
}

/// Returns text on one line, without what a terminal would obey.
fn said(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    glyph::shown(&words.join(" "))
}

/// Returns lines that are kept as they are: of a table, with its cells parted by commas.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| said(&line.replace('\t', ", "))).collect();
    format!("\n{}", lines.join("\n"))
}

fn sentence(text: &str) -> String {
    let text = said(text);
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::sample, attribution::Act};

    fn sample_text(attitudes: Attitudes) -> String {
        let article = sample::article();
        let mut ledger = sample::ledger();
        ledger.claims[Id::new(2)].act = Act::Attitude;
        let claims = ClaimIndex::new(ledger, &article.text);
        Page { article: &article, claims: &claims, notes: None }.text(attitudes)
    }

    #[test]
    fn the_sample_for_ears() {
        insta::assert_snapshot!(sample_text(Attitudes::Full));
    }

    #[test]
    fn nothing_but_words_and_their_marks() {
        let drawn = |c: char| ('\u{2500}'..='\u{25ff}').contains(&c) || c.is_control() && c != '\n';
        assert_eq!(sample_text(Attitudes::Full).find(drawn), None);
    }

    #[test]
    fn hidden_attitudes_are_not_told() {
        assert!(sample_text(Attitudes::Full).contains("a thought or wish"));
        assert!(!sample_text(Attitudes::Hidden).contains("a thought or wish"));
    }
}
