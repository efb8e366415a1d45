//! The query language of the lists: `colour:red tag:check (source:minister or "off the record")
//! -is:starred date:2026-11`.
//!
//! Takes the query as typed, gives a [`Query`] that says of each note whether it is meant, or an
//! error that points at the column. Words stand side by side for “and”; `or`, `-` or `not` and
//! parentheses do what they say; quotation marks keep a phrase together.

mod scan;
#[cfg(test)]
mod tests;

use crate::library::{Colour, Note};

use scan::{Token, TokenKind, scan};

/// How deep parentheses and negations may be nested.
const DEPTH: usize = 64;

/// A question that a note answers with yes or no.
#[derive(Clone, Debug, PartialEq)]
pub struct Query(Term);

/// What queries look at of a note, in lower case; made once for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The passage, then what the reader wrote.
    text: String,
    tags: Vec<String>,
    article: String,
    source: String,
    colour: Option<Colour>,
    starred: bool,
    is_highlight: bool,
    /// When it was made, as `YYYY-MM-DD`, in UTC.
    day: String,
}

impl Subject {
    /// Takes a note, the title of its article and who says what it is on, which may be empty.
    pub fn new(note: &Note, article: &str, source: &str) -> Self {
        let day = note.created.to_string();
        Self {
            // What no query can hold keeps a phrase from reaching over from one into the other.
            text: format!("{}\0{}", note.anchor.exact, note.body).to_lowercase(),
            tags: note.tags.iter().map(|tag| tag.to_lowercase()).collect(),
            article: article.to_lowercase(),
            source: source.to_lowercase(),
            colour: note.colour,
            starred: note.starred,
            is_highlight: note.is_highlight(),
            day: day.get(..10).unwrap_or(&day).to_owned(),
        }
    }

    /// Takes who says what the note is on.
    pub fn set_source(&mut self, source: &str) {
        self.source = source.to_lowercase();
    }
}

/// Why a query cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct QueryError {
    /// Where, in Unicode scalar values from 1.
    pub column: usize,
    /// What is wrong there and what would be right.
    pub message: String,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq)]
enum Term {
    All(Vec<Term>),
    Any(Vec<Term>),
    Not(Box<Term>),
    /// In the passage, the note or its tags; in lower case, as all words here.
    Word(String),
    Text(String),
    Tag(String),
    Source(String),
    Article(String),
    Colour(Option<Colour>),
    Starred,
    Highlight,
    /// From the first day up to and with the last, as `YYYY-MM-DD`; a shorter one is all days that
    /// begin with it.
    Days(Option<String>, Option<String>),
}

impl Query {
    /// Reads a query; an empty one means every note.
    pub fn parse(query: &str) -> Result<Self, QueryError> {
        let tokens = scan(query)?;
        let end = query.chars().count() + 1;
        let mut parser = Parser { tokens: &tokens, end };
        let term = parser.any(0)?;
        match parser.next() {
            Some(token) => Err(token.error("this parenthesis closes nothing")),
            None => Ok(Self(term)),
        }
    }

    /// Returns whether the note is meant.
    pub fn matches(&self, subject: &Subject) -> bool {
        self.0.matches(subject)
    }
}

impl Term {
    fn matches(&self, subject: &Subject) -> bool {
        match self {
            Self::All(terms) => terms.iter().all(|term| term.matches(subject)),
            Self::Any(terms) => terms.iter().any(|term| term.matches(subject)),
            Self::Not(term) => !term.matches(subject),
            Self::Word(word) => {
                let in_tag = |tag: &String| tag.contains(word.as_str());
                subject.text.contains(word.as_str()) || subject.tags.iter().any(in_tag)
            }
            Self::Text(word) => subject.text.contains(word.as_str()),
            Self::Tag(tag) => subject.tags.iter().any(|own| is_tag(own, tag)),
            Self::Source(name) => subject.source.contains(name.as_str()),
            Self::Article(title) => subject.article.contains(title.as_str()),
            Self::Colour(colour) => subject.colour == *colour,
            Self::Starred => subject.starred,
            Self::Highlight => subject.is_highlight,
            Self::Days(first, last) => is_between(&subject.day, first.as_deref(), last.as_deref()),
        }
    }
}

/// Returns whether `own` is the tag asked for; `ask*` asks for all that begin with “ask”.
fn is_tag(own: &str, tag: &str) -> bool {
    tag.strip_suffix('*').map_or(own == tag, |start| own.starts_with(start))
}

/// Returns whether a day is one of those from `first` to `last`.
fn is_between(day: &str, first: Option<&str>, last: Option<&str>) -> bool {
    first.is_none_or(|first| day >= first)
        && last.is_none_or(|last| day <= last || day.starts_with(last))
}

/// What of the query is still to be read.
struct Parser<'t> {
    tokens: &'t [Token],
    end: usize,
}

impl<'t> Parser<'t> {
    fn next(&mut self) -> Option<&'t Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Takes the next token if it is of this kind.
    fn take(&mut self, kind: &TokenKind) -> bool {
        let is = self.tokens.first().is_some_and(|token| token.kind == *kind);
        if is {
            self.tokens = &self.tokens[1..];
        }
        is
    }

    /// Reads what stands between `or`.
    fn any(&mut self, depth: usize) -> Result<Term, QueryError> {
        let mut terms = vec![self.all(depth)?];
        while let Some(or) = self.tokens.first().filter(|token| token.kind == TokenKind::Or) {
            self.next();
            let next = self.all(depth)?;
            if [terms.last(), Some(&next)].contains(&Some(&Term::All(Vec::new()))) {
                return Err(or.error("“or” needs something on either side"));
            }
            terms.push(next);
        }
        Ok(if terms.len() == 1 { terms.remove(0) } else { Term::Any(terms) })
    }

    /// Reads what stands side by side.
    fn all(&mut self, depth: usize) -> Result<Term, QueryError> {
        let mut terms = Vec::new();
        while let Some(token) = self.tokens.first() {
            if matches!(token.kind, TokenKind::Or | TokenKind::Close) {
                break;
            }
            terms.push(self.one(depth)?);
        }
        Ok(if terms.len() == 1 { terms.remove(0) } else { Term::All(terms) })
    }

    /// Reads one word, field, negation or parenthesis.
    fn one(&mut self, depth: usize) -> Result<Term, QueryError> {
        let Some(token) = self.next() else {
            let message = "something is missing after “not”".to_owned();
            return Err(QueryError { column: self.end, message });
        };
        if depth > DEPTH {
            return Err(token.error("this is nested too deep"));
        }
        match &token.kind {
            TokenKind::Not => Ok(Term::Not(Box::new(self.one(depth + 1)?))),
            TokenKind::Open => {
                let inside = self.any(depth + 1)?;
                let is_closed = self.take(&TokenKind::Close);
                is_closed
                    .then_some(inside)
                    .ok_or_else(|| token.error("this parenthesis is not closed"))
            }
            TokenKind::Word(word) => Ok(Term::Word(word.to_lowercase())),
            TokenKind::Field { name, value, column } => {
                field(name, value).map_err(|message| QueryError {
                    column: if message.starts_with("there is no field") {
                        token.column
                    } else {
                        *column
                    },
                    message,
                })
            }
            TokenKind::Or | TokenKind::Close => {
                Err(token.error("something is missing before this"))
            }
        }
    }
}

/// Reads a field and its value.
fn field(name: &str, value: &str) -> Result<Term, String> {
    let word = value.to_lowercase();
    if word.is_empty() {
        return Err(format!("“{name}:” needs a value"));
    }
    match name {
        "colour" | "color" => colour(&word),
        "tag" => Ok(Term::Tag(word)),
        "source" => Ok(Term::Source(word)),
        "text" => Ok(Term::Text(word)),
        "article" => Ok(Term::Article(word)),
        "date" => days(&word),
        "is" => match word.as_str() {
            "starred" => Ok(Term::Starred),
            "highlight" => Ok(Term::Highlight),
            "note" => Ok(Term::Not(Box::new(Term::Highlight))),
            _ => Err(format!("“is:” takes starred, highlight or note, not “{value}”")),
        },
        _ => Err(format!(
            "there is no field “{name}”; there are colour, tag, source, text, article, date and is"
        )),
    }
}

/// Reads a colour, or `none`.
fn colour(name: &str) -> Result<Term, String> {
    if name == "none" {
        return Ok(Term::Colour(None));
    }
    let names = Colour::ALL.map(Colour::name).join(", ");
    let colour = Colour::from_name(name);
    colour
        .map(|colour| Term::Colour(Some(colour)))
        .ok_or_else(|| format!("there is no colour “{name}”; there are {names} and none"))
}

/// Reads `2026`, `2026-11`, `2026-11-24`, `>2026-11`, `<2026-11` or `2026-01..2026-03`; both ends
/// of a range are part of it, the bounds of `>` and `<` are not.
fn days(value: &str) -> Result<Term, String> {
    if let Some(first) = value.strip_prefix('>') {
        // `~` sorts after every digit and dash: all days that begin with the date come before.
        return Ok(Term::Days(Some(day(first)? + "~"), None));
    }
    if let Some(last) = value.strip_prefix('<') {
        return Ok(Term::Not(Box::new(Term::Days(Some(day(last)?), None))));
    }
    let (first, last) = value.split_once("..").unwrap_or((value, value));
    Ok(Term::Days(Some(day(first)?), Some(day(last)?)))
}

/// Checks that `date` is a year, a month or a day.
fn day(date: &str) -> Result<String, String> {
    const FIRST: &str = "0000-01-01";
    let full = format!("{date}{}", FIRST.get(date.len()..).unwrap_or_default());
    let is_whole = matches!(date.len(), 4 | 7 | 10) && full.len() == 10;
    match full.parse::<jiff::civil::Date>() {
        Ok(_) if is_whole => Ok(date.to_owned()),
        _ => Err(format!("“{date}” is no date; write 2026, 2026-11 or 2026-11-24")),
    }
}
