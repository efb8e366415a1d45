//! Gathers the mentions of a paragraph.
//!
//! Comes from tokens, tags and the words that attributions name as sources; goes to `merge`.
//! Decides nothing about who is who, except what the grammar of one sentence shows: apposition,
//! copula, brackets.

use std::ops::Range;

use super::{
    mention::{Gender, Mention, MentionIndex, MentionKind, Number, Position, Reference},
    page::Page,
    phrase::{self, Phrase, is_verb, name_in},
    reference,
    words::{self, Class},
};
use crate::{attribution::Tag, base::TextSpan};

/// Words of quantity whose “of” is followed by what they count.
const QUANTITIES: [&str; 30] = [
    "one", "two", "three", "four", "five", "some", "many", "most", "several", "half", "all", "each", "both", "few",
    "any", "none", "percent", "%", "majority", "number", "group", "dozens", "hundreds", "thousands", "lot",
    "handful", "dozen", "third", "plurality", "minority",
];

/// Gathers mentions of one paragraph after another.
pub(super) struct Gatherer<'p, 'a, 'm> {
    page: &'p Page<'p, 'a>,
    /// Words that are named as sources: there, any noun may be a mention.
    sources: &'p [TextSpan],
    mentions: &'m mut Vec<Mention>,
    /// The phrases of this sentence that became mentions.
    found: Vec<Found>,
    sentence: u32,
}

/// A phrase with the mention it became.
#[derive(Clone, Debug)]
struct Found {
    tokens: Range<usize>,
    mention: MentionIndex,
    /// The token after the words that belong to its head: “for the ministry”.
    complement_end: usize,
}

/// Adds the mentions of `page` to `mentions`, in reading order.
pub(super) fn gather(page: &Page<'_, '_>, sources: &[TextSpan], mentions: &mut Vec<Mention>) {
    for (number, sentence) in page.sentences.iter().enumerate() {
        let sentence_number = page.first_sentence.saturating_add(u32::try_from(number).unwrap_or(0));
        let mut gatherer = Gatherer { page, sources, mentions, found: Vec::new(), sentence: sentence_number };
        gatherer.read(sentence.clone());
        gatherer.link();
    }
}

impl Gatherer<'_, '_, '_> {
    /// Reads one sentence.
    fn read(&mut self, sentence: Range<usize>) {
        let mut at = sentence.start;
        while at < sentence.end {
            if self.is_pronoun(at) {
                self.pronoun(at, Position::Other);
                at += 1;
            } else if let Some(phrase) = phrase::phrase(self.page, at, sentence.end) {
                at = self.phrase(&phrase, sentence.end).max(at + 1);
            } else {
                at += 1;
            }
        }
    }

    fn is_pronoun(&self, at: usize) -> bool {
        match self.page.tag(at) {
            Tag::Prp => true,
            Tag::Wp | Tag::Wdt => self.is_source(self.page.span(at)),
            _ => false,
        }
    }

    fn is_source(&self, span: TextSpan) -> bool {
        self.sources.iter().any(|source| source.overlaps(span))
    }

    /// Adds the pronoun at token `at` and returns its index.
    fn pronoun(&mut self, at: usize, position: Position) -> MentionIndex {
        let word = self.page.word(at).to_lowercase();
        let gender = match word.as_str() {
            "he" | "him" | "his" | "himself" => Some(Gender::Male),
            "she" | "her" | "hers" | "herself" => Some(Gender::Female),
            _ => None,
        };
        let number = match word.as_str() {
            "they" | "them" | "their" | "themselves" | "we" | "us" | "our" | "ourselves" => Number::Plural,
            "who" | "which" | "that" | "you" | "your" => Number::Unknown,
            _ => Number::Singular,
        };
        let mut mention = self.blank(at..at + 1, at..at + 1, MentionKind::Pronoun);
        mention.gender = gender;
        mention.number = number;
        if position != Position::Other {
            mention.position = position;
        }
        let index = self.push(mention);
        let tokens = at..at + 1;
        if position == Position::Other {
            self.found.push(Found { complement_end: tokens.end, tokens, mention: index });
        }
        index
    }

    fn push(&mut self, mention: Mention) -> MentionIndex {
        self.mentions.push(mention);
        MentionIndex::try_from(self.mentions.len() - 1).unwrap_or(MentionIndex::MAX)
    }

    /// Makes a mention of `tokens` with `head`, of which nothing else is known.
    fn blank(&self, tokens: Range<usize>, head: Range<usize>, kind: MentionKind) -> Mention {
        let span = self.page.spans(tokens.clone());
        Mention {
            span,
            head: self.page.spans(head),
            kind,
            reference: Reference::Bare,
            number: Number::Singular,
            gender: None,
            position: self.position(tokens),
            quoted: self.page.is_quoted(span.start()),
            paragraph: self.page.number,
            sentence: self.sentence,
            owner: None,
            same: None,
            joins: None,
            complement: TextSpan::new(span.end(), span.end()),
        }
    }

    /// Returns whether `tokens` stand as a subject: a verb follows, or nothing comes before.
    fn position(&self, tokens: Range<usize>) -> Position {
        let next = (tokens.end..tokens.end + 3).find(|at| !matches!(self.page.tag(*at), Tag::Rb | Tag::Rbr));
        let verb = next.is_some_and(|at| is_verb(self.page.tag(at)));
        let before = tokens.start.checked_sub(1).map(|at| self.page.tag(at));
        if verb && before != Some(Tag::In) || phrase::starts_sentence(self.page, tokens.start) {
            Position::Subject
        } else {
            Position::Other
        }
    }

    /// Adds the mentions of a phrase, its owners first; returns the token to go on with.
    fn phrase(&mut self, phrase: &Phrase, limit: usize) -> usize {
        let mut owner = None;
        let start = phrase.parts[0].start;
        for (number, part) in phrase.parts.iter().enumerate() {
            let owns = phrase.owns || number + 1 < phrase.parts.len();
            let mut part = part.clone();
            let possessive = part.clone().find(|at| self.page.tag(*at) == Tag::PrpPossessive);
            if let Some(at) = possessive {
                owner = Some(self.pronoun(at, Position::Owner));
            }
            let end = if owns { part.end } else { self.extend_name(&mut part, limit) };
            let Some(index) = self.part(start, part.clone(), owner, owns) else {
                owner = None;
                continue;
            };
            owner = Some(index);
            if !owns {
                // “One of his aides” ends after the aides.
                let end = end.max(self.page.token_at(self.mentions[index as usize].span.end()));
                let complement_end = self.complement(end, limit);
                self.finish_phrase(start..end, index, complement_end);
                return end;
            }
        }
        phrase.end
    }

    /// Notes a whole phrase and joins it with the one before: “Berg and Lee”.
    fn finish_phrase(&mut self, tokens: Range<usize>, mention: MentionIndex, complement_end: usize) {
        let joined = self.found.last().filter(|last| {
            last.complement_end + 1 == tokens.start && self.page.is(last.complement_end, &["and", "or"])
        });
        let joined = joined.map(|last| (last.mention, last.tokens.start));
        let end = tokens.end;
        if complement_end > end {
            let complement = self.page.spans(end..complement_end);
            self.mentions[mention as usize].complement = complement;
        }
        self.found.push(Found { tokens, mention, complement_end });
        if let Some((first, start)) = joined {
            let last = self.page.token_at(self.mentions[mention as usize].head.start());
            let mut mention = self.blank(start..end, last..last + 1, MentionKind::Description);
            mention.number = Number::Plural;
            mention.joins = Some(first);
            if self.is_source(mention.span) {
                self.push(mention);
            }
        }
    }

    /// Returns the token after the words that belong to a head that ends before `end`.
    fn complement(&self, mut end: usize, limit: usize) -> usize {
        for _ in 0..3 {
            if end >= limit || !self.page.is(end, &["of", "for", "at", "in", "from", "with", "on", "near"]) {
                break;
            }
            match phrase::phrase(self.page, end + 1, limit) {
                Some(phrase) if !phrase.owns => end = phrase.end,
                _ => break,
            }
        }
        end
    }

    /// Takes “of Justice” into “Department”, and returns the token after the name.
    fn extend_name(&self, part: &mut Range<usize>, limit: usize) -> usize {
        let Some(name) = name_in(self.page, part.clone()) else { return part.end };
        let last = self.page.word(name.end - 1);
        let opens = words::names_body(last) || words::title(last).is_some_and(|(title, _)| title == "secretary");
        let mut at = part.end;
        if opens && at < limit && self.page.is(at, &["of", "for", "on"]) {
            at += 1;
            if self.page.is(at, &["the"]) {
                at += 1;
            }
            let start = at;
            while at < limit && matches!(self.page.tag(at), Tag::Nnp | Tag::Nnps) && self.page.is_capitalised(at) {
                at += 1;
            }
            if at > start && !words::is_calendar(self.page.word(start)) {
                part.end = at;
            }
        }
        part.end
    }

    /// Adds the mention of one part of a phrase; `None` if it is nothing that may be a source.
    fn part(
        &mut self,
        start: usize,
        part: Range<usize>,
        owner: Option<MentionIndex>,
        owns: bool,
    ) -> Option<MentionIndex> {
        let mut mention = match self.name(start, part.clone()) {
            Some(mention) => mention,
            None => self.description(start, part, owner.is_some())?,
        };
        mention.owner = owner.or(mention.owner);
        if owns {
            mention.position = Position::Owner;
        }
        Some(self.push(mention))
    }

    /// Returns the mention of a part that ends in a name.
    fn name(&self, start: usize, part: Range<usize>) -> Option<Mention> {
        let of = part.clone().find(|at| *at > part.start && self.page.tag(*at) == Tag::In);
        let head = match of {
            Some(of) => name_in(self.page, part.start..of)?.start..part.end,
            None => name_in(self.page, part.clone())?,
        };
        let last = self.page.word(head.end - 1);
        if words::is_calendar(last) || of.is_none() && self.is_capitalised_noun(&head) {
            return None;
        }
        let mut mention = self.blank(start..part.end, head.clone(), MentionKind::Name);
        let the = head.start > part.start && self.page.is(head.start - 1, &["the"]);
        if the && head.len() == 1 && last.ends_with('s') && self.page.tag(head.start) == Tag::Nnps {
            mention.number = Number::Plural;
        }
        Some(mention)
    }

    /// Returns whether a capitalised head is a noun all the same: “Republicans”, “the President”.
    fn is_capitalised_noun(&self, head: &Range<usize>) -> bool {
        let noun = words::noun(self.page.word(head.end - 1));
        let upper = self.page.word(head.end - 1).chars().all(char::is_uppercase);
        noun.is_some_and(|noun| {
            noun.class == Class::Person && !upper && (noun.number == Number::Plural || head.len() == 1)
        })
    }

    /// Returns the mention of a part that ends in a common noun, after those of names inside it.
    fn description(&mut self, start: usize, part: Range<usize>, owned: bool) -> Option<Mention> {
        let mut head = part.end - 1;
        let (mut quantity, mut inner_owner) = (None, None);
        let of = part.end;
        if self.page.is(head, &QUANTITIES) && self.page.is(of, &["of"]) {
            let inner = phrase::phrase(self.page, of + 1, of + 8).filter(|inner| !inner.owns);
            if let Some(inner) = inner {
                quantity = Some(self.page.word(head).to_lowercase());
                head = inner.end - 1;
                let owner = (of + 1..head).find(|at| self.page.tag(*at) == Tag::PrpPossessive);
                inner_owner = owner.map(|at| self.pronoun(at, Position::Owner));
            }
        }
        let noun = words::noun(self.page.word(head));
        let span = self.page.spans(part.clone());
        if noun.is_none() && !self.is_source(span) {
            return None;
        }
        let modifier = if quantity.is_none() { self.modifier(part.start..head) } else { inner_owner };
        let mut mention = self.blank(start..part.end, head..head + 1, MentionKind::Description);
        mention.owner = modifier;
        mention.number = noun.as_ref().map_or_else(|| self.number(head), |noun| noun.number);
        mention.gender = noun.and_then(|noun| noun.gender);
        let before = (part.start..head).map(|at| self.page.word(at));
        mention.reference = reference::of(before, owned);
        if let Some(quantity) = quantity {
            mention.span = self.page.spans(start..head + 1);
            mention.reference = Reference::New;
            mention.number = if quantity == "one" { Number::Singular } else { Number::Plural };
        }
        Some(mention)
    }

    fn number(&self, head: usize) -> Number {
        match self.page.tag(head) {
            Tag::Nns | Tag::Nnps => Number::Plural,
            Tag::Nn | Tag::Nnp => Number::Singular,
            _ if self.page.is(head, &["one", "another", "other", "each"]) => Number::Singular,
            _ => Number::Plural,
        }
    }

    /// Adds the name that stands inside a description: “Berg” in “the Berg campaign”.
    fn modifier(&mut self, before: Range<usize>) -> Option<MentionIndex> {
        let end = before.clone().rev().find(|at| self.page.tag(*at) == Tag::Nnp && self.page.is_capitalised(*at))?;
        let head = name_in(self.page, before.start..end + 1)?;
        if words::is_calendar(self.page.word(end)) {
            return None;
        }
        let mut mention = self.blank(head.clone(), head, MentionKind::Name);
        mention.position = Position::Modifier;
        Some(self.push(mention))
    }

    /// Links mentions that one sentence shows to be the same.
    fn link(&mut self) {
        for at in 1..self.found.len() {
            let (left, right) = (self.found[at - 1].clone(), self.found[at].clone());
            if self.is_same(&left, &right, at) {
                let (first, second) = (left.mention, right.mention);
                self.join_same(first, second);
            }
        }
        // The complement of a description (“a spokeswoman for the ministry, Anna Berg,”) parts it
        // from its name.
        for at in 0..self.found.len() {
            let left = self.found[at].clone();
            if left.complement_end == left.tokens.end {
                continue;
            }
            let right = (at + 1..self.found.len()).find(|at| self.found[*at].tokens.start > left.complement_end);
            if let Some(right) = right {
                let right_found = self.found[right].clone();
                if self.is_same(&left, &right_found, right) {
                    self.join_same(left.mention, right_found.mention);
                }
            }
        }
    }

    fn join_same(&mut self, first: MentionIndex, second: MentionIndex) {
        self.mentions[second as usize].same = Some(first);
        if self.mentions[second as usize].kind == MentionKind::Name {
            self.mentions[first as usize].same = Some(second);
        }
    }

    fn is_same(&self, left: &Found, right: &Found, at: usize) -> bool {
        let (first, second) = (&self.mentions[left.mention as usize], &self.mentions[right.mention as usize]);
        let gap = left.complement_end..right.tokens.start;
        let one_name = (first.kind == MentionKind::Name) != (second.kind == MentionKind::Name);
        if gap.len() == 1 && self.page.is(gap.start, &["("]) && first.kind != MentionKind::Pronoun {
            return self.is_acronym(right);
        }
        if first.number != Number::Singular || second.number != Number::Singular || first.joins.is_some() {
            return false;
        }
        let description = if first.kind == MentionKind::Description { first } else { second };
        let class = words::noun(self.page.text.slice(description.head)).map(|noun| noun.class);
        let can_be = class.is_some_and(|class| class != Class::People);
        if gap.len() == 1 && self.page.tag(gap.start) == Tag::Comma {
            let no_pronoun = second.kind != MentionKind::Pronoun && first.kind != MentionKind::Pronoun;
            return one_name && no_pronoun && can_be && self.closes(right) && !self.is_list(at);
        }
        let copula = gap.len() == 1 && self.page.is(gap.start, &["is", "was", "’s", "'s", "became", "remains"])
            || gap.len() == 2 && self.page.is(gap.start, &["is", "was"]) && self.page.tag(gap.end - 1) == Tag::Rb
                && !self.page.is(gap.end - 1, &["not", "n’t", "n't"]);
        copula && first.kind != MentionKind::Description && second.kind == MentionKind::Description && can_be
            || gap.len() == 1
                && self.page.is(gap.start, &["named", "called"])
                && second.kind == MentionKind::Name
                && can_be
    }

    /// Returns whether an apposition may end with `found`: a mark, a verb or a relative follows.
    fn closes(&self, found: &Found) -> bool {
        let next = found.complement_end;
        let word = self.page.word(next);
        next >= self.page.len()
            || !word.contains(char::is_alphanumeric)
            || is_verb(self.page.tag(next))
            || matches!(self.page.tag(next), Tag::Wp | Tag::Wdt | Tag::In | Tag::Stop | Tag::To)
    }

    /// Returns whether phrase `at` is in the middle of a list: “Berg, a teacher and Lee”.
    fn is_list(&self, at: usize) -> bool {
        self.page.is(self.found[at].complement_end, &["and", "or"])
    }

    /// Returns whether `found` is capitals in brackets: “(FBI)”.
    fn is_acronym(&self, found: &Found) -> bool {
        let word = self.page.word(found.tokens.start);
        found.tokens.len() == 1
            && self.page.is(found.tokens.end, &[")"])
            && word.len() > 1
            && word.chars().all(|letter| letter.is_uppercase() || letter == '.')
    }
}
