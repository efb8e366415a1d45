//! The mentions of one entity: where all of them stand, and the words of those that tell something.
//!
//! Grows with each [`Mention`]; goes to `portrait`. Most mentions say “he” or repeat a name, and a
//! long article has millions: of those the place is enough.

use smallvec::SmallVec;

use crate::{
    base::TextSpan,
    claims::{
        SourceKind, details,
        mention::{Form, Mention},
    },
};

/// How many of the latest wordings a mention is compared with; more would take ages in a text that
/// calls somebody something new in each sentence.
const COMPARED: usize = 24;

/// Up to how many wordings there is no room kept for more.
const FEW: usize = 8;

/// The mentions of one entity.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    places: SmallVec<[TextSpan; 2]>,
    telling: SmallVec<[Wording; 1]>,
}

/// What a mention calls its source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wording {
    /// As in [`Mention`].
    pub(super) span: TextSpan,
    /// As in [`Mention`].
    pub(super) core: TextSpan,
    /// As in [`Mention`].
    pub(super) role: Option<TextSpan>,
    /// As in [`Mention`].
    pub(super) form: Form,
    /// As in [`Mention`].
    pub(super) kind: SourceKind,
}

impl Mentions {
    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Adds `mention`, which stands in `text`; `named` is whether the entity is known to have a name.
    pub(super) fn push(&mut self, text: &str, mention: &Mention, named: bool) {
        self.places.push(mention.span);
        let wording = Wording::of(mention);
        let described = !matches!(mention.form, Form::Pronoun(_));
        let says_why = || !named && details::why_unnamed(text, &wording).is_some();
        if described && !self.holds(text, &wording) || says_why() {
            // Few are called in many ways: to double the room for the others would be much.
            if self.telling.len() < FEW {
                self.telling.reserve_exact(1);
            }
            self.telling.push(wording);
        }
    }

    /// Adds those of another entity, which turned out to be the same.
    pub(super) fn absorb(&mut self, other: Self) {
        self.places.extend(other.places);
        self.telling.extend(other.telling);
    }

    /// Returns where the mentions stand, in reading order, each place once.
    pub(super) fn places(&self) -> Vec<TextSpan> {
        let mut places = self.places.to_vec();
        places.sort();
        places.dedup();
        places
    }

    /// Returns the wordings that tell something, in reading order; the same words may come twice.
    pub(super) fn telling(&self) -> Vec<Wording> {
        let mut telling = self.telling.to_vec();
        telling.sort_by_key(|wording| wording.core);
        telling
    }

    /// Returns whether one of the latest wordings tells all that `wording` does, and stands before
    /// it: what stands in quotations is read after what stands around them.
    fn holds(&self, text: &str, wording: &Wording) -> bool {
        let tells_it =
            |known: &Wording| known.core < wording.core && known.tells_the_same(wording, text);
        self.telling.iter().rev().take(COMPARED).any(tells_it)
    }
}

impl Wording {
    fn of(mention: &Mention) -> Self {
        let Mention { span, core, role, form, kind, .. } = *mention;
        Self { span, core, role, form, kind }
    }

    /// Returns whether both say the same in the same words.
    fn tells_the_same(&self, other: &Self, text: &str) -> bool {
        let role = |own: &Self| own.role.and_then(|role| role.slice(text));
        if self.form != other.form
            || self.kind != other.kind
            || self.core.slice(text) != other.core.slice(text)
            || role(self) != role(other)
        {
            return false;
        }
        // Of a description all words count, and whether its first has a capital for that it is
        // the first of a sentence.
        let lead = |own: &Self| own.core.start().checked_sub(own.span.start());
        let starts = |own: &Self| details::starts_sentence(text, own.span);
        self.form == Form::Name
            || self.span.slice(text) == other.span.slice(text)
                && lead(self) == lead(other)
                && starts(self) == starts(other)
    }
}
