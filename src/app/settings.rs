//! What the reader has set: a table of settings, and their values.
//!
//! The settings file, `:set` and the completion of the command line all read this one table. A
//! value comes in as text and is checked here, once.

use std::collections::BTreeMap;

use crate::{
    app::{Attitudes, Engine, MEASURE},
    library::Colour,
};

/// Narrowest and widest measure that may be set, in columns.
///
/// Below, a word of some languages does not fit; above, no eye finds the next line.
pub const MEASURES: std::ops::RangeInclusive<u16> = 20..=200;

/// What the reader has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The widest line of text, in columns; one of [`MEASURES`].
    pub measure: u16,
    /// The name of the theme; whoever draws knows which there are.
    pub theme: String,
    /// How claims of attitude are shown.
    pub attitudes: Attitudes,
    /// Which engine's claims are shown.
    pub engine: Engine,
    /// Who gets the mouse.
    pub mouse: MouseUse,
    /// Whether lines are made equally long.
    pub justify: Justify,
    /// Whether words are broken at the end of a line.
    pub hyphenation: Hyphenation,
    /// The language to hyphenate by, such as `en` or `de`; `None` asks the article.
    pub language: Option<String>,
    /// What the colours of highlights mean to the reader.
    pub meanings: BTreeMap<Colour, String>,
}

/// Who gets what the mouse does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseUse {
    /// The program gets it.
    Program,
    /// The terminal keeps it, for its own selection.
    Terminal,
}

/// What the terminal's background is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Dark; words are light.
    Dark,
    /// Light; words are dark.
    Light,
}

/// Whether lines are made equally long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Justify {
    /// The right edge is ragged.
    Off,
    /// Blanks are widened until the right edge is straight.
    On,
}

/// Whether words are broken at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hyphenation {
    /// Only where the text has a hyphen.
    Off,
    /// Where the language allows it.
    On,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: MEASURE,
            theme: "terminal".to_owned(),
            attitudes: Attitudes::Dimmed,
            engine: Engine::Deep,
            mouse: MouseUse::Program,
            justify: Justify::Off,
            hyphenation: Hyphenation::On,
            language: None,
            meanings: BTreeMap::new(),
        }
    }
}

/// Something that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// [`Settings::measure`].
    Measure,
    /// [`Settings::theme`].
    Theme,
    /// [`Settings::attitudes`].
    Attitudes,
    /// [`Settings::engine`].
    Engine,
    /// [`Settings::mouse`].
    Mouse,
    /// [`Settings::justify`].
    Justify,
    /// [`Settings::hyphenation`].
    Hyphenation,
    /// [`Settings::language`].
    Language,
    /// One of [`Settings::meanings`].
    Meaning(Colour),
}

impl Setting {
    /// Every setting, in the order of the settings file.
    pub const ALL: [Self; 14] = [
        Self::Measure,
        Self::Theme,
        Self::Attitudes,
        Self::Engine,
        Self::Mouse,
        Self::Justify,
        Self::Hyphenation,
        Self::Language,
        Self::Meaning(Colour::Yellow),
        Self::Meaning(Colour::Green),
        Self::Meaning(Colour::Blue),
        Self::Meaning(Colour::Red),
        Self::Meaning(Colour::Orange),
        Self::Meaning(Colour::Purple),
    ];

    /// Returns its name in the settings file and after `:set`; a dot stands between a section and
    /// a name in it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Theme => "theme",
            Self::Attitudes => "attitudes",
            Self::Engine => "engine",
            Self::Mouse => "mouse",
            Self::Justify => "justify",
            Self::Hyphenation => "hyphenation",
            Self::Language => "language",
            Self::Meaning(Colour::Yellow) => "colours.yellow",
            Self::Meaning(Colour::Green) => "colours.green",
            Self::Meaning(Colour::Blue) => "colours.blue",
            Self::Meaning(Colour::Red) => "colours.red",
            Self::Meaning(Colour::Orange) => "colours.orange",
            Self::Meaning(Colour::Purple) => "colours.purple",
        }
    }

    /// Returns what it is, in a few words.
    pub fn help(self) -> &'static str {
        match self {
            Self::Measure => "the widest line of text, in columns",
            Self::Theme => "the colours",
            Self::Attitudes => "how claims of what people think and want are shown",
            Self::Engine => "whose claims are shown; the deep engine finds more and takes longer",
            Self::Mouse => "whether the program gets the mouse; off leaves it to the terminal",
            Self::Justify => "whether lines are made equally long",
            Self::Hyphenation => "whether words are broken at the end of a line",
            Self::Language => "the language to hyphenate by; auto asks the article",
            Self::Meaning(_) => "what highlights in this colour mean",
        }
    }

    /// Returns the values that it takes, where they are few.
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Attitudes => &["dimmed", "full", "hidden"],
            Self::Engine => &["deep", "fast"],
            Self::Mouse | Self::Justify | Self::Hyphenation => &["on", "off"],
            Self::Measure | Self::Theme | Self::Language | Self::Meaning(_) => &[],
        }
    }

    /// Finds the setting called `name`, or the nearest name there is.
    ///
    /// # Errors
    ///
    /// The nearest name, if there is no such setting.
    pub fn named(name: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.into_iter().find(|setting| setting.name() == name);
        found.ok_or_else(|| nearest(name, Self::ALL.map(Self::name)))
    }
}

/// Returns the name that is most like `name`, by Jaro and Winkler's measure; an empty one if there
/// are none.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> &'a str {
    let likeness = |other: &str| strsim::jaro_winkler(other, name);
    let best = names.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.unwrap_or_default()
}

impl Settings {
    /// Sets `setting` to `value`.
    ///
    /// # Errors
    ///
    /// What it takes instead, such as “takes on or off, not “maybe””; nothing is changed then.
    pub fn set(&mut self, setting: Setting, value: &str) -> Result<(), String> {
        match setting {
            Setting::Measure => self.measure = measure(value)?,
            Setting::Theme => self.theme = value.to_owned(),
            Setting::Attitudes => {
                let all = [Attitudes::Dimmed, Attitudes::Full, Attitudes::Hidden];
                self.attitudes = choice(setting, value, &all)?;
            }
            Setting::Engine => {
                self.engine = choice(setting, value, &[Engine::Deep, Engine::Fast])?;
            }
            Setting::Mouse => {
                let both = [MouseUse::Program, MouseUse::Terminal];
                self.mouse = choice(setting, value, &both)?;
            }
            Setting::Justify => {
                self.justify = choice(setting, value, &[Justify::On, Justify::Off])?;
            }
            Setting::Hyphenation => {
                self.hyphenation = choice(setting, value, &[Hyphenation::On, Hyphenation::Off])?;
            }
            Setting::Language => self.language = language(value)?,
            Setting::Meaning(colour) => {
                self.meanings.insert(colour, value.to_owned());
            }
        }
        Ok(())
    }

    /// Returns the value of `setting`, as [`Settings::set`] takes it.
    pub fn value(&self, setting: Setting) -> String {
        match setting {
            Setting::Measure => self.measure.to_string(),
            Setting::Theme => self.theme.clone(),
            Setting::Attitudes => match self.attitudes {
                Attitudes::Dimmed => "dimmed".to_owned(),
                Attitudes::Full => "full".to_owned(),
                Attitudes::Hidden => "hidden".to_owned(),
            },
            Setting::Engine => match self.engine {
                Engine::Deep => "deep".to_owned(),
                Engine::Fast => "fast".to_owned(),
            },
            Setting::Mouse => on_off(self.mouse == MouseUse::Program),
            Setting::Justify => on_off(self.justify == Justify::On),
            Setting::Hyphenation => on_off(self.hyphenation == Hyphenation::On),
            Setting::Language => self.language.clone().unwrap_or_else(|| "auto".to_owned()),
            Setting::Meaning(colour) => self.meaning(colour).unwrap_or_default().to_owned(),
        }
    }

    /// Returns what highlights in `colour` mean to the reader, if that is set.
    pub fn meaning(&self, colour: Colour) -> Option<&str> {
        self.meanings.get(&colour).map(String::as_str).filter(|meaning| !meaning.is_empty())
    }
}

fn on_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn measure(value: &str) -> Result<u16, String> {
    let (least, most) = (MEASURES.start(), MEASURES.end());
    value
        .parse()
        .ok()
        .filter(|measure| MEASURES.contains(measure))
        .ok_or_else(|| format!("takes a number of columns from {least} to {most}, not “{value}”"))
}

/// Returns the one of `values` whose name among the setting's choices is `value`.
fn choice<T: Copy>(setting: Setting, value: &str, values: &[T]) -> Result<T, String> {
    let choices = setting.choices();
    let found = choices.iter().zip(values).find(|(name, _)| **name == value);
    found.map(|(_, value)| *value).ok_or_else(|| match choices {
        [first, second] => format!("takes {first} or {second}, not “{value}”"),
        _ => {
            let names = choices.join(", ");
            format!(
                "takes one of {names}, not “{value}”; did you mean “{}”?",
                nearest(value, choices.iter().copied())
            )
        }
    })
}

/// Reads a language as BCP 47 writes it, such as `en` or `pt-BR`; `auto` is none.
fn language(value: &str) -> Result<Option<String>, String> {
    let is_tag = |part: &str| {
        (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let (first, rest) = value.split_once('-').unwrap_or((value, ""));
    let is_language = (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_lowercase())
        && (rest.is_empty() || rest.split('-').all(is_tag));
    match value {
        "auto" => Ok(None),
        _ if is_language => Ok(Some(value.to_owned())),
        _ => Err(format!("takes auto or a language such as en, de or pt-BR, not “{value}”")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets `name` to `value` and returns the value it has then, or the message.
    fn set(name: &str, value: &str) -> String {
        let setting = Setting::named(name).expect("there is such a setting");
        let mut settings = Settings::default();
        match settings.set(setting, value) {
            Ok(()) => settings.value(setting),
            Err(why) => why,
        }
    }

    #[test]
    fn values_come_back_as_they_were_set() {
        let cases = [
            ("measure", "72"),
            ("theme", "dark"),
            ("attitudes", "full"),
            ("attitudes", "hidden"),
            ("engine", "fast"),
            ("mouse", "off"),
            ("justify", "on"),
            ("hyphenation", "off"),
            ("language", "pt-BR"),
            ("language", "auto"),
            ("colours.green", "checked"),
        ];
        for (name, value) in cases {
            assert_eq!(set(name, value), value, "{name}");
        }
    }

    #[test]
    fn defaults_are_values_that_can_be_set() {
        let defaults = Settings::default();
        let mut settings = Settings::default();
        for setting in Setting::ALL {
            assert_eq!(settings.set(setting, &defaults.value(setting)), Ok(()), "{setting:?}");
        }
        settings.meanings.clear();
        assert_eq!(settings, defaults);
    }

    #[test]
    fn a_wrong_value_is_refused_with_what_would_be_right() {
        assert_eq!(set("measure", "5"), "takes a number of columns from 20 to 200, not “5”");
        assert_eq!(set("mouse", "maybe"), "takes on or off, not “maybe”");
        assert_eq!(
            set("attitudes", "dim"),
            "takes one of dimmed, full, hidden, not “dim”; did you mean “dimmed”?"
        );
        assert_eq!(
            set("language", "English"),
            "takes auto or a language such as en, de or pt-BR, not “English”"
        );
    }

    #[test]
    fn a_slip_finds_the_nearest_setting() {
        assert_eq!(Setting::named("mesure"), Err("measure"));
        assert_eq!(Setting::named("hyphen"), Err("hyphenation"));
    }
}
