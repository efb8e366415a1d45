//! Keys to actions, by what has the keys; read from `keymap.toml` with good errors.

use toml::de::DeTable;

use crate::app::{action::Action, key::Key};

/// The keys that whosaid comes with.
const DEFAULT: &str = include_str!("../../assets/keymap.toml");

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
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    bindings: Vec<Binding>,
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
    /// Returns the keys as they are written.
    pub fn text(&self) -> String {
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
    #[error("{0}")]
    Syntax(String),
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

impl Keymap {
    /// Reads a keymap from TOML: sections of `"keys" = "action"`.
    ///
    /// # Errors
    ///
    /// [`KeymapError`] with the line of the first fault.
    pub fn parse(text: &str) -> Result<Self, KeymapError> {
        let table = DeTable::parse(text).map_err(|error| KeymapError::Syntax(error.to_string()))?;
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let mut bindings: Vec<(usize, Binding)> = Vec::new();
        for (section, entries) in table.get_ref() {
            let name = section.get_ref();
            let known = Context::ALL.iter().find(|(known, _)| known == name);
            let (Some((_, context)), Some(entries)) = (known, entries.get_ref().as_table()) else {
                let line = line(section.span().start);
                return Err(KeymapError::UnknownSection { line, name: name.to_string() });
            };
            for (keys, action) in entries {
                let line = line(keys.span().start);
                let binding = parse_binding(*context, keys.get_ref(), action.get_ref(), line)?;
                bindings.push((line, binding));
            }
        }
        bindings.sort_by_key(|(line, _)| *line);
        check_reachable(&bindings)?;
        Ok(Self { bindings: bindings.into_iter().map(|(_, binding)| binding).collect() })
    }

    /// Returns what `keys`, pressed one after another in `context`, mean.
    pub fn look_up(&self, context: Context, keys: &[Key]) -> Lookup {
        for context in context.and_wider() {
            let mut prefix = false;
            for binding in self.bindings.iter().filter(|binding| binding.context == *context) {
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
        self.bindings.iter().filter(move |binding| {
            context.and_wider().contains(&binding.context)
                && self.look_up(context, &binding.keys) == Lookup::Found(binding.action)
        })
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

impl Default for Keymap {
    fn default() -> Self {
        Self::parse(DEFAULT).expect("a test reads the keymap that we ship")
    }
}

fn parse_binding(
    context: Context,
    keys: &str,
    action: &toml::de::DeValue<'_>,
    line: usize,
) -> Result<Binding, KeymapError> {
    let name = action.as_str().unwrap_or_default();
    let action = Action::named(name).map_err(|nearest| KeymapError::UnknownAction {
        line,
        name: name.to_owned(),
        nearest,
    })?;
    let keys = Key::parse_all(keys)
        .ok_or_else(|| KeymapError::UnknownKey { line, keys: keys.to_owned() })?;
    Ok(Binding { context, keys, action })
}

fn check_reachable(bindings: &[(usize, Binding)]) -> Result<(), KeymapError> {
    for (line, short) in bindings {
        let hides = |long: &&(usize, Binding)| {
            long.1.context == short.context
                && long.1.keys.len() > short.keys.len()
                && long.1.keys.starts_with(&short.keys)
        };
        if let Some((_, long)) = bindings.iter().find(hides) {
            return Err(KeymapError::Hidden {
                line: *line,
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
        Keymap::parse(text).expect_err("wrong on purpose").to_string()
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
            .filter(|action| !keymap.bindings.iter().any(|binding| binding.action == **action))
            .collect();
        assert_eq!(unbound, [&Action::LastPlace, &Action::Edit]);
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
    fn help_leaves_out_what_a_nearer_context_hides() {
        let keymap = Keymap::default();
        let outline =
            |context| keymap.acting_in(context).any(|binding| binding.action == Action::Outline);
        assert!(outline(Context::Text));
        assert!(!outline(Context::Selection));
    }
}
