//! The formats by name and by the end of a file's name, and which one a file is that is read in.

use serde_json::Value;

use crate::library::exchange::{
    ArticleNotes, ExchangeError, read_csv, read_hypothesis, read_json_ld, read_readwise,
};

/// A format that notes are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page by a template.
    Markdown,
    /// W3C Web Annotation.
    JsonLd,
    /// The JSON of Hypothesis.
    Hypothesis,
    /// A table of comma-separated values.
    Csv,
    /// brat standoff, which goes beside the article’s text.
    Brat,
    /// A page of the article with its notes marked.
    Html,
}

impl Format {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Markdown, Self::JsonLd, Self::Hypothesis, Self::Csv, Self::Brat, Self::Html];

    /// Returns the name it has on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::JsonLd => "jsonld",
            Self::Hypothesis => "hypothesis",
            Self::Csv => "csv",
            Self::Brat => "brat",
            Self::Html => "html",
        }
    }

    /// Returns how the names of its files end, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::JsonLd => "jsonld",
            Self::Hypothesis => "json",
            Self::Csv => "csv",
            Self::Brat => "ann",
            Self::Html => "html",
        }
    }

    /// Returns the format called `name`, or `None` if none is.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Returns the format of a file of this name, by its end, or `None` if it tells none.
    pub fn of_file(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.')?.1.to_lowercase();
        Self::ALL.into_iter().find(|format| format.extension() == end)
    }

    /// Returns whether it shows the article’s text, which must then be at hand.
    pub fn needs_text(self) -> bool {
        matches!(self, Self::Brat | Self::Html)
    }

    /// Returns whether one file can hold the notes of several articles.
    pub fn holds_several(self) -> bool {
        !self.needs_text()
    }
}

/// Reads notes from a file of any format that we know, told by its content.
///
/// # Errors
///
/// [`ExchangeError`] of the format that it looks most like.
pub fn read(file: &str) -> Result<Vec<ArticleNotes>, ExchangeError> {
    let file = file.trim_start_matches('\u{feff}');
    if !file.trim_start().starts_with(['{', '[']) {
        let headings = file.lines().next().unwrap_or_default();
        let is_readwise = headings.contains("Highlight") && headings.contains("Book Title");
        return if is_readwise {
            read_readwise(file)
        } else if headings.contains("passage") {
            read_csv(file)
        } else {
            Err(ExchangeError::Unknown)
        };
    }
    let value: Value = serde_json::from_str(file)?;
    let first = value.as_array().and_then(|list| list.first()).unwrap_or(&value);
    let has = |name: &str| first.get(name).is_some();
    if has("rows") || has("annotations") || (has("uri") && has("created")) {
        read_hypothesis(file)
    } else {
        read_json_ld(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ends_lead_back() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
            assert_eq!(Format::of_file(&format!("a.b.{}", format.extension())), Some(format));
        }
        assert_eq!(Format::of_file("notes"), None);
        assert_eq!(Format::of_file("notes.MD"), Some(Format::Markdown));
    }

    #[test]
    fn a_file_that_is_nothing_of_ours_is_an_error() {
        for file in ["a,b\n1,2\n", "{\"a\": 1}", "[1]", "# Notes\n"] {
            assert!(read(file).is_err(), "{file}");
        }
    }
}
