//! An article with its notes as it is exported: each where it stands, who says what with it.

use std::collections::BTreeMap;

use crate::{
    article::Article,
    base::TextSpan,
    library::{
        Anchor, ArticleKey, Correction, Note, Passage, PassageFinder, Placement,
        exchange::{ArticleNotes, Format, Marked, write_brat, write_html, write_markdown},
    },
    reading,
};

/// Longest name of a file that is made of a title, in characters.
const NAME: usize = 60;

/// An article with its notes.
pub(super) struct Page {
    /// The notes.
    pub(super) entry: ArticleNotes,
    /// The article, if its text is at hand.
    pub(super) article: Option<Article>,
    /// Where each note and each correction stands in it, in the order of the entry.
    places: Vec<Placement>,
}

impl Page {
    /// Finds the places of all notes; `before` has earlier texts that they may have been made on.
    pub(super) fn new(
        entry: ArticleNotes,
        article: Option<Article>,
        before: BTreeMap<ArticleKey, String>,
    ) -> Self {
        let text = article.as_ref().map_or("", |article| article.text.as_str());
        let mut finder = PassageFinder::new(text, &before);
        let mut find = |(article, anchor): (ArticleKey, &Anchor)| {
            finder.find(&Passage { article, anchor: anchor.clone() })
        };
        let notes = entry.notes.iter().map(|note| (note.article, &note.anchor));
        let corrections = entry.corrections.iter().map(|one| (one.article, &one.anchor));
        let places = notes.chain(corrections).map(&mut find).collect();
        Self { entry, article, places }
    }

    /// Writes the page in a format that has one for each article; `None` if the format needs the
    /// text and that is not at hand.
    pub(super) fn write(&self, format: Format, template: &str) -> Option<String> {
        if !format.needs_text() {
            return Some(write_markdown(&self.entry, template));
        }
        let article = self.article.as_ref()?;
        let notes = self.notes();
        if format == Format::Html {
            let lost = self.entry.notes.iter().zip(&self.places);
            let lost: Vec<&Note> =
                lost.filter(|(_, place)| place.span().is_none()).map(|(note, _)| note).collect();
            return Some(write_html(&article.title, &article.text, &notes, &lost));
        }
        let ledger = reading::read(article);
        let marked = Marked { notes, ledger: Some(&ledger), corrections: self.corrections() };
        Some(write_brat(&article.text, &marked))
    }

    /// Returns how many notes and corrections have no place in the text.
    pub(super) fn lost(&self) -> usize {
        self.places.iter().filter(|place| place.span().is_none()).count()
    }

    fn notes(&self) -> Vec<(TextSpan, &Note)> {
        let placed = self.entry.notes.iter().zip(&self.places);
        placed.filter_map(|(note, place)| Some((place.span()?, note))).collect()
    }

    fn corrections(&self) -> Vec<(TextSpan, &Correction)> {
        let places = self.places.get(self.entry.notes.len()..).unwrap_or_default();
        let placed = self.entry.corrections.iter().zip(places);
        placed.filter_map(|(correction, place)| Some((place.span()?, correction))).collect()
    }
}

/// Makes the name of a file from a title, without what a file system may not take; from the key
/// where that leaves nothing.
pub(super) fn file_name(title: &str, key: &ArticleKey) -> String {
    let plain = |letter: char| {
        let forbidden = letter.is_control() || "/\\:*?\"<>|#^[]".contains(letter);
        if forbidden { ' ' } else { letter }
    };
    let words: String = title.chars().map(plain).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = words.trim_start_matches(['.', ' ']).chars().take(NAME).collect();
    match name.trim() {
        "" => key.to_string()[..16].to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_safe() {
        let name = |title: &str| file_name(title, &ArticleKey::of(title));
        assert_eq!(name("Ferry: late / again?"), "Ferry late again");
        assert_eq!(name("../../etc/passwd"), "etc passwd");
        assert_eq!(name("").len(), 16);
        assert_eq!(name(&"é".repeat(99)).chars().count(), NAME);
    }
}
