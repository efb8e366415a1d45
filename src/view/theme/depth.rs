//! How many colours a terminal has, and the nearest that it has to a given one.

use ratatui::style::Color;

/// How much colour the terminal takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None: `NO_COLOR`, or a terminal without.
    None,
    /// The 16 that the reader has chosen for the terminal.
    Sixteen,
    /// 256: those 16, a cube of 6 by 6 by 6, and 24 greys.
    Indexed,
    /// Every one.
    Rgb,
}

/// Terminals of today that take every colour and may not say so, over SSH for one, which does not
/// pass `COLORTERM` on; parts of the value of `TERM`.
const RGB_TERMINALS: [&str; 8] =
    ["kitty", "ghostty", "alacritty", "foot", "wezterm", "contour", "iterm", "direct"];

/// The brightness of the six steps of a side of the cube, as xterm has them.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The first number that no palette takes for one of its 16 (base16-shell takes 16 to 21).
const FIRST_OF_ITS_OWN: u8 = 22;

impl Depth {
    /// Finds out from the values of `COLORTERM` and `TERM`; empty where they are not set.
    pub fn of_terminal(colorterm: &str, term: &str) -> Self {
        let says_rgb = matches!(colorterm, "truecolor" | "24bit");
        if term == "dumb" {
            Self::None
        } else if says_rgb || RGB_TERMINALS.iter().any(|name| term.contains(name)) {
            Self::Rgb
        } else if term.contains("256color") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// Returns the nearest colour to `colour` that the terminal has.
    ///
    /// One that the terminal may show as it likes, of the 16, stays as it is. On a terminal of 16
    /// every other one is left to the terminal: nobody knows how near its own are.
    pub fn nearest(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::None, _) => Color::Reset,
            (Self::Sixteen, Color::Rgb(..) | Color::Indexed(16..)) => Color::Reset,
            (Self::Indexed, Color::Rgb(red, green, blue)) => {
                Color::Indexed(nearest_indexed([red, green, blue]))
            }
            (Self::Rgb, Color::Rgb(red, green, blue)) => {
                by_number([red, green, blue]).map_or(colour, Color::Indexed)
            }
            (Self::Sixteen | Self::Indexed | Self::Rgb, colour) => colour,
        }
    }
}

/// Returns the number of a colour that every terminal has by one, which takes half the bytes to
/// send; not of the first of the cube, which some palettes of 16 colours use for themselves.
fn by_number(wanted: [u8; 3]) -> Option<u8> {
    let index = nearest_indexed(wanted);
    (index >= FIRST_OF_ITS_OWN && indexed(index) == wanted).then_some(index)
}

/// Returns the number of the nearest of the 240 colours that are the same in every terminal.
fn nearest_indexed(wanted: [u8; 3]) -> u8 {
    (16..=255).min_by_key(|index| distance(wanted, indexed(*index))).unwrap_or_default()
}

/// Returns red, green and blue of a colour of the cube or of the greys, as xterm has them.
pub fn indexed(index: u8) -> [u8; 3] {
    match index.checked_sub(16) {
        Some(step @ 0..216) => {
            [step / 36, step / 6 % 6, step % 6].map(|step| STEPS[usize::from(step)])
        }
        Some(step) => [8 + 10 * (step - 216); 3],
        None => [0; 3],
    }
}

/// Returns how far two colours are apart for the eye, by Riemersma's weights for red, green and
/// blue (“Colour metric”, compuphase.com), times 512.
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let [red, green, blue] = [0, 1, 2].map(|index| u32::from(a[index].abs_diff(b[index])));
    let mean_red = u32::from(a[0]) + u32::from(b[0]);
    (1024 + mean_red) * red * red + 2048 * green * green + (1534 - mean_red) * blue * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        let cases = [
            ("truecolor", "xterm-256color", Depth::Rgb),
            ("24bit", "screen", Depth::Rgb),
            ("", "xterm-kitty", Depth::Rgb),
            ("", "xterm-256color", Depth::Indexed),
            ("", "tmux-256color", Depth::Indexed),
            ("", "xterm", Depth::Sixteen),
            ("", "linux", Depth::Sixteen),
            ("", "", Depth::Sixteen),
            ("truecolor", "dumb", Depth::None),
        ];
        for (colorterm, term, expected) in cases {
            assert_eq!(Depth::of_terminal(colorterm, term), expected, "{colorterm} {term}");
        }
    }

    #[test]
    fn the_nearest_colour_is_the_colour_itself_where_the_terminal_has_it() {
        for index in 16..=255 {
            let [red, green, blue] = indexed(index);
            let Color::Indexed(found) = Depth::Indexed.nearest(Color::Rgb(red, green, blue)) else {
                panic!("{index} became no indexed colour");
            };
            assert_eq!(indexed(found), indexed(index));
        }
    }

    #[test]
    fn a_colour_between_goes_to_the_nearer_one() {
        let check = |colour: [u8; 3], expected: [u8; 3]| {
            assert_eq!(indexed(nearest_indexed(colour)), expected);
        };
        check([250, 250, 250], [255, 255, 255]);
        check([20, 20, 20], [18, 18, 18]);
        check([100, 140, 180], [95, 135, 175]);
    }

    #[test]
    fn a_colour_that_has_a_number_is_sent_by_it() {
        assert_eq!(Depth::Rgb.nearest(Color::Rgb(28, 28, 28)), Color::Indexed(234));
        assert_eq!(Depth::Rgb.nearest(Color::Rgb(0, 0, 95)), Color::Rgb(0, 0, 95));
        assert_eq!(Depth::Rgb.nearest(Color::Rgb(1, 2, 3)), Color::Rgb(1, 2, 3));
    }

    #[test]
    fn the_terminals_own_colours_stay() {
        assert_eq!(Depth::Indexed.nearest(Color::Cyan), Color::Cyan);
        assert_eq!(Depth::Sixteen.nearest(Color::Cyan), Color::Cyan);
        assert_eq!(Depth::Sixteen.nearest(Color::Rgb(1, 2, 3)), Color::Reset);
        assert_eq!(Depth::None.nearest(Color::Cyan), Color::Reset);
    }
}
