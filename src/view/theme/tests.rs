//! Every theme with colours of its own can be read: contrast by WCAG 2.2, and sources that stay
//! apart for the colour-blind.

use ratatui::style::{Color, Modifier, Style};

use crate::{
    app::Part,
    library::Colour,
    view::theme::{
        Depth, Nearness, Palette, Theme, Weight,
        depth::indexed,
        palette::Ink,
        shipped::{self, file},
    },
};

/// The themes with colours of their own; what the terminal's 16 look like nobody knows.
pub(crate) const OWN_COLOURS: [&str; 4] =
    ["dark", "light", "colour-blind-dark", "colour-blind-light"];

/// Least contrast of text on its background: WCAG 2.2, success criterion 1.4.3, level AA.
pub(crate) const LEAST: f64 = 4.5;

/// Returns red, green and blue from 0 to 1, of light and not of voltage (WCAG, relative luminance).
fn linear(colour: Color) -> [f64; 3] {
    let bytes = match colour {
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Indexed(index @ 16..) => indexed(index),
        other => panic!("{other:?} is as the terminal likes it"),
    };
    bytes.map(|byte| {
        let value = f64::from(byte) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn luminance(colour: Color) -> f64 {
    let [red, green, blue] = linear(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Returns how much two colours differ in brightness, from 1 to 21.
pub(crate) fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Returns every look that words may have, with its name.
fn looks(theme: &Theme, sources: usize) -> Vec<(String, Style)> {
    let mut looks = vec![
        ("text".to_owned(), Style::new()),
        ("heading".to_owned(), theme.heading()),
        ("title".to_owned(), theme.title()),
        ("link".to_owned(), theme.link()),
        ("aside".to_owned(), theme.aside()),
        ("found".to_owned(), theme.found()),
        ("hint".to_owned(), theme.hint()),
        ("selected".to_owned(), theme.selected()),
        ("here".to_owned(), theme.here()),
        ("bar".to_owned(), theme.bar()),
        ("warning".to_owned(), theme.warning()),
        ("border".to_owned(), theme.border()),
        ("key".to_owned(), theme.key()),
    ];
    for colour in Colour::ALL {
        looks.push((format!("highlight {colour}"), theme.highlight(Some(colour))));
        looks.push((format!("note {colour}"), theme.note(Some(colour))));
    }
    for source in (0..sources).map(Some).chain([None]) {
        for nearness in [Nearness::Here, Nearness::SameSource, Nearness::Other] {
            for weight in [Weight::Full, Weight::Dimmed] {
                let name = format!("source {source:?} {nearness:?} {weight:?}");
                looks.push((format!("{name} margin"), theme.margin(source, nearness, weight)));
                for part in [Part::Quoted, Part::Reported, Part::Cue, Part::Attribution] {
                    let style = theme.part(part, source, nearness, weight);
                    looks.push((format!("{name} {part:?}"), style));
                }
            }
        }
    }
    looks
}

#[test]
fn all_text_stands_out_from_its_background() {
    for name in OWN_COLOURS {
        let palette = Palette::read(file(name).expect("shipped")).expect("well-formed");
        for depth in [Depth::Rgb, Depth::Indexed] {
            let theme = Theme::new(palette.clone(), depth);
            let text = theme.palette.text.expect("a theme of its own colours").0;
            let grounds =
                [theme.palette.background, theme.palette.here].map(|ink| ink.expect("a ground").0);
            for (look, style) in looks(&theme, palette.sources.len()) {
                assert!(!style.add_modifier.contains(Modifier::DIM), "{name} {look}: how dim?");
                let words = style.fg.unwrap_or(text);
                for ground in style.bg.map_or(grounds.to_vec(), |ground| vec![ground]) {
                    let found = contrast(words, ground);
                    assert!(found >= LEAST, "{name} {depth:?} {look}: {found:.2} on {ground:?}");
                }
            }
        }
    }
}

#[test]
fn contrast_is_what_the_standard_says() {
    let check = |a, b, expected: f64| assert!((contrast(a, b) - expected).abs() < 0.01);
    check(Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255), 21.0);
    check(Color::Rgb(0x77, 0x77, 0x77), Color::Rgb(255, 255, 255), 4.48);
    check(Color::Rgb(1, 2, 3), Color::Rgb(1, 2, 3), 1.0);
}

/// What eyes that lack one kind of cone make of a colour: Machado, Oliveira and Fernandes, “A
/// physiologically-based model for simulation of color vision deficiency”, 2009, severity 1.
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "no red cones",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "no green cones",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "no blue cones",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

/// Returns lightness and the two opponent colours: CIE 1976 L*a*b* under daylight (D65).
fn lab(linear: [f64; 3]) -> [f64; 3] {
    let [red, green, blue] = linear.map(|value| value.clamp(0.0, 1.0));
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047;
    let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883;
    let [x, y, z] = [x, y, z]
        .map(|value| if value > 0.008856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn seen(colour: Color, deficiency: &[[f64; 3]; 3]) -> [f64; 3] {
    let light = linear(colour);
    lab(deficiency.map(|row| row.iter().zip(light).map(|(weight, value)| weight * value).sum()))
}

#[test]
fn sources_stay_apart_for_the_colour_blind() {
    // A difference of 2.3 can just be noticed; 25 is plain at a glance.
    const PLAIN: f64 = 25.0;
    for name in ["colour-blind-dark", "colour-blind-light"] {
        let palette = Palette::read(file(name).expect("shipped")).expect("well-formed");
        for (lack, matrix) in &DEFICIENCIES {
            for (index, Ink(first)) in palette.sources.iter().enumerate() {
                for Ink(second) in &palette.sources[..index] {
                    let (a, b) = (seen(*first, matrix), seen(*second, matrix));
                    let apart = (0..3).map(|axis| (a[axis] - b[axis]).powi(2)).sum::<f64>().sqrt();
                    assert!(apart >= PLAIN, "{name}, {lack}: {first} and {second}: {apart:.1}");
                }
            }
        }
    }
}

#[test]
fn shipped_themes_are_well_formed_and_know_every_highlight() {
    for name in shipped::NAMES {
        for ground in ["", "-dark", "-light"] {
            let Some(text) = file(&format!("{name}{ground}")) else { continue };
            let palette = Palette::read(text).expect("well-formed");
            let known = if name == "none" { 0 } else { Colour::ALL.len() };
            assert_eq!((palette.highlights.len(), palette.notes.len()), (known, known), "{name}");
        }
    }
}

#[test]
fn without_colour_nothing_has_one() {
    let theme = Theme::shipped("dark", Depth::None);
    for (look, style) in looks(&theme, 8) {
        let own = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
        assert!(own(style.fg) && own(style.bg), "{look}");
    }
}
