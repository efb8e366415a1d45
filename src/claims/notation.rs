//! A notation for tests: a text with its attributions marked in it, so that grouping is tested
//! without a model.
//!
//! `[s1:Anna Berg] [q1:said] [c1:it is safe]` marks source, cue and content of claim 1; marks may
//! hold others; `¶` parts paragraphs. `[k2:“…”]` is a quotation that carries on without a cue,
//! `[h3:reportedly]` a cue of hearsay. Without a digit the claim is 1.

use crate::{
    article::Article,
    attribution::{Act, Attribution, Findings, Reason, Tag},
    base::TextSpan,
    claims::{Ledger, LedgerBuilder},
    text::{Text, Tokens},
};

/// What stands behind a notation.
pub(super) struct Example {
    pub(super) article: Article,
    /// The attribution of each digit, in order of the digits.
    pub(super) attributions: Vec<(char, Attribution)>,
}

impl Example {
    /// Reads `notation`.
    pub(super) fn new(notation: &str) -> Self {
        let mut paragraphs: Vec<String> = vec![String::new()];
        let mut marks: Vec<(char, char, TextSpan)> = Vec::new();
        let mut open: Vec<(char, char, usize)> = Vec::new();
        let mut base = 0;
        let mut rest = notation.chars().peekable();
        while let Some(c) = rest.next() {
            let here = paragraphs.len() - 1;
            match c {
                '¶' => {
                    let words = paragraphs[here].trim_end().to_owned();
                    base += words.len() + 2;
                    paragraphs[here] = words;
                    paragraphs.push(String::new());
                    while rest.next_if_eq(&' ').is_some() {}
                }
                '[' => {
                    let role = rest.next().unwrap_or(' ');
                    let digit = rest.next_if(char::is_ascii_digit).unwrap_or('1');
                    assert_eq!(rest.next(), Some(':'), "a mark has a colon: {notation}");
                    open.push((role, digit, base + paragraphs[here].len()));
                }
                ']' => {
                    let (role, digit, start) = open.pop().expect("a mark is open");
                    marks.push((digit, role, TextSpan::new(start, base + paragraphs[here].len())));
                }
                c => paragraphs[here].push(c),
            }
        }
        let article = Article::from_paragraphs(paragraphs.iter().map(String::as_str));
        Self { article, attributions: attributions(marks) }
    }

    /// Returns the ledger of the example.
    pub(super) fn ledger(&self) -> Ledger {
        let text = Text::new(&self.article);
        let mut builder = LedgerBuilder::new(&text);
        let mut tokens = Tokens::default();
        for (index, paragraph) in text.paragraphs().iter().enumerate() {
            text.tokenize(paragraph, &mut tokens);
            let tags = vec![Tag::Nn; tokens.spans.len()];
            let here = self.attributions.iter().map(|(_, found)| found);
            let here =
                here.filter(|found| paragraph.span.contains(found.content[0].start())).cloned();
            let findings = Findings {
                paragraph: index,
                tokens: &tokens,
                tags: &tags,
                attributions: here.collect(),
            };
            builder.add(&findings);
        }
        builder.finish()
    }

    /// Returns the digit of the claim with this content and cue.
    fn digit(&self, content: &[TextSpan], cue: Option<TextSpan>) -> char {
        let same = |found: &Attribution| found.content[0] == content[0] && found.cue == cue;
        self.attributions.iter().find(|(_, found)| same(found)).map_or('?', |(digit, _)| *digit)
    }

    /// Returns who says which claims: `Anna Berg: 1 2 | ?: 3`, sources in order.
    pub(super) fn who(&self) -> String {
        let ledger = self.ledger();
        let digits = |source| {
            let mine = ledger.claims.iter().filter(move |(_, claim)| claim.source == source);
            mine.map(|(_, claim)| format!(" {}", self.digit(&claim.content, claim.cue)))
                .collect::<String>()
        };
        let mut parts: Vec<String> = ledger
            .sources
            .iter()
            .map(|(id, source)| format!("{}:{}", source.name, digits(Some(id))))
            .collect();
        let unknown = digits(None);
        if !unknown.is_empty() {
            parts.push(format!("?:{unknown}"));
        }
        parts.join(" | ")
    }

    /// Returns which claim lies in which: `2<1 3<2`.
    pub(super) fn nesting(&self) -> String {
        let ledger = self.ledger();
        let digit = |id| {
            let claim: &crate::claims::Claim = &ledger.claims[id];
            self.digit(&claim.content, claim.cue)
        };
        let pairs = ledger
            .claims
            .iter()
            .filter_map(|(id, claim)| Some(format!("{}<{}", digit(id), digit(claim.parent?))));
        pairs.collect::<Vec<_>>().join(" ")
    }
}

/// Puts the marks of each digit together.
fn attributions(mut marks: Vec<(char, char, TextSpan)>) -> Vec<(char, Attribution)> {
    marks.sort_by_key(|(digit, _, span)| (*digit, span.start()));
    let mut found: Vec<(char, Attribution)> = Vec::new();
    for (digit, role, span) in marks {
        if found.last().is_none_or(|(last, _)| *last != digit) {
            found.push((
                digit,
                Attribution {
                    content: Vec::new(),
                    cue: None,
                    source: None,
                    act: Act::Speech,
                    confidence: 0.9,
                    reason: Reason::Model,
                },
            ));
        }
        let Some((_, attribution)) = found.last_mut() else { continue };
        match role {
            's' => attribution.source = Some(span),
            'q' => attribution.cue = Some(span),
            'c' => attribution.content.push(span),
            'k' => {
                attribution.content.push(span);
                attribution.reason = Reason::Continues;
            }
            'h' => {
                attribution.cue = Some(span);
                attribution.reason = Reason::Hearsay;
            }
            other => panic!("no such mark: {other}"),
        }
    }
    found
}
