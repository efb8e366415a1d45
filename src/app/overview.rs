//! Where in a text its claims lie, in as many cells as the screen has lines; and how much there
//! is to read.

use crate::{
    app::{App, ArticlePane, Attitudes, Entry, Only},
    base::Id,
    claims::Source,
};

/// Words a minute that a reader of non-fiction takes in (Brysbaert, 2019).
const WORDS_A_MINUTE: usize = 238;
/// Longest text, in bytes, whose words are counted; of a longer one they are estimated, for nobody
/// needs the minute.
const COUNTED: usize = 1 << 16;
/// Bytes that a word of English prose takes with its space.
const WORD: usize = 6;

/// Where the claims lie, from the start of the text to its end.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// One cell for each line of the screen.
    pub cells: Vec<OverviewCell>,
    /// What the cells were made for.
    made_for: Option<Key>,
    /// Which filling of the screen they show.
    filling: u64,
}

/// A part of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OverviewCell {
    /// Bytes of claims in it.
    pub claimed: usize,
    /// Who says most of that; `None` also for an unknown source.
    pub source: Option<Id<Source>>,
    /// Whether a part of it is on the screen.
    pub in_sight: bool,
}

/// What an overview depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    height: usize,
    /// Which claims: where they lie in memory, and how many they are.
    claims: Option<(usize, usize)>,
    attitudes: Attitudes,
    only: Option<Only>,
}

impl App {
    /// Makes the overviews of the shown articles anew where something has changed.
    pub(super) fn refresh_overview(&mut self) {
        self.refresh_overview_of(self.current);
        if let Some((other, _)) = self.other() {
            self.refresh_overview_of(other);
        }
    }

    fn refresh_overview_of(&mut self, entry: Id<Entry>) {
        let attitudes = self.attitudes;
        let Some(pane) = self.pane_of(entry) else { return };
        let key = Key {
            height: pane.height(),
            claims: pane
                .claims()
                .map(|claims| (std::ptr::from_ref(claims).addr(), claims.ledger.claims.len())),
            attitudes,
            only: pane.only,
        };
        let is_made = pane.overview.made_for == Some(key);
        if is_made && pane.overview.filling == pane.fillings() {
            return;
        }
        let cells = (!is_made).then(|| self.overview_cells(pane));
        let Some(pane) = self.pane_of_mut(entry) else { return };
        if let Some(cells) = cells {
            pane.overview = Overview { cells, made_for: Some(key), filling: 0 };
        }
        pane.overview.filling = pane.fillings();
        mark_sight(pane);
    }

    fn overview_cells(&self, pane: &ArticlePane) -> Vec<OverviewCell> {
        let count = pane.height();
        let mut cells = vec![OverviewCell::default(); count];
        let Some(claims) = pane.claims() else { return cells };
        // Who says most in a cell, found as one of two ends a vote: by majority, in one pass.
        let mut leads = vec![0usize; count];
        for (id, claim) in claims.ledger.claims.iter() {
            if !self.shows(pane, id) {
                continue;
            }
            for span in &claim.content {
                let (first, last) = (
                    cell_of(pane, count, span.start()),
                    cell_of(pane, count, span.end().saturating_sub(1)),
                );
                for cell in first..=last {
                    let bytes = (span.len() / (last - first + 1)).max(1);
                    cells[cell].claimed += bytes;
                    if cells[cell].source == claim.source {
                        leads[cell] += bytes;
                    } else if leads[cell] < bytes {
                        (cells[cell].source, leads[cell]) = (claim.source, bytes - leads[cell]);
                    } else {
                        leads[cell] -= bytes;
                    }
                }
            }
        }
        cells
    }
}

impl ArticlePane {
    /// Returns how many minutes it takes to read, at least 1.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_A_MINUTE).max(1)
    }

    /// Returns how many minutes are left to read below the screen; 0 at the end.
    pub fn minutes_left(&self) -> usize {
        (self.words * (100 - self.percent().min(100)) / 100).div_ceil(WORDS_A_MINUTE)
    }

    /// Returns the byte at which cell `cell` of the overview begins.
    pub(super) fn start_of_cell(&self, cell: usize) -> usize {
        let count = self.overview.cells.len().max(1);
        (self.length() as u64 * cell as u64 / count as u64) as usize
    }
}

/// Returns how many words `text` has; of a long one an estimate.
pub(super) fn count_words(text: &str) -> usize {
    if text.len() > COUNTED { estimated_words(text.len()) } else { text.split_whitespace().count() }
}

/// Returns about how many words a text of `length` bytes has.
pub(super) fn estimated_words(length: usize) -> usize {
    length / WORD
}

fn cell_of(pane: &ArticlePane, count: usize, at: usize) -> usize {
    let len = pane.length().max(1) as u64;
    ((at as u64 * count as u64 / len) as usize).min(count.saturating_sub(1))
}

fn mark_sight(pane: &mut ArticlePane) {
    let mut rows = pane.screen_rows();
    let Some(first) = rows.next().map(|row| row.span.start()) else { return };
    let last = rows.last().map_or(first, |row| row.span.end().saturating_sub(1));
    let count = pane.overview.cells.len();
    let sight = cell_of(pane, count, first)..=cell_of(pane, count, last);
    for (index, cell) in pane.overview.cells.iter_mut().enumerate() {
        cell.in_sight = sight.contains(&index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Event, Key as Press, sample, update};

    /// Draws the overview of the sample: who speaks in each cell, and what is in sight.
    fn check(height: u16, keys: &str, speakers: &str, sight: &str) {
        let mut app = sample::app(80, height + 2);
        for key in Press::parse_all(keys).unwrap_or_default() {
            update(&mut app, Event::Key(key));
        }
        let cells = &app.pane().expect("it is open").overview.cells;
        let speaker = |cell: &OverviewCell| match (cell.claimed, cell.source) {
            (0, _) => '.',
            (_, None) => '?',
            (_, Some(id)) => char::from_digit(id.index() as u32 + 1, 10).unwrap_or('+'),
        };
        assert_eq!(cells.iter().map(speaker).collect::<String>(), speakers);
        let seen = |cell: &OverviewCell| if cell.in_sight { '#' } else { '.' };
        assert_eq!(cells.iter().map(seen).collect::<String>(), sight);
    }

    #[test]
    fn claims_stand_where_they_are_in_the_text() {
        check(10, "", "..11111331", "##########");
    }

    #[test]
    fn it_says_what_is_in_sight() {
        check(4, "", "1111", "#...");
        check(4, "G", "1111", "..##");
    }

    #[test]
    fn only_what_is_shown_counts() {
        check(10, "z?", ".......33.", "##########");
    }
}
