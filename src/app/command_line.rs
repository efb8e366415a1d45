//! The command line: what a typed command asks for, what it may become, what was typed before.
//!
//! Every action has a name here; a few take words after it.

use crate::app::{
    Action, App, Command, Effect, Page, PromptKind, Setting, Typed, moves::Way, update::act,
};

/// What the typed start of a command may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The whole command.
    pub text: String,
    /// What the list shows of it: the word that is being typed.
    pub word: String,
    /// What it does.
    pub help: String,
}

impl App {
    /// Carries out a typed command and keeps it.
    pub(super) fn run_command(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim();
        let mut effects = Vec::new();
        if self.commands.add(text) {
            effects.push(Effect::KeepTyped(Typed::Command, text.to_owned()));
        }
        effects.extend(self.carry_out(text));
        effects
    }

    fn carry_out(&mut self, text: &str) -> Vec<Effect> {
        if text.is_empty() {
            return Vec::new();
        }
        if let Ok(number) = text.parse::<usize>() {
            return act(self, Action::Bottom, Some(number));
        }
        let (name, words) = split(text);
        if let Some(command) = Command::named(name) {
            return self.run_named(command, words);
        }
        match (self.action_meant(name), words) {
            (Ok(Action::Engine), word) => self.choose_engine(word),
            (Ok(Action::Review), words) => self.review_of(words),
            (Ok(action), "") => act(self, action, None),
            (Ok(Action::Theme), theme) => self.set(Setting::Theme, theme),
            (Ok(Action::Set), words) => self.set_by_words(words),
            (Ok(Action::Help), words) => {
                self.show_help();
                if let Some(Page::Help { filter, .. }) = &mut self.page {
                    *filter = words.to_owned();
                }
                self.choose_first_key();
                Vec::new()
            }
            (Ok(action), words) => {
                let name = action.name();
                self.warn(format!("{name} takes nothing after it, so not “{words}”"));
                Vec::new()
            }
            (Err(why), _) => {
                self.warn(why);
                Vec::new()
            }
        }
    }

    /// Finds the action that `name`, perhaps only its start, stands for.
    fn action_meant(&self, name: &str) -> Result<Action, String> {
        let name = short(name);
        let begun: Vec<&str> = names().filter(|known| known.starts_with(name)).collect();
        match (Action::named(name), &begun[..]) {
            (Ok(action), _) => Ok(action),
            (Err(_), [only]) => Action::named(only).map_err(str::to_owned),
            (Err(_), [_, _, ..]) => Err(format!("“{name}” may be {}", begun.join(", "))),
            (Err(nearest), []) => {
                Err(format!("no action is called “{name}”; did you mean “{nearest}”?"))
            }
        }
    }

    /// Carries out what stands after `set`: a name and a value, or a name to be told its value.
    fn set_by_words(&mut self, words: &str) -> Vec<Effect> {
        let (name, value) = split(words);
        match Setting::named(name) {
            Ok(setting) if value.is_empty() => {
                let (value, choices) = (self.value_of(setting), setting.choices());
                let choices = match choices {
                    [] => String::new(),
                    choices => format!(" · may be {}", choices.join(", ")),
                };
                self.say(format!("{name} is {value}{choices}"));
                Vec::new()
            }
            Ok(setting) => self.set(setting, value),
            Err(nearest) => {
                self.warn(format!("there is no setting “{name}”; did you mean “{nearest}”?"));
                Vec::new()
            }
        }
    }

    /// Returns what the typed start of a command may become: what begins so, then what contains
    /// it.
    pub fn completions(&self) -> Vec<Completion> {
        match &self.prompt {
            Some(prompt) if prompt.kind == PromptKind::Command => {
                self.completions_of(prompt.typed_first())
            }
            _ => Vec::new(),
        }
    }

    fn completions_of(&self, typed: &str) -> Vec<Completion> {
        let typed = typed.trim_start();
        let Some((name, words)) = typed.split_once(' ') else {
            let actions =
                Action::ALL.iter().map(|action| (action.name(), self.help_with_keys(*action)));
            let commands =
                Command::ALL.iter().map(|command| (command.name(), command.help().to_owned()));
            return matching("", typed, actions.chain(commands));
        };
        let words = words.trim_start();
        if let Some(command) = Command::named(name) {
            let (text, word) = (typed.to_owned(), command.name().to_owned());
            return vec![Completion { text, word, help: command.help().to_owned() }];
        }
        match self.action_meant(name) {
            Ok(Action::Theme) => matching("theme ", words, self.theme_choices()),
            Ok(Action::Engine) => matching("engine ", words, engine_choices()),
            Ok(Action::Set) => self.setting_completions(words),
            _ => Vec::new(),
        }
    }

    /// Returns what an action does, and the keys that ask for it here.
    fn help_with_keys(&self, action: Action) -> String {
        match self.keymap.keys_for(self.context(), action) {
            Some(keys) => format!("{} · {keys}", action.help()),
            None => action.help().to_owned(),
        }
    }

    fn setting_completions(&self, typed: &str) -> Vec<Completion> {
        let Some((name, value)) = typed.split_once([' ', '=']) else {
            let all = Setting::ALL.into_iter().map(|setting| {
                let value = self.value_of(setting);
                let now = if value.is_empty() { "not set" } else { value.as_str() };
                (setting.name(), format!("{} · now {now}", setting.help()))
            });
            return matching("set ", typed, all);
        };
        let before = format!("set {name} ");
        match Setting::named(name) {
            Ok(Setting::Theme) => matching(&before, value, self.theme_choices()),
            Ok(setting) => {
                let choices = setting.choices().iter().map(|choice| (*choice, String::new()));
                matching(&before, value, choices)
            }
            Err(_) => Vec::new(),
        }
    }

    fn theme_choices(&self) -> impl Iterator<Item = (&str, String)> {
        self.themes.iter().map(|name| {
            let help = match name.as_str() {
                "terminal" => "the 16 colours of your terminal",
                "auto" => "dark or light, as the terminal is",
                "dark" => "light words on a dark ground",
                "light" => "dark words on paper",
                "colour-blind" => "sources that every eye tells apart",
                "none" => "no colour at all",
                _ => "yours",
            };
            (name.as_str(), help.to_owned())
        })
    }

    /// Completes the command that is typed: first as far as all that it may become agree, then by
    /// going through them.
    pub(super) fn complete_field(&mut self, way: Way) {
        if self.prompt.as_ref().is_some_and(|prompt| matches!(prompt.kind, PromptKind::Tags(_))) {
            return self.complete_tag();
        }
        let completions = self.completions();
        let Some(prompt) = &mut self.prompt else { return };
        if prompt.kind != PromptKind::Command || completions.is_empty() {
            return;
        }
        let typed = prompt.text();
        let common = common_start(&completions, &typed);
        match (prompt.chosen(), way) {
            (None, Way::Forward) if common.len() > typed.len() => prompt.replace(common),
            (chosen, way) => {
                let count = completions.len();
                let next = match (chosen, way) {
                    (None, Way::Forward) => 0,
                    (None, Way::Backward) => count - 1,
                    (Some(index), Way::Forward) => (index + 1) % count,
                    (Some(index), Way::Backward) => (index + count - 1) % count,
                };
                prompt.choose(next, &completions[next].text);
            }
        }
    }

    /// Shows in the field what was typed into it earlier or later.
    pub(super) fn recall(&mut self, way: Way) -> Vec<Effect> {
        let Some(prompt) = &mut self.prompt else { return Vec::new() };
        let (history, what) = match prompt.kind {
            PromptKind::Search(_) => (&mut self.searched, "search"),
            _ => (&mut self.commands, "command"),
        };
        let found = match way {
            Way::Backward => history.earlier(&prompt.text()),
            Way::Forward => history.later(),
        };
        match (found, way) {
            (Some(line), _) => {
                prompt.replace(&line);
                return self.field_changed();
            }
            (None, Way::Backward) => self.warn(format!("there is no earlier {what}")),
            (None, Way::Forward) => {}
        }
        Vec::new()
    }
}

/// Returns the first word and the rest; `=` parts them too, as in vim's `:set`.
fn split(text: &str) -> (&str, &str) {
    let (name, rest) = text.split_once([' ', '=']).unwrap_or((text, ""));
    (name, rest.trim())
}

/// Returns what `typed` may become among `choices`, each with its help, after the words `before`.
fn matching<'a>(
    before: &str,
    typed: &str,
    choices: impl Iterator<Item = (&'a str, String)>,
) -> Vec<Completion> {
    let (mut begins, mut contains) = (Vec::new(), Vec::new());
    for (word, help) in choices {
        let completion =
            Completion { text: format!("{before}{word}"), word: word.to_owned(), help };
        if word.starts_with(typed) {
            begins.push(completion);
        } else if word.contains(typed) {
            contains.push(completion);
        }
    }
    begins.append(&mut contains);
    begins
}

fn engine_choices() -> impl Iterator<Item = (&'static str, String)> {
    let choices = [
        ("deep", "look again at each article; finds more and takes longer"),
        ("fast", "show what is found at once"),
        ("stop", "end the second look at this article"),
    ];
    choices.into_iter().map(|(word, help)| (word, help.to_owned()))
}

/// Returns the longest start that all completions that begin as `typed` share.
fn common_start<'a>(completions: &'a [Completion], typed: &str) -> &'a str {
    let mut begun =
        completions.iter().map(|it| it.text.as_str()).filter(|it| it.starts_with(typed));
    let Some(first) = begun.next() else { return "" };
    let len = begun.fold(first.len(), |len, other| {
        first.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count().min(len)
    });
    // Names of files may be parted inside a character.
    let len = (0..=len).rev().find(|len| first.is_char_boundary(*len)).unwrap_or(0);
    &first[..len]
}

/// Names that vim users type.
fn short(name: &str) -> &str {
    match name {
        "q" | "q!" | "qa" | "wq" | "x" => "quit",
        "h" => "help",
        "n" => "next-article",
        "p" | "prev" => "previous-article",
        "ls" => "articles",
        "colorscheme" | "colo" => "theme",
        name => name,
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    Action::ALL.iter().map(|action| action.name())
}

#[cfg(test)]
mod tests {
    use crate::{
        app::{Attitudes, Event, Key, MouseUse, Page, Tone, sample, update},
        library::Colour,
    };

    use super::*;

    fn press(app: &mut App, keys: &str) -> Vec<Effect> {
        let keys = Key::parse_all(keys).expect("the test's keys are keys");
        keys.into_iter().flat_map(|key| update(app, Event::Key(key))).collect()
    }

    fn app() -> App {
        let mut app = sample::app(120, 40);
        app.themes = ["terminal", "dark", "light"].map(str::to_owned).into();
        app
    }

    /// Types `keys` after `:` and checks what the field says then.
    fn check_field(keys: &str, expected: &str) {
        let mut app = app();
        press(&mut app, &format!(":{keys}"));
        assert_eq!(app.prompt.expect("still open").text(), expected, "{keys}");
    }

    /// Gives a command and checks what the status line says.
    fn check_message(command: &str, expected: &str) {
        let mut app = app();
        press(&mut app, &format!(":{command}<Enter>"));
        let message = app.message.map(|message| message.text).unwrap_or_default();
        assert_eq!(message, expected, "{command}");
    }

    #[test]
    fn tab_completes_as_far_as_all_agree_and_then_goes_round() {
        check_field("the<Tab>", "theme");
        check_field("next-c<Tab>", "next-claim");
        check_field("next-<Tab>", "next-word");
        check_field("next-<Tab><Tab>", "next-paragraph");
        check_field("next-<Tab><S-Tab>", "next-article");
        check_field("n<Tab>", "next-word");
        check_field("theme <Tab>", "theme terminal");
        check_field("theme d<Tab>", "theme dark");
        check_field("theme <Tab><Tab>", "theme dark");
        check_field("theme <S-Tab>", "theme light");
        check_field("set mo<Tab>", "set mouse");
        check_field("set mouse <Tab>", "set mouse o");
        check_field("set mouse <Tab><Tab>", "set mouse on");
        check_field("eng<Tab>", "engine");
        check_field("engine s<Tab>", "engine stop");
        check_field("zzz<Tab>", "zzz");
    }

    #[test]
    fn what_contains_the_typed_word_is_offered_after_what_begins_with_it() {
        let mut app = app();
        press(&mut app, ":quote");
        let words: Vec<String> = app.completions().into_iter().map(|it| it.word).collect();
        assert_eq!(words, ["next-quote", "previous-quote", "select-quote"]);
    }

    #[test]
    fn every_completion_has_help() {
        let mut app = app();
        for start in [":", ":theme ", ":set ", ":engine "] {
            press(&mut app, start);
            assert!(!app.completions().is_empty(), "{start}");
            assert!(app.completions().iter().all(|it| !it.help.is_empty()), "{start}");
            press(&mut app, "<Esc>");
        }
    }

    #[test]
    fn up_and_down_go_through_what_was_given_before() {
        let mut app = app();
        update(&mut app, Event::Recalled(Typed::Command, vec!["top".into()]));
        press(&mut app, ":bottom<Enter>:<Up>");
        let says = |app: &App| app.prompt.as_ref().map(|prompt| prompt.text());
        assert_eq!(says(&app).as_deref(), Some("bottom"));
        press(&mut app, "<Up>");
        assert_eq!(says(&app).as_deref(), Some("top"));
        press(&mut app, "<Down><Down>");
        assert_eq!(says(&app).as_deref(), Some(""));
    }

    #[test]
    fn a_command_is_kept_for_another_day_once() {
        let mut app = app();
        let kept = |effects: &[Effect]| {
            effects
                .iter()
                .filter(|effect| matches!(effect, Effect::KeepTyped(Typed::Command, _)))
                .count()
        };
        assert_eq!(kept(&press(&mut app, ":top<Enter>:top<Enter>")), 1);
    }

    #[test]
    fn settings_are_changed_and_told() {
        check_message("set mouse off", "mouse is off");
        check_message("set measure=40", "measure is 40");
        check_message("set attitudes", "attitudes is dimmed · may be dimmed, full, hidden");
        check_message("set colours.red to check", "colours.red is to check");
        check_message("theme dark", "theme is dark");
        check_message("colo light", "theme is light");
        let mut app = app();
        let effects = press(
            &mut app,
            ":set attitudes full<Enter>:set measure 40<Enter>:set mouse off<Enter>:set colours.red false?<Enter>",
        );
        assert_eq!((app.measure, app.attitudes), (40, Attitudes::Full));
        assert_eq!(app.meaning(Colour::Red), Some("false?"));
        assert!(effects.iter().any(|it| matches!(it, Effect::UseMouse(MouseUse::Terminal))));
    }

    #[test]
    fn what_cannot_be_done_is_said_with_what_can() {
        check_message("themr dark", "no action is called “themr”; did you mean “theme”?");
        check_message("theme drak", "there is no theme “drak”; did you mean “dark”?");
        check_message("set mesure 40", "there is no setting “mesure”; did you mean “measure”?");
        check_message("set measure 4", "measure takes a number of columns from 20 to 200, not “4”");
        check_message("top 3", "top takes nothing after it, so not “3”");
        let mut app = app();
        press(&mut app, ":set measure 4<Enter>");
        assert_eq!(app.message.map(|message| message.tone), Some(Tone::Warning));
    }

    #[test]
    fn help_takes_what_to_look_for() {
        let mut app = app();
        press(&mut app, ":help claim<Enter>");
        assert!(matches!(&app.page, Some(Page::Help { filter, .. }) if filter == "claim"));
    }

    #[test]
    fn in_the_help_typing_filters_and_enter_does_what_is_chosen() {
        let mut app = app();
        press(&mut app, "?outline<Enter>");
        assert_eq!(app.page, Some(Page::List(crate::app::List::Outline)));
        press(&mut app, "<Esc>?q");
        assert_eq!(app.page, None);
        press(&mut app, "?/q<Esc>");
        assert!(matches!(app.page, Some(Page::Help { .. })));
        press(&mut app, "<Esc>?next-claim<Enter>");
        assert!(app.pane().is_some_and(|pane| pane.claim_here().is_some()));
    }

    #[test]
    fn linear_waits_until_it_is_known_who_says_what() {
        let mut app = app();
        assert!(matches!(
            press(&mut app, ":linear<Enter>")[..],
            [Effect::KeepTyped(Typed::Command, _), Effect::Linear(_)]
        ));
        check_message("reload", "");
    }
}
