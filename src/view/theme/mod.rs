//! What each thing looks like. Every difference that a colour shows, weight, slant, a line or a
//! character shows too.

mod depth;
mod palette;
mod shipped;
#[cfg(test)]
pub(crate) mod tests;

pub use depth::Depth;
pub use palette::Palette;
pub use shipped::{NAMES, file, variant};

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier, Style},
};

use crate::{
    app::Part,
    library::Colour,
    view::{
        strip::Look,
        theme::palette::{Ink, Pair},
    },
};

/// The looks of everything on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    palette: Palette,
}

/// How a claim stands to the one at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    /// It is the one at the cursor.
    Here,
    /// It is another of the same source.
    SameSource,
    /// It is of somebody else.
    Other,
}

/// How much weight a claim has on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Speech.
    Full,
    /// An attitude, while those are dimmed.
    Dimmed,
}

impl Theme {
    /// Makes the theme of `palette` on a terminal of this depth.
    pub fn new(palette: Palette, depth: Depth) -> Self {
        Self { palette: palette.at(depth) }
    }

    /// Makes one of the themes that whosaid comes with; without any colour if there is none called
    /// `name`.
    pub fn shipped(name: &str, depth: Depth) -> Self {
        let palette = file(name).map(Palette::read).and_then(Result::ok);
        Self::new(palette.unwrap_or_default(), depth)
    }

    /// Gives every cell of `area` that has no colour yet the theme's own, if it has any.
    pub fn fill(&self, area: Rect, buf: &mut Buffer) {
        let (text, background) = (self.palette.text, self.palette.background);
        if text.is_none() && background.is_none() {
            return;
        }
        let own = |ink: Option<Ink>| ink.map_or(Color::Reset, |ink| ink.0);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                let cell = &mut buf[(x, y)];
                if cell.fg == Color::Reset {
                    cell.fg = own(text);
                }
                if cell.bg == Color::Reset {
                    cell.bg = own(background);
                }
            }
        }
    }

    /// Returns how characters look in `style`: in the theme's own colours where it has none.
    pub fn look(&self, style: Style) -> Look {
        let own = |ink: Option<Ink>| ink.map_or(Color::Reset, |ink| ink.0);
        let is_set = |colour: &Color| *colour != Color::Reset;
        Look {
            fg: style.fg.filter(is_set).unwrap_or_else(|| own(self.palette.text)),
            bg: style.bg.filter(is_set).unwrap_or_else(|| own(self.palette.background)),
            modifier: style.add_modifier - style.sub_modifier,
        }
    }

    /// Returns the colour of the source with this number, from 0; of an unknown one for `None`.
    pub fn source(&self, source: Option<usize>) -> Style {
        let sources = &self.palette.sources;
        let ink = source.and_then(|source| sources.get(source % sources.len().max(1)));
        worded(ink.copied())
    }

    /// Returns the look of a part of a claim.
    pub fn part(
        &self,
        part: Part,
        source: Option<usize>,
        nearness: Nearness,
        weight: Weight,
    ) -> Style {
        // Dimmed and coloured is too dark to read on many terminals: what is dimmed has no colour.
        let source = source.filter(|_| weight == Weight::Full);
        let style = match part {
            Part::Quoted => self.source(source),
            Part::Reported => self.source(source).add_modifier(Modifier::ITALIC),
            Part::Cue => self.aside(),
            Part::Attribution => self.source(source).add_modifier(Modifier::BOLD),
        };
        let style = match (nearness, self.palette.here) {
            (Nearness::Here, Some(here)) => style.bg(here.0),
            _ => style,
        };
        let style = match (nearness, part) {
            (_, Part::Cue) | (Nearness::Other, _) => style,
            (Nearness::Here, _) | (Nearness::SameSource, Part::Attribution) => {
                style.add_modifier(Modifier::UNDERLINED)
            }
            (Nearness::SameSource, Part::Quoted | Part::Reported) => style,
        };
        match weight {
            Weight::Full => style,
            Weight::Dimmed => style.patch(self.aside()),
        }
    }

    /// Returns the look of a number and bar in the margin.
    pub fn margin(&self, source: Option<usize>, nearness: Nearness, weight: Weight) -> Style {
        // As in the text: what is dimmed has no colour.
        let source = source.filter(|_| weight == Weight::Full);
        let style = match nearness {
            Nearness::Here => self.source(source).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Nearness::SameSource => self.source(source).add_modifier(Modifier::BOLD),
            Nearness::Other => self.source(source),
        };
        match weight {
            Weight::Full => style,
            Weight::Dimmed => style.patch(self.aside()),
        }
    }

    /// Returns the background of a highlight; a note without a colour is underlined.
    pub fn highlight(&self, colour: Option<Colour>) -> Style {
        let Some(colour) = colour else { return Style::new().add_modifier(Modifier::UNDERLINED) };
        let ink = self.palette.highlights.get(&colour);
        let marked = ink.map(|ink| worded(self.palette.highlight_text).bg(ink.0));
        let reversed = Style::new().add_modifier(Modifier::REVERSED);
        marked.unwrap_or(reversed).remove_modifier(Modifier::DIM)
    }

    /// Returns the look of the sign of a note in the margin.
    pub fn note(&self, colour: Option<Colour>) -> Style {
        let ink = colour.and_then(|colour| self.palette.notes.get(&colour));
        ink.map_or(Style::new().add_modifier(Modifier::BOLD), |ink| worded(Some(*ink)))
    }

    /// Returns the look of a heading.
    pub fn heading(&self) -> Style {
        worded(self.palette.heading).add_modifier(Modifier::BOLD)
    }

    /// Returns the look of the article's title.
    pub fn title(&self) -> Style {
        worded(self.palette.title).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// Returns the look of a link.
    pub fn link(&self) -> Style {
        worded(self.palette.link).add_modifier(Modifier::UNDERLINED)
    }

    /// Returns the look of code, captions and other things beside the story.
    pub fn aside(&self) -> Style {
        worded_or(self.palette.aside, Modifier::DIM)
    }

    /// Returns the look of what a search found.
    pub fn found(&self) -> Style {
        paired(self.palette.found).add_modifier(Modifier::BOLD)
    }

    /// Returns the look of the letters of a hint.
    pub fn hint(&self) -> Style {
        paired(self.palette.hint)
            .add_modifier(Modifier::BOLD)
            .remove_modifier(Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED)
    }

    /// Returns the look of selected text, and of the chosen row of the list that has the keys.
    pub fn selected(&self) -> Style {
        paired(self.palette.selected)
    }

    /// Returns the look of the row that stands for the cursor in a list that has not the keys.
    pub fn here(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the look of the title line and the status line.
    pub fn bar(&self) -> Style {
        paired(self.palette.bar)
    }

    /// Returns the look of a warning.
    pub fn warning(&self) -> Style {
        worded(self.palette.warning).add_modifier(Modifier::BOLD)
    }

    /// Returns the look of lines between panes.
    pub fn border(&self) -> Style {
        worded_or(self.palette.border, Modifier::DIM)
    }

    /// Returns the look of the name of a key.
    pub fn key(&self) -> Style {
        worded(self.palette.key).add_modifier(Modifier::BOLD)
    }
}

fn worded(ink: Option<Ink>) -> Style {
    ink.map_or(Style::new(), |ink| Style::new().fg(ink.0))
}

/// Returns the look of words in `ink`, or with `modifier` where the theme has no colour for them.
fn worded_or(ink: Option<Ink>, modifier: Modifier) -> Style {
    ink.map_or(Style::new().add_modifier(modifier), |ink| Style::new().fg(ink.0))
}

/// Returns the look of words in the colours of `pair`, or reversed where the theme has none; what
/// they looked like before, such as the colour of a source, is gone, for reversed it would glare.
fn paired(pair: Option<Pair>) -> Style {
    let plain = Style::new().fg(Color::Reset).bg(Color::Reset).add_modifier(Modifier::REVERSED);
    pair.map_or(plain, |pair| Style::new().fg(pair.text.0).bg(pair.background.0))
        .remove_modifier(Modifier::DIM)
}
