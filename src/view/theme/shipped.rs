//! The themes that whosaid comes with, and which file a name means.

use crate::app::Background;

/// The names that a reader may choose, in the order in which they are offered.
pub const NAMES: [&str; 6] = ["terminal", "auto", "dark", "light", "colour-blind", "none"];

/// Files by their names.
const FILES: [(&str, &str); 7] = [
    ("terminal-dark", include_str!("../../../assets/themes/terminal-dark.toml")),
    ("terminal-light", include_str!("../../../assets/themes/terminal-light.toml")),
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("colour-blind-dark", include_str!("../../../assets/themes/colour-blind-dark.toml")),
    ("colour-blind-light", include_str!("../../../assets/themes/colour-blind-light.toml")),
    ("none", include_str!("../../../assets/themes/none.toml")),
];

/// Returns the text of the shipped theme file called `name`, or `None` if there is none.
pub fn file(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Returns the name of the file that `name` means on a terminal with this background, where no file
/// has the name itself.
///
/// A background that is not known counts as dark, which most are; only `auto` leaves it as it is
/// then, so that a light screen does not flash dark before the terminal has answered.
pub fn variant(name: &str, background: Option<Background>) -> String {
    let ground = match background {
        Some(Background::Light) => "light",
        Some(Background::Dark) | None => "dark",
    };
    match (name, background) {
        ("auto", Some(_)) => ground.to_owned(),
        ("auto", None) => format!("terminal-{ground}"),
        (name, _) => format!("{name}-{ground}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_file_on_every_ground() {
        for name in NAMES {
            for ground in [None, Some(Background::Dark), Some(Background::Light)] {
                let variant = variant(name, ground);
                assert!(file(name).or_else(|| file(&variant)).is_some(), "{name} {ground:?}");
            }
        }
    }

    #[test]
    fn the_ground_decides_where_a_name_has_two_files() {
        assert_eq!(variant("auto", Some(Background::Light)), "light");
        assert_eq!(variant("auto", Some(Background::Dark)), "dark");
        assert_eq!(variant("auto", None), "terminal-dark");
        assert_eq!(variant("colour-blind", None), "colour-blind-dark");
        assert_eq!(variant("terminal", Some(Background::Light)), "terminal-light");
    }
}
