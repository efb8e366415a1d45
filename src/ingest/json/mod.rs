//! JSON to articles: an object, a list of them, or one a line.
//!
//! Comes as decoded text; goes out an article at a time, so that memory does not grow with the
//! number of records. A record that is no article is an error that names its line and field; the
//! others still follow. Text stored as a string becomes the article's text as it is.

mod facts;
mod record;
mod split;

pub(super) use self::{facts::schema_facts, record::names_text};

use std::{collections::VecDeque, ops::Range};

use serde_json::Value;

use self::split::{Piece, Pieces};
use super::{
    Record, check_length,
    error::{IngestError, Warning},
    sniff::Format,
};
use crate::article::Article;

/// Returns the format of the file that `start`, its first words, begins, if it is JSON.
pub(super) fn format(start: &str) -> Option<Format> {
    let inner = |open| start.strip_prefix(open).map(str::trim_start);
    if inner('[').is_some_and(|rest: &str| rest.starts_with(['{', ']'])) {
        return Some(Format::Json);
    }
    inner('{').filter(|rest: &&str| rest.starts_with(['"', '}']))?;
    let mut lines = start.lines().map(str::trim).filter(|line| !line.is_empty()).take(5);
    let is_object_a_line =
        lines.clone().nth(1).is_some() && lines.all(|line| line.starts_with('{'));
    Some(if is_object_a_line { Format::JsonLines } else { Format::Json })
}

/// The articles of a JSON file, each made when it is asked for.
#[derive(Debug)]
pub(super) struct Objects {
    text: String,
    pieces: Pieces,
    /// What was made and not yet asked for.
    ready: VecDeque<Result<Record, IngestError>>,
    /// How many records were seen.
    count: usize,
    /// What is to be told with the first article.
    warnings: Vec<Warning>,
}

impl Objects {
    /// Looks for the first article of `text`; `warnings` are told with it.
    ///
    /// # Errors
    ///
    /// If there is none in all of `text`.
    pub(super) fn new(
        text: String,
        format: Format,
        warnings: Vec<Warning>,
    ) -> Result<Self, IngestError> {
        let pieces = Pieces::new(&text, format);
        let mut objects = Self { text, pieces, ready: VecDeque::new(), count: 0, warnings };
        while objects.advance() {
            if objects.ready.iter().any(Result::is_ok) {
                return Ok(objects);
            }
        }
        let count = objects.count;
        Err(match objects.ready.pop_front() {
            None | Some(Ok(_)) => IngestError::Empty,
            Some(Err(first)) if count == 1 => first,
            Some(Err(first)) => IngestError::NoArticles { count, first: Box::new(first) },
        })
    }

    /// Reads the next piece and makes the records in it; `false` at the end.
    fn advance(&mut self) -> bool {
        let Some(piece) = self.pieces.next(&self.text) else { return false };
        match parse(&self.text, &piece) {
            Ok(value) => {
                for found in record::articles(value, &self.text[piece.range.clone()], piece.line) {
                    let found = found.and_then(|(article, warnings)| {
                        check_length(article.text.len())?;
                        Ok((article, warnings))
                    });
                    self.add(found);
                }
            }
            Err(error) => self.add(Err(error)),
        }
        true
    }

    fn add(&mut self, found: Result<(Article, Vec<Warning>), IngestError>) {
        self.count += 1;
        let number = Some(self.count);
        self.ready.push_back(found.map(|(article, warnings)| {
            let mut told = std::mem::take(&mut self.warnings);
            told.extend(warnings);
            Record { number, article, warnings: told }
        }));
    }

    /// Returns the next record.
    pub(super) fn next(&mut self) -> Option<Result<Record, IngestError>> {
        while self.ready.is_empty() {
            if !self.advance() {
                return None;
            }
        }
        self.ready.pop_front()
    }
}

/// Parses a piece of `text`.
fn parse(text: &str, piece: &Piece) -> Result<Value, IngestError> {
    serde_json::from_str(&text[piece.range.clone()]).map_err(|error| {
        let message = error.to_string();
        let problem = message.split(" at line ").next().unwrap_or(&message).to_owned();
        let before = if error.line() <= 1 { column(text, &piece.range) } else { 0 };
        let line = piece.line + error.line().saturating_sub(1);
        IngestError::Json { line, column: before + error.column(), problem }
    })
}

/// Returns how many bytes stand before `range` on its line.
fn column(text: &str, range: &Range<usize>) -> usize {
    let before = &text[..range.start];
    before.len() - before.rfind('\n').map_or(0, |at| at + 1)
}

/// Returns what `value` is, with its article, for messages.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(words) if words.trim().is_empty() => "empty",
        Value::String(_) => "text",
        Value::Array(list) if list.is_empty() => "an empty list",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests;
