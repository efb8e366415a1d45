//! What can be wrong with the bytes of a file, in words for the person who opened it.

use thiserror::Error;

/// Why bytes, or one record of them, are not an article.
///
/// The messages do not name the file: whoever opened it does.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IngestError {
    /// There are no words in it.
    #[error("there is no text in it")]
    Empty,
    /// The bytes are not text.
    #[error("it looks like {what}, not text; {way_out}")]
    Binary {
        /// What it looks like, with its article: “a PDF document”.
        what: &'static str,
        /// What the reader can do.
        way_out: &'static str,
    },
    /// The bytes are text of a kind that we do not read.
    #[error("it looks like {what}, which is not read; {way_out}")]
    Unsupported {
        /// What it looks like, with its article: “an RSS feed”.
        what: &'static str,
        /// What the reader can do.
        way_out: &'static str,
    },
    /// The text is longer than places in it can say.
    #[error("the text has {length} bytes and must have less than 4 GiB; split the file")]
    TooLong {
        /// Its length in bytes of UTF-8.
        length: usize,
    },
    /// It starts as JSON does and is not JSON.
    #[error("line {line}, column {column}: this is not JSON: {problem}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1; 0 where the line has ended too early.
        column: usize,
        /// What the JSON parser says.
        problem: String,
    },
    /// A field of a JSON record holds something else than it must.
    #[error("line {line}: field “{field}” is {found}, not {wanted}")]
    Field {
        /// Counted from 1.
        line: usize,
        /// The name of the field, as the file spells it.
        field: String,
        /// What stands there: “a number”.
        found: &'static str,
        /// What should: “text”.
        wanted: &'static str,
    },
    /// A JSON value has none of the fields that an article's text may stand in.
    #[error("line {line}: {found} without an article's text; name its text one of: {names}")]
    NoText {
        /// Counted from 1.
        line: usize,
        /// What stands there: “an object”.
        found: &'static str,
        /// The names that were looked for.
        names: String,
    },
    /// None of several JSON records is an article.
    #[error("none of its {count} records is an article; the first: {first}")]
    NoArticles {
        /// How many records there are.
        count: usize,
        /// What is wrong with the first.
        first: Box<IngestError>,
    },
}

/// What a reader should know of how an article was read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Warning {
    /// Some bytes mean nothing in the encoding.
    #[error("{count} places are not valid {encoding} and are shown as U+FFFD")]
    BadBytes {
        /// How many U+FFFD stand for them.
        count: usize,
        /// The encoding that the text was read as.
        encoding: &'static str,
    },
    /// Nothing names the encoding; it is the likeliest.
    #[error("read as {encoding}, guessed from its bytes; if letters look wrong, save it as UTF-8")]
    GuessedEncoding {
        /// The encoding that the text was read as.
        encoding: &'static str,
    },
    /// No part of a page stands out as its article.
    #[error("no main text was found in the page, so all of it is shown")]
    WholePage,
    /// A page is built in a way that finding its main text would take too long.
    #[error("the page {reason}, so all of it is shown, without its layout")]
    Flattened {
        /// What is unusual about it.
        reason: &'static str,
    },
    /// A line of front matter is not understood.
    #[error("line {line}: not “name: value”; left out")]
    FrontMatter {
        /// Counted from 1.
        line: usize,
    },
    /// A field besides the text holds something that we cannot show.
    #[error("line {line}: field “{field}” is {found}; left out")]
    FieldLeftOut {
        /// Counted from 1.
        line: usize,
        /// The name of the field, as the file spells it.
        field: String,
        /// What stands there: “an object”.
        found: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_thing_the_place_and_the_way_out() {
        let field =
            IngestError::Field { line: 3, field: "text".into(), found: "a number", wanted: "text" };
        assert_eq!(field.to_string(), "line 3: field “text” is a number, not text");
        let nested = IngestError::NoArticles { count: 2, first: Box::new(field) };
        assert_eq!(
            nested.to_string(),
            "none of its 2 records is an article; the first: line 3: field “text” is a number, \
             not text"
        );
    }
}
