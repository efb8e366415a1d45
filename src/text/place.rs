//! Where each token stands among the quotations of its paragraph.
//!
//! Comes from tokens and quotations; read by whoever asks, for a token, whether somebody's words
//! are being quoted and how far the next mark is. Costs one pass and no search.

use crate::base::TextSpan;

use super::{Quote, mark::is_glyph, scan::char_at};

/// Where a token stands among the quotations of its paragraph.
///
/// Only marks that have a partner count, or that open a quotation which runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// How many quotations hold the token, which their marks are part of; 0 outside.
    pub depth: u8,
    /// Whether the token is a mark, and of which side.
    pub mark: Option<QuoteSide>,
    /// How many tokens back the nearest mark before it stands; `FAR` where none stands in the
    /// paragraph or it is farther.
    pub since: u8,
    /// How many tokens on the nearest mark after it stands; likewise.
    pub until: u8,
    /// The place in [`Paragraph::quotes`](super::Paragraph::quotes) of the innermost quotation
    /// that holds the token.
    pub quote: Option<u32>,
}

/// The side of a quotation that a mark stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteSide {
    /// Before the words.
    Opens,
    /// After the words.
    Closes,
}

impl Place {
    /// The distance to a mark that is not there, or too far to count.
    pub const FAR: u8 = u8::MAX;

    /// The place of a token in no quotation of a paragraph without marks.
    pub const OUTSIDE: Self =
        Self { depth: 0, mark: None, since: Self::FAR, until: Self::FAR, quote: None };

    /// Returns whether a quotation holds the token.
    pub fn is_quoted(self) -> bool {
        self.depth > 0
    }

    /// Returns whether the token is a quotation mark that opens.
    pub fn opens(self) -> bool {
        self.mark == Some(QuoteSide::Opens)
    }

    /// Returns whether the token is a quotation mark that closes.
    pub fn closes(self) -> bool {
        self.mark == Some(QuoteSide::Closes)
    }
}

/// Fills `places` with one place for each of `tokens`.
pub(super) fn fill(string: &str, quotes: &[Quote], tokens: &[TextSpan], places: &mut Vec<Place>) {
    places.resize(tokens.len(), Place::OUTSIDE);
    if quotes.is_empty() {
        return;
    }
    let mut cursor = Cursor { quotes, next: 0, holding: Vec::new() };
    let mut since = Place::FAR;
    for (place, token) in places.iter_mut().zip(tokens) {
        *place = cursor.place(string, *token);
        place.since = since;
        since = if place.mark.is_some() { 1 } else { since.saturating_add(1) };
    }
    let mut until = Place::FAR;
    for place in places.iter_mut().rev() {
        place.until = until;
        until = if place.mark.is_some() { 1 } else { until.saturating_add(1) };
    }
}

/// Walks through quotations in step with the tokens.
struct Cursor<'a> {
    quotes: &'a [Quote],
    /// The first quotation that has not started yet.
    next: usize,
    /// Those that hold the token at hand, outer ones first.
    holding: Vec<usize>,
}

impl Cursor<'_> {
    fn place(&mut self, string: &str, token: TextSpan) -> Place {
        while self.innermost().is_some_and(|quote| quote.span.end() <= token.start()) {
            self.holding.pop();
        }
        let mut mark = None;
        while let Some(quote) = self.quotes.get(self.next).filter(|q| q.span.start() < token.end())
        {
            mark = mark.or((quote.span.start() == token.start()).then_some(QuoteSide::Opens));
            self.holding.push(self.next);
            self.next += 1;
        }
        // The end of an unclosed quotation is no mark.
        let ends = self.innermost().is_some_and(|quote| quote.span.end() == token.end());
        if mark.is_none() && ends && char_at(string, token.start()).is_some_and(is_glyph) {
            mark = Some(QuoteSide::Closes);
        }
        Place {
            depth: u8::try_from(self.holding.len()).unwrap_or(u8::MAX),
            mark,
            quote: self.holding.last().and_then(|at| u32::try_from(*at).ok()),
            ..Place::OUTSIDE
        }
    }

    fn innermost(&self) -> Option<&Quote> {
        self.quotes.get(*self.holding.last()?)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        article::Article,
        text::{Text, Tokens},
    };

    /// Shows for each token of the last paragraph its depth, `<` or `>` for a mark, and the
    /// distances to the nearest marks (`-` for none).
    fn check(paragraphs: &str, expected: &str) {
        let article = Article::from_paragraphs(paragraphs.split('|'));
        let text = Text::new(&article);
        let mut tokens = Tokens::default();
        let last = text.paragraphs().last().expect("the case has a paragraph");
        text.tokenize(last, &mut tokens);
        let far = |distance: u8| match distance {
            super::Place::FAR => "-".to_owned(),
            near => near.to_string(),
        };
        let shown: Vec<String> = tokens
            .places
            .iter()
            .map(|place| {
                let mark = if place.opens() { "<" } else { "" };
                let mark = if place.closes() { ">" } else { mark };
                format!("{}{mark}{}{}", place.depth, far(place.since), far(place.until))
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn outside_and_inside() {
        check("He: “So.” No", "0-2 0-1 1<-3 112 121 1>3- 01-");
        check("He so", "0-- 0--");
    }

    #[test]
    fn quotations_inside() {
        check("“‘A’ b”", "1<-1 2<12 211 2>22 111 1>2-");
    }

    #[test]
    fn quotations_that_run_on() {
        check("“A.|“B.” C", "1<-3 112 121 1>3- 01-");
        check("“A.|“B.", "1<-- 11- 12-");
    }

    #[test]
    fn stray_marks_do_not_count() {
        check("A” b", "0-- 0-- 0--");
    }
}
