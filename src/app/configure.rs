//! What the reader has set: taking it in, and changing it while reading.

use crate::app::{App, Background, Configuration, Effect, Occasion, Setting, Settings, nearest};

impl App {
    /// Takes in settings and keys; what is wrong with a file is said, and what held still holds.
    pub(super) fn configure(&mut self, configuration: Configuration) -> Vec<Effect> {
        let Configuration { settings, keymap, themes, choices, occasion } = configuration;
        self.themes = themes;
        let mut faults = Vec::new();
        match keymap {
            Ok(keymap) => self.keymap = keymap,
            Err(why) => faults.push(why),
        }
        let settings = match settings {
            Ok(filed) => {
                if occasion == Occasion::Start {
                    self.choices = choices;
                }
                let settings = match occasion {
                    Occasion::Start => self.with_choices(&filed),
                    Occasion::Reload => filed.clone(),
                };
                self.filed = filed;
                settings
            }
            // What was chosen is kept until the file can be read again.
            Err(why) => {
                faults.push(why);
                self.settings.clone()
            }
        };
        if occasion == Occasion::Reload {
            faults.extend(self.idle_meaning(&settings));
        }
        let effects = self.apply(settings);
        match (faults.is_empty(), occasion) {
            (true, Occasion::Start) => {}
            (true, Occasion::Reload) => self.say("settings and keys are as their files say"),
            (false, _) => {
                // What was odd about the article is not to be lost at the start.
                let before = self.message.take().filter(|_| occasion == Occasion::Start);
                faults.extend(before.map(|message| message.text));
                self.warn(faults.join(" · "));
            }
        }
        effects
    }

    /// Puts `settings` in force.
    fn apply(&mut self, settings: Settings) -> Vec<Effect> {
        self.measure = settings.measure;
        self.attitudes = settings.attitudes;
        self.settings = settings;
        self.relayout();
        let mut effects = vec![Effect::UseTheme, Effect::UseMouse(self.settings.mouse)];
        effects.extend(self.follow_engine());
        effects
    }

    /// Takes in what the terminal's background is.
    pub(super) fn set_background(&mut self, background: Background) -> Vec<Effect> {
        self.background = Some(background);
        vec![Effect::UseTheme]
    }

    /// Changes one setting; how the page looks is found again the next day, what a colour means is
    /// kept with the notes, the rest holds until the program ends.
    pub(super) fn set(&mut self, setting: Setting, value: &str) -> Vec<Effect> {
        let mut settings = self.settings.clone();
        if let Setting::Meaning(colour) = setting {
            let effects = self.mean(colour, value);
            if !effects.is_empty() {
                self.say(format!("{} is {value}", setting.name()));
            }
            return effects;
        }
        // What was changed by a key since is not to jump back.
        settings.measure = self.measure;
        settings.attitudes = self.attitudes;
        if setting == Setting::Theme && !self.themes.iter().any(|theme| theme == value) {
            let near = nearest(value, self.themes.iter().map(String::as_str));
            self.warn(format!("there is no theme “{value}”; did you mean “{near}”?"));
            return Vec::new();
        }
        match settings.set(setting, value) {
            Ok(()) => {
                let effects = self.apply(settings);
                let value = self.settings.value(setting);
                self.say(format!("{} is {value}", setting.name()));
                effects
            }
            Err(why) => {
                self.warn(format!("{} {why}", setting.name()));
                Vec::new()
            }
        }
    }

    /// Returns the value of a setting as it is in force.
    pub(super) fn value_of(&self, setting: Setting) -> String {
        match setting {
            Setting::Meaning(colour) => self.meaning(colour).unwrap_or_default().to_owned(),
            setting => self.settings.value(setting),
        }
    }

    /// Asks for the article line by line, once it is known who says what.
    pub(super) fn linear(&mut self) -> Vec<Effect> {
        if self.pane().is_some_and(|pane| pane.claims().is_some()) {
            return vec![Effect::Linear(self.current)];
        }
        self.warn("it is not known yet who says what; wait for it, then :linear");
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use crate::app::{Action, Attitudes, Context, Event, Keymap, Tone, sample, update};

    use super::*;

    fn configuration(settings: Result<Settings, String>, keymap: Result<Keymap, String>) -> Event {
        let themes = vec!["terminal".to_owned()];
        let (choices, occasion) = (Vec::new(), Occasion::Reload);
        let configuration = Configuration { settings, keymap, themes, choices, occasion };
        Event::Configured(Box::new(configuration))
    }

    #[test]
    fn settings_and_keys_hold_at_once() {
        let mut app = sample::app(120, 40);
        let settings = Settings { measure: 40, attitudes: Attitudes::Full, ..Settings::default() };
        let keymap = Keymap::read("[text]\n\"x\" = \"copy\"\n").expect("well-formed");
        update(&mut app, configuration(Ok(settings), Ok(keymap)));
        assert_eq!((app.measure, app.attitudes), (40, Attitudes::Full));
        assert_eq!(app.panes().words.width, 40);
        assert_eq!(app.keymap.keys_for(Context::Text, Action::Copy).as_deref(), Some("y"));
        assert!(app.keymap.acting_in(Context::Text).any(|binding| binding.text() == "x"));
    }

    #[test]
    fn a_bad_file_is_told_and_what_held_still_holds() {
        let mut app = sample::app(120, 40);
        let settings = Settings { measure: 40, ..Settings::default() };
        update(&mut app, configuration(Ok(settings), Ok(Keymap::default())));
        update(&mut app, configuration(Err("line 1: bad".into()), Ok(Keymap::default())));
        assert_eq!(app.measure, 40);
        let message = app.message.expect("a message");
        assert_eq!((message.text.as_str(), message.tone), ("line 1: bad", Tone::Warning));
    }

    #[test]
    fn the_background_makes_the_theme_be_chosen_anew() {
        let mut app = sample::app(120, 40);
        let effects = update(&mut app, Event::Background(Background::Light));
        assert!(matches!(effects[..], [Effect::UseTheme]));
        assert_eq!(app.background, Some(Background::Light));
    }
}
