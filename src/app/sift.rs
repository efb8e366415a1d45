//! The order of a list's rows and what it is narrowed to.

use std::cmp::Reverse;

use crate::app::{App, ClaimIndex, List, Listed, Page, PromptKind, filter::Filter};

/// How a list is sorted and narrowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sift {
    /// The order of its rows.
    pub order: Order,
    /// What was typed to narrow it.
    pub filter: String,
}

impl Sift {
    /// Returns whether the list is as it comes.
    pub(super) fn is_plain(&self) -> bool {
        self.order == Order::Reading && self.filter.trim().is_empty()
    }
}

/// The order of a list's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they come in the text.
    #[default]
    Reading,
    /// Who makes the most claims first.
    Claims,
    /// The longest first.
    Words,
    /// The least sure first.
    Confidence,
}

impl Order {
    /// Returns what it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading order",
            Self::Claims => "most claims first",
            Self::Words => "most words first",
            Self::Confidence => "least sure first",
        }
    }

    /// Returns the orders that `list` may have.
    fn of(list: List) -> &'static [Self] {
        match list {
            List::People | List::Claims => {
                &[Self::Reading, Self::Claims, Self::Words, Self::Confidence]
            }
            List::Notes => &[Self::Reading, Self::Words],
            List::Person(_)
            | List::Outline
            | List::Links
            | List::Articles
            | List::Help
            | List::Correct(_)
            | List::Shelf
            | List::History => &[Self::Reading],
        }
    }
}

impl App {
    /// Returns how `list` is sorted and narrowed.
    pub fn sift(&self, list: List) -> Sift {
        self.sifts.get(&list).cloned().unwrap_or_default()
    }

    /// Narrows and sorts the rows of `list`.
    pub(super) fn sifted(&self, list: List, mut rows: Vec<Listed>) -> Vec<Listed> {
        let Some(sift) = self.sifts.get(&list) else { return rows };
        if !sift.filter.trim().is_empty() {
            let filter = Filter::new(&sift.filter);
            rows.retain(|row| self.passes(&filter, row));
        }
        let claims = self.pane().and_then(|pane| pane.claims());
        match (sift.order, claims) {
            (Order::Reading, _) => {}
            (order, Some(claims)) => rows.sort_by_key(|row| self.rank(order, claims, row)),
            (Order::Words, None) => rows.sort_by_key(|row| Reverse(self.note_len(row)).0),
            (_, None) => {}
        }
        rows
    }

    /// Opens the field to narrow the list that has the keys.
    pub(super) fn open_filter(&mut self) {
        match self.active_list() {
            None => self.warn("there is no list here to narrow; / in the text searches"),
            Some(List::Help) => self.open_prompt(PromptKind::Help, ""),
            Some(list) => {
                let typed = self.sift(list).filter;
                self.open_prompt(PromptKind::Filter(list), &typed);
            }
        }
    }

    /// Narrows `list` to what is typed.
    pub(super) fn set_filter(&mut self, list: List, typed: &str) {
        self.sifts.entry(list).or_default().filter = typed.to_owned();
        self.chosen_rows.insert(list, 0);
    }

    /// Shows all rows of the list that has the keys again; returns whether it was narrowed.
    pub(super) fn drop_filter(&mut self) -> bool {
        let Some(list) = self.active_list() else { return false };
        if let Some(Page::Help { filter, .. }) = &mut self.page {
            return !std::mem::take(filter).is_empty();
        }
        let chosen = self.chosen_listed();
        let filter = self.sifts.get_mut(&list).map(|sift| std::mem::take(&mut sift.filter));
        self.choose(list, chosen);
        filter.is_some_and(|filter| !filter.is_empty())
    }

    /// Sorts the list that has the keys in the next of its orders; the chosen row stays chosen.
    pub(super) fn sort_list(&mut self) {
        let Some(list) = self.active_list() else {
            return self.warn("there is no list here to sort; Tab goes to one");
        };
        let orders = Order::of(list);
        let chosen = self.chosen_listed();
        let sift = self.sifts.entry(list).or_default();
        let at = orders.iter().position(|order| *order == sift.order).unwrap_or(0);
        sift.order = orders[(at + 1) % orders.len()];
        let order = sift.order;
        self.choose(list, chosen);
        if orders.len() == 1 {
            return self.warn("this list has one order only");
        }
        self.say(order.name());
    }

    /// Chooses the row of `list` that stands for `listed`, if it is still there.
    fn choose(&mut self, list: List, listed: Option<Listed>) {
        let row = self.rows_of(list).into_iter().position(|row| Some(row) == listed);
        self.chosen_rows.insert(list, row.unwrap_or(0));
    }

    fn passes(&self, filter: &Filter, row: &Listed) -> bool {
        let Some(pane) = self.pane() else { return true };
        match (row, pane.claims()) {
            (Listed::Claim(claim), Some(claims)) => filter.holds_claim(pane, claims, *claim),
            (Listed::Source(source), Some(claims)) => filter.holds_source(pane, claims, *source),
            (Listed::Note(id), _) => {
                let note = pane.notes.as_ref().and_then(|notes| notes.annotations().note(id));
                note.is_some_and(|note| filter.holds_note(note))
            }
            (Listed::Block(block), _) => {
                filter.holds_text(pane.article.block_text(&pane.article.blocks[*block]))
            }
            (Listed::Mention(span) | Listed::Detail(_, span), _) => {
                filter.holds_text(span.slice(&pane.article.text).unwrap_or_default())
            }
            (Listed::Link(_, span, address), _) => {
                let words = span.slice(&pane.article.text).unwrap_or_default();
                filter.holds_text(&format!("{words} {address}"))
            }
            (Listed::Entry(entry), _) => {
                let title = self.pane_of(*entry).map_or("", |pane| &pane.article.title);
                filter.holds_text(&format!("{title} {}", self.entries[*entry].label))
            }
            _ => true,
        }
    }

    /// Returns what `row` is sorted by: small comes first.
    fn rank(&self, order: Order, claims: &ClaimIndex, row: &Listed) -> i64 {
        let least = |number: usize| -(number as i64);
        let millionths = |confidence: f32| (confidence * 1e6) as i64;
        match (order, row) {
            (Order::Claims, Listed::Source(id)) => least(claims.claims_of(*id).len()),
            (Order::Words, Listed::Source(id)) => least(claims.words_of(*id)),
            (Order::Confidence, Listed::Source(id)) => {
                let all =
                    claims.claims_of(*id).iter().map(|id| claims.ledger.claims[*id].confidence);
                millionths(all.fold(1.0, f32::min))
            }
            (Order::Claims, Listed::Claim(id)) => {
                let source = claims.ledger.claims[*id].source;
                least(source.map_or(0, |source| claims.claims_of(source).len()))
            }
            (Order::Words, Listed::Claim(id)) => {
                least(claims.ledger.claims[*id].content.iter().map(|span| span.len()).sum())
            }
            (Order::Confidence, Listed::Claim(id)) => {
                millionths(claims.ledger.claims[*id].confidence)
            }
            (Order::Words, row) => self.note_len(row),
            _ => 0,
        }
    }

    fn note_len(&self, row: &Listed) -> i64 {
        let Listed::Note(id) = row else { return 0 };
        let notes = self.pane().and_then(|pane| pane.notes.as_ref());
        let note = notes.and_then(|notes| notes.annotations().note(id));
        -note.map_or(0, |note| (note.body.len() + note.anchor.exact.len()) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Event, Key, sample, update};

    /// Presses `keys` on the sample and checks which rows the list that has the keys shows, by
    /// the number of their claim or source.
    fn check(keys: &str, expected: &[usize]) {
        let mut app = sample::app(120, 40);
        for key in Key::parse_all(keys).expect("the test's keys are keys") {
            update(&mut app, Event::Key(key));
        }
        let list = app.active_list().expect("a list has the keys");
        let numbers = app.rows_of(list).into_iter().map(|row| match row {
            Listed::Source(id) => id.index() + 1,
            Listed::Claim(id) => id.index() + 1,
            _ => 0,
        });
        assert_eq!(numbers.collect::<Vec<_>>(), expected, "{keys}");
    }

    #[test]
    fn a_key_goes_through_the_orders() {
        check("gC", &[1, 2, 3, 4]);
        check("gCO", &[1, 4, 2, 3]);
        check("gCOO", &[1, 3, 4, 2]);
        check("gCOOO", &[3, 1, 2, 4]);
        check("gCOOOO", &[1, 2, 3, 4]);
        check("gPOOO", &[3, 1, 2]);
    }

    #[test]
    fn typing_narrows_and_escape_widens_again() {
        check("gC/berg", &[1, 4]);
        check("gC/berg<Enter>", &[1, 4]);
        check("gC/berg<Enter><Esc>", &[1, 2, 3, 4]);
        check("gC/berg<Esc>", &[1, 2, 3, 4]);
        check("gP/unnamed<Enter>", &[2, 3]);
        check("gP/unnamed<Enter>O", &[2, 3]);
    }

    #[test]
    fn the_chosen_row_stays_chosen() {
        let mut app = sample::app(120, 40);
        for key in Key::parse_all("gCjjOOO").expect("keys") {
            update(&mut app, Event::Key(key));
        }
        assert_eq!(app.chosen_row(List::Claims), Some(0), "the third claim is the least sure");
    }
}
