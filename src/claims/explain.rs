//! Why a claim was found and why it was put down to its source, in a few words.

use super::{Claim, Ledger};
use crate::attribution::Reason;

/// Says in one line why `claim` stands in `ledger`: how it was found, then why that source.
pub(super) fn why(claim: &Claim, ledger: &Ledger, text: &str) -> String {
    let found = found(claim, text);
    let source = match (&claim.source, claim.grouping.is_empty()) {
        (_, false) => claim.grouping.clone(),
        (Some(_), true) => String::new(),
        (None, true) if claim.candidates.is_empty() => "the text names no source".to_owned(),
        (None, true) => {
            let names = claim.candidates.iter().filter_map(|source| ledger.sources.get(*source));
            let names: Vec<&str> = names.map(|source| source.name.as_str()).collect();
            format!("source in doubt: {}", names.join(" or "))
        }
    };
    [found, source].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("; ")
}

/// Says how the claim was found.
fn found(claim: &Claim, text: &str) -> String {
    let cue = claim.cue.first().and_then(|cue| cue.slice(text)).unwrap_or_default();
    match claim.reason {
        Reason::Continues => "goes on with the speaker before".to_owned(),
        Reason::Label => "label at the start of the line".to_owned(),
        Reason::Signature => "signed after the quotation".to_owned(),
        Reason::BlockQuote => "set apart after its introduction".to_owned(),
        Reason::Headline => "source named in the headline".to_owned(),
        Reason::Hearsay if cue.is_empty() => "hearsay".to_owned(),
        Reason::Hearsay => format!("hearsay: “{cue}”"),
        Reason::Model | Reason::Rule if cue.is_empty() => "quotation".to_owned(),
        Reason::Model | Reason::Rule => match claim.attribution.first() {
            None => format!("“{cue}”, without a source"),
            Some(_) if cue.to_lowercase().starts_with("according") => format!("named after “{cue}”"),
            Some(_) => format!("subject of “{cue}”"),
        },
    }
}
