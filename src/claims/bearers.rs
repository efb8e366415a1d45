//! Who bears a word: the sources that later words may mean.
//!
//! Words of names, or nouns, in; whom they were said of last, out. Keeps few of each word, for a
//! long article calls hundreds of people “the official”.

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::claims::{entity::EntityId, merge::RECENT};

/// Who bears a word of a name, or is called by a noun: the [`RECENT`] that came in last.
#[derive(Debug, Default)]
pub(super) struct Bearers(FxHashMap<CompactString, SmallVec<[EntityId; 4]>>);

impl Bearers {
    /// Returns who bears `word`, in order of coming in.
    pub(super) fn of(&self, word: &str) -> &[EntityId] {
        self.0.get(word).map_or(&[], SmallVec::as_slice)
    }

    /// Enters that `entity` bears `word`, unless it is known.
    pub(super) fn add(&mut self, word: &str, entity: EntityId) {
        if !self.of(word).contains(&entity) {
            self.push(word, entity);
        }
    }

    /// Enters that `entity` is the last who came in of those that bear `word`.
    pub(super) fn push(&mut self, word: &str, entity: EntityId) {
        match self.0.get_mut(word) {
            Some(bearers) => {
                if bearers.len() == RECENT {
                    bearers.remove(0);
                }
                bearers.push(entity);
            }
            None => drop(self.0.insert(word.into(), smallvec![entity])),
        }
    }

    /// Returns all who bear anything; who bears several words comes several times.
    pub(super) fn all(&self) -> impl Iterator<Item = EntityId> {
        self.0.values().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_who_came_in_are_kept_each_once() {
        let mut bearers = Bearers::default();
        for number in 0..RECENT + 2 {
            bearers.add("berg", EntityId::new(number));
            bearers.add("berg", EntityId::new(number));
        }
        let kept: Vec<usize> = bearers.of("berg").iter().map(|id| id.index()).collect();
        assert_eq!(kept, (2..RECENT + 2).collect::<Vec<_>>());
        assert!(bearers.of("holt").is_empty());
        assert_eq!(bearers.all().count(), RECENT);
    }
}
