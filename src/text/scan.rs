//! Characters around a place, and what kind of character they are.

/// Returns the character that starts at byte `at` of `text`; `None` at its end.
///
/// `at` must lie on a character boundary; elsewhere there is no character either.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 {
        return Some(char::from(byte));
    }
    text.get(at..)?.chars().next()
}

/// Returns the character that ends just before byte `at` of `text`; `None` at its start.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at.checked_sub(1)?)?;
    if byte < 0x80 {
        return Some(char::from(byte));
    }
    text.get(..at)?.chars().next_back()
}

/// Returns whether `c` parts words and is no token: white space, and what has no width.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Returns whether `c` may stand in a word: letters and digits of any script, and what joins or
/// changes the letter before it (combining marks, soft hyphen, joiners, variation selectors).
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '\u{ad}'
                | '\u{300}'..='\u{36f}'
                | '\u{1ab0}'..='\u{1aff}'
                | '\u{1dc0}'..='\u{1dff}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{20d0}'..='\u{20ff}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{fe20}'..='\u{fe2f}'
                | '\u{1f3fb}'..='\u{1f3ff}'
        )
}

/// Returns whether `c` can be an apostrophe: the straight mark, the right single mark, and the
/// letter apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{2bc}' | '＇')
}

/// Returns where the run of word characters that starts at byte `at` of `text` ends.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        match bytes.get(end) {
            Some(byte) if *byte >= 0x80 => match char_at(text, end) {
                Some(c) if is_word(c) => end += c.len_utf8(),
                _ => return end,
            },
            _ => return end,
        }
    }
}

/// Returns whether `letters` after an apostrophe are a clitic: a shortened verb, a possessive, or
/// the end of `n’t`.
pub(super) fn is_clitic(letters: &str) -> bool {
    ["s", "t", "re", "ve", "ll", "d", "m"].iter().any(|clitic| letters.eq_ignore_ascii_case(clitic))
}

/// Returns where the word ends that starts with an apostrophe at byte `at` of `text` for letters
/// left out, as in ’90s, ’em, ’til and rock ’n’ roll; `None` if it is no such apostrophe. It opens
/// no quotation.
///
/// The opening single mark counts too: many programs set it there by mistake.
pub(super) fn elision_end(text: &str, at: usize) -> Option<usize> {
    let mark = char_at(text, at)?;
    if !(is_apostrophe(mark) || mark == '‘') || char_before(text, at).is_some_and(is_word) {
        return None;
    }
    let from = at + mark.len_utf8();
    let end = word_end(text, from);
    let word = text.get(from..end)?;
    match word.as_bytes() {
        [a, b, b's'] if a.is_ascii_digit() && b.is_ascii_digit() => return Some(end),
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => return (mark != '‘').then_some(end),
        _ => {}
    }
    let mut lower = [0; 6];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        // The second mark of ’n’ belongs to it.
        b"n" => {
            let second = char_at(text, end).filter(|c| is_apostrophe(*c));
            let end = end + second.map_or(0, char::len_utf8);
            (!char_at(text, end).is_some_and(is_word)).then_some(end)
        }
        b"em" | b"til" | b"tis" | b"twas" | b"twere" | b"tween" => Some(end),
        b"cause" | b"bout" | b"round" if mark != '‘' && lower == word.as_bytes() => Some(end),
        _ => None,
    }
}
