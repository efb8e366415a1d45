//! The jump list: where jumps started, over articles.

use crate::{app::Entry, base::Id};

/// How many places are kept; vim keeps as many.
const KEPT: usize = 100;

/// A place in one of the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JumpPlace {
    /// Which article.
    pub entry: Id<Entry>,
    /// The byte at which the cursor was.
    pub at: usize,
}

/// Places that jumps left, oldest first, and where in that list the reader is.
#[derive(Clone, Debug, Default)]
pub struct Jumps {
    places: Vec<JumpPlace>,
    /// Places from here on are ahead of the reader.
    here: usize,
}

impl Jumps {
    /// Notes that a jump leaves `from`; an equal place further back moves up.
    pub fn leave(&mut self, from: JumpPlace) {
        self.places.retain(|place| *place != from);
        self.places.push(from);
        if self.places.len() > KEPT {
            self.places.remove(0);
        }
        self.here = self.places.len();
    }

    /// Goes back one jump from `now`; `None` at the oldest.
    pub fn back(&mut self, now: JumpPlace) -> Option<JumpPlace> {
        if self.here == self.places.len() {
            let count = self.places.iter().filter(|place| **place != now).count();
            if count == 0 {
                return None;
            }
            self.leave(now);
            self.here = self.places.len() - 1;
        }
        self.here = self.here.checked_sub(1)?;
        self.places.get(self.here).copied()
    }

    /// Goes forward again; `None` at the newest.
    pub fn forward(&mut self) -> Option<JumpPlace> {
        let place = self.places.get(self.here + 1).copied()?;
        self.here += 1;
        Some(place)
    }

    /// Returns the place that the last jump left.
    pub fn last(&self) -> Option<JumpPlace> {
        self.places.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(at: usize) -> JumpPlace {
        JumpPlace { entry: Id::new(0), at }
    }

    #[test]
    fn back_and_forward_walk_the_same_way() {
        let mut jumps = Jumps::default();
        jumps.leave(place(1));
        jumps.leave(place(2));
        assert_eq!(jumps.back(place(3)), Some(place(2)));
        assert_eq!(jumps.back(place(2)), Some(place(1)));
        assert_eq!(jumps.back(place(1)), None);
        assert_eq!(jumps.forward(), Some(place(2)));
        assert_eq!(jumps.forward(), Some(place(3)));
        assert_eq!(jumps.forward(), None);
    }

    #[test]
    fn a_new_jump_leaves_from_here() {
        let mut jumps = Jumps::default();
        jumps.leave(place(1));
        jumps.leave(place(2));
        assert_eq!(jumps.back(place(3)), Some(place(2)));
        jumps.leave(place(2));
        assert_eq!(jumps.back(place(9)), Some(place(2)));
    }

    #[test]
    fn nowhere_to_go_back_to() {
        assert_eq!(Jumps::default().back(place(1)), None);
    }
}
