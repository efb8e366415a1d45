//! Hints: letters on every claim, source and link in sight, typed to go there.

use std::collections::BTreeSet;

use crate::{
    app::{App, ArticlePane, Effect, Key, Line, List, Part, key::Code, links},
    base::{Id, TextSpan},
    claims::{Claim, Source},
    text::wrap::Row,
};

/// The letters of hints, those under the fingers first.
const LETTERS: [char; 26] = [
    'a', 's', 'd', 'f', 'j', 'k', 'l', 'g', 'h', 'e', 'r', 'u', 'i', 'w', 'o', 'q', 'p', 'n', 'm',
    'v', 'c', 'b', 'x', 'z', 't', 'y',
];

/// Letters on the places in sight, and those of them that were typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Hints {
    /// The places that what was typed may still mean, in the order of the screen.
    pub places: Vec<Hint>,
    /// What was typed.
    pub typed: String,
}

/// A place in sight, with its letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// What to type.
    pub letters: String,
    /// The line of the screen, from 0.
    pub line: usize,
    /// The byte on that line at which the letters are shown.
    pub at: usize,
    /// Where it goes.
    pub target: HintTarget,
}

/// Where a hint goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HintTarget {
    /// To the claim, which then is the claim here.
    Claim(Id<Claim>),
    /// To the source's page.
    Source(Id<Source>),
    /// To the address, in the browser.
    Link(String),
}

impl App {
    /// Puts letters on every place in sight that one can go to.
    pub(super) fn show_hints(&mut self) {
        let Some(pane) = self.pane() else { return };
        let mut found = Vec::new();
        for (line, shown) in pane.screen.iter().enumerate() {
            if let Line::Row { row, block, .. } = shown {
                let targets = self.targets(pane, *row, *block);
                found.extend(targets.into_iter().map(|(at, target)| (line, at, target)));
            }
        }
        let mut seen = BTreeSet::new();
        found.retain(|(_, at, target)| match target {
            HintTarget::Claim(_) | HintTarget::Link(_) => seen.insert((None, target.clone())),
            HintTarget::Source(_) => seen.insert((Some(*at), target.clone())),
        });
        if found.is_empty() {
            return self.warn("there is no claim, source or link in sight");
        }
        let labels = letters(found.len());
        let places = found.into_iter().zip(labels);
        let places = places
            .map(|((line, at, target), letters)| Hint { letters, line, at, target })
            .collect();
        self.hints = Some(Hints { places, typed: String::new() });
    }

    /// Takes a letter of a hint; any other key ends the hints.
    pub(super) fn press_hint(&mut self, key: Key) -> Vec<Effect> {
        let Some(mut hints) = self.hints.take() else { return Vec::new() };
        self.message = None;
        let letter = match (key.code, key.typed()) {
            (Code::Backspace, _) if hints.typed.is_empty() => return Vec::new(),
            (Code::Backspace, _) => return self.untype_hint(hints),
            (Code::Escape, _) => return Vec::new(),
            (_, Some(letter)) => letter.to_ascii_lowercase(),
            (_, None) => return Vec::new(),
        };
        hints.typed.push(letter);
        hints.places.retain(|hint| hint.letters.starts_with(&hints.typed));
        match hints.places.as_slice() {
            [] => self.warn(format!("no hint begins with {}", hints.typed)),
            [hint] if hint.letters == hints.typed => return self.follow(hint.target.clone()),
            _ => self.hints = Some(hints),
        }
        Vec::new()
    }

    /// Takes the last letter back: all places are shown again, with what is left typed.
    fn untype_hint(&mut self, hints: Hints) -> Vec<Effect> {
        let mut typed = hints.typed;
        typed.pop();
        self.show_hints();
        if let Some(hints) = &mut self.hints {
            hints.places.retain(|hint| hint.letters.starts_with(&typed));
            hints.typed = typed;
        }
        Vec::new()
    }

    fn follow(&mut self, target: HintTarget) -> Vec<Effect> {
        match target {
            HintTarget::Claim(claim) => self.jump_to_claim(claim),
            HintTarget::Source(source) => self.show_list(List::Person(source)),
            HintTarget::Link(link) => return self.open_link(&link),
        }
        Vec::new()
    }

    /// Returns what one can go to on a row, in order of place.
    fn targets(&self, pane: &ArticlePane, row: Row, block: usize) -> Vec<(usize, HintTarget)> {
        let mut found = Vec::new();
        let shown_at = |span: TextSpan| span.start().max(row.span.start());
        let links = links::on_row(pane, row.span, pane.article.blocks[block].span);
        found
            .extend(links.into_iter().map(|(span, link)| (shown_at(span), HintTarget::Link(link))));
        if let Some(claims) = pane.claims() {
            for piece in pane.pieces_over(row.span) {
                if !self.shows(pane, piece.claim) {
                    continue;
                }
                match piece.part {
                    Part::Quoted | Part::Reported => {
                        found.push((shown_at(piece.span), HintTarget::Claim(piece.claim)));
                    }
                    Part::Attribution if row.span.contains(piece.span.start()) => {
                        let source = claims.ledger.claims[piece.claim].source;
                        found.extend(source.map(|id| (piece.span.start(), HintTarget::Source(id))));
                    }
                    Part::Attribution | Part::Cue => {}
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Returns `count` combinations of letters, none of which begins another; as short as they can be.
fn letters(count: usize) -> Vec<String> {
    let all = LETTERS.len();
    // Each letter that begins a pair gives `all` pairs and takes one single letter away.
    let pairs = count.saturating_sub(all).div_ceil(all - 1).min(all);
    let (single, first) = LETTERS.split_at(all - pairs);
    let single = single.iter().map(char::to_string);
    let double = first.iter().flat_map(|a| LETTERS.iter().map(move |b| format!("{a}{b}")));
    single.chain(double).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Event, Page, sample, update},
        article::{Article, Mark, MarkKind},
        claims::Ledger,
    };

    fn press(app: &mut App, keys: &str) -> Vec<Effect> {
        let keys = Key::parse_all(keys).expect("the test's keys are keys");
        keys.into_iter().flat_map(|key| update(app, Event::Key(key))).collect()
    }

    /// Returns an article with a link on its second word, and one that is written out.
    fn linked(address: &str) -> App {
        let mut article = Article::from_paragraphs(["The survey is at http://a.example."]);
        let span = TextSpan::new(4, 10);
        article.marks.push(Mark { span, kind: MarkKind::Link(address.into()) });
        article.address = Some("https://news.example/2024/".into());
        sample::open(vec![(article, Ledger::default())], 80, 24)
    }

    #[test]
    fn every_claim_and_source_in_sight_has_letters() {
        let mut app = sample::app(80, 24);
        press(&mut app, "f");
        let hints = app.hints.as_ref().expect("there are claims");
        let here: Vec<&str> = hints
            .places
            .iter()
            .map(|hint| &sample::TEXT[hint.at..])
            .map(|rest| rest.split(' ').next().unwrap_or_default())
            .collect();
        let expected = ["“Engineers", "Engineers", "it", "Anna", "Berg", "A", "that", "it"];
        assert_eq!(here, expected);
    }

    #[test]
    fn letters_go_there() {
        let mut app = sample::app(80, 24);
        press(&mut app, "fd");
        assert!(sample::TEXT[app.pane().map_or(0, |pane| pane.cursor)..].starts_with("it is safe"));
        assert_eq!(app.hints, None);
        press(&mut app, "ff");
        assert_eq!(app.page, Some(Page::List(List::Person(Id::new(0)))));
    }

    #[test]
    fn other_keys_end_it() {
        let mut app = sample::app(80, 24);
        press(&mut app, "f<Esc>");
        assert_eq!(app.hints, None);
        press(&mut app, "fy");
        assert_eq!(
            app.message.map(|message| message.text).as_deref(),
            Some("no hint begins with y")
        );
    }

    #[test]
    fn links_open_in_the_browser() {
        let opened = |address: &str, keys: &str| match press(&mut linked(address), keys).pop() {
            Some(Effect::Browse(address)) => address,
            _ => String::new(),
        };
        assert_eq!(opened("/poll", "fa"), "https://news.example/poll");
        assert_eq!(opened("/poll", "fs"), "http://a.example");
        assert_eq!(opened("javascript:x", "fa"), "");
    }

    #[test]
    fn letters_never_begin_others() {
        for count in [1, 5, 26, 27, 51, 52, 100, 676] {
            let all = letters(count);
            assert_eq!(all.len(), count);
            for (index, one) in all.iter().enumerate() {
                let others = all.iter().enumerate().filter(|(other, _)| *other != index);
                assert!(others.into_iter().all(|(_, other)| !other.starts_with(one)), "{one}");
            }
        }
        assert_eq!(letters(26).concat().len(), 26);
        assert_eq!(letters(27).iter().filter(|letters| letters.len() == 2).count(), 2);
    }
}
