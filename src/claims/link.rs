//! Why a mention was given to its entity, and how often that proves right.

use super::mention::Gender;

/// The reason for which a mention was given to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Its words are the name, or open a new source.
    Itself,
    /// A part of the name, or the acronym.
    PartOfName,
    /// “Anna Berg, a spokeswoman”.
    Apposition,
    /// The same words as before: “residents”, “residents”.
    SameWords,
    /// “the source”: the one called so before.
    CalledSo,
    /// “the senator”: no one was called so, but this one can be.
    CanBeCalledSo,
    /// “the other source”.
    Beside,
    /// A pronoun with one fitting candidate near.
    OnlyOne(Option<Gender>),
    /// A pronoun for the one who spoke last.
    SpokeLast,
    /// A pronoun for the best of several candidates; the margin to the next in tenths.
    Nearest(u8),
    /// “who”, right after its words.
    Relative,
    /// “I” and “we” in a quotation.
    Speaker,
    /// “I”, “we”, “you” outside of quotations.
    Author,
}

impl Link {
    /// Returns the share of links of this sort that are right.
    ///
    /// Measured on the articles of the grouping corpus that rules were written on (see
    /// `tests/integration/grouping.rs`), rounded to steps of 0.05.
    pub(super) fn confidence(self) -> f32 {
        match self {
            Self::Itself | Self::PartOfName | Self::Apposition => 0.98,
            Self::SameWords | Self::Relative | Self::Speaker | Self::Author => 0.95,
            Self::OnlyOne(_) => 0.95,
            Self::CalledSo | Self::SpokeLast | Self::Beside => 0.9,
            Self::CanBeCalledSo => 0.8,
            Self::Nearest(margin) => (0.6 + 0.02 * f32::from(margin)).min(0.9),
        }
    }

    /// Says the reason in a few words; `words` are the mention's, `name` its source's.
    pub(super) fn why(self, words: &str, name: &str) -> String {
        match self {
            Self::Itself => String::new(),
            Self::PartOfName => format!("“{words}” is short for {name}"),
            Self::Apposition => format!("“{words}” stands beside {name}"),
            Self::SameWords => format!("“{words}”: the same words as before"),
            Self::CalledSo => format!("“{words}”: the last one called so"),
            Self::CanBeCalledSo => format!("“{words}”: the last one that fits"),
            Self::Beside => format!("“{words}”: the one beside the first"),
            Self::OnlyOne(Some(Gender::Female)) => "pronoun: the only woman named before".to_owned(),
            Self::OnlyOne(Some(Gender::Male)) => "pronoun: the only man named before".to_owned(),
            Self::OnlyOne(None) => "pronoun: the only one that fits".to_owned(),
            Self::SpokeLast => "pronoun: the last to speak".to_owned(),
            Self::Nearest(_) => "pronoun: the nearest that fits".to_owned(),
            Self::Relative => format!("“{words}” follows its words"),
            Self::Speaker => format!("“{words}” in a quotation: its speaker"),
            Self::Author => String::new(),
        }
    }
}
