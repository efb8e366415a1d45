//! The one function that changes the state, and what each action does.

use crate::{
    app::{
        Action, Analysis, App, ArticlePane, Edge, Effect, Entry, EntryState, Event, Group, History,
        JumpPlace, Library, List, PromptKind, Saved, Scroll, Texts, Typed, Unit, Write,
        claim_moves::Stop,
        keys,
        moves::{self, Way, WordEdge},
    },
    article::BlockKind,
    base::{Id, TextSpan},
    library::{Annotations, Colour},
};

/// Takes in `event` and returns what is to be done outside because of it.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    // Nothing that is shown follows from the time, and it is told before all else.
    if matches!(event, Event::Told(_)) {
        return take(app, event);
    }
    if !matches!(event, Event::Key(_)) {
        app.revision += 1;
    }
    let entry = sourced_by(&event);
    let mut effects = take(app, event);
    effects.extend(entry.and_then(|entry| app.keep_note_sources(entry)));
    app.settle_peek();
    app.renew_review_status();
    app.refresh_overview();
    app.settle_side();
    effects
}

/// Returns the article of which an event may tell who says what its notes are on.
fn sourced_by(event: &Event) -> Option<Id<Entry>> {
    match event {
        Event::Analysed(entry, _)
        | Event::LookedAgain(entry, _)
        | Event::Remembered(entry, _)
        | Event::Placed(entry, _) => Some(*entry),
        // Where the reader is is kept all the time, and says nothing of notes.
        Event::Saved(entry, saved) => (!saved.message.is_empty()).then_some(*entry),
        _ => None,
    }
}

fn take(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => return keys::press(app, key),
        Event::Pasted(text) => {
            if let Some(prompt) = &mut app.prompt {
                prompt.paste(&text);
                return app.field_changed();
            }
        }
        Event::Mouse(mouse) => return app.point(mouse),
        Event::Resized(width, height) => app.resize(width, height),
        Event::Paused => app.keys.menu = true,
        Event::Told(now) => app.now = now,
        Event::Begun(entry, beginning, length) => return app.begun(entry, beginning, length),
        Event::Loaded(entry, result) => return app.loaded(entry, result),
        Event::Progressed(entry, share) => {
            if let EntryState::Ready(pane) = &mut app.entries[entry].state
                && let Analysis::Running(done) = &mut pane.analysis
            {
                *done = share;
            }
        }
        Event::AnalysisFailed(entry, why) => {
            let effects = app.analysed(entry, Box::default());
            app.warn(why);
            return effects;
        }
        Event::Analysed(entry, claims) => {
            let mut effects = app.analysed(entry, claims);
            effects.extend(app.begin_second_look());
            return effects;
        }
        Event::Surveyed(number, news) => return app.surveyed(number, news),
        Event::LookedSoFar(entry, share) => app.looked_so_far(entry, share),
        Event::LookedAgain(entry, looked) => app.looked_again(entry, looked),
        Event::LookFailed(entry, why) => app.second_look_failed(entry, why),
        Event::Remembered(entry, memory) => return app.remembered(entry, *memory),
        Event::Known(entry, overall) => return app.known(entry, *overall),
        Event::Shelved(notes) => app.shelved(*notes),
        Event::Sourced(sources) => {
            app.shelf.set_sources(&sources);
            return vec![Effect::KeepSources(sources)];
        }
        Event::History(entry, lines) => app.show_lines(entry, lines),
        Event::BulkSaved(result) => return bulk_saved(app, result),
        Event::Placed(entry, places) => app.placed(entry, places),
        Event::Written(Ok(what)) => app.say(what),
        Event::Written(Err(why)) => app.warn(why),
        Event::LibraryFailed(why) => {
            app.warn(format!("notes cannot be kept: {why}"));
            app.library = Library::Failed(why);
        }
        Event::Saved(entry, saved) => return saved_change(app, entry, saved),
        Event::NotSaved(entry, why, kept) => {
            app.saving = app.saving.saturating_sub(1);
            let effects = show_kept(app, entry, kept);
            if app.in_flight.is_some() && app.prompt.is_none() {
                app.page = None;
            }
            bring_back_words(app);
            app.warn(format!("not saved: {why}"));
            return effects;
        }
        Event::Edited(result) => return app.edited(result),
        Event::Copied(Ok(how)) => app.say(format!("copied {how}")),
        Event::Configured(configuration) => return app.configure(*configuration),
        Event::Background(background) => return app.set_background(background),
        Event::Recalled(Typed::Command, lines) => app.commands = History::new(lines),
        Event::Recalled(Typed::Search, lines) => app.searched = History::new(lines),
        Event::Refused(why) => app.warn(why),
        Event::Copied(Err(why)) => app.warn(format!("not copied: {why}")),
        Event::Found(entry, number, step) => app.found(entry, number, step),
        Event::Browsed(Ok(address)) => app.say(format!("opened {address}")),
        Event::Browsed(Err(why)) => app.warn(why),
        Event::Ended => return app.leave(),
    }
    Vec::new()
}

fn saved_change(app: &mut App, entry: Id<Entry>, saved: Saved) -> Vec<Effect> {
    if saved.message.is_empty() {
        return Vec::new();
    }
    app.saving = app.saving.saturating_sub(1);
    app.in_flight = None;
    let mut effects = show_kept(app, entry, saved.annotations);
    if let Some(shares) = saved.shares {
        app.shares = shares;
    }
    if saved.elsewhere {
        effects.extend(remember_open(app));
    }
    if entry == app.current {
        match app.review {
            Some(_) => app.say_review(&saved.message),
            None => app.say(saved.message),
        }
    }
    effects
}

/// Puts the words of a note that did not reach the disk back into the field: there they are seen,
/// and can be tried again.
fn bring_back_words(app: &mut App) {
    match app.in_flight.take() {
        Some((target, text)) if app.prompt.is_none() => {
            app.open_prompt(PromptKind::Note(target), &text);
        }
        kept => app.draft = kept.or(app.draft.take()),
    }
}

fn bulk_saved(app: &mut App, result: Result<String, String>) -> Vec<Effect> {
    app.saving = app.saving.saturating_sub(1);
    match result {
        Ok(done) => {
            app.in_flight = None;
            app.say(done);
        }
        Err(why) => {
            bring_back_words(app);
            app.warn(format!("not saved: {why}"));
        }
    }
    let mut effects = vec![Effect::Shelve];
    effects.extend(remember_open(app));
    effects
}

/// Asks for what the library keeps of all open articles, which may show notes that were changed.
fn remember_open(app: &App) -> impl Iterator<Item = Effect> {
    app.entries.iter().filter_map(|(entry, row)| match &row.state {
        EntryState::Ready(pane) if pane.is_whole() => {
            Some(Effect::Remember(entry, std::sync::Arc::clone(&pane.article)))
        }
        _ => None,
    })
}

/// Shows the notes as they are on disk, where that is not what the screen shows already.
fn show_kept(app: &mut App, entry: Id<Entry>, kept: Option<Annotations>) -> Vec<Effect> {
    let EntryState::Ready(pane) = &mut app.entries[entry].state else { return Vec::new() };
    match (kept, &mut pane.notes) {
        (Some(kept), Some(notes)) => notes.renew(kept),
        (Some(kept), None) => pane.set_annotations(kept, Texts::default()),
        (None, _) => return Vec::new(),
    }
    app.lay_corrections(entry);
    app.look_for_words(entry)
}

/// Carries out `action`, `count` times where that means anything.
pub(super) fn act(app: &mut App, action: Action, count: Option<usize>) -> Vec<Effect> {
    let times = count.unwrap_or(1);
    if action.group() != Group::Move {
        app.revision += 1;
    }
    let moved = app.move_in_peek(action, times).or_else(|| app.move_in_list(action, times));
    if let Some(effects) = moved {
        return effects;
    }
    if app.puts_off(action, count) {
        return Vec::new();
    }
    match action {
        Action::Down => app.move_rows(times as isize),
        Action::Up => app.move_rows(-(times as isize)),
        Action::HalfPageDown => app.scroll_pages(times as f32 / 2.0),
        Action::HalfPageUp => app.scroll_pages(-(times as f32) / 2.0),
        Action::ScrollDown => app.scroll_lines(times as isize),
        Action::ScrollUp => app.scroll_lines(-(times as isize)),
        Action::PageDown => app.scroll_pages(times as f32),
        Action::PageUp => app.scroll_pages(-(times as f32)),
        Action::Left | Action::Right => app.move_characters(action, times),
        Action::NextWord => app.go(times, |pane| moves::word(pane, Way::Forward, WordEdge::Start)),
        Action::PreviousWord => {
            app.go(times, |pane| moves::word(pane, Way::Backward, WordEdge::Start));
        }
        Action::WordEnd => app.go(times, |pane| moves::word(pane, Way::Forward, WordEdge::Last)),
        Action::NextParagraph => app.go(times, |pane| moves::paragraph(pane, Way::Forward)),
        Action::PreviousParagraph => app.go(times, |pane| moves::paragraph(pane, Way::Backward)),
        Action::NextSentence => app.go(times, |pane| moves::sentence(pane, Way::Forward)),
        Action::PreviousSentence => app.go(times, |pane| moves::sentence(pane, Way::Backward)),
        Action::NextHeading => app.go(times, |pane| moves::heading(pane, Way::Forward)),
        Action::PreviousHeading => app.go(times, |pane| moves::heading(pane, Way::Backward)),
        Action::RowStart => app.row_edge(Edge::Start),
        Action::RowEnd => app.row_edge(Edge::End),
        Action::Top => app.jump_to_edge(Edge::Start),
        Action::Bottom => match count {
            Some(number) => app.jump_to_paragraph(number),
            None => app.jump_to_edge(Edge::End),
        },
        Action::Percent => app.jump_to_percent(count),
        Action::CentreRow => app.place_row(Scroll::Middle),
        Action::RowToTop => app.place_row(Scroll::Top),
        Action::RowToBottom => app.place_row(Scroll::Bottom),
        Action::NextClaim => app.next_claim(Way::Forward, Stop::Every, times),
        Action::PreviousClaim => app.next_claim(Way::Backward, Stop::Every, times),
        Action::NextQuote => app.next_claim(Way::Forward, Stop::Quoted, times),
        Action::PreviousQuote => app.next_claim(Way::Backward, Stop::Quoted, times),
        Action::NextDoubt => app.next_claim(Way::Forward, Stop::Doubtful, times),
        Action::PreviousDoubt => app.next_claim(Way::Backward, Stop::Doubtful, times),
        Action::NextOfSource => app.next_claim(Way::Forward, Stop::SameSource, times),
        Action::PreviousOfSource => app.next_claim(Way::Backward, Stop::SameSource, times),
        Action::GoToSource => app.go_to_source(),
        Action::GoToPerson => app.go_to_person(),
        Action::ClimbChain => app.climb_chain(),
        Action::Why => app.explain(),
        Action::Correct => return app.correct(),
        Action::CorrectSource => app.correct_source(),
        Action::Review => return app.review(),
        Action::AcceptClaim => return app.accept_claim(),
        Action::RejectClaim => return app.reject_claim(),
        Action::SkipClaim => return app.skip_claim(),
        Action::AcceptVisible => return app.accept_visible(),
        Action::Attitudes => app.cycle_attitudes(),
        Action::OnlySource => app.only_source(),
        Action::OnlyKind => app.only_kind(),
        Action::OnlyDoubtful => app.only_doubtful(),
        Action::ShowAll => app.show_all(),
        Action::Search => app.open_search(),
        Action::NextMatch => return app.next_match(Way::Forward, times),
        Action::PreviousMatch => return app.next_match(Way::Backward, times),
        Action::SearchWord => return app.search_word(),
        Action::Hints => app.show_hints(),
        Action::Back => return app.go_back(times),
        Action::Forward => return app.go_forward(times),
        Action::LastPlace => return app.go_to_last_place(),
        Action::SetMark | Action::GoToMark => app.keys.letter_for = Some(action),
        Action::Select => app.select(Unit::Character),
        Action::SelectRows => app.select(Unit::Row),
        Action::SelectSentence => {
            app.select_thing(moves::sentence_at, "there is no sentence here");
        }
        Action::SelectParagraph => app.select_thing(
            |pane, at| pane.article.blocks.get(pane.block_at(at)).map(|block| block.span),
            "there is no paragraph here",
        ),
        Action::SelectQuote => app.select_thing(moves::quote_at, "there is no quotation here"),
        Action::SelectClaim => app.select_thing(
            |pane, _| {
                let claim = pane.claim_here()?;
                Some(pane.claims()?.ledger.claims[claim].hull())
            },
            "there is no claim here",
        ),
        Action::SelectMention => app.select_thing(
            |pane, at| {
                let sources = pane.claims()?.ledger.sources.rows().iter();
                let mentions = sources.flat_map(|source| source.mentions.iter());
                mentions.filter(|span| span.contains(at)).min_by_key(|span| span.len()).copied()
            },
            "no source is mentioned here",
        ),
        Action::Grow => app.grow(),
        Action::Shrink => app.shrink(),
        Action::SwapEnds => app.swap_ends(),
        Action::Copy => return app.copy(),
        Action::Highlight => return app.highlight(app.colour),
        Action::HighlightYellow => return app.highlight(Colour::Yellow),
        Action::HighlightGreen => return app.highlight(Colour::Green),
        Action::HighlightBlue => return app.highlight(Colour::Blue),
        Action::HighlightRed => return app.highlight(Colour::Red),
        Action::HighlightPurple => return app.highlight(Colour::Purple),
        Action::HighlightOrange => return app.highlight(Colour::Orange),
        Action::Annotate => app.annotate(),
        Action::Edit => return app.edit_in_editor(),
        Action::Attach => return app.attach(),
        Action::Tag => app.edit_tags(),
        Action::Peek => app.peek(),
        Action::Star => return app.star(),
        Action::History => return app.show_history(),
        Action::AllNotes => return app.show_shelf(),
        Action::DeleteNote => return app.delete_note(),
        Action::NextNote => app.next_note(Way::Forward, times),
        Action::PreviousNote => app.next_note(Way::Backward, times),
        Action::Undo => return app.undo_or_redo(Write::Undo),
        Action::Redo => return app.undo_or_redo(Write::Redo),
        Action::NextPane => app.next_pane(Way::Forward),
        Action::PreviousPane => app.next_pane(Way::Backward),
        Action::People => app.show_list(List::People),
        Action::Claims => app.show_list(List::Claims),
        Action::Notes => app.show_list(List::Notes),
        Action::Open => app.open_here(),
        Action::Escape => return app.escape(),
        Action::Close => return app.close(),
        Action::FilterList => app.open_filter(),
        Action::SortList => app.sort_list(),
        Action::Outline => app.toggle_page(List::Outline),
        Action::TextOnly => app.toggle_surroundings(),
        Action::Narrower => app.change_measure(-(times as i32)),
        Action::Wider => app.change_measure(times as i32),
        Action::Typesetting => app.cycle_typesetting(),
        Action::OpenLink => return app.open_link_here(count),
        Action::Links => app.toggle_page(List::Links),
        Action::Split => return app.split(),
        Action::OtherHalf => return app.other_half(),
        Action::Articles => app.toggle_page(List::Articles),
        Action::NextArticle => return app.next_entry(Way::Forward, times),
        Action::PreviousArticle => return app.next_entry(Way::Backward, times),
        Action::Help => app.show_help(),
        Action::CommandLine => app.open_prompt(PromptKind::Command, ""),
        Action::Theme => app.open_prompt(PromptKind::Command, "theme "),
        Action::Engine => app.open_prompt(PromptKind::Command, "engine "),
        Action::Set => app.open_prompt(PromptKind::Command, "set "),
        Action::Reload => return vec![Effect::Reload],
        Action::Linear => return app.linear(),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return app.leave(),
    }
    Vec::new()
}

impl App {
    fn move_rows(&mut self, rows: isize) {
        if let Some(pane) = self.pane_mut() {
            pane.move_rows(rows);
        }
    }

    pub(super) fn scroll_lines(&mut self, lines: isize) {
        if let Some(pane) = self.pane_mut() {
            pane.wheel(lines);
        }
    }

    fn scroll_pages(&mut self, pages: f32) {
        if let Some(pane) = self.pane_mut() {
            // Two lines of the old page stay in sight, as in vim, so that the eye finds its place.
            let page = pane.height().saturating_sub(2).max(1);
            let lines = if pages.abs() < 1.0 { pane.height() as f32 } else { page as f32 } * pages;
            let least = if lines < 0.0 { -1.0 } else { 1.0 };
            pane.scroll(if lines.abs() < 1.0 { least } else { lines } as isize);
        }
    }

    fn move_characters(&mut self, action: Action, times: usize) {
        let Some(pane) = self.pane_mut() else { return };
        for _ in 0..times.min(pane.article.text.len()) {
            let before = pane.cursor;
            pane.step(if action == Action::Right { Way::Forward } else { Way::Backward });
            if pane.cursor == before {
                break;
            }
        }
    }

    /// Moves to where `find` says, `times` times.
    fn go(&mut self, times: usize, find: impl Fn(&ArticlePane) -> Option<usize>) {
        let Some(pane) = self.pane_mut() else { return };
        for turn in 0..times {
            match find(pane) {
                Some(at) => pane.go_to(at, Scroll::Least),
                None if turn == 0 => return self.warn("there is no further one that way"),
                None => break,
            }
        }
    }

    fn row_edge(&mut self, edge: Edge) {
        if let Some(pane) = self.pane_mut() {
            pane.go_to_row_edge(edge);
        }
    }

    fn jump_to_edge(&mut self, edge: Edge) {
        let at = self.pane().and_then(|pane| {
            let blocks = &pane.article.blocks;
            Some(match edge {
                Edge::Start => blocks.first()?.span.start(),
                Edge::End => blocks.last()?.span.end().saturating_sub(1),
            })
        });
        if let Some(at) = at {
            self.jump_to(at, Scroll::Least);
        }
    }

    fn jump_to_paragraph(&mut self, number: usize) {
        let Some(pane) = self.pane() else { return };
        let words = |kind: &BlockKind| !matches!(kind, BlockKind::Title);
        let mut paragraphs = pane.article.blocks.iter().filter(|block| words(&block.kind));
        match paragraphs.nth(number.saturating_sub(1)).map(|block| block.span.start()) {
            Some(at) => self.jump_to(at, Scroll::Least),
            None => self.jump_to_edge(Edge::End),
        }
    }

    fn jump_to_percent(&mut self, count: Option<usize>) {
        let Some(percent) = count else {
            return self.warn("type a number first: 50% goes to the middle");
        };
        let len = self.pane().map_or(0, |pane| pane.article.text.len());
        let at = (len as u64 * percent.min(100) as u64 / 100) as usize;
        self.jump_to(at.min(len.saturating_sub(1)), Scroll::Middle);
    }

    fn place_row(&mut self, scroll: Scroll) {
        if let Some(pane) = self.pane_mut() {
            pane.show_cursor(scroll);
        }
    }

    fn go_back(&mut self, times: usize) -> Vec<Effect> {
        self.walk_jumps(times, "there is no earlier jump", |app| {
            let here = app.here()?;
            app.jumps.back(here)
        })
    }

    fn go_forward(&mut self, times: usize) -> Vec<Effect> {
        self.walk_jumps(times, "there is no later jump", |app| app.jumps.forward())
    }

    fn walk_jumps(
        &mut self,
        times: usize,
        none: &str,
        step: impl Fn(&mut Self) -> Option<JumpPlace>,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        for turn in 0..times {
            match step(self) {
                Some(place) => effects.extend(self.go_to_place(place)),
                None => {
                    if turn == 0 {
                        self.warn(none);
                    }
                    break;
                }
            }
        }
        effects
    }

    fn go_to_last_place(&mut self) -> Vec<Effect> {
        let (Some(place), Some(here)) = (self.jumps.last(), self.here()) else {
            self.warn("there was no jump yet");
            return Vec::new();
        };
        self.jumps.leave(here);
        self.go_to_place(place)
    }

    /// Sets a mark, or goes to one.
    pub(super) fn with_letter(&mut self, action: Action, letter: char) -> Vec<Effect> {
        let last = action == Action::GoToMark && letter == '\'';
        if last {
            return self.go_to_last_place();
        }
        if !letter.is_ascii_alphabetic() {
            self.warn(format!("“{letter}” cannot name a mark; take a letter"));
            return Vec::new();
        }
        let key = (letter.is_ascii_lowercase().then_some(self.current), letter);
        match (action, self.here()) {
            (Action::SetMark, Some(here)) => {
                self.marks.insert(key, here);
                self.say(format!("mark {letter} set; '{letter} comes back here"));
                Vec::new()
            }
            (Action::GoToMark, Some(here)) => match self.marks.get(&key).copied() {
                Some(place) => {
                    self.jumps.leave(here);
                    self.go_to_place(place)
                }
                None => {
                    self.warn(format!("mark {letter} is not set; m{letter} sets it"));
                    Vec::new()
                }
            },
            _ => Vec::new(),
        }
    }

    fn select_thing(
        &mut self,
        find: impl Fn(&ArticlePane, usize) -> Option<TextSpan>,
        missing: &str,
    ) {
        let span = self.pane().and_then(|pane| find(pane, pane.cursor));
        self.select_span(span, missing);
    }

    /// Does what Enter does in the text: opens the note here, else the source's page.
    fn open_here(&mut self) {
        if self.note_here().is_some() {
            self.annotate();
        } else {
            self.go_to_person();
        }
    }
}
