//! A word to the pieces that the encoder knows, and to its shape: what the pieces do not tell.
//!
//! Comes from the text model, a token at a time; goes to the windows as numbers. WordPiece over
//! words in small letters without accents, as BERT has it (Devlin et al., 2018); each token stands
//! by itself, so that every token has pieces of its own. The trainer cuts words by this code too.

use std::collections::HashMap;

use rten_text::{
    models::{Model, WordPiece, WordPieceOptions},
    normalizers::{self, BertOptions, Normalizer},
    pre_tokenizers::{self, PreTokenizer},
};

use super::{DeepError, file::misshapen};

/// A token has at most this many pieces; what comes after says little about who speaks.
pub(super) const MOST_PIECES: usize = 8;

/// The names of the shapes, in the order of their numbers, see [`shape`].
pub(super) const SHAPES: [&str; 15] = [
    "none",
    "small",
    "small quoted",
    "capital",
    "capital quoted",
    "capitals",
    "capitals quoted",
    "mixed",
    "mixed quoted",
    "number",
    "number quoted",
    "mark",
    "mark quoted",
    "open",
    "close",
];

/// The shape of what is no token: the encoder's own marks.
pub(super) const NO_SHAPE: i32 = 0;

/// The section's name.
const SECTION: &str = "vocab";

/// The capitals and digits of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Look {
    /// No capital.
    Small,
    /// A capital first, and only there.
    Capital,
    /// Two letters or more, all of them capitals.
    Capitals,
    /// Capitals elsewhere.
    Mixed,
    /// A digit.
    Number,
    /// No letter and no digit.
    Mark,
}

impl Look {
    /// Returns the look of `word`.
    pub(super) fn of(word: &str) -> Self {
        let (mut letters, mut capitals, mut leading) = (0, 0, false);
        for letter in word.chars() {
            if letter.is_numeric() {
                return Self::Number;
            }
            if letter.is_alphabetic() {
                leading |= letters == 0 && letter.is_uppercase();
                letters += 1;
                capitals += usize::from(letter.is_uppercase());
            }
        }
        match (letters, capitals) {
            (0, _) => Self::Mark,
            (_, 0) => Self::Small,
            (_, 1) if leading => Self::Capital,
            (letters, capitals) if letters == capitals => Self::Capitals,
            _ => Self::Mixed,
        }
    }
}

/// Returns the number of a token's shape, by its look and what the page says of quotations there:
/// `quoted` and `mark` are as in the page's columns of these names.
pub(super) fn shape(look: Look, quoted: u8, mark: u8) -> i32 {
    match mark {
        1 => 13,
        2 => 14,
        _ => 1 + 2 * look as i32 + i32::from(quoted),
    }
}

/// The numbers of the pieces that stand for no word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// Begins a window.
    pub(super) begin: i32,
    /// Ends one.
    pub(super) end: i32,
    /// Fills one up.
    pub(super) padding: i32,
    /// Stands for what the vocabulary does not know.
    pub(super) unknown: i32,
}

/// Cuts words into pieces.
pub(super) struct Pieces {
    normalizer: normalizers::Bert,
    splitter: pre_tokenizers::Bert,
    model: WordPiece,
    /// The pieces that stand for no word.
    pub(super) marks: Marks,
}

impl Pieces {
    /// Reads the vocabulary, a piece a line.
    ///
    /// # Errors
    ///
    /// If it is no text, or lacks a mark.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, DeepError> {
        let text = std::str::from_utf8(bytes).map_err(|error| misshapen(SECTION, error))?;
        let vocabulary: HashMap<String, u32> =
            text.lines().zip(0..).map(|(piece, number)| (piece.to_owned(), number)).collect();
        let mark = |piece: &str| {
            let number = vocabulary.get(piece).and_then(|number| i32::try_from(*number).ok());
            number.ok_or_else(|| misshapen(SECTION, format!("it lacks {piece}")))
        };
        let marks = Marks {
            begin: mark("[CLS]")?,
            end: mark("[SEP]")?,
            padding: mark("[PAD]")?,
            unknown: mark("[UNK]")?,
        };
        let options = BertOptions { lowercase: true, strip_accents: true };
        Ok(Self {
            normalizer: normalizers::Bert::new(options),
            splitter: pre_tokenizers::Bert::new(),
            model: WordPiece::from_vocab(vocabulary, WordPieceOptions::default()),
            marks,
        })
    }

    /// Adds the pieces of `word` to `ids`: at least one, at most [`MOST_PIECES`].
    pub(super) fn cut(&self, word: &str, ids: &mut Vec<i32>) {
        let first = ids.len();
        // Neither step fails: an error could only come from a pattern, and these have none.
        if let Ok((plain, _)) = self.normalizer.normalize(word)
            && let Ok(parts) = self.splitter.pre_tokenize(&plain)
        {
            for part in parts.into_iter().take(2 * MOST_PIECES) {
                let start = ids.len();
                let taken = self.model.encode_with_offsets(part, &mut |_, id| ids.push(id as i32));
                // A part that is not known to its end is not known at all, as BERT has it.
                if ids[start..].contains(&self.marks.unknown) {
                    ids.truncate(start);
                    ids.push(self.marks.unknown);
                }
                if taken.is_err() || ids.len() >= first + MOST_PIECES {
                    break;
                }
            }
        }
        ids.truncate(first + MOST_PIECES);
        if ids.len() == first {
            ids.push(self.marks.unknown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nbridge\nsaid\n##s\nete\n.\n'\na\n##a\nn\n\
        ##’\n“\ni\n日";

    /// Checks the pieces of a word, by their names.
    fn check(word: &str, expected: &str) {
        let pieces = Pieces::open(VOCABULARY.as_bytes()).expect("a vocabulary");
        let mut ids = Vec::new();
        pieces.cut(word, &mut ids);
        let names: Vec<&str> = VOCABULARY.lines().collect();
        let found: Vec<&str> = ids.iter().map(|id| names[*id as usize]).collect();
        assert_eq!(found.join(" "), expected, "{word:?}");
    }

    #[test]
    fn words_are_cut_at_marks_and_into_what_is_known() {
        check("Bridge", "bridge");
        check("BRIDGES", "bridge ##s");
        check("Été", "ete");
        check("“", "“");
        check("a.n.a", "a . n . a");
        check("quay", "[UNK]");
        check("bridgehead", "[UNK]");
        check("quay.bridge", "[UNK] . bridge");
        check("日", "日");
    }

    #[test]
    fn every_token_has_a_piece_and_none_has_many() {
        check("", "[UNK]");
        check("\u{301}", "[UNK]");
        check("\u{0}", "[UNK]");
        check(" ", "[UNK]");
        check(&"a".repeat(50), "a ##a ##a ##a ##a ##a ##a ##a");
        check(&"a.".repeat(50), "a . a . a . a .");
        check(&"a".repeat(101), "[UNK]");
        check(&" ".repeat(1 << 20), "[UNK]");
    }

    #[test]
    fn a_vocabulary_without_its_marks_is_refused() {
        assert!(Pieces::open(b"[PAD]\n[UNK]\n[CLS]\nbridge").is_err());
        assert!(Pieces::open(b"[PAD]\n[UNK]\n[CLS]\n[SEP]\n\xff").is_err());
    }

    #[test]
    fn looks_tell_capitals_and_digits() {
        let check = |word: &str, expected: Look| assert_eq!(Look::of(word), expected, "{word}");
        check("said", Look::Small);
        check("Berg", Look::Capital);
        check("I", Look::Capital);
        check("NATO", Look::Capitals);
        check("McCain", Look::Mixed);
        check("iPad", Look::Mixed);
        check("’s", Look::Small);
        check("“", Look::Mark);
        check("1984", Look::Number);
        check("Covid19", Look::Number);
        check("日本", Look::Small);
        check("", Look::Mark);
    }

    #[test]
    fn shapes_have_their_names() {
        let check = |word: &str, quoted: u8, mark: u8, expected: &str| {
            assert_eq!(SHAPES[shape(Look::of(word), quoted, mark) as usize], expected, "{word}");
        };
        check("said", 0, 0, "small");
        check("said", 1, 0, "small quoted");
        check("Berg", 1, 0, "capital quoted");
        check("NATO", 0, 0, "capitals");
        check("1984", 1, 0, "number quoted");
        check(",", 1, 0, "mark quoted");
        check("“", 1, 1, "open");
        check("”", 1, 2, "close");
        assert_eq!(SHAPES[NO_SHAPE as usize], "none");
    }
}
