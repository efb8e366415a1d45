//! Passages of several snapshots of an article, found in the text that is open.
//!
//! Takes the texts that anchors were made on, as far as they were kept, and gives a [`Placement`]
//! for each passage asked for. Reads each text once, however many passages are on it.

use std::collections::{BTreeMap, HashMap};

use crate::{
    base::ScalarIndex,
    library::{Anchor, ArticleKey, Finder, Placement},
};

/// Words of a text: what an annotation or a part of a correction is on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// The text they are of.
    pub article: ArticleKey,
    /// Which words.
    pub anchor: Anchor,
}

/// Finds passages in one text.
pub struct PassageFinder<'t> {
    now: &'t str,
    key: ArticleKey,
    scalars: ScalarIndex<'t>,
    before: &'t BTreeMap<ArticleKey, String>,
    /// One for each text that passages were made on; under the key of `now` the one that knows no
    /// text from before.
    finders: HashMap<ArticleKey, Finder<'t>>,
}

impl<'t> PassageFinder<'t> {
    /// Makes a finder of passages in `now`; `before` has texts that they may have been made on.
    pub fn new(now: &'t str, before: &'t BTreeMap<ArticleKey, String>) -> Self {
        let (key, scalars) = (ArticleKey::of(now), ScalarIndex::new(now));
        Self { now, key, scalars, before, finders: HashMap::new() }
    }

    /// Finds one passage.
    pub fn find(&mut self, passage: &Passage) -> Placement {
        if passage.article == self.key
            && let Some(span) = passage.anchor.in_place(self.now, &self.scalars)
        {
            return Placement::Exact(span);
        }
        let text = self.before.get(&passage.article);
        let key = if text.is_some() { passage.article } else { self.key };
        let now = self.now;
        let finder = self.finders.entry(key).or_insert_with(|| match text {
            Some(text) => Finder::between(text, now),
            None => Finder::new(now),
        });
        finder.find(&passage.anchor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::TextSpan;

    const OLD: &str = "Prices rose in May. Unions called a strike for Friday, said Ada Holm.";
    const NEW: &str = "Updated at noon.\n\nPrices rose in May. Unions called a strike for Friday, \
                       said Ada Holm.";

    /// Makes a passage of the first `words` in `text`.
    fn passage(text: &str, words: &str) -> Passage {
        let start = text.find(words).unwrap();
        let span = TextSpan::new(start, start + words.len());
        let anchor = Anchor::of(text, &ScalarIndex::new(text), span).unwrap();
        Passage { article: ArticleKey::of(text), anchor }
    }

    #[test]
    fn each_passage_is_looked_for_from_its_own_text() {
        let before = BTreeMap::from([(ArticleKey::of(OLD), OLD.to_owned())]);
        let mut finder = PassageFinder::new(NEW, &before);
        let own = passage(NEW, "Unions");
        let older = passage(OLD, "Unions");
        let unknown = Passage { article: ArticleKey::of("not kept"), ..older.clone() };
        let span = NEW.find("Unions").map(|at| TextSpan::new(at, at + 6)).unwrap();
        assert_eq!(finder.find(&own), Placement::Exact(span));
        assert_eq!(finder.find(&older), Placement::Moved(span));
        assert_eq!(finder.find(&unknown), Placement::Moved(span));
    }

    #[test]
    fn a_wrong_position_in_the_same_text_is_looked_for() {
        let before = BTreeMap::new();
        let mut wrong = passage(NEW, "called a strike for Friday");
        (wrong.anchor.start, wrong.anchor.end) = (0, 0);
        let found = PassageFinder::new(NEW, &before).find(&wrong);
        let words = found.span().and_then(|span| span.slice(NEW));
        assert_eq!(words, Some("called a strike for Friday"));
    }
}
