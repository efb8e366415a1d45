//! The settings file: its text in, checked [`Settings`] or the first fault with its line out.
//!
//! What a file does not say keeps its default. Nothing here reads a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};

use crate::app::{Choice, Setting, Settings, nearest};

/// The settings file that says what holds where a reader sets nothing.
pub const DEFAULT: &str = include_str!("../assets/config.toml");

/// What is wrong with a settings file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not TOML.
    #[error("line {line}: {message}")]
    Syntax {
        /// Line in the file, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// A name that is no setting's.
    #[error("line {line}: there is no setting “{name}”; did you mean “{nearest}”?")]
    Unknown {
        /// Line in the file, from 1.
        line: usize,
        /// The name, with its section.
        name: String,
        /// The most similar name that exists.
        nearest: &'static str,
    },
    /// A value that a setting does not take.
    #[error("line {line}: {name} {why}")]
    Value {
        /// Line in the file, from 1.
        line: usize,
        /// The setting.
        name: &'static str,
        /// What it takes.
        why: String,
    },
}

/// Reads a settings file over the defaults.
///
/// # Errors
///
/// [`SettingsError`] with the line of the first fault.
pub fn settings(text: &str) -> Result<Settings, SettingsError> {
    let table = DeTable::parse(text).map_err(|error| SettingsError::Syntax {
        line: line(text, error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    let mut entries = Vec::new();
    for (name, value) in table.get_ref() {
        match value.get_ref().as_table() {
            None => entries.push((name.span().start, name.get_ref().to_string(), value.get_ref())),
            Some(section) => entries.extend(section.iter().map(|(key, value)| {
                let full = format!("{}.{}", name.get_ref(), key.get_ref());
                (key.span().start, full, value.get_ref())
            })),
        }
    }
    entries.sort_by_key(|(at, ..)| *at);
    let mut settings = Settings::default();
    for (at, name, value) in entries {
        set(&mut settings, line(text, at), &name, value)?;
    }
    Ok(settings)
}

/// A choice as its file has it.
#[derive(Debug, Serialize, Deserialize)]
struct Chosen {
    value: String,
    over: String,
}

/// Reads the file of choices made while reading, by the names of their settings.
///
/// It is ours and not the reader's: what cannot be understood, such as a setting of a later version,
/// is passed over.
pub fn choices(text: &str) -> Vec<Choice> {
    let table: BTreeMap<String, Chosen> = toml::from_str(text).unwrap_or_default();
    let choice = |setting: Setting| {
        let chosen = table.get(setting.name())?;
        Some(Choice { setting, value: chosen.value.clone(), over: chosen.over.clone() })
    };
    Setting::ALL.into_iter().filter_map(choice).collect()
}

/// Returns the file of `choices`.
pub fn choices_file(choices: &[Choice]) -> String {
    const HEAD: &str = "# What was changed while reading: `value` holds for as long as config.toml says\n\
                        # `over`.\n\n";
    let table: BTreeMap<&str, Chosen> = choices
        .iter()
        .map(|choice| {
            let chosen = Chosen { value: choice.value.clone(), over: choice.over.clone() };
            (choice.setting.name(), chosen)
        })
        .collect();
    // Names and strings are always TOML.
    HEAD.to_owned() + &toml::to_string(&table).unwrap_or_default()
}

fn set(
    settings: &mut Settings,
    line: usize,
    name: &str,
    value: &DeValue<'_>,
) -> Result<(), SettingsError> {
    let setting = find(name).map_err(|nearest| SettingsError::Unknown {
        line,
        name: name.to_owned(),
        nearest,
    })?;
    let value = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Boolean(true) => "on".to_owned(),
        DeValue::Boolean(false) => "off".to_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        _ => "a value of this kind".to_owned(),
    };
    let wrong = |why| SettingsError::Value { line, name: setting.name(), why };
    settings.set(setting, &value).map_err(wrong)
}

/// Finds a setting; a slip inside a section is likened to the names of that section only.
fn find(name: &str) -> Result<Setting, &'static str> {
    Setting::named(name).map_err(|best| {
        let section = name.split_once('.').map(|(section, _)| section);
        let names = Setting::ALL.map(Setting::name).into_iter();
        let inside =
            names.filter(|other| other.split_once('.').map(|(section, _)| section) == section);
        Some(nearest(name, inside)).filter(|name| !name.is_empty()).unwrap_or(best)
    })
}

fn line(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use crate::{app::MouseUse, library::Colour};

    use super::*;

    fn check_error(text: &str, expected: &str) {
        assert_eq!(settings(text).expect_err("wrong on purpose").to_string(), expected);
    }

    #[test]
    fn the_shipped_file_says_what_holds_without_one() {
        let shipped = settings(DEFAULT).expect("the shipped file is well-formed");
        assert_eq!(shipped, Settings::default());
        let in_file = |setting: &Setting| !matches!(setting, Setting::Meaning(_));
        for setting in Setting::ALL.into_iter().filter(in_file) {
            let name = setting.name().rsplit('.').next().unwrap_or_default();
            assert!(DEFAULT.contains(&format!("\n{name} = ")), "{name} is not in the file");
        }
    }

    #[test]
    fn what_a_file_does_not_say_keeps_its_default() {
        let read = settings("mouse = false\n[colours]\nred = \"to check\"\n").expect("well-formed");
        assert_eq!(read.mouse, MouseUse::Terminal);
        assert_eq!(read.meaning(Colour::Red), Some("to check"));
        assert_eq!(read.measure, Settings::default().measure);
    }

    #[test]
    fn faults_are_named_with_their_line_and_the_nearest_right_name() {
        check_error(
            "\nmesure = 60",
            "line 2: there is no setting “mesure”; did you mean “measure”?",
        );
        check_error(
            "[colours]\nyelow = \"x\"",
            "line 2: there is no setting “colours.yelow”; did you mean “colours.yellow”?",
        );
        check_error(
            "[colour]\nred = \"x\"",
            "line 2: there is no setting “colour.red”; did you mean “colours.red”?",
        );
        check_error(
            "theme = \"dark\"\nmeasure = 7",
            "line 2: measure takes a number of columns from 20 to 200, not “7”",
        );
        check_error("mouse = 3.5", "line 1: mouse takes on or off, not “a value of this kind”");
    }

    #[test]
    fn the_first_fault_in_the_file_is_the_one_that_is_told() {
        check_error(
            "zzz = 1\naaa = 1",
            "line 1: there is no setting “zzz”; did you mean “language”?",
        );
    }

    proptest::proptest! {
        #[test]
        fn any_file_is_read_or_refused(text in "\\PC*", name in "[a-z.]{0,12}", value in "\\PC*") {
            let _ = settings(&text);
            let _ = settings(&format!("{name} = \"{value}\"\nmeasure = {value}"));
        }
    }

    #[test]
    fn choices_come_back_as_they_were_made() {
        let choice = |setting, value: &str| Choice {
            setting,
            value: value.to_owned(),
            over: "it “was”\n".to_owned(),
        };
        let choices = [choice(Setting::Measure, "72"), choice(Setting::Theme, "a\"b\\c")];
        assert_eq!(super::choices(&choices_file(&choices)), choices);
        assert_eq!(super::choices(&choices_file(&[])), []);
    }

    #[test]
    fn choices_that_cannot_be_understood_are_passed_over() {
        let text =
            "[font]\nvalue = \"x\"\nover = \"y\"\n[measure]\nvalue = \"70\"\nover = \"66\"\n";
        assert_eq!(super::choices(text).len(), 1);
        assert_eq!(super::choices("[measure]\nvalue = 7\n"), []);
        assert_eq!(super::choices("\0"), []);
    }

    #[test]
    fn what_is_no_toml_has_a_line_too() {
        let error = settings("measure = 60\ntheme = dark\n").expect_err("wrong on purpose");
        assert!(error.to_string().starts_with("line 2: "), "{error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}
