//! Quotations: which marks of a paragraph belong together, as print uses them.
//!
//! Comes from the marks of one paragraph after another; goes into their [`Quote`]s. A quotation
//! may run over paragraphs if each further one starts with an opening mark. A mark without a
//! partner makes no quotation, and spoils no other paragraph than its own.

use crate::{
    base::TextSpan,
    text::{
        Paragraph, Quote, Role,
        mark::{self, Facing, Family, Mark},
    },
};

/// How many quotations may be open at once; a mark that would open more is stray. Print knows four
/// at most.
const MOST_OPEN: usize = 16;

/// How many doubtful marks in a row are looked past for a sure one.
const MOST_DOUBTFUL: usize = 32;

/// Pairs quotation marks, a paragraph at a time; keeps its buffers.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    marks: Vec<Mark>,
    open: Vec<Open>,
    /// What the paragraph before left open: the byte where it starts, and its family.
    left_open: Option<Open>,
}

/// A mark that has opened a quotation.
#[derive(Clone, Copy, Debug)]
struct Open {
    start: usize,
    family: Family,
    facing: Facing,
    resumes: bool,
}

impl Pairing {
    /// Pairs the marks of the last of `paragraphs`, whose words stand in `text`; the one before it
    /// learns whether its last quotation runs on.
    pub(super) fn read(&mut self, text: &str, paragraphs: &mut [Paragraph]) {
        let Some((paragraph, earlier)) = paragraphs.split_last_mut() else { return };
        let words = paragraph.span.slice(text).unwrap_or_default();
        let base = paragraph.span.start();
        mark::find(words, &mut self.marks);
        self.open.clear();
        let resumed = self.resume(words, paragraph.role, earlier.last_mut());
        for index in usize::from(resumed)..self.marks.len() {
            self.take(index, base, &mut paragraph.quotes);
        }
        let runs_alone = matches!(paragraph.role, Role::Title | Role::Heading | Role::Caption);
        self.left_open = self.open.first().copied().filter(|_| !runs_alone);
        if let Some(open) = &mut self.left_open {
            open.start += base;
        }
        nest(&mut paragraph.quotes);
    }

    /// Takes up the quotation that the paragraph before left open, if this one starts with the
    /// same kind of opening mark.
    fn resume(&mut self, words: &str, role: Role, before: Option<&mut Paragraph>) -> bool {
        let Some(open) = self.left_open.take() else { return false };
        let (Some(first), Some(before)) = (self.marks.first(), before) else { return false };
        let starts = words.len() - words.trim_start().len();
        let opens =
            matches!(first.facing, Facing::Opens | Facing::PointsLeft | Facing::PointsRight);
        if first.start != starts || first.family != open.family || !opens || role != before.role {
            return false;
        }
        before.quotes.push(Quote {
            span: TextSpan::new(open.start, before.span.end()),
            depth: 0,
            resumes: open.resumes,
            runs_on: true,
        });
        nest(&mut before.quotes);
        let facing = first.facing;
        self.open.push(Open { start: first.start, family: open.family, facing, resumes: true });
        true
    }

    fn take(&mut self, index: usize, base: usize, quotes: &mut Vec<Quote>) {
        let mark = self.marks[index];
        let partner = self.partner(mark);
        let closes = match mark.facing {
            Facing::Opens => false,
            Facing::Closes | Facing::Either => partner.is_some(),
            Facing::Perhaps => partner.is_some() && !self.closes_later(index),
            Facing::PointsLeft => {
                partner.is_some_and(|at| self.open[at].facing == Facing::PointsRight)
            }
            Facing::PointsRight => {
                partner.is_some_and(|at| self.open[at].facing == Facing::PointsLeft)
            }
        };
        let opens = !matches!(mark.facing, Facing::Closes | Facing::Perhaps);
        match partner.filter(|_| closes) {
            Some(at) => {
                let open = self.open[at];
                self.open.truncate(at);
                quotes.push(Quote {
                    span: TextSpan::new(base + open.start, base + mark.end),
                    depth: 0,
                    resumes: open.resumes,
                    runs_on: false,
                });
            }
            None if opens && self.open.len() < MOST_OPEN => self.open.push(Open {
                start: mark.start,
                family: mark.family,
                facing: mark.facing,
                resumes: false,
            }),
            None => {}
        }
    }

    /// Returns the open quotation that `mark` may close: the innermost of its family that no
    /// greater family has been opened in, so that an apostrophe closes nothing outside “…”.
    fn partner(&self, mark: Mark) -> Option<usize> {
        let at = self.open.iter().rposition(|open| open.family >= mark.family)?;
        (self.open[at].family == mark.family).then_some(at)
    }

    /// Returns whether a mark that may be an apostrophe is followed by a sure closing mark of its
    /// family before any other mark: then that one closes, and this is an apostrophe.
    fn closes_later(&self, index: usize) -> bool {
        let family = self.marks[index].family;
        let mut later = self.marks[index + 1..].iter().take(MOST_DOUBTFUL);
        let next = later.find(|mark| mark.facing != Facing::Perhaps);
        next.is_some_and(|mark| mark.family == family && mark.facing == Facing::Closes)
    }
}

/// Sorts quotations, outer ones first, and counts how deep each lies.
fn nest(quotes: &mut [Quote]) {
    quotes.sort_by_key(|quote| (quote.span.start(), usize::MAX - quote.span.end()));
    let mut around: Vec<usize> = Vec::new();
    for quote in quotes {
        while around.last().is_some_and(|end| *end <= quote.span.start()) {
            around.pop();
        }
        quote.depth = u8::try_from(around.len()).unwrap_or(u8::MAX);
        around.push(quote.span.end());
    }
}

#[cfg(test)]
mod tests {
    use crate::{article::Article, text::Text};

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
    }

    #[test]
    fn single_inside_double_and_double_inside_single() {
        check("“He said ‘no’ to me.”", "[“He said (‘no’) to me.”]");
        check("\"He said 'no' to me.\"", "[\"He said ('no') to me.\"]");
        check("‘He said “no” to me.’", "[‘He said (“no”) to me.’]");
        check("“‘No,’ he said.”", "[“(‘No,’) he said.”]");
        check("“He said, ‘No.’”", "[“He said, (‘No.’)”]");
    }

    #[test]
    fn guillemets_and_low_marks() {
        check("«So», he said.", "[«So»], he said.");
        check("»So«, he said.", "[»So«], he said.");
        check("„So“, he said. „No”", "[„So“], he said. [„No”]");
        check("„Er sagt ‚so‘.“", "[„Er sagt (‚so‘).“]");
    }

    #[test]
    fn apostrophes_are_told_from_marks() {
        check("‘The dogs’ bowl,’ he said.", "[‘The dogs’ bowl,’] he said.");
        check("The dogs’ bowl isn’t O’Brien’s.", "The dogs’ bowl isn’t O’Brien’s.");
        check("‘It’s the ’90s,’ he said.", "[‘It’s the ’90s,’] he said.");
        check("'Don't,' he said.", "['Don't,'] he said.");
        check("“The dogs’ bowl,” he said.", "[“The dogs’ bowl,”] he said.");
    }

    #[test]
    fn runs_over_paragraphs() {
        check("“So.|“And so.|“No,” he said.", "[“So.>]|[<“And so.>]|[<“No,”] he said.");
        check("‘So.|‘No,’ he said.", "[‘So.>]|[<‘No,’] he said.");
    }

    #[test]
    fn an_unmatched_mark_spoils_its_own_paragraph_only() {
        check("“So, he said.|He said “no”.", "“So, he said.|He said [“no”].");
        check("So,” he said. “No.”", "So,” he said. [“No.”]");
        check("“A so “no” b.|Then.", "“A so [“no”] b.|Then.");
    }

    #[test]
    fn marks_of_feet_and_inches_are_none() {
        check("He is 6'2\" and said \"no\".", "He is 6'2\" and said [\"no\"].");
    }

    #[test]
    fn a_hundred_thousand_marks_take_no_time() {
        let text = "“a ‘b ".repeat(50_000);
        let article = Article::from_paragraphs([text.as_str()]);
        assert!(Text::new(&article).paragraphs()[0].quotes.is_empty());
    }
}
