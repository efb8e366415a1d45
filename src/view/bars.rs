//! The line above the text, which says what is read, and the line below, which says who speaks.

use std::rc::Rc;

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::{
    app::{
        Analysis, App, ArticlePane, Attitudes, ClaimIndex, Context, Entry, Focus, Message,
        PendingKeys, Progress, SecondLook, Tone, kind_name,
    },
    attribution::Act,
    base::{Id, TextSpan},
    claims::{Claim, Source},
    text::glyph,
    view::{canvas, list::unknown, pencil::Pencil, recent::Recent, strip::Strip, theme::Theme},
};

/// All that the looks of the line above an article depend on; see [`App::revision`] for the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleLook {
    revision: u64,
    has_keys: bool,
    percent: usize,
}

impl TitleLook {
    /// Finds out what the line above the article of `entry` looks like.
    pub fn of(app: &App, entry: Id<Entry>) -> Self {
        let percent = app.pane_of(entry).map_or(0, ArticlePane::percent);
        Self { revision: app.revision, has_keys: entry == app.current, percent }
    }
}

/// All that the looks of the status line depend on; see [`App::revision`] for the rest.
pub struct StatusLine {
    revision: u64,
    keys: PendingKeys,
    message: Option<Message>,
    /// The claim at the cursor.
    here: Option<Id<Claim>>,
    /// What it looked like with other claims there.
    recent: Recent<Option<Id<Claim>>, 16>,
}

impl StatusLine {
    /// Finds out what the status line looks like.
    pub fn of(app: &App) -> Self {
        Self {
            revision: app.revision,
            keys: app.keys.clone(),
            message: app.message.clone(),
            here: app.pane().and_then(ArticlePane::claim_here),
            recent: Recent::default(),
        }
    }

    /// Takes in what the line, which is `width` columns wide, looks like now; `None` if that is as
    /// before.
    pub fn renew(&mut self, app: &App, theme: &Theme, width: u16) -> Option<Rc<Strip>> {
        let here = app.pane().and_then(ArticlePane::claim_here);
        let is_known =
            (self.revision, &self.keys, &self.message) == (app.revision, &app.keys, &app.message);
        if is_known && here == self.here {
            return None;
        }
        if is_known {
            self.here = here;
        } else {
            *self = Self::of(app);
        }
        Some(self.recent.get(here, || Rc::new(status(app, theme, width).strip())))
    }
}

/// Writes the title, the outlet, how long it takes and how far the reader is.
pub fn title<'a>(app: &App, id: Id<Entry>, theme: &'a Theme, width: u16) -> Pencil<'a> {
    // Of two articles, the one that has not the keys has a title line that is not lit.
    let style = if id == app.current { theme.bar() } else { theme.title() };
    let mut pencil = Pencil::new(theme, width, style);
    let entry = &app.entries[id];
    let pane = app.pane_of(id);
    let title = pane.map(|pane| pane.article.title.as_str()).filter(|title| !title.is_empty());
    let mut facts: Vec<String> = Vec::new();
    if app.entries.len() > 1 {
        facts.push(format!("{}/{}", id.index() + 1, app.entries.len()));
    }
    if let Some(pane) = pane {
        facts.extend(pane.article.outlet.clone());
        facts.extend(pane.article.date.clone());
        facts.push(format!("{} min", pane.minutes()));
        facts.push(format!("{}%", pane.percent()));
        let left = pane.minutes_left();
        if left > 0 && pane.minutes() > 1 {
            facts.push(format!("{left} min left"));
        }
    }
    let facts = format!("{} ", glyph::shown(&facts.join(" · ")));
    let facts_width = glyph::width(&facts) as u16;
    let title = format!(" {}", title.unwrap_or(&entry.label));
    let fits = facts_width + 20 <= width;
    let room = if fits { width - facts_width - 1 } else { width };
    pencil.text(0, room, &title, style);
    if fits {
        pencil.right(0, &facts, style);
    }
    pencil
}

/// What stands at both ends of the status line, and what is left between them.
struct Ends {
    mode: String,
    facts: String,
    /// Whether there is room for the facts.
    fits: bool,
    /// The column after the mode.
    column: u16,
    /// The column at which the facts, or the screen, begin to be in the way.
    room: u16,
}

impl Ends {
    fn of(app: &App, width: u16) -> Self {
        let mode = format!(" {} ", mode(app));
        let column = (glyph::width(&mode) as u16).min(width) + 1;
        let facts = facts(app);
        let facts_width = glyph::width(&facts) as u16;
        let fits = facts_width + column + 20 <= width;
        let room = if fits { width - facts_width - 1 } else { width };
        Self { mode, facts, fits, column, room }
    }

    /// Returns whether `message` is too long for what is left.
    fn are_in_the_way_of(&self, message: &str) -> bool {
        glyph::width(message) > usize::from(self.room.saturating_sub(self.column))
    }
}

/// Returns whether the status takes more than its line, for a message that is long.
pub fn is_high(app: &App) -> bool {
    let area = app.panes().status;
    app.message.as_ref().is_some_and(|message| {
        area.height > 0 && Ends::of(app, area.width).are_in_the_way_of(&message.text)
    })
}

/// Draws the state; over more than its line where a message is too long for that.
pub fn draw_status(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    match &app.message {
        Some(message) if is_high(app) => draw_long_message(message, theme, area, buf),
        _ => status(app, theme, area.width).draw(area, buf),
    }
}

/// Writes the state: the mode, who says what is at the cursor, and the way to help.
pub fn status<'a>(app: &App, theme: &'a Theme, width: u16) -> Pencil<'a> {
    let mut pencil = Pencil::new(theme, width, Style::new());
    let Ends { mode, facts, fits, column, room } = Ends::of(app, width);
    pencil.text(0, width, &mode, theme.bar());
    match &app.message {
        Some(message) => {
            pencil.text(column, room, &message.text, tone(message, theme));
        }
        None => write_speakers(app, theme, column, room, &mut pencil),
    }
    if fits {
        pencil.right(column, &facts, theme.aside());
    }
    pencil
}

fn tone(message: &Message, theme: &Theme) -> Style {
    match message.tone {
        Tone::Plain => Style::new(),
        Tone::Warning => theme.warning(),
    }
}

/// Draws a message that is too long for its place over the whole of the status line, and over as
/// many rows above it as it needs: what is wrong with a file is not to be cut.
fn draw_long_message(message: &Message, theme: &Theme, status: Rect, buf: &mut Buffer) {
    let (text, style) = (message.text.as_str(), tone(message, theme));
    let whole = TextSpan::new(0, text.len());
    let lines = canvas::text_rows(text, whole, status.width).len() as u16;
    let above = lines.saturating_sub(1).min(status.y);
    let area = Rect { y: status.y - above, height: above + 1, ..status };
    canvas::clear(buf, area);
    canvas::paragraph(buf, area, text, style);
}

/// Writes who says what is at the cursor, through whom, how, and how sure we are.
fn write_speakers(app: &App, theme: &Theme, column: u16, end: u16, pencil: &mut Pencil<'_>) {
    let Some(pane) = app.pane() else { return };
    if app.hints.is_some() {
        let hint = "type the letters to go there · Esc stops";
        pencil.text(column, end, hint, theme.aside());
        return;
    }
    let claims = match &pane.analysis {
        Analysis::Done(claims) => claims,
        Analysis::Waiting => return,
        Analysis::Running(share) => {
            let text = format!("finding out who says what … {:.0}%", share * 100.0);
            pencil.text(column, end, &text, theme.aside());
            return;
        }
    };
    let Some(claim) = pane.claim_here() else {
        let hint = match claims.ledger.claims.is_empty() {
            true => "nobody is said to say anything here",
            false => "the article itself · ]c next claim",
        };
        pencil.text(column, end, hint, theme.aside());
        return;
    };
    let mut chain: Vec<_> = claims.ledger.chain(claim).collect();
    chain.reverse();
    chain.push(claim);
    let name = |link: &Id<Claim>| match claims.ledger.claims[*link].source {
        Some(source) => numbered(claims, source),
        None if *link == claim => format!("? {}", unknown(claims, claim)),
        None => "? unknown".to_owned(),
    };
    let mut names: Vec<String> = chain.iter().map(name).collect();
    let manner = manner(claims, claim);
    let words = names.iter().map(|name| glyph::width(name) + 3).sum::<usize>();
    let room = usize::from(end.saturating_sub(column));
    if words - 3 + glyph::width(&manner) > room {
        // Whose words these are matters most: of who passes them on, the number does.
        let last = names.len() - 1;
        names[..last].iter_mut().for_each(|name| {
            name.truncate(name.find(' ').unwrap_or(name.len()));
        });
    }
    let mut column = column;
    for (index, (link, name)) in chain.iter().zip(&names).enumerate() {
        if index > 0 {
            column = pencil.text(column, end, " ▸ ", theme.aside());
        }
        let source = claims.ledger.claims[*link].source;
        let style = theme.source(source.map(Id::index)).patch(theme.here());
        column = pencil.text(column, end, name, style);
    }
    pencil.text(column, end, &manner, Style::new());
}

fn numbered(claims: &ClaimIndex, source: Id<Source>) -> String {
    format!("{} {}", source.index() + 1, claims.ledger.sources[source].name)
}

/// Returns kind, act and confidence, as in ` · indirect · attitude · 0.91`.
fn manner(claims: &ClaimIndex, claim: Id<Claim>) -> String {
    let row = &claims.ledger.claims[claim];
    let act = match row.act {
        Act::Speech => "",
        Act::Attitude => " · attitude",
    };
    if claims.is_by_reader(claim) {
        return format!(" · {}{act} · yours", kind_name(row.kind));
    }
    let share = row.candidates.first().filter(|_| row.source.is_some());
    let doubt = match share {
        Some(best) => format!(" · doubtful who ({:.0}%)", best.share * 100.0),
        None if claims.is_doubtful(claim) => " · doubtful".to_owned(),
        None => String::new(),
    };
    // In whole hundredths: to write a fraction takes ten times as long, with every other key.
    let hundredths = (f64::from(row.confidence) * 100.0).round_ties_even() as u32;
    let (ones, rest) = (hundredths / 100, hundredths % 100);
    format!(" · {}{act} · {ones}.{rest:02}{doubt}", kind_name(row.kind))
}

fn mode(app: &App) -> &'static str {
    if app.prompt.as_ref().is_some_and(|prompt| prompt.is_note()) {
        return "NOTE";
    }
    if app.hints.is_some() {
        return "HINTS";
    }
    match (app.context(), app.focus, &app.page) {
        (Context::Selection, _, _) => "SELECT",
        (Context::Review, _, _) => "REVIEW",
        (_, _, Some(_)) | (_, Focus::Side, _) => "LIST",
        _ => "NORMAL",
    }
}

/// Returns what stands at the right: keys pressed so far, the claim's number, the way to help.
fn facts(app: &App) -> String {
    let mut facts: Vec<String> = Vec::new();
    let mut keys: String = app.keys.keys.iter().map(ToString::to_string).collect();
    keys.extend(app.hints.as_ref().map(|hints| hints.typed.as_str()));
    let letter = app.keys.letter_for.map(|action| format!("{} …", action.name()));
    let count = app.keys.count.map(|count| count.to_string()).unwrap_or_default();
    let pending = format!("{count}{keys}{}", letter.unwrap_or_default());
    if !pending.is_empty() {
        facts.push(pending);
    }
    if app.saving > 0 {
        facts.push("saving …".to_owned());
    }
    if let Some(Progress::Running(share)) =
        app.pane().and_then(|pane| Some(pane.search.as_ref()?.progress))
    {
        facts.push(format!("searching {:.0}% · Esc stops", share * 100.0));
    }
    if let Some(SecondLook::Running(share)) = app.pane().map(|pane| &pane.second_look) {
        facts.push(format!("second look {:.0}%", share * 100.0));
    }
    match app.attitudes {
        Attitudes::Hidden => facts.push("speech only".to_owned()),
        Attitudes::Dimmed | Attitudes::Full => {}
    }
    facts.extend(app.only_name());
    facts.extend(app.pane().and_then(|pane| claim_number(app, pane)));
    facts.push("? help ".to_owned());
    facts.join(" · ")
}

fn claim_number(app: &App, pane: &ArticlePane) -> Option<String> {
    let here = pane.claim_here()?;
    let count = app.count_of_claims();
    let all = pane.claims().is_some_and(|claims| claims.ledger.claims.len() == count);
    let number = match all {
        true => here.index(),
        false => app.shown_claims().position(|claim| claim == here)?,
    };
    Some(format!("claim {}/{count}", number + 1))
}
