//! Screens of the sample article, as text that a person can read.

use ratatui::{Terminal, backend::TestBackend, style::Modifier};

use crate::{
    app::{App, DeepEngine, Event, Key, Part, sample, update},
    base::Id,
    view::{
        Depth, Screen, Theme,
        theme::{
            Nearness, Weight,
            tests::{LEAST, OWN_COLOURS, contrast},
        },
    },
};

fn press(app: &mut App, keys: &str) {
    for key in Key::parse_all(keys).unwrap_or_default() {
        update(app, Event::Key(key));
    }
}

/// Draws the sample on a screen of this size after `keys`.
fn screen(width: u16, height: u16, keys: &str) -> String {
    let mut app = sample::app(width, height);
    press(&mut app, keys);
    draw(&app, width, height)
}

fn draw(app: &App, width: u16, height: u16) -> String {
    let theme = Theme::default();
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test screen");
    terminal
        .draw(|frame| frame.render_widget(Screen::new(app, &theme), frame.area()))
        .expect("a test screen can be drawn on");
    terminal.backend().to_string()
}

#[test]
fn reader() {
    insta::assert_snapshot!("reader_120x40", screen(120, 40, "]c"));
    insta::assert_snapshot!("reader_80x24", screen(80, 24, "2]c"));
    insta::assert_snapshot!("reader_48x12", screen(48, 12, "3]c"));
}

#[test]
fn side_pane() {
    insta::assert_snapshot!("claims_120x40", screen(120, 40, "]c<Tab><Tab>"));
    insta::assert_snapshot!("people_over_the_text_80x24", screen(80, 24, "]c<Tab>"));
    insta::assert_snapshot!("notes_120x40", screen(120, 40, "]ccy2]caWho?<Enter><S-Tab>"));
}

#[test]
fn pages() {
    insta::assert_snapshot!("person_120x40", screen(120, 40, "]cgp"));
    insta::assert_snapshot!("person_80x24", screen(80, 24, "]cgp"));
    insta::assert_snapshot!("outline_80x24", screen(80, 24, "o"));
    insta::assert_snapshot!("articles_80x24", screen(80, 24, "gl"));
    insta::assert_snapshot!("help_80x24", screen(80, 24, "?"));
    insta::assert_snapshot!("help_filtered_80x24", screen(80, 24, "?claim"));
}

#[test]
fn fields() {
    insta::assert_snapshot!("note_80x24", screen(80, 24, "]caIs this so?"));
    insta::assert_snapshot!("search_80x24", screen(80, 24, "/bridge"));
    insta::assert_snapshot!("command_80x24", screen(80, 24, ":next"));
}

#[test]
fn a_long_message_is_not_cut() {
    let mut app = sample::app(48, 12);
    let why = "config.toml, line 2: there is no setting “mesure”; did you mean “measure”?";
    update(&mut app, Event::Refused(why.into()));
    insta::assert_snapshot!("long_message_48x12", draw(&app, 48, 12));
}

#[test]
fn keys_that_may_follow() {
    let mut app = sample::app(80, 24);
    press(&mut app, "]");
    update(&mut app, Event::Paused);
    insta::assert_snapshot!("menu_80x24", draw(&app, 80, 24));
}

#[test]
fn the_second_look_is_told_of() {
    let mut app = sample::app(80, 24);
    app.deep_engine = DeepEngine::Ready;
    press(&mut app, "]c:engine deep<Enter>j");
    update(&mut app, Event::LookedSoFar(Id::new(0), 0.4));
    let shown = draw(&app, 80, 24);
    assert!(shown.contains("second look 40% · claim 1/4 · ? help"), "{shown}");
}

#[test]
fn only_the_text() {
    insta::assert_snapshot!("text_only_120x40", screen(120, 40, "zo"));
}

#[test]
fn every_screen_at_every_size() {
    for keys in ["]c", "<Tab>", "<Tab><Tab>", "]cgp", "?", "o", "gl", "]cab", "/a", ":n", "V"] {
        for width in (1..30).chain([79, 80, 99, 100, 200]) {
            for height in (1..12).chain([24, 50]) {
                screen(width, height, keys);
            }
        }
    }
}

#[test]
fn without_colour_weight_and_slant_tell_the_parts_apart() {
    let theme = Theme::default();
    let look = |part, nearness| theme.part(part, Some(0), nearness, Weight::Full);
    let parts = [Part::Quoted, Part::Reported, Part::Cue, Part::Attribution];
    for nearness in [Nearness::Here, Nearness::Other] {
        for (index, part) in parts.into_iter().enumerate() {
            for other in &parts[index + 1..] {
                assert_ne!(look(part, nearness), look(*other, nearness), "{part:?} {other:?}");
            }
        }
    }
    let dimmed = theme.part(Part::Quoted, Some(0), Nearness::Other, Weight::Dimmed);
    assert!(dimmed.add_modifier.contains(Modifier::DIM));
}

/// Returns the sample drawn with `theme` after `keys`.
fn cells(theme: &Theme, keys: &str) -> ratatui::buffer::Buffer {
    let mut app = sample::app(120, 40);
    press(&mut app, keys);
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a test screen");
    terminal
        .draw(|frame| frame.render_widget(Screen::new(&app, theme), frame.area()))
        .expect("a test screen can be drawn on");
    terminal.backend().buffer().clone()
}

#[test]
fn whatever_is_drawn_can_be_read_in_every_theme() {
    for name in OWN_COLOURS {
        for depth in [Depth::Rgb, Depth::Indexed] {
            let theme = Theme::shipped(name, depth);
            for keys in
                ["]c", "]ccy2]ccg", "gP", "]cgp", "gC", "?", "o", "/bridge", "]cv3w", "]caWho"]
            {
                for cell in cells(&theme, keys).content() {
                    let found = contrast(cell.fg, cell.bg);
                    assert!(
                        cell.symbol() == " " || found >= LEAST,
                        "{name} {keys}: {cell:?} {found:.2}"
                    );
                    assert!(!cell.modifier.contains(Modifier::DIM), "{name} {keys}: {cell:?}");
                }
            }
        }
    }
}
