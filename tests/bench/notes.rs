//! The list of all notes with 100,000 of them: what a key may take.

use std::collections::BTreeSet;

use jiff::Timestamp;
use ratatui::{Terminal, backend::TestBackend};
use whosaid::{
    app::{App, Entry, EntryState, Event, Key, Keymap, Origin, ShelfNote, ShelfNotes, update},
    library::{Anchor, ArticleKey, Colour, Note, NoteId},
    view::{Screen, Theme},
};

/// How many notes the library has.
const NOTES: usize = 100_000;

/// Makes the notes, on 2,000 articles.
fn notes() -> Vec<ShelfNote> {
    let note = |number: usize| {
        let made = Timestamp::from_second(number as i64).expect("a time");
        let title = format!("Article {}", number % 2000);
        let note = Note {
            id: NoteId::imported("bench", &number.to_string()),
            article: ArticleKey::of(&title),
            anchor: Anchor {
                exact: format!("the words of passage {number}, some ten in all, as notes have"),
                ..Anchor::default()
            },
            colour: Some(Colour::ALL[number % 6]),
            body: format!("Who says number {number}? To be checked with the ministry."),
            tags: BTreeSet::from([format!("tag{}", number % 50)]),
            starred: number.is_multiple_of(10),
            created: made,
            changed: made,
        };
        let source = format!("Minister {}", number % 300);
        ShelfNote { note, title, address: None, path: None, source }
    };
    (0..NOTES).map(note).collect()
}

/// Opens the list of all notes.
fn app() -> App {
    let entry = Entry {
        label: "a.txt".into(),
        origin: Origin::Bytes(b"A.".as_slice().into()),
        state: EntryState::Failed("not read".into()),
    };
    let mut app = App::new(vec![entry], Keymap::default(), (120, 40));
    press(&mut app, "gA");
    update(&mut app, Event::Shelved(Box::new(ShelfNotes::new(notes()))));
    app
}

fn press(app: &mut App, keys: &str) {
    for key in Key::parse_all(keys).unwrap_or_default() {
        update(app, Event::Key(key));
    }
}

fn draw(app: &App, theme: &Theme, terminal: &mut Terminal<TestBackend>) {
    let drawn = terminal.draw(|frame| frame.render_widget(Screen::new(app, theme), frame.area()));
    drawn.expect("a test screen can be drawn on");
}

fn bench_keys(bencher: divan::Bencher<'_, '_>, before: &str, keys: &str) {
    let mut app = app();
    press(&mut app, before);
    let theme = Theme::default();
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a test screen");
    bencher.bench_local(|| {
        press(&mut app, keys);
        draw(&app, &theme, &mut terminal);
    });
}

#[divan::bench]
fn opening_the_list_of_100_000_notes(bencher: divan::Bencher<'_, '_>) {
    let notes = ShelfNotes::new(notes());
    let mut app = app();
    let theme = Theme::default();
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a test screen");
    bencher.with_inputs(|| Box::new(notes.clone())).bench_local_values(|notes| {
        update(&mut app, Event::Shelved(notes));
        draw(&app, &theme, &mut terminal);
    });
}

#[divan::bench]
fn a_letter_of_a_source_over_100_000_notes(bencher: divan::Bencher<'_, '_>) {
    bench_keys(bencher, "/source:ministe", "r<BS>");
}

#[divan::bench]
fn a_row_down_in_100_000_notes(bencher: divan::Bencher<'_, '_>) {
    bench_keys(bencher, "", "j");
}

#[divan::bench]
fn to_the_end_and_back_in_100_000_notes(bencher: divan::Bencher<'_, '_>) {
    bench_keys(bencher, "", "Ggg");
}

#[divan::bench]
fn a_letter_of_a_query_over_100_000_notes(bencher: divan::Bencher<'_, '_>) {
    bench_keys(bencher, "/ministr", "y<BS>");
}
