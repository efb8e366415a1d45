//! What an article is known by: its words.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Names an article by the BLAKE3 hash of its text.
///
/// Notes follow the content: the same text is the same article wherever its file lies, and a
/// changed text is another article (another snapshot).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleKey([u8; 32]);

impl ArticleKey {
    /// Makes the key of the article whose whole text is `text`.
    pub fn of(text: &str) -> Self {
        Self(*blake3::hash(text.as_bytes()).as_bytes())
    }

    /// Returns the hash.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A string that is no article key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no article key: it must be 64 hexadecimal digits")]
pub struct KeyError(String);

impl fmt::Display for ArticleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ArticleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleKey({self})")
    }
}

impl FromStr for ArticleKey {
    type Err = KeyError;

    fn from_str(hex: &str) -> Result<Self, KeyError> {
        blake3::Hash::from_hex(hex)
            .map(|hash| Self(*hash.as_bytes()))
            .map_err(|_| KeyError(hex.to_owned()))
    }
}

impl TryFrom<String> for ArticleKey {
    type Error = KeyError;

    fn try_from(hex: String) -> Result<Self, KeyError> {
        hex.parse()
    }
}

impl From<ArticleKey> for String {
    fn from(key: ArticleKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_article() {
        assert_eq!(ArticleKey::of("Ferry late."), ArticleKey::of("Ferry late."));
        assert_ne!(ArticleKey::of("Ferry late."), ArticleKey::of("Ferry late"));
    }

    #[test]
    fn reads_what_it_writes() {
        let key = ArticleKey::of("Ferry late.");
        assert_eq!(key.to_string().parse(), Ok(key));
        assert_eq!(key.to_string().len(), 64);
    }

    #[test]
    fn refuses_other_strings() {
        assert!("".parse::<ArticleKey>().is_err());
        assert!("ß".repeat(32).parse::<ArticleKey>().is_err());
        assert!("g".repeat(64).parse::<ArticleKey>().is_err());
    }
}
