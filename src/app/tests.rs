//! Keys pressed on the sample article, and what comes of them.

use crate::{
    app::{
        App, ClaimIndex, DeepEngine, Effect, Engine, Event, Extent, Focus, Key, Line, List, Listed,
        Looked, Page, Pick, ShelfNotes, Tone, Write, sample, update,
    },
    base::Id,
    claims::Claim,
};

/// Presses keys one after another, such as `]cgs<Tab>`; returns the effects of the last.
fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let keys = Key::parse_all(keys).expect("the test's keys are keys");
    keys.into_iter().map(|key| update(app, Event::Key(key))).last().unwrap_or_default()
}

/// Returns the words from the cursor on.
fn here(app: &App) -> &str {
    let pane = app.pane().expect("the sample is open");
    &pane.article.text[pane.cursor..]
}

/// Presses `keys` on the sample and checks what stands at the cursor then.
fn check(keys: &str, expected: &str) {
    let mut app = sample::app(120, 40);
    press(&mut app, keys);
    let found = here(&app);
    assert!(found.starts_with(expected), "{keys}: at {:?}", found.get(..40).unwrap_or(found));
}

fn message(app: &App) -> (&str, Tone) {
    let message = app.message.as_ref().expect("a message");
    (&message.text, message.tone)
}

#[test]
fn words_sentences_and_paragraphs() {
    check("w", "stays");
    check("2w", "shut");
    check("e", "e stays");
    check("wwwb", "shut\n");
    check("}", "The bridge has");
    check("}}{", "The bridge has");
    check("}))", "“We shall see");
    check("})))((", "“Engineers");
    check("})", "“Engineers");
    check("G", ".");
    check("Ggg", "Bridge");
    check("2G", "“Engineers");
    check("}$", ".");
    check("}$0", "The bridge");
    check("lll", "dge");
    check("lllhh", "ridge");
}

#[test]
fn rows_keep_the_column() {
    check("lllj", " bridge");
    check("llljk", "dge");
    check("4j", "A survey");
}

#[test]
fn claims_one_after_another() {
    check("]c", "“Engineers");
    check("]c]c", "it is safe");
    check("3]c", "that most people");
    check("]c]c[c", "“Engineers");
    check("4]c]c", "it will open");
    check("]q", "“Engineers");
    check("]?", "that most people");
}

#[test]
fn from_a_claim_to_its_source_and_on_to_its_next_claim_and_back() {
    check("]cgs", "Anna Berg");
    check("]cgs]s", "it will open");
    check("]cgs]s[s", "“Engineers");
    check("]cgs]s<C-o>", "Anna Berg");
    check("]cgs]s<C-o><C-o>", "“Engineers");
    check("]cgs]sHHL", "Anna Berg");
    check("]c]cgs", "Engineers say");
}

#[test]
fn up_the_chain() {
    check("2]cgu", "“Engineers");
    let mut app = sample::app(120, 40);
    press(&mut app, "]cgu");
    assert_eq!(message(&app).1, Tone::Warning);
}

#[test]
fn search_goes_round_and_counts() {
    check("/bridge<Enter>", "bridge has");
    check("/bridge<Enter>n", "Bridge stays");
    check("/bridge<Enter>nN", "bridge has");
    check("/nothing<Esc>", "Bridge stays");
    check("*", "Bridge");
    let mut app = sample::app(120, 40);
    press(&mut app, "/bridge<Enter>");
    assert_eq!(message(&app), ("match 2/2", Tone::Plain));
    press(&mut app, "n");
    assert_eq!(message(&app), ("match 1/2 · went round the end", Tone::Plain));
    press(&mut app, "/zebra<Enter>");
    assert_eq!(message(&app), ("“zebra” does not occur in this article", Tone::Warning));
}

#[test]
fn marks_and_the_last_place() {
    check("wma}'a", "stays");
    check("w]c''", "stays");
    let mut app = sample::app(120, 40);
    press(&mut app, "'x");
    assert_eq!(message(&app), ("mark x is not set; mx sets it", Tone::Warning));
}

#[test]
fn what_is_selected() {
    let selected = |keys: &str| {
        let mut app = sample::app(120, 40);
        press(&mut app, keys);
        let pane = app.pane().expect("open");
        pane.selected().map(|span| pane.article.text[span.range()].to_owned())
    };
    assert_eq!(selected("ve").as_deref(), Some("Bridge"));
    assert_eq!(selected("}wvip").as_deref(), Some("The bridge has been shut since Monday."));
    assert_eq!(
        selected("}}wviq").as_deref(),
        Some("“Engineers say it is safe, and have since last week,”")
    );
    assert_eq!(selected("2]cvic").as_deref(), Some("it is safe"));
    assert_eq!(selected("}wv+").as_deref(), Some("bridge"));
    assert_eq!(selected("}wv++-").as_deref(), Some("bridge"));
    assert_eq!(selected("wveob").as_deref(), Some("Bridge stays"));
    assert_eq!(selected("vv"), None);
    assert_eq!(selected("v<Esc>"), None);
}

#[test]
fn panes_follow_one_another() {
    let mut app = sample::app(120, 40);
    press(&mut app, "<Tab>");
    assert_eq!((app.focus, app.side), (Focus::Side, List::People));
    press(&mut app, "<Tab><Tab>");
    assert_eq!((app.focus, app.side), (Focus::Side, List::Notes));
    press(&mut app, "<Tab>");
    assert_eq!(app.focus, Focus::Text);
    press(&mut app, "<S-Tab><Esc>");
    assert_eq!(app.focus, Focus::Text);
}

#[test]
fn the_side_pane_follows_the_cursor() {
    let mut app = sample::app(120, 40);
    press(&mut app, "2]c");
    assert_eq!(app.chosen_row(List::People), Some(1));
    assert_eq!(app.chosen_row(List::Claims), Some(1));
}

#[test]
fn a_person_has_a_page_from_which_claims_open() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]cgp");
    assert_eq!(app.page, Some(Page::List(List::Person(Id::new(0)))));
    press(&mut app, "j<Enter>");
    assert_eq!(app.page, None);
    assert!(here(&app).starts_with("it will open"));
}

#[test]
fn a_key_that_cannot_act_says_why() {
    let mut app = sample::app(120, 40);
    press(&mut app, "gs");
    assert_eq!(message(&app), ("there is no claim here; ]c goes to the next", Tone::Warning));
    press(&mut app, "X");
    assert_eq!(message(&app), ("X does nothing here; ? lists the keys that do", Tone::Warning));
    press(&mut app, "<Tab>w");
    assert!(message(&app).0.starts_with("w (next-word) does not act here"));
}

#[test]
fn commands_have_names() {
    check(":next-claim<Enter>", "“Engineers");
    check(":next-cl<Tab><Enter>", "“Engineers");
    check(":3<Enter>", "A survey");
    let mut app = sample::app(120, 40);
    press(&mut app, ":next-clam<Enter>");
    assert!(message(&app).0.ends_with("did you mean “next-claim”?"));
}

#[test]
fn a_highlight_is_shown_at_once_and_sent_to_disk() {
    let mut app = sample::app(120, 40);
    let effects = press(&mut app, "]ccg");
    let [Effect::Save(_, _, write)] = &effects[..] else { panic!("nothing is saved") };
    assert!(matches!(**write, Write::Change(..)));
    assert_eq!(app.saving, 1);
    assert!(app.message.is_none(), "nothing is called saved before it is");
    let notes = app.pane().and_then(|pane| pane.notes.as_ref()).expect("notes");
    assert_eq!(notes.annotations().notes()[0].anchor.exact.get(..12), Some("“Engineers"));
}

#[test]
fn a_note_is_written_changed_and_deleted() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]caIs it?<Enter>");
    let body = |app: &App| app.note_here().map(|note| note.body.clone());
    assert_eq!(body(&app).as_deref(), Some("Is it?"));
    press(&mut app, "a No.<Enter>");
    assert_eq!(body(&app).as_deref(), Some("Is it? No."));
    press(&mut app, "dd");
    assert_eq!(body(&app), None);
}

#[test]
fn a_look_at_a_note_moves_nothing_and_reaches_all_that_lie_here() {
    let mut app = sample::app(120, 12);
    press(&mut app, "]caOn all of it.<Enter>");
    let long: String = (1..=30).map(|line| format!("line {line}<C-j>")).collect();
    press(&mut app, &format!("wviwa{long}<Enter>").replace("viw", "ve"));
    let place = app.pane().map(|pane| (pane.cursor, pane.screen.clone()));
    press(&mut app, "K");
    let peeked = app.peeked().expect("a note is looked at");
    assert!(peeked.title.starts_with("note 1 of 2"), "{}", peeked.title);
    assert_eq!(peeked.rows[0], "line 1");
    press(&mut app, "jj");
    assert_eq!(app.peeked().expect("still open").rows[0], "line 3");
    press(&mut app, "G");
    assert_eq!(app.peeked().expect("still open").hidden.1, 0);
    press(&mut app, "K");
    assert_eq!(app.peeked().expect("still open").rows, ["On all of it."]);
    assert_eq!(app.pane().map(|pane| (pane.cursor, pane.screen.clone())), place);
    // What is looked at is what is changed.
    press(&mut app, "a Yes.<Enter>");
    assert_eq!(app.peeked().expect("open again").rows, ["On all of it. Yes."]);
    press(&mut app, "<Esc>");
    assert_eq!(app.peeked(), None);
    press(&mut app, "KG");
    assert!(app.peek.is_some());
    press(&mut app, "<Esc>GK");
    assert_eq!((app.peek.is_some(), message(&app).1), (false, Tone::Warning));
}

#[test]
fn who_says_what_a_note_is_on_is_kept_with_it() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]cccw");
    let saved = |elsewhere| crate::app::Saved {
        message: "saved".into(),
        annotations: None,
        shares: None,
        elsewhere,
    };
    let effects = update(&mut app, Event::Saved(Id::new(0), saved(false)));
    let [Effect::KeepSources(sources)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(sources[0].1, "Anna Berg");
    // Once is enough.
    assert!(update(&mut app, Event::Saved(Id::new(0), saved(false))).is_empty());
    // What was undone in several articles is read anew in all.
    let effects = update(&mut app, Event::Saved(Id::new(0), saved(true)));
    assert!(matches!(effects[..], [Effect::Remember(..)]));
}

#[test]
fn a_note_left_with_escape_is_not_lost() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]caAlmost<Esc>");
    assert!(message(&app).0.starts_with("not saved"));
    press(&mut app, "a");
    assert_eq!(app.prompt.as_ref().map(|prompt| prompt.text()).as_deref(), Some("Almost"));
}

#[test]
fn a_note_that_does_not_reach_the_disk_is_not_lost() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]caAlmost<Enter>");
    update(&mut app, Event::NotSaved(Id::new(0), "no space is left".into(), None));
    assert_eq!(message(&app), ("not saved: no space is left", Tone::Warning));
    assert_eq!(app.prompt.as_ref().map(|prompt| prompt.text()).as_deref(), Some("Almost"));
    let effects = press(&mut app, "<Enter>");
    assert!(matches!(effects[..], [Effect::Save(..)]), "it can be tried again");
}

#[test]
fn without_a_library_a_note_is_refused_with_the_reason() {
    let mut app = sample::app(120, 40);
    update(&mut app, Event::LibraryFailed("the disk is full".into()));
    let effects = press(&mut app, "]ccc");
    assert!(effects.is_empty());
    assert_eq!(message(&app), ("notes cannot be kept: the disk is full", Tone::Warning));
}

#[test]
fn the_place_is_kept_when_the_window_changes() {
    let mut app = sample::app(120, 10);
    press(&mut app, "G");
    for (width, height) in [(40, 6), (1, 1), (200, 50), (13, 3), (120, 10)] {
        update(&mut app, Event::Resized(width, height));
        assert!(here(&app).len() <= 1, "{width}x{height}");
        let pane = app.pane().expect("open");
        assert!(pane.cursor_on_screen().is_some(), "{width}x{height}");
    }
}

#[test]
fn q_closes_one_thing_and_then_the_program() {
    let mut app = sample::app(120, 40);
    press(&mut app, "?");
    assert!(press(&mut app, "q").is_empty());
    assert!(matches!(press(&mut app, "q")[..], [Effect::Save(..), Effect::Exit]));
}

/// Returns the claims as `source: words`, in reading order.
fn claims(app: &App) -> Vec<String> {
    let pane = app.pane().expect("open");
    let claims = pane.claims().expect("read");
    let line = |claim: &crate::claims::Claim| {
        let name = claim.source.map_or("?", |source| &claims.ledger.sources[source].name);
        let words = claim.content[0].slice(&pane.article.text).unwrap_or_default();
        format!("{name}: {}", words.chars().take(12).collect::<String>())
    };
    claims.ledger.claims.rows().iter().map(line).collect()
}

/// Goes to the row of the open list that `row` describes and presses Enter.
fn pick(app: &mut App, wanted: &Pick) -> Vec<Effect> {
    let list = app.active_list().expect("a list");
    let row = app.rows_of(list).iter().position(|row| *row == Listed::Pick(wanted.clone()));
    let row = row.expect("the row is offered");
    press(app, &format!("{}<Enter>", "j".repeat(row)))
}

#[test]
fn a_claim_is_put_down_to_somebody_else_and_that_can_be_undone() {
    let mut app = sample::app(120, 40);
    let before = claims(&app);
    press(&mut app, "3]cs");
    let effects = pick(&mut app, &Pick::SaidBy(Id::new(0)));
    assert!(matches!(effects[..], [Effect::Save(..)]));
    assert_eq!(claims(&app)[2], "Anna Berg: that most pe");
    let here = app.pane().and_then(|pane| pane.claim_here()).expect("the claim stays");
    assert!(app.pane().and_then(|pane| pane.claims()).is_some_and(|all| all.is_by_reader(here)));
    let key = crate::library::ArticleKey::of(sample::TEXT);
    let none = crate::library::Annotations::new(key, Vec::new(), Vec::new());
    let annotations = Some(none);
    let message = "undone".into();
    let saved = crate::app::Saved { message, annotations, shares: None, elsewhere: false };
    update(&mut app, Event::Saved(Id::new(0), saved));
    assert_eq!(claims(&app), before);
}

#[test]
fn a_new_name_is_asked_for_and_offered_for_what_follows() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]cs");
    pick(&mut app, &Pick::NewSource);
    press(&mut app, "Ada Holm<Enter>");
    assert_eq!(claims(&app)[0], "Ada Holm: “Engineers s");
    assert_eq!(app.offer.as_ref().map(|offer| offer.claims.len()), Some(1));
    press(&mut app, "y");
    assert_eq!(claims(&app)[3], "Ada Holm: it will open");
    let mut app = sample::app(120, 40);
    press(&mut app, "]cs");
    pick(&mut app, &Pick::Nobody);
    press(&mut app, "n");
    assert_eq!(claims(&app)[3], "Anna Berg: it will open");
}

#[test]
fn a_claim_can_be_none_or_other_words() {
    let mut app = sample::app(120, 40);
    press(&mut app, "2]cs");
    pick(&mut app, &Pick::NotAClaim);
    assert_eq!(claims(&app).len(), 3);
    press(&mut app, "gg2]cs");
    pick(&mut app, &Pick::OtherWords);
    press(&mut app, "wwvees");
    assert!(claims(&app).iter().any(|line| line == "survey: people would"), "{:?}", claims(&app));
}

#[test]
fn what_the_program_missed_becomes_a_claim() {
    let mut app = sample::app(120, 40);
    press(&mut app, "}vips");
    pick(&mut app, &Pick::SaidBy(Id::new(0)));
    assert_eq!(claims(&app)[0], "Anna Berg: The bridge h");
}

#[test]
fn sources_are_merged_and_renamed() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]cS");
    pick(&mut app, &Pick::Same(Id::new(1)));
    assert_eq!(claims(&app)[1], "Anna Berg: it is safe");
    press(&mut app, "gg3]cS");
    pick(&mut app, &Pick::Rename);
    press(&mut app, " of the town<Enter>");
    assert_eq!(claims(&app)[2], "survey of the town: that most pe");
}

#[test]
fn a_reason_is_kept_with_a_correction() {
    let mut app = sample::app(120, 40);
    press(&mut app, "3]cs");
    pick(&mut app, &Pick::Accept);
    press(&mut app, ":because I asked<Enter>");
    press(&mut app, "gw");
    assert!(message(&app).0.ends_with("accepted, because I asked"), "{:?}", message(&app));
}

#[test]
fn notes_are_exported_by_a_command() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]ccc");
    let effects = press(&mut app, ":export csv notes.csv<Enter>");
    let [.., Effect::Write(path, words)] = &effects[..] else { panic!("nothing is written") };
    assert_eq!(path.to_str(), Some("notes.csv"));
    assert!(words.contains("Engineers say"), "{words}");
    assert!(matches!(press(&mut app, ":export jsonld<Enter>")[..], [.., Effect::Copy(_)]));
    press(&mut app, ":export tape<Enter>");
    assert!(message(&app).0.starts_with(":export takes a format"));
}

#[test]
fn a_review_goes_through_the_doubtful_claims() {
    let mut app = sample::app(120, 40);
    press(&mut app, "gr");
    assert!(here(&app).starts_with("that most people"));
    assert!(message(&app).0.starts_with("0 decided, 1 left here"), "{:?}", message(&app));
    let effects = press(&mut app, "y");
    assert!(matches!(effects[..], [Effect::Save(..)]));
    assert_eq!(message(&app).0, "that was the last doubtful claim: 1 decided, 0 skipped");
    assert_eq!(app.review, None);
    press(&mut app, "gr");
    assert_eq!(message(&app).0, "that was the last doubtful claim: 0 decided, 0 skipped");
    let mut app = sample::app(120, 40);
    press(&mut app, "grx");
    assert_eq!(claims(&app).len(), 3);
    let mut app = sample::app(120, 40);
    press(&mut app, "grA");
    assert!(message(&app).0.contains("1 decided"), "{:?}", message(&app));
    let mut app = sample::app(120, 40);
    press(&mut app, ":accept nothing of it<Enter>");
    assert_eq!(message(&app).1, Tone::Warning);
    assert!(matches!(press(&mut app, ":accept survey<Enter>")[..], [.., Effect::Save(..)]));
    press(&mut app, "gr<Esc>");
    assert_eq!(app.review, None);
}

/// Returns news of a survey: file `done` of two, with the sample in it and what is in doubt there.
fn surveyed(done: usize, path: &str, doubts: &[&str]) -> Event {
    let text = sample::TEXT;
    let index = crate::base::ScalarIndex::new(text);
    let doubt = |words: &&str| {
        let start = text.find(words).expect("the words stand in the text");
        let span = crate::base::TextSpan::new(start, start + words.len());
        let anchor = crate::library::Anchor::of(text, &index, span).expect("an anchor");
        let kind = crate::claims::ClaimKind::Indirect;
        crate::app::Doubt { anchor, kind, source: "survey".into() }
    };
    let article = std::sync::Arc::new(sample::article());
    let doubts: Vec<_> = doubts.iter().map(doubt).collect();
    let found = crate::app::Doubtful { article, doubts };
    let found = if found.doubts.is_empty() { Vec::new() } else { vec![found] };
    Event::Surveyed(1, crate::app::Surveyed::File { done, all: 2, path: path.into(), found })
}

#[test]
fn a_review_of_a_folder_opens_what_is_doubtful_while_the_rest_is_read() {
    let mut app = sample::app(120, 40);
    let effects = press(&mut app, ":review notes/<Enter>");
    assert!(matches!(&effects[..], [.., Effect::Survey(1, crate::app::Scope::Path(_))]));
    assert!(update(&mut app, surveyed(1, "notes/a.txt", &[])).is_empty());
    assert_eq!(app.entries.len(), 1);
    assert!(message(&app).0.contains("1 of 2 files read"), "{:?}", message(&app));
    let effects = update(&mut app, surveyed(2, "notes/b.txt", &["that most people"]));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Load(_))), "{effects:?}");
    assert_eq!(app.current.index(), 1);
    // What is said of a survey that was stopped comes too late.
    assert!(matches!(press(&mut app, "<Esc>")[..], [Effect::StopSurvey]));
    assert!(update(&mut app, surveyed(2, "notes/c.txt", &["that most people"])).is_empty());
    assert_eq!((app.review.is_none(), app.entries.len()), (true, 2));
}

#[test]
fn how_far_a_review_is_follows_the_survey_without_a_key() {
    let mut app = sample::app(160, 40);
    let open = app.current;
    app.entries[open].origin = crate::app::Origin::File("notes/a.txt".into());
    press(&mut app, ":review notes/<Enter>");
    update(&mut app, surveyed(1, "notes/a.txt", &["that most people"]));
    assert!(message(&app).0.contains("1 of 2 files read"), "{:?}", message(&app));
    update(&mut app, surveyed(2, "notes/b.txt", &["it is safe"]));
    assert!(message(&app).0.contains("1 further on, 2 of 2 files read"), "{:?}", message(&app));
    update(&mut app, Event::Surveyed(1, crate::app::Surveyed::Done { failed: 0 }));
    assert!(!message(&app).0.contains("files read"), "{:?}", message(&app));
}

#[test]
fn what_has_certain_words_is_accepted_in_articles_that_are_not_open_too() {
    let mut app = sample::app(120, 40);
    press(&mut app, ":review library<Enter>");
    update(&mut app, surveyed(1, "a.txt", &["it is safe"]));
    update(&mut app, surveyed(2, "b.txt", &["that most people", "it will open in May"]));
    let effects = press(&mut app, ":accept most<Enter>");
    let accepted = effects.iter().find_map(|effect| match effect {
        Effect::BulkOn(changes, _) => Some(changes.len()),
        _ => None,
    });
    assert_eq!(accepted, Some(1));
    let done = crate::app::Surveyed::Done { failed: 0 };
    update(&mut app, Event::Surveyed(1, done));
    press(&mut app, "n");
    assert_eq!(app.current.index(), 2);
    assert!(app.review.is_some());
}

#[test]
fn a_review_of_articles_without_a_doubt_says_so() {
    let mut app = sample::app(120, 40);
    press(&mut app, ":review library<Enter>");
    update(&mut app, Event::Surveyed(1, crate::app::Surveyed::Done { failed: 0 }));
    assert_eq!((app.review.is_none(), message(&app).0), (true, "nothing is doubtful there"));
    press(&mut app, ":review none/<Enter>");
    let failed = crate::app::Surveyed::Failed("there is no such folder".into());
    update(&mut app, Event::Surveyed(2, failed));
    assert_eq!((app.review.is_none(), message(&app).1), (true, Tone::Warning));
}

#[test]
fn colours_have_one_meaning_wherever_it_is_set() {
    let red = crate::library::Colour::Red;
    let mut app = sample::app(120, 40);
    let effects = press(&mut app, ":set colours.red check<Enter>");
    let is_kept = |effect: &Effect| match effect {
        Effect::Save(_, _, write) => matches!(&**write, Write::Meaning(..)),
        _ => false,
    };
    assert!(effects.iter().any(is_kept), "{effects:?}");
    press(&mut app, ":meaning red quote it<Enter>");
    press(&mut app, ":set colours.red<Enter>");
    assert_eq!(message(&app).0, "colours.red is quote it");
    // What an old settings file says is moved to where the rest is, but changes nothing there.
    let mut settings = app.settings.clone();
    for colour in [red, crate::library::Colour::Blue] {
        settings.meanings.insert(colour, "of the file".into());
    }
    app.settings = settings;
    let moved = app.move_meanings(app.current);
    let Some(Effect::Save(_, _, write)) = moved else { panic!("{moved:?}") };
    let Write::Meanings(moved) = *write else { panic!("{write:?}") };
    assert_eq!(moved.keys().copied().collect::<Vec<_>>(), [crate::library::Colour::Blue]);
    assert!(app.move_meanings(app.current).is_none());
    assert_eq!(app.meaning(red), Some("quote it"));
    press(&mut app, ":meaning red<Enter>");
    assert_eq!(app.colour_name(red), "red");
}

#[test]
fn shares_count_decisions_on_claims_by_kind() {
    let mut app = sample::app(120, 40);
    press(&mut app, ":accept survey<Enter>");
    press(&mut app, "gg]cs");
    pick(&mut app, &Pick::Nobody);
    let notes = app.pane().and_then(|pane| pane.notes.as_ref()).expect("notes");
    let shares = crate::app::shares(notes.annotations().corrections().iter());
    let share = |kind| shares.get(&kind).map(|share| (share.accepted, share.all));
    assert_eq!(share(crate::claims::ClaimKind::Indirect), Some((1, 1)));
    assert_eq!(share(crate::claims::ClaimKind::Direct), Some((0, 1)));
}

#[test]
fn tags_are_completed_and_kept_and_notes_starred() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]cccthousing, check<Enter>cs");
    let note = app.note_here().expect("a note").clone();
    assert_eq!(note.tags.iter().map(String::as_str).collect::<Vec<_>>(), ["check", "housing"]);
    assert!(note.starred);
    press(&mut app, "3]ccctho<Tab>");
    assert_eq!(app.prompt.as_ref().map(|prompt| prompt.text()).as_deref(), Some("housing, "));
    press(&mut app, "<Enter>");
    assert_eq!(app.note_here().map(|note| note.tags.len()), Some(1));
}

#[test]
fn colours_mean_what_the_reader_says() {
    let mut app = sample::app(120, 40);
    let effects = press(&mut app, ":meaning red quote it<Enter>");
    assert!(matches!(effects[..], [.., Effect::Save(..)]));
    assert_eq!(app.colour_name(crate::library::Colour::Red), "quote it");
    assert_eq!(app.colour_name(crate::library::Colour::Blue), "blue");
    press(&mut app, ":meaning mauve x<Enter>");
    assert_eq!(message(&app).1, Tone::Warning);
}

#[test]
fn the_list_of_all_notes_is_filtered_tagged_and_emptied() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]ccr3]caWho?<Enter>");
    let notes = app.pane().and_then(|pane| pane.notes.as_ref()).expect("notes");
    let row = |note: &crate::library::Note| crate::app::ShelfNote {
        note: note.clone(),
        title: "Bridge".into(),
        address: None,
        path: None,
        source: String::new(),
    };
    let rows = ShelfNotes::new(notes.annotations().notes().iter().map(row).collect());
    assert!(matches!(press(&mut app, "gA")[..], [Effect::Shelve]));
    update(&mut app, Event::Shelved(Box::new(rows)));
    press(&mut app, "/colour:red<Enter>");
    assert_eq!(app.rows_of(List::Shelf).len(), 1);
    let effects = press(&mut app, "tcheck<Enter>");
    assert!(matches!(&effects[..], [Effect::Bulk(changes, _)] if changes.len() == 1));
    assert!(matches!(press(&mut app, ":export csv<Enter>")[..], [.., Effect::Copy(_)]));
    let refused = press(&mut app, ":delete-shown 9<Enter>");
    assert!(!refused.iter().any(|effect| matches!(effect, Effect::Bulk(..))));
    assert!(matches!(press(&mut app, ":delete-shown 1<Enter>")[..], [.., Effect::Bulk(..)]));
    let effects = press(&mut app, ":recolour green<Enter>");
    assert!(matches!(effects[..], [.., Effect::Bulk(..)]));
    assert!(matches!(press(&mut app, "u")[..], [Effect::WalkBulk(_)]));
    assert!(matches!(press(&mut app, "cs")[..], [Effect::Bulk(..)]));
    assert!(matches!(press(&mut app, "cg")[..], [Effect::Bulk(..)]));
    press(&mut app, "/<Esc>");
    assert_eq!(app.rows_of(List::Shelf).len(), 2);
    // The note of the row is changed, not one in the text that lies under the list.
    press(&mut app, "ggG");
    let effects = press(&mut app, "a, I ask<Enter>");
    let changed = effects.iter().find_map(|effect| match effect {
        Effect::Bulk(changes, _) => Some(format!("{changes:?}")),
        _ => None,
    });
    assert!(changed.is_some_and(|changed| changed.contains(", I ask")));
    // Its words are not lost where they do not reach the disk.
    update(&mut app, Event::BulkSaved(Err("the disk is full".into())));
    let field = app.prompt.as_ref().map(|prompt| prompt.text()).unwrap_or_default();
    assert!(field.ends_with(", I ask"), "{field}");
    press(&mut app, "<Esc>");
    press(&mut app, "<Enter>");
    assert_eq!(app.page, None);
}

/// The sample as the deep engine might read it: the first claim is found no longer, the last is
/// another's, and sources have other numbers.
fn looked(extent: Extent) -> Looked {
    let mut ledger = sample::ledger();
    let kept: Vec<_> = ledger.claims.rows()[1..].to_vec();
    ledger.claims = kept
        .into_iter()
        .map(|claim| Claim {
            parent: None,
            confidence: 0.7,
            source: claim.source.map(|source| Id::new(2 - source.index())),
            ..claim
        })
        .collect();
    let mut sources = ledger.sources.rows().to_vec();
    sources.reverse();
    ledger.sources = sources.into_iter().collect();
    Looked { claims: Box::new(ClaimIndex::new(ledger, sample::TEXT)), extent }
}

/// Returns the sample with the deep engine there, after `keys`, and with a second look under way.
fn looking(keys: &str) -> App {
    let mut app = sample::app(120, 40);
    press(&mut app, keys);
    app.deep_engine = DeepEngine::Ready;
    let effects = press(&mut app, ":engine deep<Enter>");
    assert!(matches!(effects[..], [.., Effect::LookAgain(..)]), "{effects:?}");
    app
}

fn confidences(app: &App) -> Vec<f32> {
    let claims = app.pane().and_then(|pane| pane.claims()).expect("claims");
    claims.ledger.claims.rows().iter().map(|claim| claim.confidence).collect()
}

#[test]
fn the_second_look_begins_when_the_first_is_done() {
    let mut app = sample::app(120, 40);
    app.deep_engine = DeepEngine::Ready;
    let claims = Box::new(ClaimIndex::new(sample::ledger(), sample::TEXT));
    let effects = update(&mut app, Event::Analysed(Id::new(0), claims));
    let [.., Effect::LookAgain(_, _, sight)] = effects[..] else { panic!("{effects:?}") };
    assert!(sight.slice(sample::TEXT).is_some_and(|words| words.starts_with("Bridge stays")));
    app.settings.engine = Engine::Fast;
    assert!(press(&mut app, "gl<Enter>").iter().all(|own| !matches!(own, Effect::LookAgain(..))));
}

#[test]
fn the_second_look_moves_nothing() {
    for keys in
        ["]c", "3]c", "]cgs", "]cgp", "/bridge<Enter>", "]cv", "<Tab><Tab>jj", "maG", "o", "?"]
    {
        let mut app = looking(keys);
        let screen = |app: &App| {
            let pane = app.pane().expect("open");
            let chosen = app.active_list().map(|list| (list, app.rows_of(list).len()));
            (pane.cursor, pane.screen.clone(), pane.selection.clone(), app.focus, chosen.is_some())
        };
        let before = screen(&app);
        update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::Sight)));
        assert_eq!(screen(&app), before, "{keys}");
        update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::All)));
        assert_eq!(screen(&app), before, "{keys}");
        assert_eq!(confidences(&app), [0.7; 3]);
    }
}

#[test]
fn what_is_chosen_keeps_its_claim_and_its_source() {
    let mut app = looking("3]c");
    update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::All)));
    let pane = app.pane().expect("open");
    assert_eq!(pane.chosen, Some(Id::new(1)));
    assert_eq!(app.chosen_row(List::Claims), Some(1));

    // The page of the source of the first claim: Anna Berg, who is the third source now.
    let mut app = looking("]cgp");
    update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::All)));
    assert_eq!(app.page, Some(Page::List(List::Person(Id::new(2)))));

    let mut app = looking("<Tab>jj");
    assert_eq!(app.chosen_row(List::People), Some(2));
    update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::All)));
    assert_eq!(app.chosen_row(List::People), Some(0));
}

#[test]
fn the_jumps_lead_back_after_a_second_look() {
    let mut app = looking("]cgs]s");
    update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::All)));
    press(&mut app, "HH");
    assert!(here(&app).starts_with("“Engineers"));
}

#[test]
fn a_second_look_that_is_stopped_leaves_the_fast_claims() {
    let fast = confidences(&sample::app(120, 40));
    for command in ["stop", "fast"] {
        let mut app = looking("]c");
        update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::Sight)));
        assert_ne!(confidences(&app), fast);
        let effects = press(&mut app, &format!(":engine {command}<Enter>"));
        assert!(matches!(effects[..], [.., Effect::StopLooking(_)]), "{effects:?}");
        assert_eq!(confidences(&app), fast);
        // What comes late is dropped.
        update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::All)));
        assert_eq!(confidences(&app), fast);
    }
    let mut app = looking("]c");
    update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::Sight)));
    update(&mut app, Event::LookFailed(Id::new(0), "it broke".into()));
    assert_eq!(confidences(&app), fast);
    assert_eq!(message(&app), ("the second look failed: it broke", Tone::Warning));
}

#[test]
fn the_engine_is_chosen_by_name() {
    let mut app = looking("gg");
    update(&mut app, Event::LookedAgain(Id::new(0), looked(Extent::All)));
    press(&mut app, ":engine fast<Enter>");
    assert_eq!(confidences(&app).len(), 4);
    let effects = press(&mut app, ":engine deep<Enter>");
    assert!(matches!(effects[..], [.., Effect::LookAgain(..)]), "{effects:?}");
    press(&mut app, ":engine stop<Enter>:engine stop<Enter>");
    assert_eq!(message(&app), ("there is no second look to stop", Tone::Warning));
    press(&mut app, ":engine quick<Enter>");
    assert_eq!(
        message(&app),
        ("the engine is deep; :engine takes fast, deep or stop", Tone::Warning)
    );
    app.deep_engine = DeepEngine::Missing("it is not built in".into());
    press(&mut app, ":engine deep<Enter>");
    assert_eq!(message(&app), ("it is not built in", Tone::Warning));
}

#[test]
fn moves_and_keys_that_do_nothing_say_why() {
    let says = |keys: &str| {
        let mut app = sample::app(120, 40);
        press(&mut app, keys);
        app.message.map(|message| (message.text, message.tone)).expect(keys)
    };
    for keys in ["]]", "[[", "G}", "G)", "Gw", "{", "(", "b"] {
        assert_eq!(
            says(keys),
            ("there is no further one that way".into(), Tone::Warning),
            "{keys}"
        );
    }
    let check = |keys: &str, expected: &str| assert_eq!(says(keys).0, expected, "{keys}");
    check("gP]c", "]c (next-claim) does not act here; it acts in the text");
    check("+", "+ (grow) does not act here; it acts on a selection, which v begins");
    check("zQ", "zQ does nothing here; ? lists the keys that do");
    check("dd", "there is no note here; ]n goes to the next");
    check("%", "type a number first: 50% goes to the middle");
    check("n", "nothing is searched for; / begins a search");
}

#[test]
fn lines_get_wider_and_narrower_and_the_place_stays() {
    let mut app = sample::app(120, 40);
    press(&mut app, "]c3<lt>");
    assert_eq!((app.measure, app.panes().words.width), (60, 60));
    assert!(here(&app).starts_with("“Engineers"));
    press(&mut app, "4>");
    assert_eq!(app.measure, 68);
    press(&mut app, "99<lt>");
    assert_eq!(app.measure, 20);
}

#[test]
fn the_side_pane_stays_while_what_it_chose_is_in_sight() {
    let mut app = sample::open(vec![sample::long(9)], 120, 40);
    // The claims beside the text, which keeps the keys.
    press(&mut app, "<Tab><Tab><Esc>gg");
    let top = |app: &App| {
        let (list, area) = app.list_areas()[0];
        let rows = app.rows_in_sight(list, area);
        let chosen = rows.iter().find(|row| row.chosen).map(|row| row.index);
        (list, rows[0].index, chosen)
    };
    press(&mut app, "15]c");
    assert_eq!(top(&app), (List::Claims, 0, Some(14)), "in sight, if only just");
    press(&mut app, "6]c");
    let (_, scrolled, chosen) = top(&app);
    assert!(scrolled > 0 && chosen == Some(20));
    press(&mut app, "[c[c");
    assert_eq!(top(&app), (List::Claims, scrolled, Some(18)));
    // Nobody speaks in the title.
    press(&mut app, "gg");
    assert_eq!(top(&app), (List::Claims, scrolled, None));
    press(&mut app, "]c");
    assert_eq!(top(&app), (List::Claims, 0, Some(0)));
}

#[test]
fn a_screen_that_begins_with_a_blank_line_stays_over_a_resize() {
    let mut app = sample::open(vec![sample::long(9)], 120, 40);
    let screen = |app: &App| app.pane().expect("the sample is open").screen.clone();
    let begins_blank = |app: &App| screen(app).first() == Some(&Line::Blank);
    while !begins_blank(&app) {
        press(&mut app, "<C-e>");
    }
    let before = screen(&app);
    update(&mut app, Event::Resized(120, 40));
    assert_eq!(screen(&app), before, "as large as before");
    update(&mut app, Event::Resized(90, 30));
    update(&mut app, Event::Resized(120, 40));
    assert_eq!(screen(&app)[0], before[0], "and back");
}
