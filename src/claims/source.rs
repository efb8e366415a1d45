//! A source: who or what a claim is put down to.

use crate::base::TextSpan;

/// Somebody or something that claims are put down to; one for each in the real world.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The fullest name that the article gives; for an unnamed one its best description.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Whether the article gives its name.
    pub named: bool,
    /// Every place that refers to it, pronouns included, in reading order.
    pub mentions: Vec<TextSpan>,
    /// What the article says of it: role, body, place, number, why unnamed; each in its words.
    pub details: Vec<Detail>,
}

/// Something that the article says of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// What it tells.
    pub kind: DetailKind,
    /// The words that tell it.
    pub span: TextSpan,
}

/// What a detail tells of a source.
///
/// Role is told of every source, the others of those that the article does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetailKind {
    /// What it is or does: “a spokeswoman for the ministry”, “people familiar with the matter”.
    Role,
    /// The body that it belongs to: “the ministry”, “Daily NK”.
    Body,
    /// Where it is: “Ryanggang Province”.
    Place,
    /// How many there are: “two”, “dozens”.
    Number,
    /// Why it is not named: “who spoke on condition of anonymity because …”.
    WhyUnnamed,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// One person.
    Person,
    /// Several people: residents, officials.
    Group,
    /// A body: a ministry, a company, a newspaper.
    Organisation,
    /// Something written: a report, a poll, a filing, a tweet.
    Document,
    /// The text does not tell.
    Unknown,
}
