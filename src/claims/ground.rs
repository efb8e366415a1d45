//! Why the words for a source were taken for it, in a few words.
//!
//! Comes from `merge`; goes to the status line and to `extract --explain`.

use std::fmt;

/// Why words were taken for the source that they name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// The words say it themselves, or are the first for it.
    #[default]
    New,
    /// The same name, or part of it.
    Name,
    /// “the official”, after “an official”.
    Repeats,
    /// “the senator”, after “Senator Berg”.
    Role,
    /// “another source”.
    Another,
    /// Words beside it say so.
    Beside,
    /// The noun before “who”.
    Relative,
    /// I or we, in the mouth of somebody.
    Speaker,
    /// I or we, and nobody knows who speaks.
    UnknownSpeaker,
    /// A pronoun: nobody else of the kind was named before.
    OnlyNamed(Whom),
    /// A pronoun: nobody else of the kind was spoken of before.
    OnlyMentioned(Whom),
    /// A pronoun: the last to speak fits.
    LastToSpeak,
    /// A pronoun: the nearest of several that fit.
    Nearest(Whom),
    /// A pronoun that may mean several.
    Doubtful,
    /// A pronoun, or first person, that nobody fits.
    Nobody,
    /// The reader said so.
    Reader,
}

/// What kind of source a pronoun asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// He.
    Man,
    /// She.
    Woman,
    /// They.
    Group,
    /// It.
    Body,
}

impl fmt::Display for Ground {
    /// Writes nothing for [`Ground::New`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "",
            Self::Name => "a name that was given before",
            Self::Repeats => "takes up a description",
            Self::Role => "takes up a role",
            Self::Another => "one more of its kind",
            Self::Beside => "named beside it",
            Self::Relative => "the words before “who”",
            Self::Speaker => "first person: the speaker",
            Self::UnknownSpeaker => "first person: the speaker is unknown",
            Self::OnlyNamed(whom) => return write!(f, "pronoun: the only {whom} named before"),
            Self::OnlyMentioned(whom) => {
                return write!(f, "pronoun: the only {whom} mentioned before");
            }
            Self::LastToSpeak => "pronoun: the last to speak",
            Self::Nearest(whom) => return write!(f, "pronoun: the nearest fitting {whom}"),
            Self::Doubtful => "pronoun, too doubtful to say",
            Self::Nobody => "pronoun: nobody before it fits",
            Self::Reader => "you said so",
        })
    }
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Man => "man",
            Self::Woman => "woman",
            Self::Group => "group",
            Self::Body => "body",
        })
    }
}
