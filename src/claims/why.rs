//! Why a claim is there, in the few words that the status line has room for.
//!
//! A claim and its text in, words out. Decides nothing.

use crate::{
    attribution::Reason,
    base::{Table, TextSpan},
    claims::{Claim, Ground, Source},
};

/// Returns how `claim` was found and how its source was told, which is one of `sources`.
pub(super) fn why(claim: &Claim, sources: &Table<Source>, text: &str) -> String {
    let words = |span: Option<TextSpan>| {
        let first = span.and_then(|span| span.slice(text)).unwrap_or_default();
        first.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let cue = words(claim.cue);
    let found = match claim.reason {
        Reason::Continues => "continues the quotation".to_owned(),
        Reason::Label => format!("label “{}”", words(claim.attribution)),
        Reason::Signature => "signature after the dash".to_owned(),
        Reason::Hearsay if claim.source.is_none() => format!("hearsay: “{cue}” names nobody"),
        Reason::Hearsay => format!("hearsay: “{cue}”"),
        Reason::BlockQuote => "set apart after its introduction".to_owned(),
        Reason::Cited => format!("whom the source cites (“{cue}”)"),
        Reason::Headline => "source of the headline".to_owned(),
        Reason::Reader => "added by you".to_owned(),
        Reason::Model | Reason::Rule => by_cue(claim, &cue),
    };
    let why = match claim.grouping {
        Ground::New => found,
        ground => format!("{found}; {ground}"),
    };
    match claim.doubt(sources) {
        Some(doubt) => format!("{why}: {doubt}"),
        None => why,
    }
}

/// Says how the source stands to the cue.
fn by_cue(claim: &Claim, cue: &str) -> String {
    match (claim.attribution, claim.cue) {
        (None, None) => "quotation".to_owned(),
        (None, Some(_)) => format!("“{cue}” without a source"),
        (Some(_), None) => "named beside it".to_owned(),
        (Some(_), Some(_)) if is_preposition(cue) => format!("named after “{cue}”"),
        (Some(_), Some(_)) => format!("subject of “{cue}”"),
    }
}

/// Returns whether `cue` ends in a word that its source follows.
fn is_preposition(cue: &str) -> bool {
    let lower = cue.to_lowercase();
    lower.starts_with("according")
        || lower.ends_with(" by")
        || matches!(lower.as_str(), "per" | "by" | "from" | "for")
}
