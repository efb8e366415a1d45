//! The folder of what the reader has set: `config.toml`, `keymap.toml` and `themes/`.
//!
//! A file that is not there says nothing; one that is wrong changes nothing and is told.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    app::{Background, Choice, Configuration, Engine, Keymap, MouseUse, Occasion, Settings, Typed},
    cli::{self, Reading},
    config,
    view::{Depth, Palette, THEMES, Theme, theme_file, theme_variant},
};

/// The files' names.
const SETTINGS: &str = "config.toml";
const KEYS: &str = "keymap.toml";
const OWN_THEMES: &str = "themes";

/// Where the reader's settings lie, and what the command line says over them.
#[derive(Clone, Debug)]
pub(super) struct ConfigurationFolder {
    /// `None` where there is no home folder; then nothing is set.
    folder: Option<PathBuf>,
    mouse: Option<MouseUse>,
    engine: Option<Engine>,
}

impl ConfigurationFolder {
    /// Finds the folder: as asked for, else by the XDG rules.
    pub(super) fn of(reading: &Reading) -> Self {
        use etcetera::BaseStrategy;
        let by_rules = || Some(etcetera::choose_base_strategy().ok()?.config_dir().join("whosaid"));
        let folder = reading.config_dir.clone().or_else(by_rules);
        let engine = reading.engine.map(|engine| match engine {
            cli::Engine::Fast => Engine::Fast,
            cli::Engine::Deep => Engine::Deep,
        });
        Self { folder, mouse: reading.no_mouse.then_some(MouseUse::Terminal), engine }
    }

    /// Reads settings and keys.
    pub(super) fn read(&self, occasion: Occasion) -> Configuration {
        let settings = self
            .read_file(SETTINGS, |text| config::settings(text).map_err(|error| error.to_string()));
        let settings = settings.map(|settings| {
            let mut settings: Settings = settings.unwrap_or_default();
            settings.mouse = self.mouse.unwrap_or(settings.mouse);
            settings.engine = self.engine.unwrap_or(settings.engine);
            settings
        });
        let keymap =
            self.read_file(KEYS, |text| Keymap::read(text).map_err(|error| error.to_string()));
        Configuration {
            settings,
            keymap: keymap.map(Option::unwrap_or_default),
            themes: self.themes(),
            choices: Vec::new(),
            occasion,
        }
    }

    /// Makes the theme called `name` for a terminal with this background and depth.
    ///
    /// # Errors
    ///
    /// Why it cannot be used: there is none, its file is wrong, or the terminal has too few
    /// colours.
    pub(super) fn theme(
        &self,
        name: &str,
        background: Option<Background>,
        depth: Depth,
    ) -> Result<Theme, String> {
        let palette = match self.palette(name)? {
            Some(palette) => palette,
            None => self
                .palette(&theme_variant(name, background))?
                .ok_or_else(|| format!("there is no theme “{name}”"))?,
        };
        if depth == Depth::Sixteen && palette.needs_more_than_sixteen() {
            return Err(format!(
                "the theme {name} needs 256 colours, and this terminal has 16 (TERM, COLORTERM)"
            ));
        }
        Ok(Theme::new(palette, depth))
    }

    /// Returns whether the theme called `name` depends on the terminal's background.
    pub(super) fn has_two_grounds(&self, name: &str) -> bool {
        self.palette(name).is_ok_and(|palette| palette.is_none())
    }

    fn palette(&self, name: &str) -> Result<Option<Palette>, String> {
        let file = format!("{OWN_THEMES}/{name}.toml");
        match self.read_file(&file, Palette::read)? {
            Some(palette) => Ok(Some(palette)),
            None => theme_file(name).map(Palette::read).transpose(),
        }
    }

    /// Returns the names of the themes that there are: ours, then the reader's by name.
    fn themes(&self) -> Vec<String> {
        let mut own: Vec<String> = self
            .folder
            .iter()
            .filter_map(|folder| fs::read_dir(folder.join(OWN_THEMES)).ok())
            .flatten()
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let is_theme = path.extension().is_some_and(|ending| ending == "toml");
                is_theme.then(|| path.file_stem().unwrap_or_default().to_string_lossy().into())
            })
            .filter(|name: &String| !THEMES.contains(&name.as_str()))
            .collect();
        own.sort();
        THEMES.map(str::to_owned).into_iter().chain(own).collect()
    }

    /// Reads a file of the folder; `None` if there is none, an error with the file's name if it
    /// cannot be read or is wrong.
    fn read_file<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        let Some(folder) = &self.folder else { return Ok(None) };
        match fs::read_to_string(folder.join(name)) {
            Ok(text) => parse(&text).map(Some).map_err(|why| format!("{name}, {why}")),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(format!("{name} cannot be read: {error}")),
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Returns the file, in the folder of the library, of what was typed; one entry a line.
fn typed_file(typed: Typed) -> &'static str {
    match typed {
        Typed::Command => "commands",
        Typed::Search => "searches",
    }
}

/// How many lines of such a file are kept.
const KEPT: usize = 500;

/// Reads what was typed on earlier days from the folder of the library, the oldest first.
pub(super) fn typed(data: &Path, typed: Typed) -> Vec<String> {
    let name = typed_file(typed);
    let bytes = fs::read(data.join(name)).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > 2 * KEPT {
        let kept = lines[lines.len() - KEPT..].join("\n") + "\n";
        // If that fails, the file is as it was, only longer than it need be.
        let _ = replace(data, name, &kept);
    }
    lines.iter().skip(lines.len().saturating_sub(KEPT)).map(|line| (*line).to_owned()).collect()
}

/// Adds a line to what was typed on earlier days; one that cannot be kept is no harm.
pub(super) fn keep_typed(data: &Path, typed: Typed, line: &str) {
    let line: String = line.chars().filter(|c| !c.is_control()).chain(['\n']).collect();
    let file = fs::OpenOptions::new().append(true).create(true).open(data.join(typed_file(typed)));
    // In one write, so that two instances do not mix their lines.
    let _ = file.and_then(|mut file| io::Write::write_all(&mut file, line.as_bytes()));
}

/// The file, in the folder of the library, of what was chosen while reading.
const CHOICES: &str = "choices.toml";

/// Reads what was chosen while reading on earlier days.
pub(super) fn choices(data: &Path) -> Vec<Choice> {
    config::choices(&fs::read_to_string(data.join(CHOICES)).unwrap_or_default())
}

/// Keeps what was chosen while reading; where that is not possible, it is no harm.
pub(super) fn keep_choices(data: &Path, choices: &[Choice]) {
    let _ = replace(data, CHOICES, &config::choices_file(choices));
}

/// Replaces a file of the folder of the library as a whole.
fn replace(data: &Path, name: &str, text: &str) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(data)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.persist(data.join(name)).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, ConfigurationFolder) {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let path = Some(folder.path().to_owned());
        (folder, ConfigurationFolder { folder: path, mouse: None, engine: None })
    }

    #[test]
    fn files_that_are_not_there_say_nothing() {
        let (_kept, folder) = folder(&[]);
        let read = folder.read(Occasion::Start);
        assert_eq!(read.settings, Ok(Settings::default()));
        assert_eq!(read.keymap, Ok(Keymap::default()));
        assert_eq!(read.themes, THEMES);
    }

    #[test]
    fn a_fault_is_told_with_file_and_line() {
        let (_kept, folder) =
            folder(&[("config.toml", "mesure = 1"), ("keymap.toml", "[text]\n\"x\" = \"cpy\"")]);
        let read = folder.read(Occasion::Start);
        assert_eq!(
            read.settings,
            Err("config.toml, line 1: there is no setting “mesure”; did you mean “measure”?".into())
        );
        assert_eq!(
            read.keymap,
            Err("keymap.toml, line 2: no action is called “cpy”; did you mean “copy”?".into())
        );
    }

    #[test]
    fn themes_of_the_reader_stand_beside_ours() {
        let theme = "text = \"#eeeeee\"\n";
        let (_kept, folder) = folder(&[
            ("themes/mine.toml", theme),
            ("themes/bad.toml", "txt = 1"),
            ("themes/x", ""),
        ]);
        assert_eq!(folder.themes()[THEMES.len()..], ["bad", "mine"]);
        assert!(folder.theme("mine", None, Depth::Rgb).is_ok());
        let error = |name, depth| folder.theme(name, None, depth).expect_err("cannot be used");
        assert!(error("bad", Depth::Rgb).starts_with("themes/bad.toml, line 1: "));
        assert_eq!(error("other", Depth::Rgb), "there is no theme “other”");
        assert!(error("mine", Depth::Sixteen).contains("needs 256 colours"));
        assert!(folder.theme("auto", Some(Background::Light), Depth::Indexed).is_ok());
        assert!(folder.has_two_grounds("auto") && !folder.has_two_grounds("dark"));
    }

    #[test]
    fn commands_are_kept_in_order_and_not_for_ever() {
        let (kept, _) = folder(&[]);
        let data = kept.path();
        assert!(typed(data, Typed::Command).is_empty());
        for number in 0..2 * KEPT + 1 {
            keep_typed(data, Typed::Command, &format!("{number}\u{7}"));
        }
        for _ in 0..2 {
            let read = typed(data, Typed::Command);
            assert_eq!(read.len(), KEPT);
            assert_eq!(read.last().map(String::as_str), Some("1000"));
        }
        assert_eq!(fs::read_to_string(data.join("commands")).expect("kept").lines().count(), KEPT);
    }
}
