//! Quotations: which marks belong together, as print uses them.
//!
//! Comes from paragraphs with their words; goes into their [`Quote`]s. A quotation may run over
//! paragraphs if each further one starts with an opening mark. A mark without a partner makes no
//! quotation, and spoils no other paragraph than its own.

use crate::base::TextSpan;

use super::{
    Paragraph, Quote, Role,
    mark::{self, Facing, Family, Mark},
    scan::is_space,
};

/// How many quotations may be open at once; of more, the outermost count as stray marks. Print
/// knows four at most.
const MAX_OPEN: usize = 16;

/// How far before a doubtful mark (“the dogs’ ”) an outer single mark may stand that it closes, in
/// bytes. Short quotations may end without a stop; longer ones have one before the mark.
const MAX_DOUBTFUL: usize = 200;

/// Finds the quotations of `paragraphs`, which are parts of `string` in order.
///
/// Takes time linear in the text, but for sorting a paragraph's quotations by their start.
pub(super) fn pair(string: &str, paragraphs: &mut [Paragraph]) {
    let mut pairing = Pairing::default();
    for index in 0..paragraphs.len() {
        let (before, here) = paragraphs.split_at_mut(index);
        let [here, ..] = here else { return };
        pairing.read(string, before.last_mut(), here);
    }
    if let Some(last) = paragraphs.last_mut() {
        pairing.finish(last);
    }
}

/// The state of pairing between marks and between paragraphs.
#[derive(Default)]
struct Pairing {
    /// The marks of the paragraph at hand.
    marks: Vec<Mark>,
    /// What comes after each of them.
    ahead: Vec<Ahead>,
    /// The marks that wait for their partner, outer ones first.
    open: Vec<Open>,
    /// Those that the paragraph before may have left open for this one.
    left_open: Vec<Open>,
}

/// A mark that has opened a quotation.
#[derive(Clone, Copy)]
struct Open {
    /// Its first byte in the text.
    start: usize,
    glyph: char,
    family: Family,
    facing: Facing,
    /// Whether it goes on with a quotation of the paragraph before.
    resumes: bool,
    /// Whether a whole quotation with the same opening mark stands after it. Print changes the
    /// mark inside a quotation, so this one is stray.
    passed: bool,
}

/// What comes after a mark in its paragraph.
#[derive(Clone, Copy, Default)]
struct Ahead {
    /// Whether the next sure single mark closes.
    single_closes: bool,
    /// Whether it does and no double mark or guillemet stands before it.
    single_closes_inside: bool,
    /// Whether the next sure double mark closes.
    double_closes: bool,
}

impl Pairing {
    /// Finds the quotations of `here`, and those of `before` that turn out to run on.
    fn read(&mut self, string: &str, before: Option<&mut Paragraph>, here: &mut Paragraph) {
        let words = here.span.slice(string).unwrap_or_default();
        let base = here.span.start();
        mark::find(words, &mut self.marks);
        self.open.clear();
        let resumed = match before {
            Some(before) if flows(before.role) => self.resume(words, before, here),
            _ => 0,
        };
        self.look_ahead();
        for index in resumed..self.marks.len() {
            self.take(index, base, &mut here.quotes);
        }
        self.leave(here.role);
        nest(&mut here.quotes);
        // Most paragraphs have one or none: the room that a list begins with is for four.
        here.quotes.shrink_to_fit();
    }

    /// Opens the quotations of `before` that `here` resumes; returns how many marks that took.
    fn resume(&mut self, words: &str, before: &mut Paragraph, here: &Paragraph) -> usize {
        let mut leading = self.leading(words, here.role).into_iter().flatten();
        let mut wanted = leading.next();
        let mut resumed = 0;
        for open in self.left_open.drain(..) {
            let runs_on = wanted.is_some_and(|mark| mark.family == open.family);
            if let Some(mark) = wanted.filter(|_| runs_on) {
                let start = here.span.start() + mark.start;
                self.open.push(Open { start, resumes: true, passed: false, ..open });
                resumed += 1;
                wanted = leading.next();
            }
            before.quotes.extend(open.unclosed(before.span, runs_on));
        }
        nest(&mut before.quotes);
        resumed
    }

    /// Returns the marks at the start of a paragraph that can open a quotation; none where the
    /// paragraph stands alone.
    fn leading(&self, words: &str, role: Role) -> [Option<Mark>; 4] {
        let mut leading = [None; 4];
        let mut at = 0;
        for (place, mark) in leading.iter_mut().zip(&self.marks) {
            let between = words.get(at..mark.start).unwrap_or("?");
            let closes = matches!(mark.facing, Facing::Closes | Facing::Perhaps);
            if closes || !flows(role) || !between.chars().all(is_space) {
                break;
            }
            *place = Some(*mark);
            at = mark.end;
        }
        leading
    }

    /// Fills `ahead`, from the last mark to the first.
    fn look_ahead(&mut self) {
        self.ahead.clear();
        self.ahead.resize(self.marks.len(), Ahead::default());
        let mut next = Ahead::default();
        for (ahead, mark) in self.ahead.iter_mut().zip(&self.marks).rev() {
            *ahead = next;
            let closes = mark.facing == Facing::Closes;
            let sure = mark.facing != Facing::Perhaps;
            match mark.family {
                Family::Single if sure => {
                    next.single_closes = closes;
                    next.single_closes_inside = closes;
                }
                Family::Double if sure => {
                    next.double_closes = closes;
                    next.single_closes_inside = false;
                }
                Family::Single | Family::SingleGuillemet => {}
                Family::Double | Family::Guillemet => next.single_closes_inside = false,
            }
        }
    }

    /// Lets mark number `index` open a quotation, close one, or do nothing.
    fn take(&mut self, index: usize, base: usize, quotes: &mut Vec<Quote>) {
        let mark = self.marks[index];
        let partner = self.partner(mark.family);
        let closes = match mark.facing {
            Facing::Opens => None,
            Facing::Closes | Facing::Either => partner,
            Facing::Perhaps => partner.filter(|at| self.is_end(index, *at, base)),
            Facing::PointsLeft => partner.filter(|at| self.open[*at].facing != Facing::PointsLeft),
            Facing::PointsRight => {
                partner.filter(|at| self.open[*at].facing != Facing::PointsRight)
            }
        };
        match (closes, mark.facing) {
            (Some(at), _) => {
                let open = self.open[at];
                self.open.truncate(at);
                for outer in self.open.iter_mut().filter(|outer| outer.glyph == open.glyph) {
                    outer.passed = true;
                }
                quotes.push(open.until(base + mark.end, End::Closed));
            }
            (None, Facing::Closes | Facing::Perhaps) => {}
            (None, _) => self.push(mark, base),
        }
    }

    fn push(&mut self, mark: Mark, base: usize) {
        if self.open.len() == MAX_OPEN {
            self.open.remove(0);
        }
        let Mark { start, glyph, family, facing, .. } = mark;
        let start = base + start;
        self.open.push(Open { start, glyph, family, facing, resumes: false, passed: false });
    }

    /// Returns the place in `open` of the mark that one of `family` would close: the last of the
    /// family, if only marks of lesser families wait after it.
    fn partner(&self, family: Family) -> Option<usize> {
        let at = self.open.iter().rposition(|open| open.family >= family)?;
        (self.open[at].family == family).then_some(at)
    }

    /// Returns whether doubtful mark number `index` closes the quotation `open[at]`: whether no
    /// better mark for that comes later.
    fn is_end(&self, index: usize, at: usize, base: usize) -> bool {
        let ahead = self.ahead[index];
        let length = base + self.marks[index].end - self.open[at].start;
        match self.marks[index].family {
            Family::Single if at == 0 => !ahead.single_closes && length <= MAX_DOUBTFUL,
            Family::Single => !ahead.single_closes_inside,
            _ => !ahead.double_closes,
        }
    }

    /// Keeps for the next paragraph what this one may leave open.
    fn leave(&mut self, role: Role) {
        self.left_open.clear();
        if flows(role) {
            self.left_open.extend(self.open.iter().filter(|open| !open.passed));
        }
    }

    /// Ends the last paragraph, after which nothing can run on.
    fn finish(&mut self, last: &mut Paragraph) {
        let span = last.span;
        last.quotes.extend(self.left_open.drain(..).filter_map(|open| open.unclosed(span, false)));
        nest(&mut last.quotes);
    }
}

/// How a quotation ends in its paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Closed,
    RunsOn,
}

impl Open {
    fn until(self, end: usize, how: End) -> Quote {
        Quote {
            span: TextSpan::new(self.start, end),
            depth: 0,
            resumes: self.resumes,
            runs_on: how == End::RunsOn,
        }
    }

    /// Returns the quotation that this mark opens in `paragraph`, which has no mark to close it;
    /// `None` for a stray mark. One that resumes an earlier quotation is not stray: its closing
    /// mark was forgotten.
    fn unclosed(self, paragraph: TextSpan, runs_on: bool) -> Option<Quote> {
        let how = if runs_on { End::RunsOn } else { End::Closed };
        (runs_on || self.resumes).then(|| self.until(paragraph.end(), how))
    }
}

/// Returns whether a quotation may run from a paragraph of this role into the next, or out of it.
fn flows(role: Role) -> bool {
    match role {
        Role::Body | Role::Item | Role::BlockQuote => true,
        Role::Title | Role::Heading | Role::Caption => false,
    }
}

/// Puts quotations that do not cross in order of start and counts for each those it lies in.
fn nest(quotes: &mut [Quote]) {
    quotes.sort_unstable_by_key(|quote| quote.span.start());
    // Never more than `MAX_OPEN`, for so many can be open at once.
    let mut ends: Vec<usize> = Vec::new();
    for quote in quotes {
        while ends.last().is_some_and(|end| *end <= quote.span.start()) {
            ends.pop();
        }
        quote.depth = u8::try_from(ends.len()).unwrap_or(u8::MAX);
        ends.push(quote.span.end());
    }
}
#[cfg(test)]
mod tests {
    use super::MAX_OPEN;
    use crate::{
        article::{Article, BlockKind},
        text::Text,
    };

    /// Reads paragraphs parted by `|`; shows each quotation in brackets, with `>` at the end of one
    /// that runs on and `<` at the start of one that resumes.
    fn check(paragraphs: &str, expected: &str) {
        let article = Article::from_paragraphs(paragraphs.split('|'));
        let text = Text::new(&article);
        let mut shown = article.text.clone();
        let mut inserts: Vec<(usize, usize, String)> = Vec::new();
        for quote in text.paragraphs().iter().flat_map(|paragraph| &paragraph.quotes) {
            let (open, close) = if quote.depth == 0 { ("[", "]") } else { ("(", ")") };
            let resumes = if quote.resumes { "<" } else { "" };
            let runs_on = if quote.runs_on { ">" } else { "" };
            let depth = usize::from(quote.depth);
            inserts.push((quote.span.start(), depth + 100, format!("{open}{resumes}")));
            inserts.push((quote.span.end(), 99 - depth, format!("{runs_on}{close}")));
        }
        inserts.sort();
        for (at, _, sign) in inserts.iter().rev() {
            shown.insert_str(*at, sign);
        }
        assert_eq!(shown.trim_end().replace("\n\n", "|"), expected);
    }

    #[test]
    fn curly_and_straight() {
        check("“So,” he said. “No.”", "[“So,”] he said. [“No.”]");
        check("\"So,\" he said. \"No.\"", "[\"So,\"] he said. [\"No.\"]");
        check("''So,'' he said. ``No.''", "[''So,''] he said. [``No.'']");
        check("He (“so”) said—“no”—nothing.", "He ([“so”]) said—[“no”]—nothing.");
        check("He said,\"So.\"Then \"no\".", "He said,[\"So.\"]Then [\"no\"].");
        check("\" So \", he said.", "[\" So \"], he said.");
        check("\"So\" \"...and no.\"", "[\"So\"] [\"...and no.\"]");
    }

    #[test]
    fn a_word_with_two_apostrophes_lends_none_to_a_mark() {
        check("„'n''n", "„'n''n");
        check("„ʼn''n", "„ʼn''n");
        check("“Rock 'n' roll,” he said.", "[“Rock 'n' roll,”] he said.");
    }

    #[test]
    fn marks_of_other_countries_and_by_mistake() {
        check("”So,” he said. “No“.", "[”So,”] he said. [“No“].");
        check("„So“, he said. „No”", "[„So“], he said. [„No”]");
    }

    #[test]
    fn single_inside_double_and_double_inside_single() {
        check("“He said ‘no’ to me.”", "[“He said (‘no’) to me.”]");
        check("\"He said 'no' to me.\"", "[\"He said ('no') to me.\"]");
        check("‘He said “no” to me.’", "[‘He said (“no”) to me.’]");
        check("“‘No,’ he said.”", "[“(‘No,’) he said.”]");
        check("“He said, ‘No.’”", "[“He said, (‘No.’)”]");
        check("''He said 'no.'''", "[''He said ('no.')'']");
        check("\"'No,' he said.\"", "[\"('No,') he said.\"]");
        check("“A ‘b “c” d’ e.”", "[“A (‘b (“c”) d’) e.”]");
    }

    #[test]
    fn single_marks_as_outer_ones() {
        check("‘So,’ he said. ‘No.’", "[‘So,’] he said. [‘No.’]");
        check("'So,' he said. 'No.'", "['So,'] he said. ['No.']");
        check("He is a ‘free rider’ now.", "He is a [‘free rider’] now.");
        check("The ‘free riders’ problem", "The [‘free riders’] problem");
        check("‘So’, he said.", "[‘So’], he said.");
    }

    #[test]
    fn guillemets_and_low_marks() {
        check("«So», he said.", "[«So»], he said.");
        check("»So«, he said.", "[»So«], he said.");
        check("« So », he said. « No »", "[« So »], he said. [« No »]");
        check("»So», he said.", "[»So»], he said.");
        check("«He: «no» to me.»", "[«He: («no») to me.»]");
        check("«He: ‹no› to me.»", "[«He: (‹no›) to me.»]");
        check("»He: ›no‹ to me.«", "[»He: (›no‹) to me.«]");
        check("„Er sagt ‚so‘.“", "[„Er sagt (‚so‘).“]");
        check("» Read more", "» Read more");
        check("Home » News » Sport", "Home » News » Sport");
    }

    #[test]
    fn apostrophes_are_told_from_marks() {
        check("‘The dogs’ bowl,’ he said.", "[‘The dogs’ bowl,’] he said.");
        check("The dogs’ bowl isn’t O’Brien’s.", "The dogs’ bowl isn’t O’Brien’s.");
        check("‘It’s the ’90s,’ he said.", "[‘It’s the ’90s,’] he said.");
        check("'Don't,' he said.", "['Don't,'] he said.");
        check("“The dogs’ bowl,” he said.", "[“The dogs’ bowl,”] he said.");
        check("“Them dogs’ ‘so’ an’ no,” he", "[“Them dogs’ (‘so’) an’ no,”] he");
        check("'Twas rock ‘n’ roll, goin’ on.", "'Twas rock ‘n’ roll, goin’ on.");
        check("‘Tell ’em,’ he said.", "[‘Tell ’em,’] he said.");
        check("“No”’s the word.", "[“No”]’s the word.");
    }

    #[test]
    fn a_possessive_far_behind_closes_nothing() {
        let long = format!("‘Appen {} the dogs’ bowl.", "so it goes ".repeat(20));
        check(&long, &long);
    }

    #[test]
    fn runs_over_paragraphs() {
        check("“So.|“And so.|“No,” he said.", "[“So.>]|[<“And so.>]|[<“No,”] he said.");
        check("‘So.|‘No,’ he said.", "[‘So.>]|[<‘No,’] he said.");
        check("\"So.|\"No,\" he said.", "[\"So.>]|[<\"No,\"] he said.");
        check("«So.|«No», he said.", "[«So.>]|[<«No»], he said.");
        check("He said: “So.|“No.” Then.", "He said: [“So.>]|[<“No.”] Then.");
    }

    #[test]
    fn an_inner_quotation_runs_on_too() {
        check("“He: ‘So.|“‘No.’ So.”", "[“He: (‘So.>)>]|[<“(<‘No.’) So.”]");
        check("“He: ‘so’ so.|“No.”", "[“He: (‘so’) so.>]|[<“No.”]");
        check("\"He: “so” so.|\"No.\"", "[\"He: (“so”) so.>]|[<\"No.\"]");
    }

    #[test]
    fn a_resumed_quotation_whose_end_was_forgotten_ends_with_its_paragraph() {
        check("“So.|“No.|Then.", "[“So.>]|[<“No.]|Then.");
        check("“So.|“No.", "[“So.>]|[<“No.]");
    }

    #[test]
    fn what_follows_without_an_opening_mark_resumes_nothing() {
        check("“So.|No,” he said.", "“So.|No,” he said.");
        check("“So.|‘No,’ he said.", "“So.|[‘No,’] he said.");
        check("“So,” he said.|“No.”", "[“So,”] he said.|[“No.”]");
    }

    #[test]
    fn an_unmatched_mark_spoils_its_own_paragraph_only() {
        check("“So, he said.|He said “no”.", "“So, he said.|He said [“no”].");
        check("So,” he said. “No.”", "So,” he said. [“No.”]");
        check("“A so “no” b.|Then.", "“A so [“no”] b.|Then.");
        check("“A so. “No,” b.|“Then.”", "“A so. [“No,”] b.|[“Then.”]");
        check("“A ‘b c,” d.|‘E.’", "[“A ‘b c,”] d.|[‘E.’]");
        check("A 12\" b, \"c\" d.", "A 12\" b, [\"c\"] d.");
    }

    #[test]
    fn marks_of_feet_and_inches_are_none() {
        check("He is 6'2\" and said \"no\".", "He is 6'2\" and said [\"no\"].");
        check("He is 6'2\", \"no\" at 5' 4\".", "He is 6'2\", [\"no\"] at 5' 4\".");
        check("He is 6′2″ and “so”.", "He is 6′2″ and [“so”].");
        check("\"The 12\" record,\" he said.", "[\"The 12\" record,\"] he said.");
        check("\"It was in 2012\" he said.", "[\"It was in 2012\"] he said.");
    }

    #[test]
    fn headings_and_captions_stand_alone() {
        let mut article = Article::from_paragraphs(["“So.", "“No.”"]);
        article.blocks[0].kind = BlockKind::Heading(2);
        let text = Text::new(&article);
        assert!(text.paragraphs()[0].quotes.is_empty());
        assert!(!text.paragraphs()[1].quotes[0].resumes);
    }

    #[test]
    fn a_hundred_thousand_marks_take_no_time() {
        for part in ["“a ‘b ", "a’ b” ", "‘dogs’ cats’ ", "\"", "'", "«»‹", "5\" "]
        {
            let article = Article::from_paragraphs([part.repeat(50_000).as_str()]);
            let text = Text::new(&article);
            let quotes = &text.paragraphs()[0].quotes;
            assert!(quotes.iter().all(|quote| usize::from(quote.depth) < MAX_OPEN), "{part}");
        }
    }

    #[test]
    fn marks_that_only_open_make_room_for_those_that_close() {
        let article = Article::from_paragraphs(["“a ".repeat(100).as_str()]);
        assert!(Text::new(&article).paragraphs()[0].quotes.is_empty());
        let article = Article::from_paragraphs([("“a ".repeat(100) + "“so” it is").as_str()]);
        assert_eq!(Text::new(&article).paragraphs()[0].quotes.len(), 1);
    }
}
