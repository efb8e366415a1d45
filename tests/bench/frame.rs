//! One frame: a key taken in, and the screen drawn anew.

use std::sync::Arc;

use divan::Bencher;
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Rect, widgets::Widget};
use whosaid::{
    app::{App, ClaimIndex, Entry, EntryState, Event, Key, Keymap, Loaded, Origin, update},
    base::Id,
    ingest::{self, Hint},
    reading,
    view::{Depth, Screen, Theme},
};

const SIZES: [(u16, u16); 2] = [(120, 40), (200, 50)];

/// Returns the program with a sample article open and read.
fn app((width, height): (u16, u16)) -> App {
    let bytes = include_bytes!("../../assets/demo/01-bridge-sources.txt");
    let mut records = ingest::read(bytes.to_vec(), &Hint { name: "sample.txt" }).expect("a text");
    let article = records.next().expect("an article").expect("an article").article;
    let claims = ClaimIndex::new(reading::read(&article), &article.text);
    let entry = Entry {
        label: "sample.txt".into(),
        origin: Origin::Bytes(bytes.as_slice().into()),
        state: EntryState::Loading,
    };
    let mut app = App::new(vec![entry], Keymap::default(), (width, height));
    let loaded = Loaded { label: "sample.txt".into(), article: Arc::new(article), warning: None };
    update(&mut app, Event::Loaded(Id::new(0), Ok(vec![loaded])));
    update(&mut app, Event::Analysed(Id::new(0), Box::new(claims)));
    app
}

#[divan::bench(args = SIZES)]
fn drawing(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let app = app(size);
    let theme = Theme::shipped("terminal-dark", Depth::Sixteen);
    let area = Rect::new(0, 0, size.0, size.1);
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| Screen::new(&app, &theme).render(area, &mut buffer));
}

#[divan::bench(args = SIZES)]
fn key_and_frame(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut app = app(size);
    let theme = Theme::shipped("terminal-dark", Depth::Sixteen);
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a test screen");
    let mut keys = ["j", "j", "j", "k", "k", "k"].into_iter().cycle();
    bencher.bench_local(|| {
        let key = keys.next().and_then(Key::parse_all).expect("a key")[0];
        update(&mut app, Event::Key(key));
        terminal
            .draw(|frame| frame.render_widget(Screen::new(&app, &theme), frame.area()))
            .map(drop)
    });
}

#[divan::bench(args = SIZES)]
fn key(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut app = app(size);
    let mut keys = ["j", "k"].into_iter().cycle();
    bencher.bench_local(|| {
        let key = keys.next().and_then(Key::parse_all).expect("a key")[0];
        update(&mut app, Event::Key(key))
    });
}
