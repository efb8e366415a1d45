//! What each thing looks like. Every difference that a colour shows, weight, slant, a line or a
//! character shows too.

use ratatui::style::{Color, Modifier, Style};

use crate::{app::Part, library::Colour};

/// How much colour the terminal takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None: `NO_COLOR`, or a terminal without.
    None,
    /// The 16 that the reader has chosen for the terminal.
    Sixteen,
}

/// The looks of everything on the screen.
#[derive(Clone, Debug)]
pub struct Theme {
    colours: Colours,
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

/// The colours of sources, one after another: those of the 16 that are apart for most eyes and
/// read on black and on white.
const SOURCES: [Color; 6] =
    [Color::Cyan, Color::Yellow, Color::Green, Color::Magenta, Color::LightBlue, Color::Red];

impl Theme {
    /// Makes the theme for so much colour.
    pub fn new(colours: Colours) -> Self {
        Self { colours }
    }

    /// Returns the colour of the source with this number, from 0; of an unknown one for `None`.
    pub fn source(&self, source: Option<usize>) -> Style {
        match (self.colours, source) {
            (Colours::None, _) | (_, None) => Style::new(),
            (Colours::Sixteen, Some(source)) => Style::new().fg(SOURCES[source % SOURCES.len()]),
        }
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
            Part::Cue => Style::new().add_modifier(Modifier::DIM),
            Part::Attribution => self.source(source).add_modifier(Modifier::BOLD),
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
            Weight::Dimmed => style.add_modifier(Modifier::DIM),
        }
    }

    /// Returns the look of a number and bar in the margin.
    pub fn margin(&self, source: Option<usize>, nearness: Nearness, weight: Weight) -> Style {
        let style = match nearness {
            Nearness::Here => self.source(source).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Nearness::SameSource => self.source(source).add_modifier(Modifier::BOLD),
            Nearness::Other => self.source(source),
        };
        match weight {
            Weight::Full => style,
            Weight::Dimmed => style.add_modifier(Modifier::DIM),
        }
    }

    /// Returns the background of a highlight; a note without a colour is underlined.
    pub fn highlight(&self, colour: Option<Colour>) -> Style {
        match (self.colours, colour) {
            (Colours::None, Some(_)) => Style::new().add_modifier(Modifier::REVERSED),
            (_, None) => Style::new().add_modifier(Modifier::UNDERLINED),
            (Colours::Sixteen, Some(colour)) => Style::new().fg(Color::Black).bg(ink(colour)),
        }
    }

    /// Returns the look of the sign of a note in the margin.
    pub fn note(&self, colour: Option<Colour>) -> Style {
        match (self.colours, colour) {
            (Colours::None, _) | (_, None) => Style::new().add_modifier(Modifier::BOLD),
            (Colours::Sixteen, Some(colour)) => Style::new().fg(ink(colour)),
        }
    }

    /// Returns the look of a heading.
    pub fn heading(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the look of the article's title.
    pub fn title(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// Returns the look of a link.
    pub fn link(&self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// Returns the look of code, captions and other things beside the story.
    pub fn aside(&self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Returns the look of what a search found.
    pub fn found(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Returns the look of the letters of a hint.
    pub fn hint(&self) -> Style {
        let style = Style::new()
            .add_modifier(Modifier::BOLD)
            .remove_modifier(Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED);
        match self.colours {
            Colours::None => style.add_modifier(Modifier::REVERSED),
            Colours::Sixteen => style.fg(Color::Black).bg(Color::LightYellow),
        }
    }

    /// Returns the look of selected text, and of the chosen row of the list that has the keys.
    pub fn selected(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Returns the look of the row that stands for the cursor in a list that has not the keys.
    pub fn here(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the look of the title line and the status line.
    pub fn bar(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Returns the look of a warning.
    pub fn warning(&self) -> Style {
        match self.colours {
            Colours::None => Style::new().add_modifier(Modifier::BOLD),
            Colours::Sixteen => Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// Returns the look of lines between panes.
    pub fn border(&self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// Returns the look of the name of a key.
    pub fn key(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}

/// Returns the terminal colour of a highlight. The terminal has no orange of its own: its light
/// red stands for it.
fn ink(colour: Colour) -> Color {
    match colour {
        Colour::Yellow => Color::LightYellow,
        Colour::Green => Color::LightGreen,
        Colour::Blue => Color::LightBlue,
        Colour::Red => Color::Red,
        Colour::Orange => Color::LightRed,
        Colour::Purple => Color::LightMagenta,
    }
}
