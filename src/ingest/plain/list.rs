//! Items of lists and quoted lines in plain text, as mail and notes set them.

/// What a line starts with when it is an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `-`, `*` or a round bullet.
    Bullet,
    /// A number with a full stop or a bracket.
    Number(u16),
}

impl Marker {
    /// Returns the marker as it is shown.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Bullet => "•".to_owned(),
            Self::Number(number) => format!("{number}."),
        }
    }
}

/// Returns the marker that `words` start with, and how many bytes stand before the item's words.
///
/// A dash that is not a hyphen is none: it begins speech in print. A row of stars is none.
pub(super) fn marker(words: &str) -> Option<(Marker, usize)> {
    let is_bullet = |c| matches!(c, '-' | '*' | '•' | '‣' | '◦' | '▪' | '●' | '·');
    let (marker, rest) = match words.strip_prefix(is_bullet) {
        Some(rest) => (Marker::Bullet, rest),
        None => {
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let rest = words[digits..].strip_prefix(['.', ')'])?;
            // Longer ones are years and amounts.
            let number = words[..digits].parse().ok().filter(|_| digits <= 2)?;
            (Marker::Number(number), rest)
        }
    };
    let item = rest.trim_start();
    let is_item = item.len() < rest.len() && item.chars().any(char::is_alphanumeric);
    is_item.then_some((marker, words.len() - item.len()))
}

/// Returns how many `>` a line starts with, as mail marks the words of others, and how many bytes
/// stand before its words.
pub(super) fn quoted(words: &str) -> (u8, usize) {
    let mut depth: u8 = 0;
    let mut rest = words;
    while let Some(inner) = rest.strip_prefix('>') {
        depth = depth.saturating_add(1);
        rest = inner.trim_start();
    }
    (depth, words.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Option<(&str, &str)>) {
        let found = marker(words).map(|(marker, start)| (marker.shown(), &words[start..]));
        assert_eq!(found.as_ref().map(|(shown, item)| (shown.as_str(), *item)), expected);
    }

    #[test]
    fn bullets() {
        check("- the court", Some(("•", "the court")));
        check("*   the court", Some(("•", "the court")));
        check("•\tthe court", Some(("•", "the court")));
    }

    #[test]
    fn numbers() {
        check("1. the court", Some(("1.", "the court")));
        check("12) the court", Some(("12.", "the court")));
        check("2024. A year.", None);
        check("1.5 million", None);
    }

    #[test]
    fn dashes_rows_and_words_are_no_items() {
        check("– No, she said.", None);
        check("— Anna Berg", None);
        check("* * *", None);
        check("-30 degrees", None);
        check("---", None);
        check("", None);
    }

    #[test]
    fn quoted_lines() {
        assert_eq!(quoted("> the court"), (1, 2));
        assert_eq!(quoted(">> > the court"), (3, 5));
        assert_eq!(quoted(">"), (1, 1));
        assert_eq!(quoted("the court"), (0, 0));
    }
}
