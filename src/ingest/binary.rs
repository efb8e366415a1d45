//! Tells bytes that are no text from text, and says what they look like.

use super::error::IngestError;

/// A kind of file by the bytes it starts with.
struct Kind {
    /// Where in the file the bytes stand.
    at: usize,
    magic: &'static [u8],
    what: &'static str,
    way_out: &'static str,
}

const NO_TEXT: &str = "give a text, Markdown, HTML or JSON file instead";
const UNPACK: &str = "unpack it first and open what is in it";
const EXPORT: &str = "save it as text or HTML in the program that made it";

/// The kinds that lie beside articles, by the signatures that their own documents give.
const KINDS: [Kind; 33] = [
    kind(0, b"%PDF-", "a PDF document", "turn it into text first, as with `pdftotext`"),
    kind(0, b"\x89PNG\r\n\x1a\n", "a PNG picture", NO_TEXT),
    kind(0, b"\xff\xd8\xff", "a JPEG picture", NO_TEXT),
    kind(0, b"GIF87a", "a GIF picture", NO_TEXT),
    kind(0, b"GIF89a", "a GIF picture", NO_TEXT),
    kind(0, b"II*\0", "a TIFF picture", NO_TEXT),
    kind(0, b"MM\0*", "a TIFF picture", NO_TEXT),
    kind(8, b"WEBP", "a WebP picture", NO_TEXT),
    kind(4, b"ftyp", "a film or sound file", NO_TEXT),
    kind(0, b"\x1a\x45\xdf\xa3", "a film", NO_TEXT),
    kind(0, b"OggS", "a sound file", NO_TEXT),
    kind(0, b"fLaC", "a sound file", NO_TEXT),
    kind(0, b"ID3\x02", "a sound file", NO_TEXT),
    kind(0, b"ID3\x03", "a sound file", NO_TEXT),
    kind(0, b"ID3\x04", "a sound file", NO_TEXT),
    kind(30, b"mimetypeapplication/epub+zip", "an EPUB book", EXPORT),
    kind(30, b"mimetypeapplication/vnd.oasis", "an OpenDocument file", EXPORT),
    kind(0, b"PK\x03\x04", "a ZIP archive, or an office document, which is one", UNPACK),
    kind(0, b"PK\x05\x06", "an empty ZIP archive", UNPACK),
    kind(0, b"\x1f\x8b", "a gzip archive", UNPACK),
    kind(0, b"BZh", "a bzip2 archive", UNPACK),
    kind(0, b"\xfd7zXZ\0", "an xz archive", UNPACK),
    kind(0, b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    kind(0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    kind(0, b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    kind(257, b"ustar", "a tar archive", UNPACK),
    kind(0, b"\x7fELF", "a program", NO_TEXT),
    kind(0, b"\xcf\xfa\xed\xfe", "a program", NO_TEXT),
    kind(0, b"\xca\xfe\xba\xbe", "a program", NO_TEXT),
    kind(0, b"\0asm", "a program", NO_TEXT),
    kind(0, b"SQLite format 3\0", "a SQLite database", NO_TEXT),
    kind(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", EXPORT),
    kind(0, b"bplist00", "a binary property list or a Safari web archive", EXPORT),
];

/// Kinds whose first bytes also begin texts, so that a NUL must stand soon after.
const KINDS_WITH_NUL: [Kind; 2] =
    [kind(0, b"MZ", "a Windows program", NO_TEXT), kind(0, b"BM", "a BMP picture", NO_TEXT)];

const fn kind(at: usize, magic: &'static [u8], what: &'static str, way_out: &'static str) -> Kind {
    Kind { at, magic, what, way_out }
}

/// How many bytes are looked at.
const HEAD: usize = 64 * 1024;

/// The share of control bytes above which bytes are no text, one in so many.
///
/// Compiled code and packed data, taken as if each byte were as likely as any other, has one in
/// ten; a text has none but by accident.
const ONE_CONTROL_IN: usize = 30;

/// Refuses `bytes` that start as a known kind of binary file does.
pub(super) fn refuse_known(bytes: &[u8]) -> Result<(), IngestError> {
    let starts =
        |kind: &&Kind| bytes.get(kind.at..).is_some_and(|rest| rest.starts_with(kind.magic));
    let has_nul = bytes[..bytes.len().min(64)].contains(&0);
    let found = KINDS
        .iter()
        .find(starts)
        .or_else(|| KINDS_WITH_NUL.iter().filter(|_| has_nul).find(starts));
    match found {
        Some(Kind { what, way_out, .. }) => Err(IngestError::Binary { what, way_out }),
        None => Ok(()),
    }
}

/// Refuses `bytes` in which too many are controls to be a text of one byte or UTF-8.
///
/// One stray NUL in an otherwise clean text passes.
pub(super) fn refuse_unknown(bytes: &[u8]) -> Result<(), IngestError> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let controls = head.iter().filter(|byte| is_control(**byte)).count();
    let is_stray = controls <= 1 && head.len() > 2;
    if controls * ONE_CONTROL_IN > head.len() && !is_stray {
        return Err(IngestError::Binary { what: "binary data", way_out: NO_TEXT });
    }
    Ok(())
}

/// Returns whether `byte` has no business in text: a control other than white space, backspace
/// (overstrikes of old terminals) and escape (colours of programs).
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=7 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let refused = refuse_known(bytes).and_then(|()| refuse_unknown(bytes));
        let found = match refused {
            Ok(()) => "text".to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(found.contains(expected), "{found}");
    }

    #[test]
    fn names_known_kinds_and_the_way_out() {
        check(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "it looks like a PDF document, not text; turn it");
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture");
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture");
        check(b"PK\x03\x04\x14\0\x06\0", "a ZIP archive, or an office document");
        check(b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive, not text; unpack it first");
        check(b"\x7fELF\x02\x01\x01\0", "a program");
        check(b"MZ\x90\0\x03\0\0\0", "a Windows program");
        check(b"SQLite format 3\0\x10\0", "a SQLite database");
    }

    #[test]
    fn an_archive_says_what_it_holds() {
        let mut epub = b"PK\x03\x04\x0a\0\0\0\0\0".to_vec();
        epub.resize(30, 0);
        epub.extend(b"mimetypeapplication/epub+zip");
        check(&epub, "an EPUB book");
    }

    #[test]
    fn refuses_unknown_binary_data() {
        let noise: Vec<u8> =
            (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        check(&noise, "binary data");
        check(b"\0", "binary data");
    }

    #[test]
    fn a_stray_nul_is_still_text() {
        let text = format!("{}\0{}", "The court heard the case. ".repeat(3), "It ruled.");
        check(text.as_bytes(), "text");
    }

    #[test]
    fn words_that_look_like_magic_are_text() {
        check(b"MZUZU, Malawi: the mayor spoke.", "text");
        check(b"BMW said on Monday it would recall cars.", "text");
        check(b"PKK leaders met.", "text");
        check(b"", "text");
    }

    #[test]
    fn colours_of_programs_are_text() {
        check(b"\x1b[1mCourt\x1b[0m\n", "text");
    }
}
