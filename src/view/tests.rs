//! Screens of the sample article, as text that a person can read.

use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier},
    widgets::Widget as _,
};

use crate::{
    app::{App, DeepEngine, Event, Key, Line, Part, sample, update},
    article::{Article, Block, BlockKind, Mark, MarkKind},
    attribution::Act,
    base::{Id, TextSpan},
    claims::{Candidate, Detail, DetailKind, Ledger},
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
fn a_source_that_is_left_open_shows_whom_it_may_be() {
    let mut ledger = sample::ledger();
    let last = &mut ledger.claims[Id::new(3)];
    last.source = None;
    let candidate = |source, share| Candidate { source: Id::new(source), share };
    last.candidates = vec![candidate(0, 0.44), candidate(1, 0.38)];
    let shown = |keys: &str| {
        let mut app = sample::open(vec![(sample::article(), ledger.clone())], 80, 24);
        press(&mut app, keys);
        draw(&app, 80, 24)
    };
    insta::assert_snapshot!("left_open_80x24", shown("4]c"));
    insta::assert_snapshot!("left_open_choices_80x24", shown("4]cs"));
    insta::assert_snapshot!("left_open_claims_80x24", shown("4]c<Tab><Tab>"));
    insta::assert_snapshot!("left_open_why_80x24", shown("4]cgw"));
}

#[test]
fn a_doubtful_source_says_so() {
    let mut ledger = sample::ledger();
    ledger.claims[Id::new(3)].candidates = vec![Candidate { source: Id::new(0), share: 0.66 }];
    let mut app = sample::open(vec![(sample::article(), ledger)], 100, 24);
    press(&mut app, "4]c");
    let screen = draw(&app, 100, 24);
    assert!(screen.contains("1 Anna Berg · indirect · 0.90 · doubtful who (66%)"), "{screen}");
}

#[test]
fn what_is_said_of_an_unnamed_source_stands_on_its_page() {
    let mut ledger = sample::ledger();
    let place = |words: &str| {
        let start = sample::TEXT.find(words).expect("the words stand in the text");
        TextSpan::new(start, start + words.len())
    };
    ledger.sources[Id::new(1)].details = vec![
        Detail { kind: DetailKind::Role, span: place("Engineers") },
        Detail { kind: DetailKind::Body, span: place("the council") },
        Detail { kind: DetailKind::Number, span: place("most") },
    ];
    let mut app = sample::open(vec![(sample::article(), ledger)], 80, 24);
    press(&mut app, "2]cgp");
    insta::assert_snapshot!("unnamed_person_80x24", draw(&app, 80, 24));
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
fn a_look_at_a_note() {
    let write = "]caWho saw it?<C-j>Ask the council again before Friday.<Enter>K";
    insta::assert_snapshot!("peek_120x40", screen(120, 40, write));
    insta::assert_snapshot!("peek_80x24", screen(80, 24, write));
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
fn lists_narrowed_and_sorted() {
    insta::assert_snapshot!("claims_narrowed_120x40", screen(120, 40, "gC/indirect<Enter>OO"));
    insta::assert_snapshot!("claims_field_80x24", screen(80, 24, "gC/berg"));
    insta::assert_snapshot!("only_one_source_80x24", screen(80, 24, "]czs"));
}

#[test]
fn outline_with_notes() {
    insta::assert_snapshot!("outline_notes_80x24", screen(80, 24, "]caWho?<Enter>o"));
}

#[test]
fn two_articles() {
    let sample = || (sample::article(), sample::ledger());
    let mut app = sample::open(vec![sample(), sample()], 160, 24);
    press(&mut app, ":vsplit<Enter>]c");
    insta::assert_snapshot!("split_160x24", draw(&app, 160, 24));
    press(&mut app, "<C-w>w3]cgp");
    insta::assert_snapshot!("split_person_160x24", draw(&app, 160, 24));
    for width in [1, 40, 159, 160, 161, 200] {
        for height in [1, 2, 5, 24] {
            update(&mut app, Event::Resized(width, height));
            draw(&app, width, height);
        }
    }
}

/// Returns an article of blocks with their kinds, and the depth of block quotes they stand in.
fn article(blocks: &[(BlockKind, u8, &str)]) -> Article {
    let mut article = Article { language: Some("en".into()), ..Article::default() };
    for (kind, quoted, words) in blocks {
        let start = article.text.len();
        article.text.push_str(words);
        let span = TextSpan::new(start, article.text.len());
        article.blocks.push(Block { span, kind: kind.clone(), quoted: *quoted });
        article.text.push_str("\n\n");
    }
    article
}

fn typography() -> Article {
    let item = |depth, marker: &str| BlockKind::Item { depth, marker: marker.into() };
    let mut article = article(&[
        (BlockKind::Title, 0, "What the inspectors wrote"),
        (
            BlockKind::Paragraph,
            0,
            "The commission published extraordinarily comprehensive \
            recommendations, notwithstanding considerable disagreement among representatives \
            of neighbouring municipalities.",
        ),
        (BlockKind::Heading(2), 0, "Findings"),
        (item(0, "1."), 0, "Hangers"),
        (item(1, "•"), 0, "two are cracked, and were when the deck was last painted"),
        (item(1, "•"), 0, "one has parted"),
        (item(0, "2."), 0, "Deck"),
        (
            BlockKind::Paragraph,
            1,
            "We looked at every weld, and then at every weld again, \
            before we wrote a word.",
        ),
        (BlockKind::Paragraph, 2, "And what did you find?"),
        (BlockKind::Code, 0, "for hanger in bridge:\n    if hanger.cracked:\n        close()"),
        (
            BlockKind::Table,
            0,
            "Year\tVehicles\tClosed\n2019\t19,000\tno\n2020\t\tyes, for the \
            whole of the winter and most of the spring that followed it",
        ),
        (BlockKind::Heading(2), 0, "Costs"),
        (BlockKind::Paragraph, 0, "Nobody knows."),
    ]);
    let start = article.text.find("considerable").unwrap_or_default();
    let kind = MarkKind::Link("https://a.example/".into());
    article.marks.push(Mark { span: TextSpan::new(start, start + 25), kind });
    article
}

fn scripts() -> Article {
    article(&[
        (BlockKind::Title, 0, "世界の橋"),
        (
            BlockKind::Paragraph,
            0,
            "市長は「橋は安全だ」と述べた。しかし技師は三月に亀裂を見つけ、\
            報告書にそう書いたと語った。橋は月曜日から閉鎖されている。",
        ),
        (
            BlockKind::Paragraph,
            0,
            "قال المهندس إن الجسر آمن، لكن الوزارة قالت إنها ستغلقه حتى \
            الربيع، ولم تذكر السبب.",
        ),
        (
            BlockKind::Paragraph,
            0,
            "इंजीनियर ने कहा कि पुल सुरक्षित है, लेकिन मंत्रालय ने कहा कि वह \
            वसंत तक बंद रहेगा।",
        ),
        (
            BlockKind::Paragraph,
            0,
            "“Safe 👍🏽,” the 👩‍🔧 said, café in hand, and waved 🇮🇸 at us. \
            Zu\u{308}rich had sent a 🎉.",
        ),
    ])
}

/// Draws `article` on a screen of this size after `keys`.
fn screen_of(article: Article, width: u16, height: u16, keys: &str) -> String {
    let mut app = sample::open(vec![(article, Ledger::default())], width, height);
    press(&mut app, keys);
    draw(&app, width, height)
}

#[test]
fn typography_of_every_block() {
    insta::assert_snapshot!("typography_80x24", screen_of(typography(), 80, 24, ""));
    insta::assert_snapshot!("typography_80x40", screen_of(typography(), 80, 40, ""));
    insta::assert_snapshot!("justified_50x24", screen_of(typography(), 50, 24, "zj"));
    insta::assert_snapshot!(
        "table_sideways_50x24",
        screen_of(typography(), 50, 24, "/2020<Enter>$")
    );
    insta::assert_snapshot!("links_80x24", screen_of(typography(), 80, 24, "gL"));
}

#[test]
fn scripts_take_the_columns_they_take() {
    insta::assert_snapshot!("scripts_80x24", screen_of(scripts(), 80, 24, "G"));
    insta::assert_snapshot!("scripts_40x24", screen_of(scripts(), 40, 24, ""));
}

#[test]
fn a_heading_never_stands_alone_at_the_end() {
    for height in 6..40 {
        let mut app = sample::open(vec![(typography(), Ledger::default())], 60, height);
        for _ in 0..20 {
            let pane = app.pane().expect("it is open");
            let last = pane.screen.iter().rev().find_map(|line| match line {
                Line::Row { block, .. } => Some(&pane.article.blocks[*block]),
                Line::Blank => None,
            });
            let heading = last.is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)));
            let read = last.is_some_and(|block| block.span.contains(pane.cursor));
            assert!(!heading || read, "{height} rows");
            press(&mut app, "<C-f>");
        }
    }
}

#[test]
fn hints() {
    insta::assert_snapshot!("hints_80x24", screen(80, 24, "f"));
    insta::assert_snapshot!("hints_48x12", screen(48, 12, "]cf"));
}

#[test]
fn a_look_that_ends_among_blanks_ends_there() {
    let mut article = Article::from_paragraphs(["one   two"]);
    article.marks.push(Mark { span: TextSpan::new(1, 4), kind: MarkKind::Emphasis });
    let app = sample::open(vec![(article, Ledger::default())], 40, 6);
    let theme = Theme::default();
    let mut terminal = Terminal::new(TestBackend::new(40, 6)).expect("a test screen");
    terminal
        .draw(|frame| frame.render_widget(Screen::new(&app, &theme), frame.area()))
        .expect("a test screen can be drawn on");
    let slanted = terminal
        .backend()
        .buffer()
        .content()
        .iter()
        .filter(|cell| cell.modifier.contains(Modifier::ITALIC) && cell.symbol() != " ");
    assert_eq!(slanted.map(|cell| cell.symbol()).collect::<String>(), "ne");
}

#[test]
fn a_footnote_lies_over_the_text() {
    let note = "[1] By post, among 1,204 households of the district, of which 611 answered; those \
                without a door of their own were not asked.";
    let article = Article::from_paragraphs(["The survey[1] was quoted at length.", "Two.", note]);
    for (name, width, height) in [("footnote_80x24", 80, 24), ("footnote_48x12", 48, 12)] {
        insta::assert_snapshot!(name, screen_of(article.clone(), width, height, "wwgx"));
    }
}

#[test]
fn only_the_text() {
    insta::assert_snapshot!("text_only_120x40", screen(120, 40, "zo"));
}

#[test]
fn whose_words_these_are_is_told_first_where_there_is_little_room() {
    let status = |width| screen(width, 12, "]c]c").lines().last().unwrap_or_default().to_owned();
    assert!(status(80).contains(" 1 Anna Berg ▸ 2 engineers · indirect"), "{}", status(80));
    assert!(status(62).contains(" 1 ▸ 2 engineers · indirect"), "{}", status(62));
}

#[test]
fn every_screen_at_every_size() {
    let all = [
        "]c",
        "<Tab>",
        "<Tab><Tab>",
        "]cgp",
        "?",
        "o",
        "gl",
        "]cab",
        "]cab<Enter>K",
        "/a",
        ":n",
        "V",
        "f",
    ];
    for width in (1..30).chain([79, 80, 99, 100, 200]) {
        for height in (1..12).chain([24, 50]) {
            for keys in all {
                screen(width, height, keys);
            }
            let article = Article::from_paragraphs(["See[1].", "[1] A note of some length."]);
            screen_of(article, width, height, "elgx");
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
fn what_is_dimmed_has_no_colour_and_what_stands_in_it_is_not_dimmed() {
    let theme = Theme::shipped("terminal-dark", Depth::Sixteen);
    for attitude in [0, 1] {
        let mut ledger = sample::ledger();
        ledger.claims[Id::new(attitude)].act = Act::Attitude;
        let app = sample::open(vec![(sample::article(), ledger)], 120, 40);
        let whole = Rect::new(0, 0, 120, 40);
        let mut buffer = Buffer::empty(whole);
        Screen::new(&app, &theme).render(whole, &mut buffer);
        for cell in buffer.content() {
            let dim = cell.modifier.contains(Modifier::DIM);
            assert!(!dim || cell.fg == Color::Reset, "{attitude}: {cell:?}");
        }
    }
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
