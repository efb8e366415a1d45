//! A mention: words that may refer to a source, with what they show of it.
//!
//! Kept for every paragraph until the whole article is read, so it holds places and small marks,
//! no strings.

use crate::base::TextSpan;

/// The place of a [`Mention`] in the list of all mentions, in reading order.
pub(super) type MentionIndex = u32;

/// Words that may refer to a source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mention {
    /// All of it: determiner, title, modifiers and head, without what follows the head.
    pub(super) span: TextSpan,
    /// The name without titles and role, the head noun, or the pronoun.
    pub(super) head: TextSpan,
    /// Name, description or pronoun.
    pub(super) kind: MentionKind,
    /// What the determiner or modifiers tell of its being known.
    pub(super) reference: Reference,
    /// One or several.
    pub(super) number: Number,
    /// The gender that the words themselves show.
    pub(super) gender: Option<Gender>,
    /// How it stands in its sentence.
    pub(super) position: Position,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
    /// The paragraph, counted from 0.
    pub(super) paragraph: u32,
    /// The sentence, counted through the article.
    pub(super) sentence: u32,
    /// Whose it is: “Berg” for “Berg’s aide”, “his” for “his family”.
    pub(super) owner: Option<MentionIndex>,
    /// The mention that names the same, by apposition, copula or brackets.
    pub(super) same: Option<MentionIndex>,
    /// The first of the mentions that this one, “Berg and Lee”, joins; they follow one another.
    pub(super) joins: Option<MentionIndex>,
    /// What follows the head and belongs to it: “for the ministry”; empty if there is nothing.
    pub(super) complement: TextSpan,
}

/// What sort of words a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MentionKind {
    /// “Anna Berg”, “Mr. Berg”, “the FBI”.
    Name,
    /// “a spokeswoman for the ministry”, “the source”, “residents”.
    Description,
    /// “he”, “they”, “I”, “who”.
    Pronoun,
}

/// What the words tell of whether the reader knows the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// Nothing: “residents”, “Anna Berg”.
    Bare,
    /// “a source”, “one source”, “some officials”: new.
    New,
    /// “another source”, “a second source”, “a separate source”: new, beside one that is known.
    Further,
    /// “the source”, “that source”, “his aide”: known.
    Known,
    /// “the other source”, “the second source”, “the additional source”: the one that came in
    /// beside the first.
    KnownFurther,
    /// “the first source”.
    KnownFirst,
}

/// One or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
    /// The word does not show it.
    Unknown,
}

impl Number {
    /// Returns whether something of this number may be called with a word of number `other`.
    pub(super) fn fits(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }
}

/// A gender, as far as the text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    /// “he”, “Mr.”, “husband”.
    Male,
    /// “she”, “Mrs.”, “wife”.
    Female,
}

/// How a mention stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Before the verb, or first in the sentence.
    Subject,
    /// Anywhere else.
    Other,
    /// As the owner of something: “Berg’s”.
    Owner,
    /// As part of a description: “Berg” in “the Berg campaign”.
    Modifier,
}
