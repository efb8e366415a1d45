//! What the reader changed while reading and expects to find again: how the page looks.
//!
//! A choice lies over the settings file for as long as that says what it said when the choice was
//! made; whoever edits the file since means what it says now. The file itself is never written.

use crate::app::{App, Effect, Setting, Settings};

/// The settings that are found again as they were left.
const LASTING: [Setting; 4] =
    [Setting::Measure, Setting::Theme, Setting::Justify, Setting::Hyphenation];

/// A setting that was changed while reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub setting: Setting,
    /// What it was set to.
    pub value: String,
    /// What the settings file says of it, or its default.
    pub over: String,
}

impl App {
    /// Returns `filed`, the settings as their file has them, with earlier choices laid over.
    pub(super) fn with_choices(&self, filed: &Settings) -> Settings {
        let mut settings = filed.clone();
        for choice in &self.choices {
            if LASTING.contains(&choice.setting) && filed.value(choice.setting) == choice.over {
                // A value that is none any more, such as a theme's that is gone, is no choice.
                let _ = settings.set(choice.setting, &choice.value);
            }
        }
        if !self.themes.contains(&settings.theme) {
            settings.theme.clone_from(&filed.theme);
        }
        settings
    }

    /// Returns the request to keep what was chosen, if that is not what is kept already.
    pub(super) fn keep_choices(&self) -> Option<Effect> {
        let chosen = LASTING.into_iter().filter_map(|setting| {
            let (value, over) = (self.settings.value(setting), self.filed.value(setting));
            (value != over).then_some(Choice { setting, value, over })
        });
        let choices: Vec<Choice> = chosen.collect();
        (choices != self.choices).then_some(Effect::KeepChoices(choices))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Configuration, Event, Key, Keymap, Occasion, sample, update};

    /// Starts the program with a settings file that says `measure`, and `choices` of earlier days.
    fn start(measure: u16, choices: &[Choice]) -> App {
        let mut app = sample::app(120, 40);
        configure(&mut app, measure, choices, Occasion::Start);
        app
    }

    fn configure(app: &mut App, measure: u16, choices: &[Choice], occasion: Occasion) {
        let configuration = Configuration {
            settings: Ok(Settings { measure, ..Settings::default() }),
            keymap: Ok(Keymap::default()),
            themes: vec!["terminal".into(), "dark".into()],
            choices: choices.to_vec(),
            occasion,
        };
        update(app, Event::Configured(Box::new(configuration)));
    }

    /// Presses `keys` and leaves; returns what is kept, or `None` if nothing is written.
    fn leave(app: &mut App, keys: &str) -> Option<Vec<Choice>> {
        let keys = Key::parse_all(&format!("{keys}<C-c>")).expect("the test's keys are keys");
        let effects = keys.into_iter().flat_map(|key| update(app, Event::Key(key)));
        effects.collect::<Vec<_>>().into_iter().find_map(|effect| match effect {
            Effect::KeepChoices(choices) => Some(choices),
            _ => None,
        })
    }

    #[test]
    fn what_was_changed_is_found_again() {
        let kept = leave(&mut start(66, &[]), ">>zj:theme dark<Enter>").expect("it was changed");
        let shown: Vec<_> = kept
            .iter()
            .map(|it| (it.setting.name(), it.value.as_str(), it.over.as_str()))
            .collect();
        let expected =
            [("measure", "70", "66"), ("theme", "dark", "terminal"), ("justify", "on", "off")];
        assert_eq!(shown, expected);
        let mut app = start(66, &kept);
        assert_eq!((app.measure, app.settings.theme.as_str()), (70, "dark"));
        assert_eq!(leave(&mut app, ""), None, "nothing is new");
        assert_eq!(leave(&mut start(66, &kept), "<lt>"), Some(with_measure(&kept, "68")));
    }

    fn with_measure(kept: &[Choice], value: &str) -> Vec<Choice> {
        let mut kept = kept.to_vec();
        kept[0].value = value.into();
        kept
    }

    #[test]
    fn the_settings_file_wins_where_it_was_changed_since() {
        let kept = leave(&mut start(66, &[]), ">").expect("it was changed");
        let mut app = start(80, &kept);
        assert_eq!(app.measure, 80);
        assert_eq!(leave(&mut app, ""), Some(Vec::new()), "the choice is forgotten");
    }

    #[test]
    fn a_reload_goes_back_to_the_file() {
        let kept = leave(&mut start(66, &[]), ">").expect("it was changed");
        let mut app = start(66, &kept);
        configure(&mut app, 66, &[], Occasion::Reload);
        assert_eq!(app.measure, 66);
        assert_eq!(leave(&mut app, ""), Some(Vec::new()));
    }

    #[test]
    fn a_theme_that_is_gone_is_no_choice() {
        let choice = |value: &str| Choice {
            setting: Setting::Theme,
            value: value.into(),
            over: "terminal".into(),
        };
        assert_eq!(start(66, &[choice("mine")]).settings.theme, "terminal");
        assert_eq!(start(66, &[choice("dark")]).settings.theme, "dark");
    }
}
