//! One frame: a key taken in, and the screen drawn anew.

use std::sync::Arc;

use divan::{Bencher, black_box};
use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};
use whosaid::{
    app::{App, ClaimIndex, Entry, EntryState, Event, Key, Keymap, Loaded, Origin, update},
    base::Id,
    ingest::{self, Hint},
    reading,
    view::{Depth, Drawing, Screen, Theme},
};

const SIZES: [(u16, u16); 2] = [(120, 40), (200, 50)];

/// Returns the program with a sample article open and read, `times` over.
fn app((width, height): (u16, u16), times: usize) -> App {
    let bytes = include_bytes!("../../assets/demo/01-bridge-sources.txt").repeat(times);
    let mut records = ingest::read(bytes.clone(), &Hint { name: "sample.txt" }).expect("a text");
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
    let app = app(size, 1);
    let theme = Theme::shipped("terminal-dark", Depth::Sixteen);
    let area = Rect::new(0, 0, size.0, size.1);
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| Screen::new(&app, &theme).render(area, &mut buffer));
}

/// A key that moves the cursor, or scrolls where the article is long, and what changes by it.
#[divan::bench(args = SIZES, consts = [1, 40])]
fn key_and_frame<const TIMES: usize>(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut app = app(size, TIMES);
    let theme = Theme::shipped("terminal-dark", Depth::Sixteen);
    let mut drawing = Drawing::new(size.0, size.1);
    let keys = if TIMES == 1 { "jjjkkk".to_owned() } else { "j".repeat(200) + "gg" };
    let mut keys = Key::parse_all(&keys).expect("keys").into_iter().cycle();
    bencher.bench_local(|| {
        update(&mut app, Event::Key(keys.next().expect("a key")));
        drawing.draw(&Screen::new(&app, &theme), |step| {
            black_box(step);
        });
    });
}

#[divan::bench(args = SIZES)]
fn key(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut app = app(size, 1);
    let mut keys = Key::parse_all("jk").expect("keys").into_iter().cycle();
    bencher.bench_local(|| update(&mut app, Event::Key(keys.next().expect("a key"))));
}
