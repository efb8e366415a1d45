//! A query as typed to its words and marks.

use crate::library::query::QueryError;

/// A word or a mark of a query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// Where it starts, in Unicode scalar values from 1.
    pub(super) column: usize,
    /// What it is.
    pub(super) kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Open,
    Close,
    Or,
    Not,
    /// A word or a quoted phrase.
    Word(String),
    /// `name:value`; the column is that of the value.
    Field {
        name: String,
        value: String,
        column: usize,
    },
}

impl Token {
    /// Makes an error that points at this token.
    pub(super) fn error(&self, message: &str) -> QueryError {
        QueryError { column: self.column, message: message.to_owned() }
    }
}

/// Takes a query apart.
pub(super) fn scan(query: &str) -> Result<Vec<Token>, QueryError> {
    let mut scanner = Scanner { rest: query.chars().collect(), at: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = scanner.token()? {
        tokens.push(token);
    }
    Ok(tokens)
}

/// A query being read.
struct Scanner {
    rest: Vec<char>,
    at: usize,
}

impl Scanner {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn token(&mut self) -> Result<Option<Token>, QueryError> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let column = self.at + 1;
        let Some(first) = self.peek() else { return Ok(None) };
        let mark = match first {
            '(' => Some(TokenKind::Open),
            ')' => Some(TokenKind::Close),
            '-' => Some(TokenKind::Not),
            _ => None,
        };
        if let Some(kind) = mark {
            self.at += 1;
            return Ok(Some(Token { column, kind }));
        }
        let kind = if is_quote(first) { TokenKind::Word(self.phrase()?) } else { self.word()? };
        Ok(Some(Token { column, kind }))
    }

    /// Reads a word, which may be a field or a keyword.
    fn word(&mut self) -> Result<TokenKind, QueryError> {
        let word = self.plain(|next| next == ':');
        if self.peek() == Some(':') && !word.is_empty() {
            self.at += 1;
            let column = self.at + 1;
            let quoted = self.peek().is_some_and(is_quote);
            let value = if quoted { self.phrase()? } else { self.plain(|_| false) };
            return Ok(TokenKind::Field { name: word.to_lowercase(), value, column });
        }
        let word = if word.is_empty() { self.plain(|_| false) } else { word };
        Ok(match word.as_str() {
            "or" | "OR" => TokenKind::Or,
            "not" | "NOT" => TokenKind::Not,
            _ => TokenKind::Word(word),
        })
    }

    /// Reads up to a space, a parenthesis or what `ends` it.
    fn plain(&mut self, ends: impl Fn(char) -> bool) -> String {
        let from = self.at;
        let stops = |next: char| next.is_whitespace() || matches!(next, '(' | ')') || ends(next);
        while self.peek().is_some_and(|next| !stops(next)) {
            self.at += 1;
        }
        self.rest[from..self.at].iter().collect()
    }

    /// Reads a phrase between quotation marks.
    fn phrase(&mut self) -> Result<String, QueryError> {
        let column = self.at + 1;
        self.at += 1;
        let from = self.at;
        while let Some(next) = self.peek() {
            self.at += 1;
            if is_quote(next) {
                return Ok(self.rest[from..self.at - 1].iter().collect());
            }
        }
        let message = "this quotation mark is not closed".to_owned();
        Err(QueryError { column, message })
    }
}

/// Returns whether a character starts or ends a phrase.
fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”')
}
