//! What a part of an article is: paragraph, heading, list item, block quote; link, emphasis.

use crate::base::TextSpan;

/// A part of the text that starts on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its words, without the markup around them. May hold line breaks, which are spaces unless
    /// the kind is [`BlockKind::Code`] or [`BlockKind::Table`].
    pub span: TextSpan,
    /// What it is.
    pub kind: BlockKind,
    /// How many block quotes it stands in.
    pub quoted: u8,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The article's title.
    Title,
    /// A heading inside the text, of level 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list: how deep the list is nested (0 is not nested) and its printed marker,
    /// such as `•` or `3.`. A second paragraph of the same item has an empty marker.
    Item {
        /// 0 for a list that is in no other.
        depth: u8,
        /// What stands before the item, `•` or `3.`; empty where the item goes on.
        marker: String,
    },
    /// The words under a picture.
    Caption,
    /// Lines kept as they are.
    Code,
    /// A table, a row a line, cells parted by tabs.
    Table,
}

/// What a few characters inside a block are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The words it covers.
    pub span: TextSpan,
    /// What they are.
    pub kind: MarkKind,
}

/// What marked characters are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A link to this address; checked for its scheme only when it is opened.
    Link(String),
    /// Set apart lightly.
    Emphasis,
    /// Set apart strongly.
    Strong,
    /// A bit of code.
    Code,
}
