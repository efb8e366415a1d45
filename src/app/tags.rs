//! Tags, stars and the meanings of colours.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    app::{App, Effect, Entry, Library, NoteTarget, PromptKind, Settings, Write},
    base::Id,
    library::Colour,
};

impl App {
    /// Opens the field for the tags of the note here, else of the selection or claim here.
    pub(super) fn edit_tags(&mut self) {
        if self.is_shelf_open() {
            return self.open_prompt(PromptKind::Tags(None), "");
        }
        let Some(target) = self.note_target() else { return };
        let tags = match &target {
            NoteTarget::Note(id) => self.note_called(id).map(|note| joined(&note.tags)),
            NoteTarget::Passage(_) => None,
        };
        let text = tags.filter(|tags| !tags.is_empty()).map(|tags| format!("{tags}, "));
        self.open_prompt(PromptKind::Tags(Some(target)), &text.unwrap_or_default());
    }

    /// Keeps the tags that were typed.
    pub(super) fn save_tags(&mut self, target: Option<NoteTarget>, typed: &str) -> Vec<Effect> {
        let tags = parted(typed);
        self.tags.extend(tags.iter().cloned());
        match target {
            None if tags.is_empty() => Vec::new(),
            None => self.tag_shown(&tags),
            Some(NoteTarget::Note(id)) => {
                self.edit_note(&id, "tagged and saved", |note| note.tags = tags)
            }
            Some(NoteTarget::Passage(_)) if tags.is_empty() => Vec::new(),
            Some(NoteTarget::Passage(span)) => {
                self.add_tagged(span, Some(self.colour), tags, "tagged and saved")
            }
        }
    }

    /// Sets the note here apart, or no more; a passage without a note gets one.
    pub(super) fn star(&mut self) -> Vec<Effect> {
        match self.note_target() {
            Some(NoteTarget::Note(id)) => {
                let starred = self.note_called(&id).is_some_and(|note| note.starred);
                let done = if starred { "star taken off and saved" } else { "starred and saved" };
                self.edit_note(&id, done, |note| note.starred = !starred)
            }
            Some(NoteTarget::Passage(_)) => {
                self.warn("there is no note here to star: cc or a makes one");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Completes the tag that is being typed with those that are known.
    pub(super) fn complete_tag(&mut self) {
        let Some(prompt) = &mut self.prompt else { return };
        let text = prompt.text();
        let (before, start) = text.rsplit_once(',').map_or(("", text.as_str()), |parts| parts);
        let start = start.trim_start();
        let known: Vec<&String> = self.tags.iter().filter(|tag| tag.starts_with(start)).collect();
        let Some(first) = known.first() else { return };
        let shared = known.iter().fold(first.len(), |length, tag| {
            let same = first.char_indices().zip(tag.chars()).take_while(|((_, a), b)| a == b);
            length.min(same.last().map_or(0, |((at, letter), _)| at + letter.len_utf8()))
        });
        let end = if known.len() == 1 { ", " } else { "" };
        let before = if before.is_empty() { String::new() } else { format!("{before}, ") };
        let completed = format!("{before}{}{end}", &first[..shared]);
        prompt.replace(&completed);
    }

    /// Returns the known tags that begin as the one that is being typed.
    pub fn tag_completions(&self) -> Vec<&str> {
        let typed = self.prompt.as_ref().map(|prompt| prompt.text()).unwrap_or_default();
        let start = typed.rsplit(',').next().unwrap_or_default().trim_start().to_owned();
        self.tags.iter().filter(|tag| tag.starts_with(&start)).map(String::as_str).collect()
    }

    /// Sets what a colour means: `yellow check`.
    pub(super) fn set_meaning(&mut self, words: &str) -> Vec<Effect> {
        let (name, meaning) = words.split_once(' ').unwrap_or((words, ""));
        let Some(colour) = Colour::from_name(name) else {
            let names = Colour::ALL.map(Colour::name).join(", ");
            self.warn(format!(":meaning takes a colour, then what it means: {names}"));
            return Vec::new();
        };
        self.mean(colour, meaning.trim())
    }

    /// Keeps what a colour means, with the notes; empty `words` take its meaning away.
    pub(super) fn mean(&mut self, colour: Colour, words: &str) -> Vec<Effect> {
        let Some(pane) = self.pane() else { return Vec::new() };
        let article = Arc::clone(&pane.article);
        if !self.can_write() {
            return Vec::new();
        }
        self.meanings.insert(colour, words.to_owned());
        self.saving += 1;
        let write = Write::Meaning(colour, words.to_owned());
        vec![Effect::Save(self.current, article, Box::new(write))]
    }

    /// Moves what colours mean by the settings file into the library, which keeps it now, for
    /// colours that it knows nothing of.
    pub(super) fn move_meanings(&mut self, entry: Id<Entry>) -> Option<Effect> {
        let article = Arc::clone(&self.pane_of(entry)?.article);
        let set = Colour::ALL.into_iter().filter(|colour| !self.meanings.contains_key(colour));
        let set =
            set.filter_map(|colour| Some((colour, self.settings.meaning(colour)?.to_owned())));
        let moved: BTreeMap<Colour, String> = set.collect();
        if moved.is_empty() || self.library != Library::Ready {
            return None;
        }
        self.meanings.extend(moved.clone());
        Some(Effect::Save(entry, article, Box::new(Write::Meanings(moved))))
    }

    /// Says so where the settings file gives a colour another meaning than the library has.
    pub(super) fn idle_meaning(&self, settings: &Settings) -> Option<String> {
        let differs = |colour: &Colour| {
            let own = self.meanings.get(colour).map(String::as_str);
            own.is_some() && settings.meaning(*colour).is_some_and(|meaning| own != Some(meaning))
        };
        let colour = Colour::ALL.into_iter().find(differs)?;
        Some(format!(
            "what colours mean is kept with the notes now, not in config.toml; :meaning {colour} changes it"
        ))
    }

    /// Returns what a colour means to the reader, if anything.
    pub fn meaning(&self, colour: Colour) -> Option<&str> {
        let own = self.meanings.get(&colour).map(String::as_str);
        own.or_else(|| self.settings.meaning(colour)).filter(|meaning| !meaning.is_empty())
    }

    /// Returns what a colour is called: its meaning if it has one, else its name.
    pub fn colour_name(&self, colour: Colour) -> &str {
        self.meaning(colour).unwrap_or(colour.name())
    }
}

/// Writes tags as they are typed.
fn joined(tags: &BTreeSet<String>) -> String {
    tags.iter().cloned().collect::<Vec<_>>().join(", ")
}

/// Reads tags as they are typed, with commas between; a `#` before one is not part of it.
pub(super) fn parted(typed: &str) -> BTreeSet<String> {
    let bare = |tag: &str| tag.trim().trim_start_matches('#').to_owned();
    typed.split(',').map(bare).filter(|tag| !tag.is_empty()).collect()
}
