//! Parts of speech.

/// A part of speech of the Penn Treebank tag set (Marcus, Santorini and Marcinkiewicz, 1993).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the tag set's own")]
pub enum Tag {
    Cc,
    Cd,
    Dt,
    Ex,
    Fw,
    In,
    Jj,
    Jjr,
    Jjs,
    Ls,
    Md,
    Nn,
    Nnp,
    Nnps,
    Nns,
    Pdt,
    Pos,
    Prp,
    PrpPossessive,
    Rb,
    Rbr,
    Rbs,
    Rp,
    Sym,
    To,
    Uh,
    Vb,
    Vbd,
    Vbg,
    Vbn,
    Vbp,
    Vbz,
    Wdt,
    Wp,
    WpPossessive,
    Wrb,
    /// Opening quotation mark.
    OpenQuote,
    /// Closing quotation mark.
    CloseQuote,
    /// `(`, `[`.
    OpenBracket,
    /// `)`, `]`.
    CloseBracket,
    Comma,
    /// `.`, `?`, `!`.
    Stop,
    /// `:`, `;`, dashes, dots.
    Colon,
    Dollar,
    Pound,
}

impl Tag {
    /// Every tag, in the order of its number.
    pub const ALL: [Self; 45] = [
        Self::Cc,
        Self::Cd,
        Self::Dt,
        Self::Ex,
        Self::Fw,
        Self::In,
        Self::Jj,
        Self::Jjr,
        Self::Jjs,
        Self::Ls,
        Self::Md,
        Self::Nn,
        Self::Nnp,
        Self::Nnps,
        Self::Nns,
        Self::Pdt,
        Self::Pos,
        Self::Prp,
        Self::PrpPossessive,
        Self::Rb,
        Self::Rbr,
        Self::Rbs,
        Self::Rp,
        Self::Sym,
        Self::To,
        Self::Uh,
        Self::Vb,
        Self::Vbd,
        Self::Vbg,
        Self::Vbn,
        Self::Vbp,
        Self::Vbz,
        Self::Wdt,
        Self::Wp,
        Self::WpPossessive,
        Self::Wrb,
        Self::OpenQuote,
        Self::CloseQuote,
        Self::OpenBracket,
        Self::CloseBracket,
        Self::Comma,
        Self::Stop,
        Self::Colon,
        Self::Dollar,
        Self::Pound,
    ];

    /// The names of [`Tag::ALL`] in annotated corpora, in the same order.
    const NAMES: [&'static str; 45] = [
        "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNP", "NNPS",
        "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB",
        "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "``", "''", "-LRB-", "-RRB-",
        ",", ".", ":", "$", "#",
    ];

    /// Returns the tag of this number, or `None` past the last.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Returns the tag with this name of the Penn Treebank, or `None` for a name that it lacks.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|at| Self::ALL[at])
    }

    /// Returns the name that the Penn Treebank gives it.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Returns whether it is a form of a verb; modals count apart.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// Returns whether such a word stands inside a simple noun phrase.
    pub fn is_nominal(self) -> bool {
        matches!(
            self,
            Self::Dt
                | Self::PrpPossessive
                | Self::Jj
                | Self::Jjr
                | Self::Jjs
                | Self::Nn
                | Self::Nns
                | Self::Nnp
                | Self::Nnps
                | Self::Cd
                | Self::Pos
                | Self::Prp
                | Self::Wp
                | Self::Wdt
                | Self::Ex
                | Self::Dollar
                | Self::Pdt
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_lead_back_to_the_tag() {
        for (number, tag) in Tag::ALL.into_iter().enumerate() {
            assert_eq!(tag as usize, number);
            assert_eq!(Tag::from_number(number as u8), Some(tag));
            assert_eq!(Tag::from_name(tag.name()), Some(tag));
        }
        assert_eq!(Tag::from_number(45), None);
        assert_eq!(Tag::from_name("XX"), None);
    }
}
