//! Mentions: the places of a text that may refer to a source, and what their words show of it.
//!
//! Comes from the tokens, tags and attributions of one paragraph ([`Page`]); goes to `merge`, which
//! says which mentions are one source. Keeps spans only, never tokens.

use std::borrow::Cow;

use crate::{
    attribution::Tag,
    base::{Id, TextSpan},
    claims::{
        SourceKind,
        lexicon::{self, Gender, Number, Pronoun},
    },
};

/// The number of a mention, counted through the whole article.
pub(super) type MentionId = Id<Mention>;

/// A place that may refer to a source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mention {
    /// All its words, as they are shown.
    pub(super) span: TextSpan,
    /// From the first modifier to the head, without what follows it: “senior party official” of
    /// “a senior party official in Oslo”; of a name the name without titles.
    pub(super) core: TextSpan,
    /// What its words are.
    pub(super) form: Form,
    /// What they refer to, as far as they show it.
    pub(super) kind: SourceKind,
    pub(super) number: Number,
    pub(super) gender: Option<Gender>,
    /// Where it stands.
    pub(super) place: Place,
    /// How it is tied to a mention beside it.
    pub(super) link: Link,
    /// The noun or title that stands right before a name: “spokesman” of “spokesman Bob Lee”.
    pub(super) role: Option<TextSpan>,
    /// The number of the mention of who says the words around it, in a quotation or after a label.
    pub(super) speaker: Option<MentionId>,
}

/// What the words of a mention are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A proper name.
    Name,
    /// A noun phrase.
    Description(Article),
    /// A pronoun.
    Pronoun(Pronoun),
}

/// How the noun phrase presents what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Article {
    /// the, this, that, those, his, Berg’s: something known.
    Definite,
    /// a, an, one, some, numbers: something new.
    Indefinite,
    /// Nothing: officials.
    Bare,
}

/// Where a mention stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) paragraph: u32,
    /// Counted through the whole article.
    pub(super) sentence: u32,
    /// How many quotations it lies in.
    pub(super) quoted: u8,
    /// What it does in its sentence.
    pub(super) part: Part,
}

/// What a mention does in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// The first outside quotations, or the source of a claim: most often the subject.
    Subject,
    /// Before a possessive mark, or a possessive pronoun.
    Possessor,
    /// After “in” or “at”: most often a place.
    Where,
    #[default]
    Other,
}

/// How a mention is tied to one beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Not at all.
    None,
    /// “Anna Berg, a nurse” or “a nurse, Anna Berg”: the mention with this number is the same.
    Apposition(MentionId),
    /// “Anna Berg is a nurse”.
    Copula(MentionId),
    /// “the Party of Work (PW)”.
    Bracket(MentionId),
    /// “Anna Berg, who”.
    Relative(MentionId),
}

/// How many words of a name are looked over for what stands before it: all would take ages in a
/// text of capitals.
const LONGEST_NAME: usize = 12;

/// The tokens of a paragraph with all that is known of them.
pub(super) struct Page<'x> {
    pub(super) text: &'x str,
    pub(super) spans: &'x [TextSpan],
    pub(super) tags: &'x [Tag],
    pub(super) depths: &'x [u8],
    /// The words that attribute, in order; they end a noun phrase.
    pub(super) cues: &'x [TextSpan],
    /// First tokens of the sentences.
    pub(super) starts: &'x [usize],
    pub(super) paragraph: u32,
    /// Sentences before this paragraph.
    pub(super) sentences: u32,
}

impl<'x> Page<'x> {
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Returns token `at`; nothing past the end.
    pub(super) fn word(&self, at: usize) -> &'x str {
        self.spans.get(at).and_then(|span| span.slice(self.text)).unwrap_or_default()
    }

    /// Returns token `at` in lower case, curly apostrophes as straight ones: the word itself where
    /// it is like that, as most are.
    pub(super) fn lower(&self, at: usize) -> Cow<'x, str> {
        let word = self.word(at);
        if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            return Cow::Borrowed(word);
        }
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    }

    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Nn)
    }

    /// Returns the span from token `first` up to but without `end`.
    pub(super) fn span(&self, first: usize, end: usize) -> TextSpan {
        self.spans[first].hull(self.spans[end - 1])
    }

    /// Returns the first token that ends after byte `byte`.
    pub(super) fn token_at(&self, byte: usize) -> usize {
        self.spans.partition_point(|span| span.end() <= byte)
    }

    /// Returns whether token `at` is one of the words that attribute.
    pub(super) fn in_cue(&self, at: usize) -> bool {
        let next = self.cues.partition_point(|cue| cue.end() <= self.spans[at].start());
        self.cues.get(next).is_some_and(|cue| cue.overlaps(self.spans[at]))
    }

    /// Returns whether a sentence, a quotation or what follows a colon starts at `at`, so that a
    /// capital says nothing.
    pub(super) fn starts_anew(&self, at: usize) -> bool {
        at == 0
            || self.starts.binary_search(&at).is_ok()
            || self.depths[at] != self.depths[at - 1]
            || matches!(
                self.word(at - 1),
                "“" | "\"" | "‘" | "'" | ":" | "—" | "–" | "-" | "•" | "``" | "''" | "…"
            )
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.word(at).chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn is_possessive_mark(&self, at: usize) -> bool {
        matches!(self.word(at), "'s" | "’s" | "'" | "’")
    }

    /// Returns where token `at` stands.
    pub(super) fn place(&self, at: usize) -> Place {
        let sentence = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        let part = match () {
            () if self.is_possessive_mark(at + 1) => Part::Possessor,
            () if self.has_finite_verb(at + 1) => Part::Subject,
            () if self.is_where(at) => Part::Where,
            () => Part::Other,
        };
        Place {
            paragraph: self.paragraph,
            sentence: self.sentences + sentence as u32,
            quoted: self.depths[at],
            part,
        }
    }

    /// Returns whether the capitalised words up to token `at` stand after “in” or “at”.
    fn is_where(&self, at: usize) -> bool {
        let run = (0..=at).rev().take(LONGEST_NAME).take_while(|at| self.capital(*at));
        let first = run.last();
        let before = first.and_then(|first| first.checked_sub(1)).map(|before| self.lower(before));
        before.is_some_and(|word| matches!(word.as_ref(), "in" | "at" | "near" | "outside"))
    }

    /// Returns whether a verb that has its subject before it stands at token `at`.
    pub(super) fn verb_follows(&self, at: usize) -> bool {
        at < self.len() && (self.in_cue(at) || self.has_finite_verb(at))
    }

    /// Returns whether a finite verb stands at token `at`, or after one adverb there.
    fn has_finite_verb(&self, at: usize) -> bool {
        let is_finite = |at: usize| {
            at < self.len() && matches!(self.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
        };
        let adverb = at < self.len() && self.tag(at) == Tag::Rb;
        is_finite(at) || adverb && is_finite(at + 1)
    }

    /// Returns whether token `at` can stand inside a noun phrase before its head.
    pub(super) fn modifies(&self, at: usize) -> bool {
        let word = self.word(at);
        let starts = word.chars().next().is_some_and(char::is_alphanumeric);
        if !starts || self.in_cue(at) || lexicon::is_function(&self.lower(at)) {
            return false;
        }
        matches!(
            self.tag(at),
            Tag::Jj
                | Tag::Jjr
                | Tag::Jjs
                | Tag::Nn
                | Tag::Nns
                | Tag::Nnp
                | Tag::Nnps
                | Tag::Cd
                | Tag::Vbn
                | Tag::Vbg
        )
    }
}

/// Returns the article that the lower-case word before a noun phrase makes of it.
pub(super) fn article(word: &str) -> Option<Article> {
    Some(match word {
        "the" | "this" | "that" | "these" | "those" | "both" => Article::Definite,
        "his" | "her" | "its" | "their" | "my" | "our" | "your" | "'s" | "'" => Article::Definite,
        "a" | "an" | "some" | "many" | "several" | "most" | "few" | "any" | "no" | "every"
        | "each" | "another" | "all" => Article::Indefinite,
        _ => return None,
    })
}

/// Returns whether the lower-case word counts the noun after it.
pub(super) fn is_quantity(word: &str) -> bool {
    const NUMBERS: [&str; 30] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "dozen",
        "half",
        "hundred",
    ];
    // “three-quarters”, “two-thirds”, “twenty-one”.
    let first = word.split('-').next().unwrap_or(word);
    NUMBERS.contains(&first) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether the lower-case word says that what follows is one more of its kind.
pub(super) fn is_other(word: &str) -> bool {
    matches!(
        word,
        "another"
            | "other"
            | "second"
            | "separate"
            | "additional"
            | "different"
            | "third"
            | "further"
    )
}
