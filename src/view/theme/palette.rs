//! A theme as data: which thing has which colour. TOML in, a palette or the first fault with its
//! line out.
//!
//! A thing without a colour is told by weight, slant, a line or reversal alone, so an empty palette
//! is a theme too.

use std::collections::BTreeMap;

use ratatui::style::Color;
use serde::Deserialize;

use crate::{app::nearest, library::Colour, view::theme::depth::Depth};

/// The colours of a theme; `None` leaves the terminal's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Palette {
    /// Words.
    pub text: Option<Ink>,
    /// What they stand on.
    pub background: Option<Ink>,
    /// What the words of the claim at the cursor stand on.
    pub here: Option<Ink>,
    /// What stands beside the story: hints, captions, dimmed claims.
    pub aside: Option<Ink>,
    /// Lines between panes.
    pub border: Option<Ink>,
    /// Headings.
    pub heading: Option<Ink>,
    /// The title of the article.
    pub title: Option<Ink>,
    /// Links.
    pub link: Option<Ink>,
    /// The names of keys.
    pub key: Option<Ink>,
    /// Warnings.
    pub warning: Option<Ink>,
    /// Sources, one after another, then from the first again.
    pub sources: Vec<Ink>,
    /// The line above the text and the mode below it.
    pub bar: Option<Pair>,
    /// What is selected.
    pub selected: Option<Pair>,
    /// What a search found.
    pub found: Option<Pair>,
    /// The letters of hints.
    pub hint: Option<Pair>,
    /// Words on a highlight.
    pub highlight_text: Option<Ink>,
    /// What highlighted words stand on.
    pub highlights: BTreeMap<Colour, Ink>,
    /// The signs of notes.
    pub notes: BTreeMap<Colour, Ink>,
}

/// Words and what they stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The words.
    pub text: Ink,
    /// What they stand on.
    pub background: Ink,
}

/// A colour, written `#rrggbb`, or by the name of one of the terminal's 16, such as `light-blue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Ink(pub Color);

impl TryFrom<String> for Ink {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| {
            format!("“{text}” is no colour; write #rrggbb, or a name such as light-blue")
        })
    }
}

impl Palette {
    /// Reads a theme file.
    ///
    /// # Errors
    ///
    /// The line of the first fault, and what it is.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
            let message = error.message().replace('\n', " ");
            format!("line {line}: {}", unknown_name(&message).unwrap_or(message))
        })
    }

    /// Returns whether it names colours that a terminal of 16 has not.
    pub fn needs_more_than_sixteen(&self) -> bool {
        let mut found = false;
        let mut copy = self.clone();
        copy.each(|ink| found |= matches!(ink.0, Color::Rgb(..) | Color::Indexed(16..)));
        found
    }

    /// Returns it in the colours that a terminal of `depth` has; none for no colour.
    pub fn at(mut self, depth: Depth) -> Self {
        if depth == Depth::None {
            return Self::default();
        }
        self.each(|ink| ink.0 = depth.nearest(ink.0));
        self
    }

    fn each(&mut self, mut change: impl FnMut(&mut Ink)) {
        let singles = [
            &mut self.text,
            &mut self.background,
            &mut self.here,
            &mut self.aside,
            &mut self.border,
            &mut self.heading,
            &mut self.title,
            &mut self.link,
            &mut self.key,
            &mut self.warning,
            &mut self.highlight_text,
        ];
        singles.into_iter().flatten().for_each(&mut change);
        self.sources.iter_mut().for_each(&mut change);
        let pairs = [&mut self.bar, &mut self.selected, &mut self.found, &mut self.hint];
        for pair in pairs.into_iter().flatten() {
            change(&mut pair.text);
            change(&mut pair.background);
        }
        self.highlights.values_mut().chain(self.notes.values_mut()).for_each(change);
    }
}

/// Says which name there is that is most like the unknown one of a message of serde's, such as
/// “unknown field `lnk`, expected one of `text`, `link`”.
fn unknown_name(message: &str) -> Option<String> {
    if !message.starts_with("unknown field") && !message.starts_with("unknown variant") {
        return None;
    }
    let mut names = message.split('`').skip(1).step_by(2);
    let name = names.next()?;
    let near = nearest(name, names);
    Some(format!("a theme says nothing of “{name}”; did you mean “{near}”?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_a_line_and_say_what_would_be_right() {
        let error = |text| Palette::read(text).expect_err("wrong on purpose");
        assert_eq!(
            error("text = \"#ffffff\"\nlink = \"blu\"\n"),
            "line 2: “blu” is no colour; write #rrggbb, or a name such as light-blue"
        );
        assert_eq!(
            error("\nlnk = \"blue\"\n"),
            "line 2: a theme says nothing of “lnk”; did you mean “link”?"
        );
        assert_eq!(
            error("[notes]\nyelow = \"red\"\n"),
            "line 2: a theme says nothing of “yelow”; did you mean “yellow”?"
        );
        assert_eq!(
            error("bar = { text = \"red\", back = \"blue\" }\n"),
            "line 1: a theme says nothing of “back”; did you mean “background”?"
        );
    }

    #[test]
    fn a_file_may_set_as_little_as_it_likes() {
        let palette = Palette::read("link = \"light-blue\"\n").expect("well-formed");
        assert_eq!(palette.link, Some(Ink(Color::LightBlue)));
        assert!(!palette.needs_more_than_sixteen());
        assert_eq!(palette.at(Depth::None), Palette::default());
    }

    #[test]
    fn every_colour_is_brought_to_the_depth_of_the_terminal() {
        let text = "link = \"#fe0000\"\nsources = [\"#00fe00\"]\n\
                    bar = { text = \"#0000fe\", background = \"#010101\" }\n";
        let palette = Palette::read(text).expect("well-formed");
        assert!(palette.needs_more_than_sixteen());
        let palette = palette.at(Depth::Indexed);
        assert_eq!(palette.link, Some(Ink(Color::Indexed(196))));
        assert_eq!(palette.sources, [Ink(Color::Indexed(46))]);
        assert_eq!(palette.bar.map(|bar| bar.text), Some(Ink(Color::Indexed(21))));
    }
}
