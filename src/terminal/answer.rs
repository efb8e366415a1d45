//! What the background of the terminal is, as it answers.
//!
//! The question is OSC 11 of xterm. A terminal that does not answer costs nothing.

use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};

use crate::app::Background;

/// The question: what is the background?
pub(super) const QUESTION: &str = "\x1b]11;?\x1b\\";

/// Returns what `answer` says of the background, if it is about that.
pub(super) fn background(answer: &Osc<'_>) -> Option<Background> {
    let Osc::ChangeDynamicColors(DynamicColorNumber::TextBackgroundColor, colours) = answer else {
        return None;
    };
    let [ColorOrQuery::Color(colour)] = colours.as_slice() else { return None };
    let [red, green, blue] = [colour.red, colour.green, colour.blue].map(u32::from);
    // Brightness as the eye sees it (ITU-R BT.601), in thousandths; what is half as bright as white
    // is light.
    let brightness = 299 * red + 587 * green + 114 * blue;
    Some(if brightness * 2 > 255_000 { Background::Light } else { Background::Dark })
}

#[cfg(test)]
mod tests {
    use termina::style::RgbColor;

    use super::*;

    fn check(colour: RgbColor, expected: Background) {
        let colours = vec![ColorOrQuery::Color(colour)];
        let number = DynamicColorNumber::TextBackgroundColor;
        assert_eq!(background(&Osc::ChangeDynamicColors(number, colours)), Some(expected));
    }

    #[test]
    fn green_is_brighter_than_blue() {
        check(RgbColor::new(0, 255, 0), Background::Light);
        check(RgbColor::new(0, 0, 255), Background::Dark);
        check(RgbColor::new(127, 127, 127), Background::Dark);
        check(RgbColor::new(128, 128, 128), Background::Light);
    }

    #[test]
    fn other_answers_say_nothing_of_it() {
        let colours = vec![ColorOrQuery::Color(RgbColor::new(0, 0, 0))];
        let number = DynamicColorNumber::TextForegroundColor;
        assert_eq!(background(&Osc::ChangeDynamicColors(number, colours)), None);
        assert_eq!(background(&Osc::SetWindowTitle("dark")), None);
    }
}
