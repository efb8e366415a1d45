//! The system's clipboard, by the tool that the system has for it.
//!
//! The terminal's own way, OSC 52, goes first and needs nothing; but many terminals refuse it, and
//! none says so. A tool of the system keeps the words after the program has ended, which a library
//! inside the program cannot do on X11 and Wayland, and it costs no dependency.

use std::{
    env,
    io::Write,
    process::{Command, Stdio},
    thread,
};

use crate::{app::Event, runtime::work::Post};

/// A tool, and how it is called.
type Tool = &'static [&'static str];

/// What `copied` says where only the terminal was told.
const BY_TERMINAL: &str = "to the terminal’s clipboard (OSC 52)";

/// Hands `text` to the system's clipboard on a thread, for a tool may hang, and posts what came of
/// that and of telling the terminal.
pub(super) fn copy(text: String, terminal: Result<(), String>, post: &Post) {
    let tools = tools();
    let post = post.clone();
    let work = move || {
        let used = tools.iter().find(|tool| run(tool, &text)).map(|tool| tool[0]);
        post.send(Event::Copied(outcome(terminal, used)))
    };
    thread::spawn(work);
}

fn outcome(terminal: Result<(), String>, used: Option<&str>) -> Result<String, String> {
    match (terminal, used) {
        (Ok(()), Some(tool)) => Ok(format!("with {tool}, and {BY_TERMINAL}")),
        (Ok(()), None) => Ok(BY_TERMINAL.to_owned()),
        (Err(_), Some(tool)) => Ok(format!("with {tool}")),
        (Err(why), None) => Err(why),
    }
}

/// Returns the tools to try, by what the environment says of the session.
#[expect(clippy::disallowed_methods, reason = "the environment says which session this is")]
fn tools() -> Vec<Tool> {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    choose(&is_set, cfg!(target_os = "macos"))
}

fn choose(is_set: &dyn Fn(&str) -> bool, mac: bool) -> Vec<Tool> {
    let mut tools: Vec<Tool> = Vec::new();
    if is_set("TMUX") {
        // tmux takes OSC 52 from programs only where it is told to; this way it passes the words
        // on to its own terminal.
        tools.push(&["tmux", "load-buffer", "-w", "-"]);
    }
    // Over SSH the clipboard of the machine there is nobody's.
    if is_set("SSH_TTY") || is_set("SSH_CONNECTION") {
        return tools;
    }
    let mut system: Vec<Tool> = Vec::new();
    if mac {
        system.push(&["pbcopy"]);
    }
    if is_set("WSL_DISTRO_NAME") {
        system.push(&["clip.exe"]);
    }
    if is_set("WAYLAND_DISPLAY") {
        system.push(&["wl-copy"]);
    }
    if is_set("DISPLAY") {
        system.push(&["xclip", "-selection", "clipboard"]);
        system.push(&["xsel", "--clipboard", "--input"]);
    }
    system.append(&mut tools);
    system
}

/// Runs a tool on `text`; returns whether it took it.
fn run(tool: Tool, text: &str) -> bool {
    let run = || {
        let mut child = Command::new(tool[0])
            .args(&tool[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(text.as_bytes())?;
        }
        child.wait()
    };
    run().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(set: &[&str], expected: &[&str]) {
        let tools = choose(&|name| set.contains(&name), false);
        let names: Vec<&str> = tools.iter().map(|tool| tool[0]).collect();
        assert_eq!(names, expected, "{set:?}");
    }

    #[test]
    fn the_session_decides_which_tools_are_tried() {
        check(&[], &[]);
        check(&["WAYLAND_DISPLAY", "DISPLAY"], &["wl-copy", "xclip", "xsel"]);
        check(&["DISPLAY", "TMUX"], &["xclip", "xsel", "tmux"]);
        check(&["DISPLAY", "SSH_TTY"], &[]);
        check(&["TMUX", "SSH_TTY"], &["tmux"]);
    }

    #[test]
    fn what_is_said_is_what_was_done() {
        assert_eq!(outcome(Ok(()), None), Ok(BY_TERMINAL.to_owned()));
        assert_eq!(
            outcome(Ok(()), Some("xclip")),
            Ok("with xclip, and to the terminal’s clipboard (OSC 52)".to_owned())
        );
        assert_eq!(outcome(Err("gone".into()), None), Err("gone".to_owned()));
    }

    #[test]
    fn a_tool_that_is_not_there_took_nothing() {
        assert!(!run(&["whosaid-no-such-tool"], "words"));
        assert!(run(&["cat"], "words"));
        assert!(!run(&["false"], ""));
    }
}
