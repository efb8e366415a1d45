//! The packed weights: one file of sections, checked when it is opened and read in place.
//!
//! Comes from `assets/model/`, written by `training`; goes to the trained stages. Opening costs one
//! pass for the checksum and no allocation: every table is looked up in the bytes themselves. A file
//! that is cut short, of another version or altered is refused, so that look-ups need no checks.
//!
//! All numbers are little-endian. A file is [`MAGIC`], [`VERSION`], the number of sections, the
//! checksum of what follows; then for each section its kind, start and length; then the sections.

use std::sync::OnceLock;

use super::{Act, Tag};

/// The first bytes of a weights file.
pub(crate) const MAGIC: [u8; 8] = *b"WHOSAID\n";

/// The version of the layout described here; raised with every change of it or of the features.
pub(crate) const VERSION: u32 = 1;

/// Bytes before the directory: magic, version, number of sections, checksum.
pub(crate) const HEADER: usize = 24;

/// Bytes of a section's entry in the directory: kind, start, length.
pub(crate) const ENTRY: usize = 12;

/// How many bits of a feature's hash are kept.
pub(crate) const FEATURE_BITS: u32 = 24;

/// Rows are grouped by the first 16 of these bits; the last 8 tell rows of a group apart.
pub(crate) const GROUPS: usize = 1 << (FEATURE_BITS - 8);

/// The engine's own weights.
static EMBEDDED: &[u8] = include_bytes!("../../assets/model/engine.bin");

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Section {
    /// [`Words`].
    Words = 1,
    /// [`SparseTable`] of the tagger.
    Tagger = 2,
    /// [`RowTable`] of the cue stage, one weight a row.
    Cue = 3,
    /// [`RowTable`] of the span stage, one weight a label.
    Span = 4,
    /// Weights of the span stage between neighbouring labels, as `f32`.
    Transitions = 5,
    /// Steps from score to confidence, as pairs of `f32`.
    Calibration = 6,
}

/// Why weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// The file is something else.
    #[error("not a weights file: it does not start with its mark")]
    NotWeights,
    /// The file was written for another version of the program.
    #[error("the weights have layout {found}, this program reads {VERSION}")]
    Version {
        /// The layout that the file names.
        found: u32,
    },
    /// The checksum does not fit.
    #[error("the weights are damaged: their checksum does not fit")]
    Damaged,
    /// A section is missing or is not laid out as it should be.
    #[error("section {section} of the weights is missing or misshapen")]
    Section {
        /// The number of the section.
        section: u32,
    },
}

/// All weights of the engine, read in place.
#[derive(Clone, Copy)]
pub struct Weights<'w> {
    /// What is known of each word.
    pub(crate) words: Words<'w>,
    /// Part of speech by feature.
    pub(crate) tagger: SparseTable<'w>,
    /// Evidence for a cue by feature.
    pub(crate) cue: RowTable<'w, 1>,
    /// Evidence for each label by feature.
    pub(crate) span: RowTable<'w, 7>,
    /// Evidence for each label after each other; row 7 is the start.
    pub(crate) transitions: [[f32; 7]; 8],
    /// Pairs of score and confidence, as bytes.
    pub(crate) calibration: &'w [u8],
}

impl Weights<'static> {
    /// Opens the weights that the program carries.
    ///
    /// # Errors
    ///
    /// As [`Weights::open`]; a test shows that the committed file has none.
    pub fn embedded() -> Result<Self, WeightsError> {
        // Checking them takes as long as reading an article of a hundred words: once is enough.
        static OPEN: OnceLock<Weights<'static>> = OnceLock::new();
        if let Some(weights) = OPEN.get() {
            return Ok(*weights);
        }
        let weights = Self::open(EMBEDDED)?;
        Ok(*OPEN.get_or_init(|| weights))
    }
}

impl<'w> Weights<'w> {
    /// Opens the weights in `bytes`.
    ///
    /// # Errors
    ///
    /// If `bytes` is no weights file of this version, whole and unaltered.
    pub fn open(bytes: &'w [u8]) -> Result<Self, WeightsError> {
        let sections = Sections::open(bytes)?;
        let shaped = |section: Section| WeightsError::Section { section: section as u32 };
        let words = Words::open(sections.get(Section::Words)?).ok_or(shaped(Section::Words))?;
        let tagger =
            SparseTable::open(sections.get(Section::Tagger)?).ok_or(shaped(Section::Tagger))?;
        let cue = RowTable::open(sections.get(Section::Cue)?).ok_or(shaped(Section::Cue))?;
        let span = RowTable::open(sections.get(Section::Span)?).ok_or(shaped(Section::Span))?;
        let transitions =
            transitions(sections.get(Section::Transitions)?).ok_or(shaped(Section::Transitions))?;
        let calibration = sections.get(Section::Calibration)?;
        if !calibration.len().is_multiple_of(8) {
            return Err(shaped(Section::Calibration));
        }
        Ok(Self { words, tagger, cue, span, transitions, calibration })
    }
}

/// The directory of a checked file.
struct Sections<'w> {
    bytes: &'w [u8],
    count: usize,
}

impl<'w> Sections<'w> {
    fn open(bytes: &'w [u8]) -> Result<Self, WeightsError> {
        if bytes.len() < HEADER || bytes[..8] != MAGIC {
            return Err(WeightsError::NotWeights);
        }
        let found = number(bytes, 8);
        if found != VERSION {
            return Err(WeightsError::Version { found });
        }
        let sum = u64::from(number(bytes, 16)) | u64::from(number(bytes, 20)) << 32;
        if sum != checksum(&bytes[HEADER..]) {
            return Err(WeightsError::Damaged);
        }
        let count = number(bytes, 12) as usize;
        if count > 64 || bytes.len() < HEADER + count * ENTRY {
            return Err(WeightsError::Damaged);
        }
        Ok(Self { bytes, count })
    }

    fn get(&self, section: Section) -> Result<&'w [u8], WeightsError> {
        let missing = WeightsError::Section { section: section as u32 };
        (0..self.count)
            .map(|entry| HEADER + entry * ENTRY)
            .find(|at| number(self.bytes, *at) == section as u32)
            .and_then(|at| {
                let start = number(self.bytes, at + 4) as usize;
                let length = number(self.bytes, at + 8) as usize;
                self.bytes.get(start..start.checked_add(length)?)
            })
            .ok_or(missing)
    }
}

/// Sums `bytes` up so that any change of a few of them shows; guards against accidents, not enemies.
///
/// Four lanes of multiply and rotate over words of eight bytes: about a tenth of a millisecond a
/// megabyte, so that it does not show when the reader starts.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut lanes = [1u64, 2, 3, 4];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (lane, word) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            let word = word.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            *lane = (*lane ^ word).wrapping_mul(PRIME).rotate_left(29);
        }
    }
    let rest = chunks.remainder().iter().fold(bytes.len() as u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(PRIME).rotate_left(29)
    });
    lanes.into_iter().fold(rest, |sum, lane| (sum ^ lane).wrapping_mul(PRIME).rotate_left(31))
}

/// Reads the number of four bytes at `at`.
#[inline(always)]
fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Reads the real number of four bytes at `at`.
pub(crate) fn real(bytes: &[u8], at: usize) -> f32 {
    f32::from_bits(number(bytes, at))
}

fn transitions(bytes: &[u8]) -> Option<[[f32; 7]; 8]> {
    let mut rows = [[0.0; 7]; 8];
    (bytes.len() == 8 * 7 * 4).then(|| {
        for (at, weight) in rows.as_flattened_mut().iter_mut().enumerate() {
            *weight = real(bytes, at * 4);
        }
        rows
    })
}

/// Finds the row of a feature: 16 bits choose a group, 8 bits tell the rows of the group apart.
///
/// Layout: the number of rows; for each group and one more the rows before it; for each row its
/// last 8 bits.
#[derive(Clone, Copy)]
struct RowIndex<'w> {
    starts: &'w [[u8; 4]; GROUPS + 1],
    checks: &'w [u8],
}

impl<'w> RowIndex<'w> {
    /// Splits the index off `bytes` and checks it; returns the rest too.
    fn open(bytes: &'w [u8]) -> Option<(Self, &'w [u8])> {
        let (count, rest) = bytes.split_at_checked(4)?;
        let rows = number(count, 0) as usize;
        let (starts, rest) = rest.split_at_checked((GROUPS + 1) * 4)?;
        let starts = starts.as_chunks().0.first_chunk()?;
        let (checks, rest) = rest.split_at_checked(rows)?;
        let index = Self { starts, checks };
        let ordered = (0..GROUPS).all(|group| index.start(group) <= index.start(group + 1));
        (ordered && index.start(GROUPS) == rows).then_some((index, rest))
    }

    #[inline(always)]
    fn start(&self, group: usize) -> usize {
        u32::from_le_bytes(self.starts[group]) as usize
    }

    /// Returns the feature's row, and whether it has one at all.
    ///
    /// Half of the features asked for have none, at random: eight rows of a group are looked at in
    /// one step, as bytes of a word, because a jump that cannot be foretold costs more than that.
    #[inline(always)]
    fn row(&self, feature: u32) -> (usize, bool) {
        const LOW: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = LOW << 7;
        let group = (feature >> 8) as usize & (GROUPS - 1);
        let (start, end) = (self.start(group), self.start(group + 1));
        let check = feature as u8;
        let eight = self.checks.get(start..).and_then(<[u8]>::first_chunk::<8>);
        match eight {
            Some(eight) if end - start <= 8 => {
                // The lowest byte that is nothing after this is the first that equals `check`.
                let other = u64::from_le_bytes(*eight) ^ (u64::from(check) * LOW);
                let equal = other.wrapping_sub(LOW) & !other & HIGH;
                let row = start + equal.trailing_zeros() as usize / 8;
                (row, row < end)
            }
            _ => {
                let row = (start..end).find(|row| self.checks[*row] == check);
                (row.unwrap_or(end), row.is_some())
            }
        }
    }

    /// Calls `act` with the row of each feature that has one, in their order.
    #[inline(always)]
    fn each_row(&self, features: &[u32], mut act: impl FnMut(usize)) {
        let mut rows = [0; 32];
        for features in features.chunks(rows.len()) {
            let mut found = 0;
            for feature in features {
                let (row, is_there) = self.row(*feature);
                rows[found] = row;
                found += usize::from(is_there);
            }
            rows[..found].iter().for_each(|row| act(*row));
        }
    }
}

/// `WIDTH` weights of 8 bits for each known feature.
#[derive(Clone, Copy)]
pub(crate) struct RowTable<'w, const WIDTH: usize> {
    /// What one step of a weight is worth.
    pub(crate) scale: f32,
    index: RowIndex<'w>,
    values: &'w [[u8; WIDTH]],
}

impl<'w, const WIDTH: usize> RowTable<'w, WIDTH> {
    pub(crate) fn open(bytes: &'w [u8]) -> Option<Self> {
        let (scale, rest) = bytes.split_at_checked(4)?;
        let (index, values) = RowIndex::open(rest)?;
        let scale = real(scale, 0);
        let (values, tail) = values.as_chunks::<WIDTH>();
        (values.len() == index.checks.len() && tail.is_empty() && scale.is_finite())
            .then_some(Self { scale, index, values })
    }

    /// Adds the weights of `features` to `sums`, in steps of [`RowTable::scale`].
    #[inline]
    pub(crate) fn add(&self, features: &[u32], sums: &mut [i32; WIDTH]) {
        self.index.each_row(features, |row| {
            for (sum, value) in sums.iter_mut().zip(&self.values[row]) {
                *sum += i32::from(*value as i8);
            }
        });
    }
}

/// A few weights of 8 bits, each for one tag, for each known feature.
///
/// Layout: an index; for each row and one more its first entry; entries of tag and weight.
#[derive(Clone, Copy)]
pub(crate) struct SparseTable<'w> {
    index: RowIndex<'w>,
    firsts: &'w [[u8; 4]],
    entries: &'w [[u8; 2]],
}

impl<'w> SparseTable<'w> {
    pub(crate) fn open(bytes: &'w [u8]) -> Option<Self> {
        let (index, rest) = RowIndex::open(bytes)?;
        let rows = index.checks.len();
        let (firsts, entries) = rest.split_at_checked((rows + 1) * 4)?;
        let (firsts, _) = firsts.as_chunks();
        let (entries, rest) = entries.as_chunks();
        let table = Self { index, firsts, entries };
        let ordered = (0..rows).all(|row| table.first(row) <= table.first(row + 1));
        let tags = entries.iter().all(|[tag, _]| Tag::from_number(*tag).is_some());
        (ordered && tags && table.first(rows) == entries.len() && rest.is_empty()).then_some(table)
    }

    #[inline(always)]
    fn first(&self, row: usize) -> usize {
        u32::from_le_bytes(self.firsts[row]) as usize
    }

    /// Adds the weights of `features` to the sum of each tag.
    #[inline]
    pub(crate) fn add(&self, features: &[u32], sums: &mut [i32; Tag::ALL.len()]) {
        self.index.each_row(features, |row| {
            for [tag, weight] in &self.entries[self.first(row)..self.first(row + 1)] {
                sums[usize::from(*tag)] += i32::from(*weight as i8);
            }
        });
    }
}

/// What training learnt of single words.
///
/// Open addressing by the word's hash; an entry is the hash (0: free) and [`WORD_BYTES`] bytes.
#[derive(Clone, Copy)]
pub(crate) struct Words<'w> {
    entries: &'w [[u8; 4 + WORD_BYTES]],
}

/// Bytes of a word's entry after its hash: odds, head, tag, act, clusters.
pub(crate) const WORD_BYTES: usize = 8;

/// What training learnt of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Rounded logarithm of the odds that it is part of a cue, -5 to 3; [`Word::UNSEEN`]'s if rare.
    pub(crate) odds: i8,
    /// Whether it often heads a cue: only such words and verbs are candidates.
    pub(crate) head: Head,
    /// Its tag, where it has only one.
    pub(crate) tag: Option<Tag>,
    /// What it tells as a cue, by the list in `assets/words`; `None` for a word not in it.
    pub(crate) act: Option<Act>,
    /// Classes of words that stand in like company, from coarse to fine; 0 for none.
    pub(crate) clusters: [u16; 2],
}

/// How a word stands to cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Head {
    /// Never the head of one, or once.
    Never,
    /// At times.
    Sometimes,
    /// More often than not; it stands for a claim near by.
    Strong,
}

impl Word {
    /// What we know of a word that training has not seen.
    pub(crate) const UNSEEN: Self =
        Self { odds: -9, head: Head::Never, tag: None, act: None, clusters: [0; 2] };

    /// Returns the entry's bytes.
    #[cfg(feature = "training")]
    pub(crate) fn bytes(self) -> [u8; WORD_BYTES] {
        let [a, b] = self.clusters[0].to_le_bytes();
        let [c, d] = self.clusters[1].to_le_bytes();
        let tag = self.tag.map_or(u8::MAX, |tag| tag as u8);
        let act = match self.act {
            None => 0,
            Some(Act::Speech) => 1,
            Some(Act::Attitude) => 2,
        };
        [self.odds as u8, self.head as u8, tag, act, a, b, c, d]
    }

    /// Reads an entry, whose first four bytes are the hash.
    fn from_bytes(entry: &[u8; 4 + WORD_BYTES]) -> Self {
        let [_, _, _, _, odds, head, tag, act, a, b, c, d] = *entry;
        Self {
            odds: odds as i8,
            head: match head {
                0 => Head::Never,
                1 => Head::Sometimes,
                _ => Head::Strong,
            },
            tag: Tag::from_number(tag),
            act: match act {
                1 => Some(Act::Speech),
                2 => Some(Act::Attitude),
                _ => None,
            },
            clusters: [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])],
        }
    }
}

impl<'w> Words<'w> {
    /// Knows no word; for training, before there are any.
    #[cfg(feature = "training")]
    pub(crate) const EMPTY: Self = Self { entries: &[[0; 4 + WORD_BYTES]] };

    /// Opens the table; at least one entry must be free, or a look-up would not end.
    pub(crate) fn open(bytes: &'w [u8]) -> Option<Self> {
        let (entries, rest) = bytes.as_chunks();
        let words = Self { entries };
        let free = (0..entries.len()).any(|slot| words.hash(slot) == 0);
        (free && rest.is_empty()).then_some(words)
    }

    #[inline(always)]
    fn hash(&self, slot: usize) -> u32 {
        let [a, b, c, d, ..] = self.entries[slot];
        u32::from_le_bytes([a, b, c, d])
    }

    /// Returns the slot where the search for `hash` starts, among `capacity`.
    pub(crate) fn slot(hash: u32, capacity: usize) -> usize {
        ((u64::from(hash) * capacity as u64) >> 32) as usize
    }

    /// Returns what is known of the word with this hash, which is never 0.
    #[inline]
    pub(crate) fn get(&self, hash: u32) -> Word {
        let mut slot = Self::slot(hash, self.entries.len());
        loop {
            let known = self.hash(slot);
            if known == hash {
                return Word::from_bytes(&self.entries[slot]);
            }
            if known == 0 {
                return Word::UNSEEN;
            }
            slot = if slot + 1 == self.entries.len() { 0 } else { slot + 1 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_open() {
        assert!(Weights::embedded().is_ok());
    }

    #[test]
    fn other_and_damaged_files_are_refused() {
        let refusal = |bytes: &[u8]| Weights::open(bytes).err();
        assert_eq!(refusal(b""), Some(WeightsError::NotWeights));
        assert_eq!(refusal(&[b'x'; 100]), Some(WeightsError::NotWeights));
        let mut bytes = EMBEDDED.to_vec();
        bytes[8] = 99;
        assert_eq!(refusal(&bytes), Some(WeightsError::Version { found: 99 }));
        for at in [HEADER, HEADER + 500, EMBEDDED.len() - 1] {
            let mut bytes = EMBEDDED.to_vec();
            bytes[at] ^= 4;
            assert_eq!(refusal(&bytes), Some(WeightsError::Damaged), "byte {at}");
        }
        assert_eq!(refusal(&EMBEDDED[..EMBEDDED.len() - 1]), Some(WeightsError::Damaged));
    }

    #[test]
    fn a_missing_section_is_named() {
        let mut bytes = [0; HEADER];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[16..].copy_from_slice(&checksum(&[]).to_le_bytes());
        assert_eq!(Weights::open(&bytes).err(), Some(WeightsError::Section { section: 1 }));
    }
}
