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
