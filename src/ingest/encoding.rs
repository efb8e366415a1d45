//! Bytes to text: finds the encoding and decodes.
//!
//! In this order: a byte order mark; UTF-16 by its zero bytes; Japanese mail by its
//! escapes; valid UTF-8, taken over without a
//! copy; the encoding that a page names; UTF-8 with some bad bytes, which become U+FFFD; and what
//! chardetng, the detector of Firefox, holds for likeliest. A byte order mark of UTF-8 stays in
//! the text, as other programs that count in the file keep it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{
    binary,
    error::{IngestError, Warning},
};

/// What the bytes say.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) warnings: Vec<Warning>,
}

/// How many bytes of text with other than ASCII letters the detector is given: it is sure long
/// before that, and slow.
const DETECTED: usize = 1 << 20;

/// How many bytes are looked at for UTF-16 and for the name of an encoding; the HTML standard
/// asks for the name in the first 1,024, and pages are not that careful.
const HEAD: usize = 16 * 1024;

/// Decodes `bytes`.
///
/// # Errors
///
/// If the bytes are no text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, IngestError> {
    if let Some(encoding) = utf_16(&bytes) {
        return Ok(decode_as(encoding, &bytes, Vec::new()));
    }
    binary::refuse_known(&bytes)?;
    binary::refuse_unknown(&bytes)?;
    if is_japanese_mail(&bytes) {
        return Ok(decode_as(ISO_2022_JP, &bytes, Vec::new()));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, warnings: Vec::new() }),
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = declared(&bytes).filter(|encoding| *encoding != UTF_8) {
        return Ok(decode_as(encoding, &bytes, Vec::new()));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") || is_damaged_utf_8(&bytes) {
        return Ok(decode_as(UTF_8, &bytes, Vec::new()));
    }
    let encoding = detect(&bytes);
    let guessed = Warning::GuessedEncoding { encoding: encoding.name() };
    Ok(decode_as(encoding, &bytes, vec![guessed]))
}

/// Returns the text that `bytes`, the beginning of a file, hold in UTF-8, without the last letter if
/// it is cut; `None` if they are no text, or may be one in another encoding.
pub(super) fn plain_utf_8(bytes: Vec<u8>) -> Option<String> {
    let is_other = utf_16(&bytes).is_some()
        || binary::refuse_known(&bytes).is_err()
        || binary::refuse_unknown(&bytes).is_err()
        || is_japanese_mail(&bytes);
    let valid = match std::str::from_utf8(&bytes) {
        Err(error) if error.error_len().is_some() => return None,
        Err(error) => error.valid_up_to(),
        Ok(text) => text.len(),
    };
    let mut bytes = bytes;
    bytes.truncate(valid);
    String::from_utf8(bytes).ok().filter(|_| !is_other)
}

/// Returns whether the bytes are Japanese in seven bits (ISO-2022-JP), known by its escapes.
fn is_japanese_mail(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let shifts = |window: &[u8]| matches!(window, b"\x1b$B" | b"\x1b$@");
    head.contains(&0x1b) && head.windows(3).any(shifts) && bytes.is_ascii()
}

/// Decodes `bytes` as `encoding` and adds to `warnings` how many places had no meaning.
fn decode_as(encoding: &'static Encoding, bytes: &[u8], mut warnings: Vec<Warning>) -> Decoded {
    let (text, had_errors) = if encoding == UTF_8 {
        // The standard library replaces as the Unicode Standard recommends, and as Python does:
        // places counted in other programs stay the same.
        (String::from_utf8_lossy(bytes), true)
    } else {
        let (text, _, had_errors) = encoding.decode(bytes);
        (text, had_errors)
    };
    if had_errors {
        let count = text.matches('\u{FFFD}').count();
        warnings.push(Warning::BadBytes { count, encoding: encoding.name() });
    }
    Decoded { text: text.into_owned(), warnings }
}

/// Returns which UTF-16 the bytes are in, by their mark or by where their zero bytes stand.
///
/// Letters of most European scripts have a zero byte before or after them; texts in others have
/// spaces and line ends that do.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    // A little-endian mark and a zero unit: UTF-32, which nobody stores.
    if bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xff\xfe\0\0") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let (encoding, here, elsewhere) =
        if second > first { (UTF_16LE, second, first) } else { (UTF_16BE, first, second) };
    // One in twenty units, or half of a very short text; a stray zero byte is neither.
    let likely = here >= 4 && here * 40 > head.len() || here * 4 >= head.len().max(1);
    let likely = likely && elsewhere * 20 <= here;
    (likely && reads_well(encoding, head)).then_some(encoding)
}

/// Returns whether `head`, decoded as `encoding`, is text: hardly a control, a stray surrogate or
/// a private character in it.
fn reads_well(encoding: &'static Encoding, head: &[u8]) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(head);
    let strange = |c: &char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E000}'..='\u{F8FF}')
    };
    text.chars().filter(strange).count() * 30 <= text.chars().count()
}

/// Returns whether invalid UTF-8 is more likely damaged UTF-8 than text in another encoding.
///
/// Weighs the sequences that are valid against the places that are not. By chance, letters of a
/// one-byte encoding make a valid pair now and then (`ß“` in Windows-1252); a valid triple, or a
/// pair that means a Western letter or sign, hardly ever comes about.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().map(weight).sum::<usize>();
        let invalid = chunk.invalid();
        // A file that was cut in the middle of a letter ends so.
        let is_cut = invalid.len() > 1 && bytes.ends_with(invalid);
        bad += usize::from(!invalid.is_empty() && !is_cut);
    }
    good > bad || bad == 0
}

/// Returns how strongly a valid `c` speaks for UTF-8.
fn weight(c: char) -> usize {
    match c {
        '\0'..='\x7f' => 0,
        // Read as Windows-1252, `Â` or `Ã` with a sign after it.
        '\u{80}'..='\u{FF}' => 8,
        '\u{100}'..='\u{7FF}' => 1,
        _ => 8,
    }
}

/// Returns the encoding that a page names in `<meta>` or in its XML declaration.
///
/// A page that we could read the name in is not in UTF-16, whatever it says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let in_meta = parts(&head, b"<meta").find_map(|tag| label(tag, b"charset"));
    let in_xml = || parts(&head, b"<?xml").find_map(|tag| label(tag, b"encoding"));
    let encoding = Encoding::for_label_no_replacement(in_meta.or_else(in_xml)?)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// Returns what stands between each `start` in `bytes` and the next `>`.
fn parts<'a>(bytes: &'a [u8], start: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = bytes.windows(start.len()).enumerate().filter(move |(_, part)| *part == start);
    places.filter_map(move |(at, _)| {
        let rest = &bytes[at + start.len()..];
        rest.iter().position(|byte| *byte == b'>').map(|end| &rest[..end])
    })
}

/// Returns the value of `name` in `tag`, without quotation marks.
fn label<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let at = tag.windows(name.len()).position(|part| part == name)?;
    let rest = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let ends =
        |byte: &u8| matches!(byte, b'"' | b'\'' | b';' | b'/' | b'?') || byte.is_ascii_whitespace();
    Some(&rest[..rest.iter().position(ends).unwrap_or(rest.len())])
}

/// Returns the likeliest encoding of `bytes`, which are not UTF-8.
fn detect(bytes: &[u8]) -> &'static Encoding {
    if is_english_print(bytes) {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut left = DETECTED;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if left > 0 && !line.is_ascii() {
            let line = &line[..line.len().min(left)];
            detector.feed(line, false);
            left -= line.len();
        }
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Returns whether the text is English, or nearly so, in Windows-1252: beside the marks of print
/// and money it has at most one letter in sixty that is not ASCII, and no long run of them.
///
/// The detector goes by how often letters follow one another in a language, and such texts give
/// it too little: it takes `£5m` for Polish. Languages of other encodings have far more such
/// letters: Polish about one in fifteen, Czech one in seven.
fn is_english_print(bytes: &[u8]) -> bool {
    let (mut letters, mut marks, mut others, mut run) = (0_usize, 0_usize, 0_usize, 0);
    for byte in bytes {
        run = if byte.is_ascii() { 0 } else { run + 1 };
        match byte {
            _ if run > 3 => return false,
            // Windows-1252 has nothing here.
            0x81 | 0x8d | 0x8f | 0x90 | 0x9d => return false,
            0x80 | 0x82 | 0x84..=0x87 | 0x89 | 0x8b | 0x91..=0x97 | 0x99 | 0x9b => marks += 1,
            0xa0 | 0xa2 | 0xa3 | 0xa5 | 0xa7 | 0xa9 | 0xab | 0xae | 0xb0 | 0xb7 | 0xbb..=0xbe => {
                marks += 1;
            }
            0x80.. => others += 1,
            _ => letters += usize::from(byte.is_ascii_alphabetic()),
        }
    }
    others * 60 <= letters && marks * 3 <= letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) -> Vec<Warning> {
        let decoded = decode(bytes.to_vec()).unwrap();
        assert_eq!(decoded.text, expected);
        decoded.warnings
    }

    fn utf_16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf_8_is_itself() {
        assert_eq!(
            check("“Ja,” sagte Ørsted – naïve".as_bytes(), "“Ja,” sagte Ørsted – naïve"),
            []
        );
    }

    #[test]
    fn a_mark_of_utf_8_stays_in_the_text() {
        assert_eq!(check(b"\xef\xbb\xbfCourt", "\u{FEFF}Court"), []);
        let warnings = check(b"\xef\xbb\xbfCourt \xff", "\u{FEFF}Court \u{FFFD}");
        assert_eq!(warnings, [Warning::BadBytes { count: 1, encoding: "UTF-8" }]);
    }

    #[test]
    fn utf_16_with_a_mark() {
        let text = "The court said “no”.\r\n";
        let with_mark = format!("\u{FEFF}{text}");
        assert_eq!(check(&utf_16_bytes(&with_mark, u16::to_le_bytes), text), []);
        assert_eq!(check(&utf_16_bytes(&with_mark, u16::to_be_bytes), text), []);
    }

    #[test]
    fn utf_16_without_a_mark() {
        let text = "The court said “no”. Суд сказал: нет.\n";
        assert_eq!(check(&utf_16_bytes(text, u16::to_le_bytes), text), []);
        assert_eq!(check(&utf_16_bytes(text, u16::to_be_bytes), text), []);
        let russian = "Суд в понедельник сказал, что дело закрыто.\n";
        assert_eq!(check(&utf_16_bytes(russian, u16::to_le_bytes), russian), []);
    }

    #[test]
    fn a_lone_surrogate_becomes_a_replacement() {
        let mut bytes = utf_16_bytes("\u{FEFF}Court", u16::to_le_bytes);
        bytes.extend([0x00, 0xd8]);
        let warnings = check(&bytes, "Court\u{FFFD}");
        assert_eq!(warnings, [Warning::BadBytes { count: 1, encoding: "UTF-16LE" }]);
    }

    #[test]
    fn a_stray_nul_is_not_utf_16() {
        let text = format!("{}\0{}", "The court heard it all. ".repeat(9), "“No.”");
        assert_eq!(check(text.as_bytes(), &text), []);
    }

    #[test]
    fn curly_marks_of_windows_1252() {
        let warnings = check(
            b"\x93It\x92s safe,\x94 she said \x97 twice\x85",
            "“It’s safe,” she said — twice…",
        );
        assert_eq!(warnings, [Warning::GuessedEncoding { encoding: "windows-1252" }]);
    }

    #[test]
    fn western_letters_of_windows_1252() {
        check(
            b"The caf\xe9 owner, Fran\xe7ois, said \x93no\x94.",
            "The café owner, François, said “no”.",
        );
        // `ß` and `“` together are valid UTF-8 by chance.
        let text = "Das Große Spiel macht Spaß“ für Österreich und die Schüler.";
        check(&WINDOWS_1252.encode(text).0, text);
        check(b"Profits rose to \xa3546m at Electricit\xe9 de Lindby, the firm said on Friday, far ahead of forecasts.", "Profits rose to £546m at Electricité de Lindby, the firm said on Friday, far ahead of forecasts.");
    }

    #[test]
    fn the_last_letter_may_be_the_only_strange_one() {
        check(b"They met at the caf\xe9", "They met at the café");
    }

    #[test]
    fn other_encodings_are_found() {
        let text = "Председатель суда сказал, что решение принято. Заседание продолжится.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        check(&bytes, text);
        let text = "裁判所は月曜日、訴えを退けたと発表した。原告は控訴する方針だ。";
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        check(&bytes, text);
        let (bytes, _, _) = encoding_rs::ISO_2022_JP.encode(text);
        check(&bytes, text);
        let text = "法院星期一表示，已经驳回了这项诉讼。原告说他们将会上诉。";
        let (bytes, _, _) = encoding_rs::GBK.encode(text);
        check(&bytes, text);
    }

    #[test]
    fn a_few_bad_bytes_stay_utf_8() {
        let mut bytes = "“We won’t,” said Zoë. ".repeat(5).into_bytes();
        bytes.extend(b"\xff and \xe2\x28 and \x93");
        let expected =
            format!("{}\u{FFFD} and \u{FFFD}( and \u{FFFD}", "“We won’t,” said Zoë. ".repeat(5));
        let warnings = check(&bytes, &expected);
        assert_eq!(warnings, [Warning::BadBytes { count: 3, encoding: "UTF-8" }]);
    }

    #[test]
    fn a_cut_file_stays_utf_8() {
        check(b"She said \xe2\x80", "She said \u{FFFD}");
    }

    #[test]
    fn a_page_names_its_encoding() {
        check(
            b"<meta charset=\"iso-8859-2\"><p>\xb1\xe6\xea",
            "<meta charset=\"iso-8859-2\"><p>ąćę",
        );
        check(
            b"<META http-equiv=Content-Type content='text/html; Charset = windows-1251'>\xc4\xe0",
            "<META http-equiv=Content-Type content='text/html; Charset = windows-1251'>Да",
        );
        check(
            b"<?xml version='1.0' encoding='koi8-r'?>\xe4\xc1",
            "<?xml version='1.0' encoding='koi8-r'?>Да",
        );
    }

    #[test]
    fn valid_utf_8_beats_the_name() {
        check("<meta charset=latin1>é".as_bytes(), "<meta charset=latin1>é");
    }

    #[test]
    fn a_wrong_name_is_passed_over() {
        check(b"<meta charset=klingon>caf\xe9 fran\xe7ais", "<meta charset=klingon>café français");
        check(b"<meta charset=utf-8>caf\xe9 fran\xe7ais", "<meta charset=utf-8>café français");
    }

    #[test]
    fn utf_32_is_refused() {
        let bytes: Vec<u8> =
            "\u{FEFF}Court".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        assert!(matches!(decode(bytes), Err(IngestError::Binary { .. })));
    }
}
