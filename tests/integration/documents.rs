//! What the documents say of the program is what the program does.

use std::{fs, path::Path};

use whosaid::app::{Action, Context, Keymap};

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The table of keys in the README, made from the actions and the keymap.
fn key_table() -> String {
    let keymap = Keymap::default();
    let mut table = String::from("| keys | action | |\n| --- | --- | --- |\n");
    for action in Action::ALL {
        let contexts = [Context::Text, Context::Selection, Context::List, Context::Review];
        let mut keys: Vec<String> = contexts
            .into_iter()
            .flat_map(|context| keymap.acting_in(context))
            .filter(|binding| binding.action == *action)
            .map(|binding| format!("`{}`", binding.text().replace('|', "\\|")))
            .collect();
        keys.dedup();
        let mut seen = Vec::new();
        keys.retain(|key| {
            !seen.contains(key) && {
                seen.push(key.clone());
                true
            }
        });
        table.push_str(&format!(
            "| {} | `{}` | {} |\n",
            keys.join(" "),
            action.name(),
            action.help()
        ));
    }
    table
}

#[test]
fn the_readme_names_every_option() {
    let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_whosaid")).arg("--help").output();
    let help = String::from_utf8(output.expect("the program runs").stdout).expect("UTF-8");
    let readme = read("README.md");
    let options: Vec<&str> = help
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| word.starts_with("--") && !["--help", "--version"].contains(word))
        .collect();
    assert!(options.contains(&"--linear"), "{help}");
    for option in options {
        assert!(readme.contains(option), "{option}");
    }
}

#[test]
fn the_readme_lists_every_key() {
    let table = key_table();
    assert!(
        read("README.md").contains(&table),
        "the table of keys in README.md is not this one:\n{table}"
    );
}
