//! The colours of highlights.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A colour that a passage is marked in; what it means is for the reader to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Colour {
    Yellow,
    Green,
    Blue,
    Red,
    Orange,
    Purple,
}

impl Colour {
    /// All colours, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Yellow, Self::Green, Self::Blue, Self::Red, Self::Orange, Self::Purple];

    /// Returns its name, as queries, exports and settings write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Purple => "purple",
        }
    }

    /// Returns the letter that picks it after `c`: the first of its name.
    pub fn letter(self) -> char {
        match self {
            Self::Yellow => 'y',
            Self::Green => 'g',
            Self::Blue => 'b',
            Self::Red => 'r',
            Self::Orange => 'o',
            Self::Purple => 'p',
        }
    }

    /// Returns the colour called `name`, in any case, or `None` if none is.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.name().eq_ignore_ascii_case(name))
    }

    /// Returns the colour that `letter` picks, or `None` if none is.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.letter() == letter)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_letters_lead_back() {
        for colour in Colour::ALL {
            assert_eq!(Colour::from_name(colour.name()), Some(colour));
            assert_eq!(Colour::from_letter(colour.letter()), Some(colour));
            assert_eq!(colour.name().chars().next(), Some(colour.letter()));
        }
    }

    #[test]
    fn other_names_are_none() {
        assert_eq!(Colour::from_name("BLUE"), Some(Colour::Blue));
        assert_eq!(Colour::from_name("mauve"), None);
        assert_eq!(Colour::from_letter('c'), None);
    }
}
