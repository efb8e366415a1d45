//! What a list is narrowed to as the reader types: `direct`, `unnamed`, `depth:2`, a name.

use crate::{
    app::{ArticlePane, ClaimIndex, kind_name},
    attribution::Act,
    base::Id,
    claims::{Claim, Source, SourceKind},
    library::Note,
};

/// What rows must hold; all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
}

/// One word of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    /// Whether the word began with `-`: then rows must not hold it.
    wanted: Wanted,
    test: Test,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Yes,
    No,
}

/// What one word asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    /// A kind, an act, or another word with a meaning of its own.
    Word(&'static str),
    /// So many sources one through another.
    Depth(usize),
    /// The source with this number in the margin.
    Number(usize),
    /// Any other word: a name, or what is said.
    Text(String),
}

/// The words with a meaning of their own.
const WORDS: [&str; 12] = [
    "direct",
    "mixed",
    "indirect",
    "speech",
    "attitude",
    "doubtful",
    "named",
    "unnamed",
    "person",
    "group",
    "organisation",
    "document",
];

/// What the field says while nothing is typed.
pub const FILTER_HELP: &str =
    "direct mixed indirect · named unnamed · doubtful · attitude · depth:2 · by:1 · -not · words";

impl Filter {
    /// Reads what was typed; nothing typed holds everything.
    pub fn new(typed: &str) -> Self {
        Self { terms: typed.split_whitespace().filter_map(term).collect() }
    }

    /// Returns whether `claim` is wanted.
    pub(super) fn holds_claim(
        &self,
        pane: &ArticlePane,
        claims: &ClaimIndex,
        id: Id<Claim>,
    ) -> bool {
        self.all(|test| claim_passes(test, pane, claims, id))
    }

    /// Returns whether `source` is wanted: for its own sake, or for one of its claims.
    pub(super) fn holds_source(
        &self,
        pane: &ArticlePane,
        claims: &ClaimIndex,
        id: Id<Source>,
    ) -> bool {
        self.all(|test| {
            let source = &claims.ledger.sources[id];
            match test {
                Test::Text(words) => {
                    let details = source
                        .details
                        .iter()
                        .filter_map(|detail| detail.span.slice(&pane.article.text));
                    holds(&source.name, words) || details.into_iter().any(|d| holds(d, words))
                }
                test => claims
                    .claims_of(id)
                    .iter()
                    .any(|claim| claim_passes(test, pane, claims, *claim)),
            }
        })
    }

    /// Returns whether `note` is wanted, by what it says, its words and its colour.
    pub(super) fn holds_note(&self, note: &Note) -> bool {
        let colour = note.colour.map_or("", |colour| colour.name());
        self.all(|test| {
            let words = typed(test);
            [&note.body, &note.anchor.exact, colour].into_iter().any(|text| holds(text, &words))
        })
    }

    /// Returns whether a row that says `text` is wanted.
    pub(super) fn holds_text(&self, text: &str) -> bool {
        self.all(|test| holds(text, &typed(test)))
    }

    fn all(&self, passes: impl Fn(&Test) -> bool) -> bool {
        self.terms.iter().all(|term| passes(&term.test) == (term.wanted == Wanted::Yes))
    }
}

fn term(word: &str) -> Option<Term> {
    let word = word.to_lowercase();
    let (wanted, word) = match word.strip_prefix('-') {
        Some("") => return None,
        Some(rest) => (Wanted::No, rest),
        None => (Wanted::Yes, word.as_str()),
    };
    let number = |prefix: &str| word.strip_prefix(prefix)?.parse().ok();
    let test = if let Some(known) = WORDS.iter().find(|known| **known == word) {
        Test::Word(known)
    } else if let Some(depth) = number("depth:") {
        Test::Depth(depth)
    } else if let Some(source) = number("by:") {
        Test::Number(source)
    } else {
        Test::Text(word.to_owned())
    };
    Some(Term { wanted, test })
}

/// Returns a test as it was typed, for rows on which it has no other meaning.
fn typed(test: &Test) -> String {
    match test {
        Test::Word(word) => (*word).to_owned(),
        Test::Depth(depth) => format!("depth:{depth}"),
        Test::Number(number) => format!("by:{number}"),
        Test::Text(words) => words.clone(),
    }
}

fn claim_passes(test: &Test, pane: &ArticlePane, claims: &ClaimIndex, id: Id<Claim>) -> bool {
    let claim = &claims.ledger.claims[id];
    let source = claim.source.map(|source| &claims.ledger.sources[source]);
    match test {
        Test::Depth(depth) => claims.ledger.chain(id).count() + 1 == *depth,
        Test::Number(number) => claim.source.is_some_and(|source| source.index() + 1 == *number),
        Test::Text(words) => {
            let content = claim.content.iter().filter_map(|span| span.slice(&pane.article.text));
            source.is_some_and(|source| holds(&source.name, words))
                || content.into_iter().any(|text| holds(text, words))
        }
        Test::Word(word) => match *word {
            "speech" => claim.act == Act::Speech,
            "attitude" => claim.act == Act::Attitude,
            "doubtful" => claims.is_doubtful(id),
            "named" => source.is_some_and(|source| source.named),
            "unnamed" => source.is_none_or(|source| !source.named),
            kind => {
                kind == kind_name(claim.kind)
                    || source.is_some_and(|source| kind == source_kind(source.kind))
            }
        },
    }
}

fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Person => "person",
        SourceKind::Group => "group",
        SourceKind::Organisation => "organisation",
        SourceKind::Document => "document",
        SourceKind::Unknown => "",
    }
}

/// Returns whether `text` holds `words`, which are in lower case.
fn holds(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::sample;

    /// Checks which claims and sources of the sample, by number from 1, a filter holds.
    fn check(typed: &str, claims: &[usize], sources: &[usize]) {
        let app = sample::app(80, 24);
        let pane = app.pane().expect("the sample is open");
        let index = pane.claims().expect("it is read");
        let filter = Filter::new(typed);
        let held = index.ledger.claims.ids().filter(|id| filter.holds_claim(pane, index, *id));
        assert_eq!(held.map(|id| id.index() + 1).collect::<Vec<_>>(), claims, "claims {typed}");
        let held = index.ledger.sources.ids().filter(|id| filter.holds_source(pane, index, *id));
        assert_eq!(held.map(|id| id.index() + 1).collect::<Vec<_>>(), sources, "sources {typed}");
    }

    #[test]
    fn nothing_typed_holds_all() {
        check("", &[1, 2, 3, 4], &[1, 2, 3]);
        check(" - ", &[1, 2, 3, 4], &[1, 2, 3]);
    }

    #[test]
    fn words_with_a_meaning() {
        check("direct", &[1], &[1]);
        check("indirect", &[2, 3, 4], &[1, 2, 3]);
        check("unnamed", &[2, 3], &[2, 3]);
        check("doubtful", &[3], &[3]);
        check("document", &[3], &[3]);
        check("depth:2", &[2], &[2]);
        check("by:1", &[1, 4], &[1]);
    }

    #[test]
    fn other_words_are_names_or_what_is_said() {
        check("berg", &[1, 4], &[1]);
        check("May", &[4], &[]);
        check("berg indirect", &[4], &[1]);
        check("-berg", &[2, 3], &[2, 3]);
    }
}
