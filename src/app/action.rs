//! What a key can ask for. The help, the command line and the keymap all read this one table.

use crate::{app::nearest, library::Colour};

/// Where an action belongs in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving in the text.
    Move,
    /// Between claims and sources.
    Claims,
    /// Searching.
    Search,
    /// Back, forward, marks.
    Jumps,
    /// Selecting text.
    Select,
    /// Notes and highlights.
    Notes,
    /// Panes, lists, pages.
    Panes,
    /// The program itself.
    Program,
}

impl Group {
    /// Returns the heading it has in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Claims => "Claims and sources",
            Self::Search => "Searching",
            Self::Jumps => "Jumps and marks",
            Self::Select => "Selecting",
            Self::Notes => "Notes",
            Self::Panes => "Panes and lists",
            Self::Program => "Program",
        }
    }
}

macro_rules! actions {
    ($($variant:ident $name:literal $group:ident $help:literal,)*) => {
        /// Something the reader can ask for with a key or by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $help] $variant,)*
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the name it has in the keymap and on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns what it does, in a few words.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }

            /// Returns where it belongs in the help.
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }
        }
    };
}

actions! {
    Down "down" Move "one row down",
    Up "up" Move "one row up",
    Left "left" Move "one character left",
    Right "right" Move "one character right",
    NextWord "next-word" Move "to the next word",
    PreviousWord "previous-word" Move "to the word before",
    WordEnd "word-end" Move "to the end of the word",
    RowStart "row-start" Move "to the start of the row",
    RowEnd "row-end" Move "to the end of the row",
    HalfPageDown "half-page-down" Move "half a page down",
    HalfPageUp "half-page-up" Move "half a page up",
    ScrollDown "scroll-down" Move "the text up a line, under the cursor",
    ScrollUp "scroll-up" Move "the text down a line, under the cursor",
    PageDown "page-down" Move "a page down",
    PageUp "page-up" Move "a page up",
    Top "top" Move "to the top",
    Bottom "bottom" Move "to the end; with a count, to that paragraph",
    Percent "percent" Move "with a count, to that percentage of the text",
    NextParagraph "next-paragraph" Move "to the next paragraph",
    PreviousParagraph "previous-paragraph" Move "to the paragraph before",
    NextSentence "next-sentence" Move "to the next sentence",
    PreviousSentence "previous-sentence" Move "to the sentence before",
    NextHeading "next-heading" Move "to the next heading",
    PreviousHeading "previous-heading" Move "to the heading before",
    CentreRow "centre-row" Move "this row to the middle of the screen",
    RowToTop "row-to-top" Move "this row to the top of the screen",
    RowToBottom "row-to-bottom" Move "this row to the bottom of the screen",
    NextClaim "next-claim" Claims "to the next claim",
    PreviousClaim "previous-claim" Claims "to the claim before",
    NextQuote "next-quote" Claims "to the next claim with a quotation",
    PreviousQuote "previous-quote" Claims "to the claim with a quotation before",
    NextDoubt "next-doubt" Claims "to the next doubtful claim",
    PreviousDoubt "previous-doubt" Claims "to the doubtful claim before",
    NextOfSource "next-of-source" Claims "to the same source's next claim",
    PreviousOfSource "previous-of-source" Claims "to the same source's claim before",
    GoToSource "go-to-source" Claims "to the words that name this claim's source",
    GoToPerson "go-to-person" Claims "to the source's page: all that it says",
    ClimbChain "climb-chain" Claims "up the chain, to the claim that this one lies in",
    Why "why" Claims "why this claim is put down to this source",
    Correct "correct" Claims "say who said this, which words it is, or that it is no claim",
    CorrectSource "correct-source" Claims "merge this source with another, split, rename or describe it",
    Review "review" Claims "go through the doubtful claims, or end that",
    AcceptClaim "accept-claim" Claims "in a review: this claim is right; to the next",
    RejectClaim "reject-claim" Claims "in a review: nobody claims this; to the next",
    SkipClaim "skip-claim" Claims "in a review: to the next doubtful claim",
    AcceptVisible "accept-visible" Claims "in a review: all doubtful claims in sight are right",
    Attitudes "attitudes" Claims "show attitudes dimmed, in full, or not at all",
    OnlySource "only-source" Claims "show only what the source here says, and dim the rest",
    OnlyKind "only-kind" Claims "show only direct, only mixed, only indirect claims",
    OnlyDoubtful "only-doubtful" Claims "show only the doubtful claims",
    ShowAll "show-all" Claims "show all claims again",
    Search "search" Search "search in the text",
    NextMatch "next-match" Search "to the next match",
    PreviousMatch "previous-match" Search "to the match before",
    SearchWord "search-word" Search "search for the word here",
    Hints "hints" Jumps "letters on every claim, source and link in sight; type them to go there",
    OpenLink "open-link" Jumps "open the link here in the browser; with a count, that link of the article",
    Links "links" Jumps "list of the links of the article",
    Back "back" Jumps "back to where the last jump started",
    Forward "forward" Jumps "forward again",
    LastPlace "last-place" Jumps "to the place before the last jump, and back",
    SetMark "set-mark" Jumps "then a letter: mark this place",
    GoToMark "go-to-mark" Jumps "then a letter: to that mark",
    Select "select" Select "select from here",
    SelectRows "select-rows" Select "select whole rows",
    SelectSentence "select-sentence" Select "select the sentence here",
    SelectParagraph "select-paragraph" Select "select the paragraph here",
    SelectQuote "select-quote" Select "select the quotation here",
    SelectClaim "select-claim" Select "select the claim here",
    SelectMention "select-mention" Select "select the words here that mention a source",
    Grow "grow" Select "grow the selection: word, sentence, paragraph",
    Shrink "shrink" Select "shrink the selection again",
    SwapEnds "swap-ends" Select "to the other end of the selection",
    Copy "copy" Notes "copy the selection, else the claim here",
    Highlight "highlight" Notes "highlight in the colour last used",
    HighlightYellow "highlight-yellow" Notes "highlight in yellow",
    HighlightGreen "highlight-green" Notes "highlight in green",
    HighlightBlue "highlight-blue" Notes "highlight in blue",
    HighlightRed "highlight-red" Notes "highlight in red",
    HighlightPurple "highlight-purple" Notes "highlight in purple",
    HighlightOrange "highlight-orange" Notes "highlight in orange",
    Annotate "annotate" Notes "write a note on the selection or the claim here; on a note, change it",
    Tag "tag" Notes "tags of the note here, or of a new one; on the list of all notes, of all shown",
    Peek "peek" Notes "look at the note here beside the text; again at the next one here",
    Star "star" Notes "star the note here, or take its star off",
    History "history" Notes "what was done to the note here",
    AllNotes "all-notes" Notes "all notes of the library: / filters, :sort sorts",
    Edit "edit" Notes "write the note in $EDITOR",
    Attach "attach" Notes "attach a note whose words have changed to the selection",
    DeleteNote "delete-note" Notes "delete the note here",
    NextNote "next-note" Notes "to the next note",
    PreviousNote "previous-note" Notes "to the note before",
    Undo "undo" Notes "undo the last change to notes",
    Redo "redo" Notes "redo what was undone",
    NextPane "next-pane" Panes "to the next pane: text, people, claims, notes",
    PreviousPane "previous-pane" Panes "to the pane before",
    People "people" Panes "to the people of the article",
    Claims "claims" Panes "to the claims of the article",
    Notes "notes" Panes "to the notes of the article",
    Open "open" Panes "open what is selected; in the text, the note or person here",
    Escape "escape" Panes "one step back: selection, message, pane",
    Close "close" Panes "close what is open; at the top, quit",
    FilterList "filter-list" Panes "narrow the list: direct, unnamed, depth:2, a name",
    SortList "sort-list" Panes "sort the list: as in the text, by claims, words, confidence",
    Outline "outline" Panes "outline of the article",
    TextOnly "text-only" Panes "only the text, or everything again",
    Narrower "narrower" Panes "narrower lines",
    Wider "wider" Panes "wider lines",
    Typesetting "typesetting" Panes "lines ragged, ragged with words broken, or with a straight edge",
    Split "vsplit" Panes "the next article beside this one; or one article again",
    OtherHalf "other-half" Panes "to the article beside this one",
    Articles "articles" Panes "list of the articles that are open",
    NextArticle "next-article" Panes "to the next article",
    PreviousArticle "previous-article" Panes "to the article before",
    Help "help" Program "the keys that act here",
    CommandLine "command-line" Program "do something by its name",
    Theme "theme" Program "other colours; their name follows",
    Engine "engine" Program "which engine reads; fast, deep or stop follows",
    Set "set" Program "change a setting; its name and value follow",
    Reload "reload" Program "read the settings and keys again",
    Linear "linear" Program "print the article with its claims line by line, for screen readers",
    Redraw "redraw" Program "draw the screen anew",
    Suspend "suspend" Program "suspend the program; fg brings it back",
    Quit "quit" Program "leave; everything is saved",
}

impl Action {
    /// Returns the colour that it highlights in, if it highlights in a certain one.
    pub fn colour(self) -> Option<Colour> {
        Colour::ALL.into_iter().find(|colour| self.name() == format!("highlight-{colour}"))
    }

    /// Finds the action called `name`, or the nearest name there is.
    pub fn named(name: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.iter().copied().find(|action| action.name() == name);
        found.ok_or_else(|| nearest(name, Self::ALL.iter().map(|action| action.name())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for action in Action::ALL {
            assert_eq!(Action::named(action.name()), Ok(*action));
        }
    }

    #[test]
    fn a_slip_of_the_finger_finds_the_nearest() {
        assert_eq!(Action::named("next-clam"), Err("next-claim"));
    }
}
