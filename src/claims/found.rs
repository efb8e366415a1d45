//! Whom mentions were found to be.
//!
//! Of the paragraph that is read all are known; of those before it only the ones that claims are
//! put down to, for a long article has millions of others that nobody asks for again.

use crate::{
    base::Id,
    claims::{entity::EntityId, mention::MentionId, merge::Speaks},
};

/// The entity of each mention; `None` for what nothing fits.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The number of the first mention of the paragraph.
    first: usize,
    here: Vec<Option<EntityId>>,
    /// Those of earlier paragraphs that claims are put down to, in order.
    sources: Vec<(MentionId, Option<EntityId>)>,
}

impl Found {
    /// Begins a paragraph with so many mentions; returns the number of the first.
    pub(super) fn begin(&mut self, mentions: usize) -> usize {
        self.first += self.here.len();
        self.here.clear();
        self.here.resize(mentions, None);
        self.first
    }

    /// Keeps whom those of the paragraph are that `speaks` says claims are put down to.
    pub(super) fn keep(&mut self, speaks: &[Speaks]) {
        let found = self.here.iter().zip(speaks).enumerate();
        let sources = found.filter(|(_, (_, speaks))| **speaks != Speaks::No);
        self.sources.extend(sources.map(|(at, (entity, _))| (Id::new(self.first + at), *entity)));
    }

    /// Returns how many mentions were read.
    pub(super) fn mentions(&self) -> usize {
        self.first + self.here.len()
    }

    /// Returns whom the mention with this number was found to be.
    pub(super) fn get(&self, mention: MentionId) -> Option<EntityId> {
        match mention.index().checked_sub(self.first) {
            Some(at) => self.here.get(at).copied().flatten(),
            None => self.sources[self.place(mention)?].1,
        }
    }

    /// Enters whom the mention with this number was found to be, if it may be asked for again.
    pub(super) fn set(&mut self, mention: MentionId, entity: EntityId) {
        let here = mention.index().checked_sub(self.first).and_then(|at| self.here.get_mut(at));
        here.into_iter().for_each(|found| *found = Some(entity));
        if let Some(place) = self.place(mention) {
            self.sources[place].1 = Some(entity);
        }
    }

    fn place(&self, mention: MentionId) -> Option<usize> {
        self.sources.binary_search_by_key(&mention, |(number, _)| *number).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_earlier_paragraphs_only_sources_are_known() {
        let mut found = Found::default();
        assert_eq!(found.begin(2), 0);
        found.set(Id::new(0), Id::new(7));
        found.set(Id::new(1), Id::new(8));
        assert_eq!(found.get(Id::new(0)), Some(Id::new(7)));
        found.keep(&[Speaks::No, Speaks::Aloud]);
        assert_eq!(found.begin(1), 2);
        assert_eq!(found.mentions(), 3);
        assert_eq!(found.get(Id::new(0)), None);
        assert_eq!(found.get(Id::new(1)), Some(Id::new(8)));
        assert_eq!(found.get(Id::new(2)), None);
    }

    #[test]
    fn who_is_heard_later_is_entered_later() {
        let mut found = Found::default();
        found.begin(1);
        found.keep(&[Speaks::Aloud]);
        found.set(Id::new(0), Id::new(3));
        assert_eq!(found.get(Id::new(0)), Some(Id::new(3)));
        found.begin(1);
        assert_eq!(found.get(Id::new(0)), Some(Id::new(3)));
        found.set(Id::new(0), Id::new(4));
        assert_eq!(found.get(Id::new(0)), Some(Id::new(4)));
    }
}
