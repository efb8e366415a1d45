//! Cleans what formats say about an article: one line each, no markup, nothing unseen.
//!
//! The text itself is never changed here: its places must stay those of the file, so what a
//! terminal must not receive is escaped where it is drawn.

/// Returns `words` on one line: runs of white space become one space, control characters go.
///
/// `None` if nothing is left to see.
pub(super) fn one_line(words: &str) -> Option<String> {
    let mut line = String::with_capacity(words.len());
    for word in words.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word = word.trim_matches(is_unseen);
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    (!line.is_empty()).then_some(line)
}

/// Returns whether `c` takes no room: a byte order mark or a zero-width space.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{200B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &str) {
        assert_eq!(one_line(words).as_deref().unwrap_or("nothing"), expected);
    }

    #[test]
    fn keeps_a_clean_line() {
        check("Court hears case", "Court hears case");
    }

    #[test]
    fn joins_lines_and_runs_of_spaces() {
        check("\n  Court\r\n\thears   case ", "Court hears case");
    }

    #[test]
    fn drops_control_characters() {
        check("Court\u{1b}[31m \u{7}hears\0", "Court [31m hears");
    }

    #[test]
    fn drops_byte_order_marks() {
        check("\u{FEFF}Court\u{200B}", "Court");
    }

    #[test]
    fn nothing_to_see_is_nothing() {
        check(" \n\u{FEFF} ", "nothing");
    }
}
