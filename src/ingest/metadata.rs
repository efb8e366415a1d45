//! What formats say about an article besides its text, and the names they say it under.

use super::sanitize::one_line;
use crate::article::Article;

/// What is known of an article besides its text; each on one line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) date: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) address: Option<String>,
    pub(super) language: Option<String>,
}

/// A thing that formats say of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Byline,
    Date,
    Outlet,
    Address,
    Language,
}

/// The names of each field, the best first, without capitals and separators.
///
/// They are those of schema.org, Dublin Core, JSON Feed, of the news data sets and scrapers we
/// know (CC-News and news-please, newspaper, NewsAPI, GDELT, WordPress), and of the front matter
/// of Jekyll, Hugo, Pandoc and Obsidian.
const NAMES: [(Field, &[&str]); 6] = [
    (Field::Title, &["headline", "title", "name", "articletitle", "heading", "subject"]),
    (
        Field::Byline,
        &["authors", "author", "byline", "creator", "by", "writer", "writers", "articleauthor"],
    ),
    (
        Field::Date,
        &[
            "datepublished",
            "datepublish",
            "publicationdate",
            "publisheddate",
            "publishdate",
            "publishedat",
            "published",
            "pubdate",
            "date",
            "datetime",
            "timestamp",
            "created",
            "createdat",
            "datecreated",
            "datemodified",
        ],
    ),
    (
        Field::Outlet,
        &[
            "outlet",
            "publication",
            "publisher",
            "sitename",
            "newspaper",
            "source",
            "sourcename",
            "sourcedomain",
            "site",
            "website",
            "domain",
        ],
    ),
    (
        Field::Address,
        &[
            "canonical",
            "canonicalurl",
            "url",
            "link",
            "address",
            "permalink",
            "sourceurl",
            "weburl",
        ],
    ),
    (Field::Language, &["inlanguage", "language", "lang", "locale"]),
];

impl Field {
    /// All fields.
    pub(super) const ALL: [Self; 6] =
        [Self::Title, Self::Byline, Self::Date, Self::Outlet, Self::Address, Self::Language];

    /// Returns the names it goes by, the best first, as [`plain_name`] makes them.
    pub(super) fn names(self) -> &'static [&'static str] {
        NAMES.iter().find(|(field, _)| *field == self).map_or(&[], |(_, names)| names)
    }

    /// Returns the field that `name` names, and how good a name it is, 0 the best.
    pub(super) fn named(name: &str) -> Option<(Self, usize)> {
        let name = plain_name(name);
        NAMES.iter().find_map(|(field, names)| {
            names.iter().position(|known| *known == name).map(|rank| (*field, rank))
        })
    }
}

/// Returns `name` without capitals and separators: `datePublished`, `date_published` and
/// `Date-Published` are one.
pub(super) fn plain_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Metadata {
    /// Sets `field`, on one line, unless it is set; words without anything to see do nothing.
    pub(super) fn set(&mut self, field: Field, words: &str) {
        let slot = self.slot(field);
        if slot.is_none() {
            *slot = one_line(words);
        }
    }

    /// Takes from `other` what is not yet known.
    pub(super) fn complete(&mut self, mut other: Self) {
        for field in Field::ALL {
            let words = other.slot(field).take();
            let slot = self.slot(field);
            if slot.is_none() {
                *slot = words;
            }
        }
    }

    /// Tells `article` what is known; an article that knows something keeps it.
    pub(super) fn describe(self, article: &mut Article) {
        let Self { title, byline, date, outlet, address, language } = self;
        if article.title.is_empty() {
            article.title = title.unwrap_or_default();
        }
        article.byline = article.byline.take().or(byline);
        article.date = article.date.take().or(date);
        article.outlet = article.outlet.take().or(outlet);
        article.address = article.address.take().or(address);
        article.language = article.language.take().or(language);
    }

    fn slot(&mut self, field: Field) -> &mut Option<String> {
        match field {
            Field::Title => &mut self.title,
            Field::Byline => &mut self.byline,
            Field::Date => &mut self.date,
            Field::Outlet => &mut self.outlet,
            Field::Address => &mut self.address,
            Field::Language => &mut self.language,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<Field>) {
        assert_eq!(Field::named(name).map(|(field, _)| field), expected);
    }

    #[test]
    fn a_name_may_be_spelled_in_any_style() {
        check("datePublished", Some(Field::Date));
        check("date_published", Some(Field::Date));
        check("Publication Date", Some(Field::Date));
        check("source-domain", Some(Field::Outlet));
        check("TITLE", Some(Field::Title));
        check("colour", None);
    }

    #[test]
    fn every_name_stands_for_one_field() {
        for (field, names) in NAMES {
            for name in names {
                assert_eq!(*name, plain_name(name));
                assert_eq!(Field::named(name).map(|found| found.0), Some(field), "{name}");
            }
        }
    }

    #[test]
    fn what_is_known_first_stays() {
        let mut known = Metadata { title: Some("One".into()), ..Metadata::default() };
        known.complete(Metadata {
            title: Some("Two".into()),
            date: Some("2024".into()),
            ..Metadata::default()
        });
        known.set(Field::Date, "2025");
        known.set(Field::Outlet, "The\nPost");
        assert_eq!(known.title.as_deref(), Some("One"));
        assert_eq!(known.date.as_deref(), Some("2024"));
        assert_eq!(known.outlet.as_deref(), Some("The Post"));
    }
}
