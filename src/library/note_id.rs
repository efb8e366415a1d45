//! What a note is known by, here and in the files we write.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::library::{Anchor, ArticleKey};

/// Names an annotation or a correction: a UUID of version 8 (RFC 9562).
///
/// Made from what it stands on and when it was made, so that no clock, no random source and no
/// counter is needed, and importing the same file twice gives the same ids.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoteId(String);

impl NoteId {
    /// Makes the id of something made at `at` on `anchor`; `turn` tells apart what was made on the
    /// same words at the same moment.
    pub fn new(article: &ArticleKey, anchor: &Anchor, at: Timestamp, turn: usize) -> Self {
        let made = format!("{article}\0{}\0{}\0{at}\0{turn}", anchor.start, anchor.end);
        Self::digest("whosaid note", &format!("{made}\0{}", anchor.exact))
    }

    /// Makes the id of what another program calls `name`; `origin` names the program.
    ///
    /// A `name` that is an id of ours already is kept as it is, with or without `urn:uuid:`.
    pub fn imported(origin: &str, name: &str) -> Self {
        let bare = name.strip_prefix("urn:uuid:").unwrap_or(name);
        if is_ours(bare) { Self(bare.to_owned()) } else { Self::digest(origin, name) }
    }

    /// Returns the id as it was stored, whatever it looks like.
    pub fn stored(id: String) -> Self {
        Self(id)
    }

    /// Returns the id, such as `0f8c9a5e-1a51-8c8e-9b1e-6a3f0c5d2e71`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Hashes both strings into a UUID.
    fn digest(kind: &str, name: &str) -> Self {
        let hash = blake3::hash(format!("{kind}\0{name}").as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        Self(parts.join("-"))
    }
}

/// Returns whether `id` has the shape of a UUID of version 8, in lower case.
fn is_ours(id: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    let fits = |(at, byte): (usize, u8)| match byte {
        b'-' => dashes.contains(&at),
        b'0'..=b'9' | b'a'..=b'f' => !dashes.contains(&at),
        _ => false,
    };
    id.len() == 36 && id.bytes().enumerate().all(fits) && id.as_bytes()[14] == b'8'
}

impl fmt::Display for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteId({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_and_differ_by_turn() {
        let (article, anchor) = (ArticleKey::of("text"), Anchor::default());
        let first = NoteId::new(&article, &anchor, Timestamp::UNIX_EPOCH, 0);
        let second = NoteId::new(&article, &anchor, Timestamp::UNIX_EPOCH, 1);
        assert!(is_ours(first.as_str()), "{first}");
        assert_ne!(first, second);
    }

    #[test]
    fn our_own_ids_survive_a_round_trip() {
        let id = NoteId::digest("kind", "name");
        assert_eq!(NoteId::imported("jsonld", id.as_str()), id);
        assert_eq!(NoteId::imported("jsonld", &format!("urn:uuid:{id}")), id);
    }

    #[test]
    fn foreign_names_give_one_id_each_and_origin() {
        let id = NoteId::imported("hypothesis", "X1yZ");
        assert_eq!(id, NoteId::imported("hypothesis", "X1yZ"));
        assert_ne!(id, NoteId::imported("readwise", "X1yZ"));
        assert!(is_ours(id.as_str()));
    }
}
