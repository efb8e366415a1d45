//! The file of the second look's model: sections with a name each, checked when it is opened.
//!
//! Comes from `assets/model/deep.bin`, written by the trainer; goes to the parts of the scorer as
//! bytes. Knows nothing of what the sections hold. All numbers are little-endian: [`MAGIC`], the
//! number of sections, for each its name padded with zeros, start and length; then the sections; at
//! the end the BLAKE3 of all before it.

/// The first bytes of the file; the digit is the version of the layout.
const MAGIC: [u8; 8] = *b"WSDEEP1\0";

/// Bytes of a section's name in the directory.
const NAME: usize = 16;

/// Bytes of a section's entry in the directory: name, start, length.
const ENTRY: usize = NAME + 16;

/// Bytes before the directory.
const HEADER: usize = MAGIC.len() + 4;

/// Bytes of the checksum at the end.
const CHECKSUM: usize = blake3::OUT_LEN;

/// More sections than this are a damaged file.
const MOST_SECTIONS: usize = 64;

/// Why the model of the second look cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeepError {
    /// The program was built without it.
    #[error("this build carries no model for the deep engine; the fast one is there")]
    Absent,
    /// The file is something else, or of another version.
    #[error(
        "not a model of the deep engine that this program reads: it does not start with its mark"
    )]
    NotModel,
    /// The file is cut short or altered.
    #[error("the model of the deep engine is damaged: its checksum does not fit")]
    Damaged,
    /// A section is missing.
    #[error("the model of the deep engine has no section “{0}”")]
    Missing(&'static str),
    /// A section does not hold what it should.
    #[error("section “{section}” of the model of the deep engine: {why}")]
    Section {
        /// Its name.
        section: &'static str,
        /// What is wrong.
        why: String,
    },
}

/// A checked file.
pub(super) struct Sections<'f> {
    bytes: &'f [u8],
    directory: &'f [u8],
}

impl<'f> Sections<'f> {
    /// Checks `bytes` as a whole.
    ///
    /// # Errors
    ///
    /// If they are no model file of this version, whole and unaltered.
    pub(super) fn open(bytes: &'f [u8]) -> Result<Self, DeepError> {
        if bytes.is_empty() {
            return Err(DeepError::Absent);
        }
        if !bytes.starts_with(&MAGIC) {
            return Err(DeepError::NotModel);
        }
        let (whole, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or(DeepError::Damaged)?;
        if blake3::hash(whole).as_bytes() != checksum {
            return Err(DeepError::Damaged);
        }
        let count = whole.get(MAGIC.len()..HEADER).ok_or(DeepError::Damaged)?;
        let count = number(count).filter(|count| *count <= MOST_SECTIONS);
        let length = count.ok_or(DeepError::Damaged)? * ENTRY;
        let directory = whole.get(HEADER..HEADER + length).ok_or(DeepError::Damaged)?;
        Ok(Self { bytes: whole, directory })
    }

    /// Returns the names of the sections, in order; those that are no names are left out.
    #[cfg(feature = "training")]
    pub(super) fn names(&self) -> impl Iterator<Item = &'f str> {
        self.directory.chunks_exact(ENTRY).filter_map(|entry| {
            std::str::from_utf8(&entry[..NAME]).ok().map(|name| name.trim_end_matches('\0'))
        })
    }

    /// Returns the section called `name`, if the file has it.
    pub(super) fn find(&self, name: &str) -> Option<&'f [u8]> {
        let entry = self.directory.chunks_exact(ENTRY).find(|entry| {
            let held = &entry[..NAME];
            let (own, padding) = held.split_at(name.len().min(NAME));
            own == name.as_bytes() && padding.iter().all(|byte| *byte == 0)
        })?;
        let start = number(&entry[NAME..NAME + 8])?;
        let length = number(&entry[NAME + 8..])?;
        self.bytes.get(start..start.checked_add(length)?)
    }

    /// Returns the section called `name`.
    ///
    /// # Errors
    ///
    /// If the file does not have it.
    pub(super) fn get(&self, name: &'static str) -> Result<&'f [u8], DeepError> {
        self.find(name).ok_or(DeepError::Missing(name))
    }
}

/// Makes the error for a section that does not hold what it should.
pub(super) fn misshapen(section: &'static str, why: impl std::fmt::Display) -> DeepError {
    DeepError::Section { section, why: why.to_string() }
}

/// Reads a number of up to eight bytes; `None` where it is too large to be a place in a file.
fn number(bytes: &[u8]) -> Option<usize> {
    let value = bytes.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}

/// Packs sections into a file, as `export.py` does.
#[cfg(any(test, feature = "training"))]
pub(super) fn pack(sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend((sections.len() as u32).to_le_bytes());
    let mut at = HEADER + sections.len() * ENTRY;
    for (name, content) in sections {
        at = at.next_multiple_of(64);
        let mut padded = [0; NAME];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        bytes.extend(padded);
        bytes.extend((at as u64).to_le_bytes());
        bytes.extend((content.len() as u64).to_le_bytes());
        at += content.len();
    }
    for (_, content) in sections {
        bytes.resize(bytes.len().next_multiple_of(64), 0);
        bytes.extend(*content);
    }
    let checksum = blake3::hash(&bytes);
    bytes.extend(checksum.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_found_by_name() {
        let file = pack(&[("config", b"{}"), ("vocab", b"a\nb")]);
        let sections = Sections::open(&file).expect("whole");
        assert_eq!(sections.get("config"), Ok(&b"{}"[..]));
        assert_eq!(sections.get("vocab"), Ok(&b"a\nb"[..]));
        assert_eq!(sections.get("head"), Err(DeepError::Missing("head")));
        assert_eq!(sections.find("conf"), None);
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let file = pack(&[("config", b"{}"), ("vocab", b"a\nb")]);
        let check = |bytes: &[u8], expected: DeepError| {
            assert_eq!(Sections::open(bytes).err(), Some(expected));
        };
        check(b"", DeepError::Absent);
        check(b"WSDEEP2\0", DeepError::NotModel);
        check(b"PK", DeepError::NotModel);
        for length in 8..file.len() {
            check(&file[..length], DeepError::Damaged);
        }
        for at in 8..file.len() {
            let mut altered = file.clone();
            altered[at] ^= 0x10;
            check(&altered, DeepError::Damaged);
        }
    }

    #[test]
    fn a_directory_that_points_outside_is_refused() {
        let mut file = pack(&[("config", b"{}")]);
        file.truncate(file.len() - CHECKSUM);
        file[HEADER + NAME + 7] = 0xff;
        let checksum = blake3::hash(&file);
        file.extend(checksum.as_bytes());
        let sections = Sections::open(&file).expect("the checksum fits");
        assert_eq!(sections.get("config"), Err(DeepError::Missing("config")));
    }
}
