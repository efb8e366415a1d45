//! Strips that were drawn before, to be shown again: a cursor goes back and forth over a few claims.

use std::rc::Rc;

use crate::view::Strip;

/// The strips that one place of the screen showed last, each with what it depends on; no more than
/// `ROOM`.
#[derive(Debug)]
pub struct Recent<K, const ROOM: usize> {
    /// The latest first.
    strips: Vec<(K, Rc<Strip>)>,
}

impl<K, const ROOM: usize> Default for Recent<K, ROOM> {
    fn default() -> Self {
        Self { strips: Vec::new() }
    }
}

impl<K: PartialEq, const ROOM: usize> Recent<K, ROOM> {
    /// Returns what is shown for `key`, which is drawn if it is not known.
    pub fn get(&mut self, key: K, draw: impl FnOnce() -> Rc<Strip>) -> Rc<Strip> {
        match self.strips.iter().position(|(known, _)| *known == key) {
            Some(at) => self.strips[..=at].rotate_right(1),
            None => {
                self.strips.truncate(ROOM - 1);
                self.strips.insert(0, (key, draw()));
            }
        }
        Rc::clone(&self.strips[0].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_last_is_not_drawn_again() {
        let mut recent = Recent::<_, 3>::default();
        let mut drawn = Vec::new();
        for key in "abababcabcdbcda".chars() {
            let strip = recent.get(key, || {
                drawn.push(key);
                Rc::new(Strip::blank(key as u16))
            });
            assert_eq!(strip.columns(), key as u16);
        }
        assert_eq!(drawn, ['a', 'b', 'c', 'd', 'a']);
    }
}
