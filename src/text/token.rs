//! Tokens: words, numbers, clitics and marks, as the Penn Treebank cuts them.
//!
//! Comes from the words of a paragraph; goes out as spans, in order, which cover all but spaces.
//! Follows Stanford CoreNLP's tokenizer, by which the corpora we learn from were cut, where that
//! needs no knowledge of words: hyphens and slashes stay inside a word, `n’t` and `’s` are tokens.

use crate::base::TextSpan;

use super::{
    abbreviation::{self, Stop},
    mark::{self, is_glyph},
    scan::{
        char_at, char_before, elision_end, is_apostrophe, is_clitic, is_space, is_word, word_end,
    },
};

/// How far an e-mail address is looked for behind a stop, in bytes; longer names are cut.
const MAX_MAIL_NAME: usize = 64;

/// Endings after which letters with stops between are a host name, as in `example.com`.
const HOST_ENDINGS: [&str; 16] = [
    "au", "biz", "ca", "co", "com", "de", "edu", "eu", "fr", "gov", "info", "io", "net", "org",
    "tv", "uk",
];

/// Adds the tokens of the part `span` of `string` to `tokens`.
pub(super) fn tokenize(string: &str, span: TextSpan, tokens: &mut Vec<TextSpan>) {
    let text = span.slice(string).unwrap_or_default();
    let scanner = Scanner { text };
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        if is_space(c) {
            at += c.len_utf8();
            continue;
        }
        let end = scanner.token(at, c);
        tokens.push(TextSpan::new(span.start() + at, span.start() + end));
        at = end;
    }
}

/// Finds where a token ends.
struct Scanner<'a> {
    text: &'a str,
}

impl Scanner<'_> {
    /// Returns where the token ends that starts at byte `at` with `c`, which is no space.
    fn token(&self, at: usize, c: char) -> usize {
        if is_word(c) {
            return self.address(at).unwrap_or_else(|| self.word(at));
        }
        match c {
            '\'' | '’' | '\u{2bc}' | '＇' | '‘' => self.apostrophe(at, c),
            '.' => self.stops(at),
            '-' if self.is_sign(at) => self.word(at + 1),
            '-' | '_' | '*' | '=' | '~' => self.run(at, |b| b == c),
            '?' | '!' => self.run(at, |b| matches!(b, '?' | '!')),
            '…' => self.run(at, |b| b == '…'),
            '@' | '#' if self.starts_name(at + 1, c) => self.name(at + 1),
            _ if mark::is_glyph(c) => mark::glyph_end(self.text, at, c),
            _ => self.symbol(at, c),
        }
    }

    /// Returns the end of the word at byte `at`: runs of letters and digits with what joins them.
    fn word(&self, at: usize) -> usize {
        let mut end = word_end(self.text, at);
        while let Some(c) = char_at(self.text, end) {
            let next = end + c.len_utf8();
            if !char_at(self.text, next).is_some_and(is_word) {
                match self.after_acronym(at, end) {
                    Some(more) => end = word_end(self.text, more),
                    None => break,
                }
                continue;
            }
            if is_apostrophe(c) {
                if let Some(cut) = self.clitic(at, end, next) {
                    return cut;
                }
            } else if !self.joins(at, end, c) {
                break;
            }
            end = word_end(self.text, next);
        }
        if let Some(cut) = self.fused(at, end) {
            return cut;
        }
        self.with_stop(at, end)
    }

    /// Returns where the word that starts at byte `at` is cut because of the apostrophe at byte
    /// `end`: before `’s` and its like, before the `n` of `n’t`; `None` if the word goes on.
    fn clitic(&self, at: usize, end: usize, next: usize) -> Option<usize> {
        let letters = self.text.get(next..word_end(self.text, next))?;
        if letters.eq_ignore_ascii_case("t") {
            let cut = end - 1;
            let n = self.text.get(cut..end).is_some_and(|n| n.eq_ignore_ascii_case("n"));
            return (n && cut > at).then_some(cut);
        }
        is_clitic(letters).then_some(end)
    }

    /// Returns whether `c` at byte `end`, which a word character follows, joins that to the word
    /// that starts at byte `at`.
    fn joins(&self, at: usize, end: usize, c: char) -> bool {
        let next = end + c.len_utf8();
        let before = char_before(self.text, end);
        let (left, right) = (before.unwrap_or(' '), char_at(self.text, next).unwrap_or(' '));
        match c {
            '-' | '\u{2010}' | '\u{2011}' | '/' | '_' => true,
            ':' => left.is_ascii_digit() && right.is_ascii_digit(),
            ',' => left.is_ascii_digit() && self.has_three_digits(next),
            '&' => left.is_uppercase() && right.is_uppercase(),
            '.' if left.is_ascii_digit() => right.is_ascii_digit(),
            '.' => {
                self.is_acronym(at, end) && right.is_alphabetic()
                    || self.is_degree(at, end)
                    || self.is_host(at, next)
            }
            _ => false,
        }
    }

    /// Returns where the word goes on after an acronym and its hyphen, as in `U.S.-based`.
    fn after_acronym(&self, at: usize, end: usize) -> Option<usize> {
        let hyphen = self.text.as_bytes().get(end..end + 2) == Some(b".-");
        let goes_on = char_at(self.text, end + 2).is_some_and(is_word);
        (hyphen && goes_on && self.is_acronym(at, end)).then_some(end + 2)
    }

    /// Returns whether just three digits start at byte `at`, as after the comma of 10,000.
    fn has_three_digits(&self, at: usize) -> bool {
        let digits =
            self.text.as_bytes().iter().skip(at).take(4).take_while(|b| b.is_ascii_digit());
        digits.count() == 3
    }

    /// Returns whether what stands between the last stop or hyphen before byte `end` and `end` is
    /// a single letter, as in `U` and `U.S`.
    fn is_acronym(&self, at: usize, end: usize) -> bool {
        let Some(letter) = char_before(self.text, end).filter(|c| c.is_alphabetic()) else {
            return false;
        };
        let start = end - letter.len_utf8();
        start == at || start > at && matches!(char_before(self.text, start), Some('.' | '-' | '/'))
    }

    /// Returns whether a short word from `at` to `end` and the letter after it are one
    /// abbreviation, as in `Ph.D.`
    fn is_degree(&self, at: usize, end: usize) -> bool {
        let word = self.text.as_bytes().get(at..end + 3).unwrap_or_default();
        matches!(word, [a, b, b'.', c, b'.']
            if a.is_ascii_uppercase() && b.is_ascii_lowercase() && c.is_ascii_uppercase())
    }

    /// Returns whether the letters from byte `next` on end a host name whose first part starts at
    /// byte `at`.
    fn is_host(&self, at: usize, next: usize) -> bool {
        let end = word_end(self.text, next);
        let ending = self.text.get(next..end).unwrap_or_default();
        let first = char_at(self.text, at);
        first.is_some_and(|c| c.is_ascii_alphanumeric()) && HOST_ENDINGS.contains(&ending)
    }

    /// Returns where a fused word (cannot, gonna) that reaches from `at` to `end` is cut.
    fn fused(&self, at: usize, end: usize) -> Option<usize> {
        let word = self.text.as_bytes().get(at..end)?;
        let fits = |fused: &str| word.eq_ignore_ascii_case(fused.as_bytes());
        match word {
            [_, _, _, _, _]
                if ["gonna", "gotta", "wanna", "gimme", "lemme"].into_iter().any(fits) =>
            {
                Some(at + 3)
            }
            [_, _, _, _, _, _] if fits("cannot") => Some(at + 3),
            _ => None,
        }
    }

    /// Returns the end of the word from `at` to `end` with the stop after it, if that belongs to
    /// an abbreviation.
    fn with_stop(&self, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        if bytes.get(end) != Some(&b'.') || bytes.get(end + 1) == Some(&b'.') {
            return end;
        }
        let word = self.text.get(at..end).unwrap_or_default();
        let part = word.rsplit(['-', '/']).next().unwrap_or(word);
        let keeps = match abbreviation::stop(part) {
            Some(Stop::Number) => self.number_follows(end + 1),
            Some(Stop::Title | Stop::Other) => true,
            None => self.is_acronym(at, end) && self.is_initial(word, end),
        };
        if keeps { end + 1 } else { end }
    }

    /// Returns whether the single letter before the stop at byte `end` is an initial: whether it is
    /// part of an acronym, or a capital that a name or a comma follows. The word “I” is one only
    /// before another initial.
    fn is_initial(&self, word: &str, end: usize) -> bool {
        if word.contains('.') {
            return true;
        }
        let mut after = self.text.get(end + 1..).unwrap_or_default().chars().peekable();
        let spaced = after.next_if(|c| is_space(*c)).is_some();
        let next = after.next();
        let named = next.is_some_and(|c| c.is_uppercase() || !spaced && c == ',');
        match word.chars().next_back() {
            Some('I') => named && after.next() == Some('.'),
            letter => named && letter.is_some_and(char::is_uppercase),
        }
    }

    /// Returns whether the next word after byte `at` is a number.
    fn number_follows(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default();
        let mut rest = rest.chars().skip_while(|c| is_space(*c));
        rest.next().is_some_and(|c| c.is_ascii_digit() || c == '#')
    }

    /// Returns the end of what starts with an apostrophe: ’s after a word or mark, a word whose
    /// start is left out, or the mark alone.
    fn apostrophe(&self, at: usize, c: char) -> usize {
        if let Some(end) = elision_end(self.text, at) {
            return end;
        }
        let touches = char_before(self.text, at).is_some_and(|c| !is_space(c));
        let end = word_end(self.text, at + c.len_utf8());
        let letters = self.text.get(at + c.len_utf8()..end).unwrap_or_default();
        if touches && c != '‘' && is_clitic(letters) {
            return end;
        }
        mark::glyph_end(self.text, at, c)
    }

    /// Returns the end of one stop, several, or stops with a space between (`. . .`); or of a
    /// number that starts with its point.
    fn stops(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let touches = char_before(self.text, at).is_some_and(|c| !is_space(c));
        if !touches && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            return self.word(at + 1);
        }
        let end = self.run(at, |c| c == '.');
        let spaced = |from: usize| bytes.get(from..from + 2) == Some(b" .");
        if end == at + 1 && spaced(end) && spaced(end + 2) {
            return end + 4;
        }
        end
    }

    /// Returns whether the hyphen at byte `at` is the sign of a number.
    fn is_sign(&self, at: usize) -> bool {
        char_before(self.text, at).is_none_or(|c| is_space(c) || c == '(')
            && self.text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
    }

    /// Returns the end of the run of characters at byte `at` that are `wanted`.
    fn run(&self, at: usize, wanted: impl Fn(char) -> bool) -> usize {
        let mut end = at;
        while let Some(c) = char_at(self.text, end).filter(|c| wanted(*c)) {
            end += c.len_utf8();
        }
        end
    }

    /// Returns whether a handle (`@name`) or a tag (`#name`) goes on at byte `at`.
    fn starts_name(&self, at: usize, c: char) -> bool {
        let next = char_at(self.text, at);
        next.is_some_and(|next| next.is_alphabetic() || c == '@' && (next == '_' || is_word(next)))
    }

    /// Returns the end of the name of a handle or tag.
    fn name(&self, at: usize) -> usize {
        let mut end = word_end(self.text, at);
        while self.text.as_bytes().get(end) == Some(&b'_') {
            end = word_end(self.text, end + 1);
        }
        end
    }

    /// Returns the end of any other character, with what changes it (variation selectors).
    fn symbol(&self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        self.run(end, |c| is_word(c) && !c.is_alphanumeric())
    }

    /// Returns the end of the web or e-mail address at byte `at`; `None` if there is none.
    fn address(&self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        match rest.first()? {
            b'h' | b'H' | b'w' | b'W' | b'f' | b'F' => {}
            _ => return self.mail(at),
        }
        let starts = ["http://", "https://", "www.", "ftp://"];
        let is_web = starts.iter().any(|start| {
            rest.get(..start.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(start.as_bytes()))
        });
        if !is_web {
            return self.mail(at);
        }
        // A mark may belong to a quotation, and is a token of its own then.
        let end = self.run(at, |c| !is_space(c) && !matches!(c, '<' | '>') && !is_glyph(c));
        let address = self.text.get(at..end)?;
        let bare = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '…']);
        Some(at + bare.len())
    }

    /// Returns the end of the e-mail address at byte `at`.
    fn mail(&self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let first = word_end(self.text, at);
        // Nearly every word ends here.
        if !matches!(bytes.get(first)?, b'@' | b'.' | b'_' | b'+' | b'-') {
            return None;
        }
        let in_name =
            |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'.' | b'_' | b'+' | b'-');
        let name = bytes[first..].iter().take(MAX_MAIL_NAME).take_while(in_name).count();
        let host = first + name + 1;
        if bytes.get(host - 1) != Some(&b'@') || !bytes.get(host)?.is_ascii_alphanumeric() {
            return None;
        }
        let mut end = word_end(self.text, host);
        while matches!(bytes.get(end), Some(b'.' | b'-'))
            && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
        {
            end = word_end(self.text, end + 1);
        }
        Some(end)
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut tokens = Vec::new();
        tokenize(text, TextSpan::new(0, text.len()), &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn words_and_marks() {
        check("“It is safe,” she said.", "“ It is safe , ” she said .");
        check("''So,'' he said (twice)...", "'' So , '' he said ( twice ) ...");
        check("``So,'' he said; [no] {so}", "`` So , '' he said ; [ no ] { so }");
        check("«So» ‹so› „so“ ‚so‘", "« So » ‹ so › „ so “ ‚ so ‘");
        check("no?! So!!!", "no ?! So !!!");
    }

    #[test]
    fn dashes_and_dots() {
        check("yes—no–maybe -- so---so - so", "yes — no – maybe -- so --- so - so");
        check("So… so.... so . . . so", "So … so .... so . . . so");
        check("***", "***");
        let mut tokens = Vec::new();
        tokenize("so . . . so", TextSpan::new(0, 11), &mut tokens);
        assert_eq!(tokens.len(), 3, "dots with spaces between are one token");
    }

    #[test]
    fn clitics_are_tokens() {
        check("Berg’s won't can't we'll cannot", "Berg ’s wo n't ca n't we 'll can not");
        check("I’d’ve she'd they’re I'm", "I ’d ’ve she 'd they ’re I 'm");
        check("DON'T CANNOT BERG'S", "DO N'T CAN NOT BERG 'S");
        check("the dogs’ bowl", "the dogs ’ bowl");
        check("the U.S.'s, the “Courier”’s", "the U.S. 's , the “ Courier ” ’s");
        check("gonna Wanna gotta gimme lemme", "gon na Wan na got ta gim me lem me");
    }

    #[test]
    fn other_apostrophes_stay_in_the_word() {
        check("O’Brien’s D'Arcy o'clock ma’am", "O’Brien ’s D'Arcy o'clock ma’am");
        check("rock’n’roll", "rock’n’roll");
    }

    #[test]
    fn elisions_stay_whole() {
        check("the ’90s, rock ’n’ roll, tell 'em", "the ’90s , rock ’n’ roll , tell 'em");
        check("’Tis so; ’til the ’08 vote", "’Tis so ; ’til the ’08 vote");
        check("the ‘90s, but ‘50 ships’", "the ‘90s , but ‘ 50 ships ’");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check(
            "Mr. Berg of the U.S. at 9 a.m. met J. Hill.",
            "Mr. Berg of the U.S. at 9 a.m. met J. Hill .",
        );
        check("He is No. 5. No. He said so.", "He is No. 5 . No . He said so .");
        check("It was I. She left.", "It was I . She left .");
        check("I. M. Pei, J.K. Rowe, a Ph.D., etc.", "I. M. Pei , J.K. Rowe , a Ph.D. , etc.");
        check("It was Malcolm X. “Plan B.” Plan C.", "It was Malcolm X . “ Plan B . ” Plan C .");
        check("the end. U.S.-based then-Sen. Hill", "the end . U.S.-based then-Sen. Hill");
        check("(D-Calif.), R-S.C., D-N.Y.", "( D-Calif. ) , R-S.C. , D-N.Y.");
        check("Inc... so", "Inc ... so");
    }

    #[test]
    fn numbers_stay_whole() {
        check(
            "$3.5 million, 1,200 at 10:30, 2-1, 50%",
            "$ 3.5 million , 1,200 at 10:30 , 2-1 , 50 %",
        );
        check("1,2, 3,4000 and 1,234,567.89", "1 , 2 , 3 , 4000 and 1,234,567.89");
        check("-5 to .5 (-3) 9/11 the 1980s", "-5 to .5 ( -3 ) 9/11 the 1980s");
        check("€5 £1m US$5 #2", "€ 5 £ 1m US $ 5 # 2");
    }

    #[test]
    fn compounds_stay_whole() {
        check("a low-level and/or AT&T thing", "a low-level and/or AT&T thing");
        check("a 10-year-old pro- and anti-so", "a 10-year-old pro - and anti-so");
        check("R&B, a & b", "R&B , a & b");
        check("na\u{ef}ve co\u{ad}op e\u{301}t\u{e9}", "na\u{ef}ve co\u{ad}op e\u{301}t\u{e9}");
    }

    #[test]
    fn addresses_handles_and_tags() {
        check("see https://a.b/c?d=e. (www.x.org)", "see https://a.b/c?d=e . ( www.x.org )");
        check("HTTP://A.B/x’s “www.x.org”", "HTTP://A.B/x ’s “ www.x.org ”");
        check("rock ＇n''", "rock ＇n' '");
        check("«www.x.org/a»,'www.x.org/a'", "« www.x.org/a » , ' www.x.org/a '");
        check("a.berg@x.org @a_berg #so", "a.berg@x.org @a_berg #so");
        check("a_b+c-d@mail.x-y.org, a@b", "a_b+c-d@mail.x-y.org , a@b");
        check("at example.com.", "at example.com .");
        check("the end.The start", "the end . The start");
        check("me @ home, # so", "me @ home , # so");
    }

    #[test]
    fn spaces_of_any_kind_part_words() {
        check("a\u{a0}b\u{2009}c\u{200b}d\r\ne\tf\u{feff}", "a b c d e f");
    }

    #[test]
    fn other_scripts_and_signs() {
        check("\u{1f44d}\u{1f3fd} так \u{2764}\u{fe0f}", "\u{1f44d}\u{1f3fd} так \u{2764}\u{fe0f}");
        check("日本。日本", "日本 。 日本");
    }
}
