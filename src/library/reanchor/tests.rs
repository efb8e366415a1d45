//! What re-anchoring must never get wrong again, each as a small example of our own.

use super::{Finder, Placement};
use crate::{
    base::{ScalarIndex, TextSpan},
    library::Anchor,
};

/// Anchors the words between `[` and `]` of `old`, finds them in `new`, and compares what comes
/// out: the state and the words, which `new` may mark in the same way.
fn check(old: &str, new: &str, expected: &str) {
    let (text, start, end) = unmark(old);
    let span = TextSpan::new(start, end);
    let anchor = Anchor::of(&text, &ScalarIndex::new(&text), span).unwrap();
    let (new, from, to) = unmark(new);
    let placement = Finder::between(&text, &new).find(&anchor);
    let state = match placement {
        Placement::Exact(_) => "exact",
        Placement::Moved(_) => "moved",
        Placement::Changed { .. } => "changed",
        Placement::Ambiguous(_) => "ambiguous",
        Placement::Lost => "lost",
    };
    assert_eq!(state, expected, "{placement:?}");
    if from < to {
        let found = placement.span().and_then(|span| span.slice(&new));
        assert_eq!(found, Some(&new[from..to]), "the words differ");
        assert_eq!(placement.span(), Some(TextSpan::new(from, to)), "the place differs");
    }
}

/// Takes out the marks and says where they stood; 0 and 0 without marks.
fn unmark(text: &str) -> (String, usize, usize) {
    let start = text.find('[').unwrap_or(0);
    let end = text.find(']').map_or(0, |end| end - 1);
    (text.replace(['[', ']'], ""), start, end)
}

const HARBOUR: &str = "The council met on Monday. Ferry captain Robin Aas told the council that the \
    new pier is too short. “We hit it twice,” said Robin Aas. The harbour office denied it. ";

#[test]
fn the_same_text_is_exact() {
    check("The [ferry] is late.", "The [ferry] is late.", "exact");
}

#[test]
fn a_short_quote_is_not_found_inside_a_longer_word() {
    check(
        "Aksel wrote the letter. [Ines] read it aloud to the whole board.",
        "Aksel wrote the letter. She read nothing. The machines stood still, the mines too.",
        "lost",
    );
    check(
        "So said [Linus] at noon, to nobody.",
        "The machines: turbines, Linuses, cosines.",
        "lost",
    );
}

#[test]
fn a_corrected_name_does_not_jump_to_the_same_name_elsewhere() {
    let old = HARBOUR.replacen("told the council", "told the [council]", 1);
    check(&old, &HARBOUR.replacen("told the council", "told the [councel]", 1), "changed");
    check(
        "Ferry captain [Robin] Aas told the council that the pier is short. Later Robin went home.",
        "Ferry captain [Robyn] Aas told the council that the pier is short. Later Robin went home.",
        "changed",
    );
}

#[test]
fn without_the_old_text_the_surroundings_must_be_there() {
    let old =
        "Ferry captain Robin Aas told the council that the pier is short. Later Robin went home.";
    let span = TextSpan::new(14, 19);
    let anchor = Anchor::of(old, &ScalarIndex::new(old), span).unwrap();
    let moved = format!("On Monday all was well. {old}");
    assert_eq!(Finder::new(&moved).find(&anchor), Placement::Moved(TextSpan::new(38, 43)));
    let gone = "The council learned that the pier is short. Later Robin went home.";
    assert_eq!(Finder::new(gone).find(&anchor), Placement::Lost);
}

#[test]
fn a_removed_name_does_not_jump_to_the_same_name_elsewhere() {
    check(
        "Ferry captain [Robin] Aas told the council that the pier is short. Later Robin went home.",
        "The council learned that the pier is short. Later Robin went home.",
        "lost",
    );
    check(
        "Ferry captain [Robin] Aas told the council that the pier is short. Later Robin went home.",
        "Ferry captain Peter Aas told the council that the pier is short. Later Robin went home.",
        "lost",
    );
}

#[test]
fn a_paragraph_put_in_above_shifts_nothing() {
    let old = "The quay was empty. Nobody had told the [drivers], who waited until noon.";
    let new = "The quay was empty. Nobody had told the [drivers], who waited until noon.";
    check(old, &format!("An update was added here.\n\n{new}"), "moved");
    check(old, &format!("Nobody told the drivers.\n\n{new}"), "moved");
}

#[test]
fn a_repeated_passage_is_ambiguous() {
    let old = HARBOUR.replace("hit it twice", "[hit it twice]");
    let new = HARBOUR;
    check(&old, &format!("{new}\n\nThe quay was empty.\n\n{new}"), "exact");
    check(&old, &format!("An update.\n\n{new}\n\nThe quay was empty.\n\n{new}"), "ambiguous");
}

#[test]
fn of_two_equal_sentences_the_one_with_its_surroundings_is_meant() {
    let line = "The company did not answer.";
    let old = format!("Prices rose by a tenth in May. [{line}] Unions called a strike for Friday.");
    let new = format!("{line} Then all was quiet for a week, it said. {old}");
    check(&old, &new, "moved");
}

#[test]
fn among_equal_neighbours_none_is_taken() {
    check(
        "[No.] No. No. No. No. No. No. No. No. No. No. No.",
        "No. No. No. No. No. No. No.",
        "ambiguous",
    );
}

#[test]
fn a_moved_paragraph_is_found() {
    let moved = "Divers found the missing anchor chain under eleven metres of silt on Tuesday.";
    let rest = "The mayor spoke first. Then the room fell silent for a while.";
    check(
        &format!("[{moved}]\n\n{rest}\n\n{HARBOUR}"),
        &format!("{rest}\n\n{HARBOUR}\n\n[{moved}]"),
        "moved",
    );
    check(
        &format!("{}\n\n{rest}\n\n{HARBOUR}", moved.replace("anchor chain", "[anchor chain]")),
        &format!("{rest}\n\n{HARBOUR}\n\n{}", moved.replace("anchor chain", "[anchor chain]")),
        "moved",
    );
}

#[test]
fn spaces_and_line_breaks_make_no_difference() {
    check(
        "Nobody had told the drivers, [who waited\nuntil noon] at the gate.",
        "Nobody  had told the drivers, [who waited until\n   noon] at the gate.",
        "moved",
    );
    check("He [said so] twice.\n", "He [said so] twice. ", "exact");
}

#[test]
fn other_quotation_marks_are_a_change_that_is_shown() {
    check("It was “[not “ours”],” she said.", "It was \"[not \"ours\"],\" she said.", "changed");
}

#[test]
fn a_reworded_sentence_is_found_and_called_changed() {
    check(
        &HARBOUR
            .replace("“We hit it twice,” said Robin Aas.", "[“We hit it twice,” said Robin Aas.]"),
        &HARBOUR.replace(
            "“We hit it twice,” said Robin Aas.",
            "[“We hit it three times,” said Robin Aas.]",
        ),
        "changed",
    );
}

#[test]
fn a_sentence_of_other_words_in_its_place_is_not_it() {
    check(
        "The council met. [Ferries will run every hour from May.] The meeting ended at nine.",
        "The council met. Nobody could agree on the budget. The meeting ended at nine.",
        "lost",
    );
}

#[test]
fn a_part_of_a_word_stays_a_part() {
    check(
        "All of the [over]night trains to the coast were cancelled.",
        "Again all of the [over]night trains to the coast were cancelled.",
        "moved",
    );
}

#[test]
fn scripts_without_spaces_are_found() {
    check(
        "市長は記者会見で、[新しい橋は来年]完成すると述べた。",
        "月曜日、市長は記者会見で、[新しい橋は来年]完成すると述べた。",
        "moved",
    );
}

#[test]
fn an_anchor_without_surroundings_must_be_long_or_stay() {
    let find = |exact: &str, start: usize, text: &str| {
        let end = start + exact.chars().count();
        let anchor = Anchor { exact: exact.into(), start, end, ..Anchor::default() };
        Finder::new(text).find(&anchor)
    };
    assert!(matches!(find("ferry", 4, "The ferry is late."), Placement::Exact(_)));
    assert_eq!(find("ferry", 3, "The ferry is late."), Placement::Lost);
    let long = "Divers found the missing anchor chain under eleven metres of silt, and a crate \
        of bottles that nobody in the village had asked for or would admit to having drunk";
    let now = find(long, 99, &format!("On Monday: {long}."));
    assert!(matches!(now, Placement::Moved(_)), "{now:?}");
}

#[test]
fn words_without_place_and_surroundings_are_found_where_they_stand_once() {
    let find = |exact: &str, text: &str| {
        Finder::new(text).find(&Anchor { exact: exact.into(), ..Anchor::default() })
    };
    let (words, text) =
        ("had read nothing of the kind", "It said it had read nothing of the kind.");
    assert!(matches!(find(words, text), Placement::Moved(_)));
    assert!(find(words, &format!("{text} {text}")).span().is_none());
    assert_eq!(find("the kind", text), Placement::Lost);
}

#[test]
fn nothing_is_found_in_nothing() {
    check("The [ferry] is late.", "", "lost");
    let blank = Anchor { exact: " \n".into(), start: 3, end: 5, ..Anchor::default() };
    assert_eq!(Finder::new("The \n ferry").find(&blank), Placement::Lost);
    assert_eq!(Finder::new("text").find(&Anchor::default()), Placement::Lost);
}
