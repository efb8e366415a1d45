//! Keys to actions, by what has the keys; read from `keymap.toml` with good errors.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use toml::de::DeTable;

use crate::app::{action::Action, key::Key};

/// The name that stands for no action: it frees keys that the shipped keymap uses.
const NOTHING: &str = "nothing";

/// The keys that whosaid comes with.
const SHIPPED: &str = include_str!("../../assets/keymap.toml");

/// What has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Everything but a field to type in.
    Everywhere,
    /// The text.
    Text,
    /// The text while something is selected.
    Selection,
    /// A list: a side pane or a page.
    List,
    /// The text during a review.
    Review,
}

impl Context {
    const ALL: [(&'static str, Self); 5] = [
        ("everywhere", Self::Everywhere),
        ("text", Self::Text),
        ("selection", Self::Selection),
        ("list", Self::List),
        ("review", Self::Review),
    ];

    /// Returns the contexts whose keys act here, the nearest first.
    fn and_wider(self) -> &'static [Self] {
        match self {
            Self::Everywhere => &[Self::Everywhere],
            Self::Text => &[Self::Text, Self::Everywhere],
            Self::Selection => &[Self::Selection, Self::Text, Self::Everywhere],
            Self::List => &[Self::List, Self::Everywhere],
            Self::Review => &[Self::Review, Self::Text, Self::Everywhere],
        }
    }
}

/// Which keys ask for which action.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    /// The bindings that the reader has changed; `None` where all are ours.
    own: Option<Bindings>,
}

/// The bindings that whosaid comes with, read when a key first asks for them: the first frame needs
/// none.
static OURS: LazyLock<Bindings> = LazyLock::new(|| {
    let entries = entries(SHIPPED).expect("a test reads the keymap that we ship");
    Bindings::new(bound(entries).collect())
});

/// Bindings, found by their keys.
#[derive(Clone, Debug, PartialEq)]
struct Bindings {
    all: Vec<Binding>,
    /// The numbers of those that each key begins.
    by_first: FxHashMap<Key, Vec<usize>>,
}

/// Keys, one after another, and what they ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where the keys act.
    pub context: Context,
    /// The keys.
    pub keys: Vec<Key>,
    /// What they ask for.
    pub action: Action,
}

impl Binding {
    /// Returns the keys as they are written; the command, where there are none.
    pub fn text(&self) -> String {
        if self.keys.is_empty() {
            return format!(":{}", self.action.name());
        }
        self.keys.iter().map(Key::to_string).collect()
    }
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// An action.
    Found(Action),
    /// More keys must follow.
    Prefix,
    /// Nothing.
    Unbound,
}

/// What is wrong with a keymap.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// Not TOML.
    #[error("line {line}: {message}")]
    Syntax {
        /// Line in the file, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// A heading that is none of ours.
    #[error(
        "line {line}: there is no section [{name}]; sections are everywhere, text, selection, list, review"
    )]
    UnknownSection {
        /// Line in the file, from 1.
        line: usize,
        /// The section.
        name: String,
    },
    /// A key that is none.
    #[error("line {line}: “{keys}” is no key; write a character, or a name such as <C-d> or <Tab>")]
    UnknownKey {
        /// Line in the file, from 1.
        line: usize,
        /// The text of the keys.
        keys: String,
    },
    /// An action that is none of ours.
    #[error("line {line}: no action is called “{name}”; did you mean “{nearest}”?")]
    UnknownAction {
        /// Line in the file, from 1.
        line: usize,
        /// The name.
        name: String,
        /// The most similar name that exists.
        nearest: &'static str,
    },
    /// Keys that could never be reached.
    #[error("line {line}: “{keys}” cannot be told from “{longer}”, which begins with it")]
    Hidden {
        /// Line in the file, from 1.
        line: usize,
        /// The keys.
        keys: String,
        /// The binding that they begin.
        longer: String,
    },
}

/// An entry of a keymap file: where and which keys, and the action that they get, if any.
struct Entry {
    line: usize,
    context: Context,
    keys: Vec<Key>,
    action: Option<Action>,
}

impl Entry {
    fn text(&self) -> String {
        self.keys.iter().map(Key::to_string).collect()
    }

    /// Returns whether `other` cannot stand beside this entry: one begins the other.
    fn shadows(&self, other: &Binding) -> bool {
        let begins = || other.keys.starts_with(&self.keys) || self.keys.starts_with(&other.keys);
        self.context == other.context
            && match self.action {
                Some(_) => begins(),
                None => self.keys == other.keys,
            }
    }
}

impl Keymap {
    /// The keymap file that whosaid comes with.
    pub const SHIPPED: &'static str = SHIPPED;

    /// Reads a keymap from TOML, sections of `"keys" = "action"`, over the shipped one.
    ///
    /// Where both use the same keys, or keys that begin the other's, those of `text` hold; the
    /// action `nothing` frees keys.
    ///
    /// # Errors
    ///
    /// [`KeymapError`] with the line of the first fault.
    pub fn read(text: &str) -> Result<Self, KeymapError> {
        let entries = entries(text)?;
        let mut all = OURS.all.clone();
        all.retain(|binding| !entries.iter().any(|entry| entry.shadows(binding)));
        all.extend(bound(entries));
        Ok(Self { own: Some(Bindings::new(all)) })
    }

    /// Reads the bindings now, at a time that costs nobody a wait, and not with the first key.
    pub fn make_ready(&self) {
        self.bindings();
    }

    fn bindings(&self) -> &Bindings {
        self.own.as_ref().unwrap_or_else(|| &OURS)
    }

    /// Returns what `keys`, pressed one after another in `context`, mean.
    pub fn look_up(&self, context: Context, keys: &[Key]) -> Lookup {
        let begun = self.bindings().begun_by(keys);
        for context in context.and_wider() {
            let mut prefix = false;
            for binding in begun.clone().filter(|binding| binding.context == *context) {
                if binding.keys == keys {
                    return Lookup::Found(binding.action);
                }
                prefix |= binding.keys.starts_with(keys);
            }
            if prefix {
                return Lookup::Prefix;
            }
        }
        Lookup::Unbound
    }

    /// Returns the bindings that act in `context`, in the order of the file; not those that a
    /// nearer context hides.
    pub fn acting_in(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.bindings().all.iter().filter(move |binding| {
            context.and_wider().contains(&binding.context)
                && self.look_up(context, &binding.keys) == Lookup::Found(binding.action)
        })
    }

    /// Returns a binding without keys for each action that no key asks for anywhere.
    pub fn unbound(&self) -> impl Iterator<Item = Binding> {
        let all = &self.bindings().all;
        let bound = |action| all.iter().any(|binding| binding.action == action);
        let actions = Action::ALL.iter().copied().filter(move |action| !bound(*action));
        actions.map(|action| Binding { context: Context::Everywhere, keys: Vec::new(), action })
    }

    /// Returns what may follow `keys` in `context`.
    pub fn following<'a>(
        &'a self,
        context: Context,
        keys: &'a [Key],
    ) -> impl Iterator<Item = &'a Binding> {
        self.acting_in(context).filter(move |binding| {
            binding.keys.len() > keys.len() && binding.keys.starts_with(keys)
        })
    }

    /// Returns the shortest keys for `action` in `context`, as they are written.
    pub fn keys_for(&self, context: Context, action: Action) -> Option<String> {
        self.acting_in(context)
            .filter(|binding| binding.action == action)
            .min_by_key(|binding| binding.keys.len())
            .map(Binding::text)
    }
}

/// Keymaps are equal that bind the same keys to the same actions, in the same order.
impl PartialEq for Keymap {
    fn eq(&self, other: &Self) -> bool {
        self.bindings() == other.bindings()
    }
}

impl Bindings {
    fn new(all: Vec<Binding>) -> Self {
        let mut by_first: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
        for (number, binding) in all.iter().enumerate() {
            by_first.entry(binding.keys[0]).or_default().push(number);
        }
        Self { all, by_first }
    }

    /// Returns the bindings that the first of `keys` begins, in the order of the file.
    fn begun_by(&self, keys: &[Key]) -> impl Iterator<Item = &Binding> + Clone {
        let numbers = keys.first().and_then(|key| self.by_first.get(key));
        numbers.into_iter().flatten().map(|number| &self.all[*number])
    }
}

fn bound(entries: Vec<Entry>) -> impl Iterator<Item = Binding> {
    entries.into_iter().filter_map(|entry| {
        let Entry { context, keys, action, .. } = entry;
        Some(Binding { context, keys, action: action? })
    })
}

/// Reads the entries of a keymap file, in its order.
fn entries(text: &str) -> Result<Vec<Entry>, KeymapError> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |at: usize| ends.partition_point(|end| *end < at) + 1;
    let table = DeTable::parse(text).map_err(|error| KeymapError::Syntax {
        line: line(error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    let mut entries = Vec::new();
    for (section, rows) in table.get_ref() {
        let name = section.get_ref();
        let known = Context::ALL.iter().find(|(known, _)| known == name);
        let (Some((_, context)), Some(rows)) = (known, rows.get_ref().as_table()) else {
            let line = line(section.span().start);
            return Err(KeymapError::UnknownSection { line, name: name.to_string() });
        };
        for (keys, action) in rows {
            let line = line(keys.span().start);
            entries.push(entry(*context, keys.get_ref(), action.get_ref(), line)?);
        }
    }
    entries.sort_by_key(|entry| entry.line);
    check_reachable(&entries)?;
    Ok(entries)
}

fn entry(
    context: Context,
    keys: &str,
    action: &toml::de::DeValue<'_>,
    line: usize,
) -> Result<Entry, KeymapError> {
    let name = action.as_str().unwrap_or_default();
    let action = if name == NOTHING {
        None
    } else {
        let unknown = |nearest| KeymapError::UnknownAction { line, name: name.to_owned(), nearest };
        Some(Action::named(name).map_err(unknown)?)
    };
    let keys = Key::parse_all(keys)
        .ok_or_else(|| KeymapError::UnknownKey { line, keys: keys.to_owned() })?;
    Ok(Entry { line, context, keys, action })
}

fn check_reachable(entries: &[Entry]) -> Result<(), KeymapError> {
    let bound = || entries.iter().filter(|entry| entry.action.is_some());
    for short in bound() {
        let hides = |long: &&Entry| {
            long.context == short.context
                && long.keys.len() > short.keys.len()
                && long.keys.starts_with(&short.keys)
        };
        if let Some(long) = bound().find(hides) {
            return Err(KeymapError::Hidden {
                line: short.line,
                keys: short.text(),
                longer: long.text(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Keymap::read(text).expect_err("wrong on purpose").to_string()
    }

    fn look_up(context: Context, keys: &str) -> Lookup {
        Keymap::default().look_up(context, &Key::parse_all(keys).expect("keys"))
    }

    #[test]
    fn the_shipped_keymap_reaches_every_context() {
        assert_eq!(look_up(Context::Text, "]c"), Lookup::Found(Action::NextClaim));
        assert_eq!(look_up(Context::Text, "]"), Lookup::Prefix);
        assert_eq!(look_up(Context::List, "]c"), Lookup::Unbound);
        assert_eq!(look_up(Context::List, "q"), Lookup::Found(Action::Close));
        assert_eq!(look_up(Context::Selection, "o"), Lookup::Found(Action::SwapEnds));
        assert_eq!(look_up(Context::Text, "o"), Lookup::Found(Action::Outline));
    }

    #[test]
    fn every_action_but_those_for_names_has_a_key() {
        let keymap = Keymap::default();
        let unbound: Vec<_> = Action::ALL
            .iter()
            .filter(|action| {
                !keymap.bindings().all.iter().any(|binding| binding.action == **action)
            })
            .collect();
        assert_eq!(
            unbound,
            [
                &Action::LastPlace,
                &Action::Edit,
                &Action::Theme,
                &Action::Engine,
                &Action::Set,
                &Action::Reload,
                &Action::Linear,
            ]
        );
    }

    #[test]
    fn errors_name_the_line_and_the_nearest() {
        assert_eq!(
            error("[text]\n\"j\" = \"down\"\n\"x\" = \"next-clam\""),
            "line 3: no action is called “next-clam”; did you mean “next-claim”?"
        );
        assert_eq!(
            error("[text]\n\"<Foo>\" = \"down\""),
            "line 2: “<Foo>” is no key; write a character, or a name such as <C-d> or <Tab>"
        );
        assert_eq!(
            error("[txet]\n"),
            "line 1: there is no section [txet]; sections are everywhere, text, selection, list, review"
        );
        assert_eq!(
            error("[text]\n\"g\" = \"down\"\n\"gg\" = \"top\""),
            "line 2: “g” cannot be told from “gg”, which begins with it"
        );
    }

    #[test]
    fn a_file_of_the_reader_lies_over_the_shipped_one() {
        let keymap =
            Keymap::read("[text]\n\"x\" = \"copy\"\n\"z\" = \"percent\"\n\"w\" = \"nothing\"\n")
                .expect("well-formed");
        let look_up = |keys| keymap.look_up(Context::Text, &Key::parse_all(keys).expect("keys"));
        assert_eq!(look_up("x"), Lookup::Found(Action::Copy));
        assert_eq!(look_up("y"), Lookup::Found(Action::Copy));
        assert_eq!(look_up("z"), Lookup::Found(Action::Percent));
        assert_eq!(look_up("w"), Lookup::Unbound);
        assert_eq!(look_up("b"), Lookup::Found(Action::PreviousWord));
        assert!(!keymap.bindings().all.iter().any(|binding| binding.action == Action::CentreRow));
    }

    proptest::proptest! {
        #[test]
        fn any_file_is_read_or_refused(text in "\\PC*", keys in "\\PC{0,4}", name in "[a-z-]{0,9}") {
            let _ = Keymap::read(&text);
            let _ = Keymap::read(&format!("[text]\n\"{keys}\" = \"{name}\"\n"));
        }
    }

    #[test]
    fn what_is_no_toml_has_a_line_too() {
        assert!(
            error("[text]\nj = down\n").starts_with("line 2: "),
            "{}",
            error("[text]\nj = down")
        );
    }

    #[test]
    fn help_leaves_out_what_a_nearer_context_hides() {
        let keymap = Keymap::default();
        let outline =
            |context| keymap.acting_in(context).any(|binding| binding.action == Action::Outline);
        assert!(outline(Context::Text));
        assert!(!outline(Context::Selection));
    }
}
