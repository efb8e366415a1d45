//! Who is who, case by case.

use crate::{
    base::Id,
    claims::{ClaimKind, Detail, notation::Example},
};

/// Checks which source each claim of `notation` has.
fn check(notation: &str, who: &str) {
    assert_eq!(Example::new(notation).who(), who, "{notation}");
}

#[test]
fn names_and_their_parts() {
    check(
        "[s1:Anna Berg] [q1:said] [c1:it is safe]. [s2:Berg] [q2:added] [c2:it is new].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:it is safe]. [s2:Ms. Berg] [q2:added] [c2:it is new].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Senator Anna Berg] [q1:said] [c1:no]. [s2:Sen. Berg] [q2:added] [c2:it is new].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Berg] [q1:said] [c1:it is safe]. [s2:Anna Berg] [q2:added] [c2:it is new].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Anna M. Berg] [q1:said] [c1:it is safe]. [s2:Anna Berg] [q2:added] [c2:it is new].",
        "Anna M. Berg: 1 2",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:it is safe]. [s2:Anna] [q2:added] [c2:it is new].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:Carl Holt] [q2:said] [c2:yes]. [s3:Berg] [q3:said] [c3:no].",
        "Anna Berg: 1 3 | Carl Holt: 2",
    );
    check(
        "[s1:Ludwig van Dorn] [q1:said] [c1:no]. [s2:Van Dorn] [q2:said] [c2:it is new].",
        "Ludwig van Dorn: 1 2",
    );
    check(
        "[s1:Carl Berg Jr.] [q1:said] [c1:no]. [s2:Berg] [q2:said] [c2:it is new].",
        "Carl Berg Jr.: 1 2",
    );
    check(
        "[c1:It is safe], [q1:according to] [s1:Anna Berg’s] report. [s2:Berg] [q2:said] [c2:no].",
        "Anna Berg: 1 2",
    );
    check("[s1:BERG]: [c1:It is safe.] ¶ [s2:Anna Berg] [q2:said] [c2:no].", "Anna Berg: 1 2");
}

#[test]
fn two_people_with_one_surname() {
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:Carl Berg] [q2:said] [c2:yes].",
        "Anna Berg: 1 | Carl Berg: 2",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:Carl Berg] [q2:said] [c2:yes]. [s3:Ms. Berg] [q3:said] [c3:so].",
        "Anna Berg: 1 3 | Carl Berg: 2",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:Carl Berg] [q2:said] [c2:yes]. [s3:Mr. Berg] [q3:said] [c3:so].",
        "Anna Berg: 1 | Carl Berg: 2 3",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:Carl Berg] [q2:said] [c2:yes]. [s3:Anna Berg] [q3:said] [c3:so].",
        "Anna Berg: 1 3 | Carl Berg: 2",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:The Bergs] [q2:said] [c2:yes].",
        "Anna Berg: 1 | Bergs: 2",
    );
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. Then [s2:the Bergs] [q2:said] [c2:yes]. [s3:Berg] [q3:said] [c3:so].",
        "Anna Berg: 1 3 | Bergs: 2",
    );
}

#[test]
fn bodies_and_acronyms() {
    check(
        "[s1:The European Space Agency] [q1:said] [c1:no]. [s2:ESA] [q2:added] [c2:it is new].",
        "European Space Agency: 1 2",
    );
    check(
        "[s1:The Party of Work (PW)] [q1:said] [c1:no]. [s2:The PW] [q2:added] [c2:it is new].",
        "Party of Work: 1 2",
    );
    check(
        "[s1:The Valley Herald] [q1:reported] [c1:a loss]. [s2:The Herald] [q2:added] [c2:it is new].",
        "Valley Herald: 1 2",
    );
    check(
        "[s1:The Valley Herald] [q1:reported] [c1:a loss]. [s2:The newspaper] [q2:added] [c2:it is new].",
        "Valley Herald: 1 2",
    );
    check(
        "[s1:The Ministry of Health] [q1:said] [c1:no]. Later [s2:the ministry] [q2:added] [c2:it is new].",
        "Ministry of Health: 1 2",
    );
    check(
        "[s1:The Justice Department] [q1:said] [c1:no]. [s2:The department] [q2:added] [c2:it is new].",
        "Justice Department: 1 2",
    );
    check(
        "[s1:The Health Ministry] [q1:said] [c1:no]. [s2:It] [q2:added] [c2:that it is new].",
        "Health Ministry: 1 2",
    );
    check(
        "[s1:The Brennan Center for Justice] [q1:said] [c1:no]. [s2:The Brennan Center] [q2:added] [c2:more].",
        "Brennan Center for Justice: 1 2",
    );
    check(
        "[s1:James O’Neill] [q1:said] [c1:no]. [s2:O'Neill] [q2:added] [c2:more].",
        "James O’Neill: 1 2",
    );
    check(
        "[s1:Norway] [q1:said] [c1:no]. [s2:Sweden] [q2:said] [c2:yes].",
        "Norway: 1 | Sweden: 2",
    );
    check(
        "[s1:Solveig Structures, the firm that built it,] [q1:said] [c1:no]. [s2:The firm] [q2:added] [c2:more].",
        "Solveig Structures: 1 2",
    );
    check(
        "[s1:The Berg campaign] [q1:said] [c1:no]. [s2:Berg] [q2:said] [c2:yes]. [s3:The campaign] [q3:said] [c3:so].",
        "Berg campaign: 1 3 | Berg: 2",
    );
}

#[test]
fn what_stands_after_a_comma_is_not_always_an_apposition() {
    check(
        "In Chelsea, [s1:the mayor] [q1:said] [c1:no]. [s2:The mayor] [q2:said] [c2:so].",
        "mayor: 1 2",
    );
    check(
        "The firm paid. [s1:Giles Holt, the firm’s founder,] [q1:said] [c1:no]. [s2:The firm] [q2:said] [c2:so].",
        "Giles Holt: 1 | firm: 2",
    );
    check(
        "[s1:Anna Berg, Carl Holt and Ruth Abara] [q1:said] [c1:no]. [s2:Holt] [q2:said] [c2:so].",
        "Anna Berg, Carl Holt and Ruth Abara: 1 | Carl Holt: 2",
    );
}

#[test]
fn long_appositions() {
    check(
        "[s1:The council’s head of property, Desmond Ferreira,] [q1:said] [c1:no]. [s2:Mr Ferreira] [q2:said] [c2:so].",
        "Desmond Ferreira: 1 2",
    );
    check(
        "[s1:A forensic accountant, Dr Henrik Solano,] [q1:said] [c1:no]. [s2:Dr Solano] [q2:said] [c2:so].",
        "Henrik Solano: 1 2",
    );
    check(
        "[s1:Lionel Sosa, a consultant and a Republican,] [q1:said] [c1:no]. [s2:The Republican] [q2:said] [c2:so].",
        "Lionel Sosa: 1 2",
    );
    check(
        "[s1:Vice President and Managing Editor Bill Lee] [q1:said] [c1:no]. [s2:Lee] [q2:said] [c2:so].",
        "Bill Lee: 1 2",
    );
}

#[test]
fn somebody_known_from_the_start_is_named_later() {
    check(
        "[s1:The mayor] [q1:said] [c1:no]. [s2:Mayor Carl Holt] [q2:said] [c2:so].",
        "Carl Holt: 1 2",
    );
    check(
        "[s1:A mayor] [q1:said] [c1:no]. [s2:Mayor Carl Holt] [q2:said] [c2:so].",
        "mayor: 1 | Carl Holt: 2",
    );
    check(
        "[s1:The former mayor] [q1:said] [c1:no]. [s2:Deputy Mayor Carl Holt] [q2:said] [c2:so].",
        "former mayor: 1 | Carl Holt: 2",
    );
}

#[test]
fn apposition_and_copula() {
    check(
        "[s1:Anna Berg, a spokeswoman for the ministry,] [q1:said] [c1:no]. [s2:The spokeswoman] [q2:said] [c2:more].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:The auditor, Ruth Abara,] [q1:said] [c1:no]. [s2:Abara] [q2:said] [c2:more].",
        "Ruth Abara: 1 2",
    );
    check(
        "[s1:His spokeswoman, Petra Lind,] [q1:said] [c1:no]. [s2:The spokeswoman] [q2:said] [c2:more].",
        "Petra Lind: 1 2",
    );
    check("Anna Berg is a nurse in Oslo. [s1:The nurse] [q1:said] [c1:no].", "Anna Berg: 1");
    check(
        "[s1:Spokesman Carl Holt] [q1:said] [c1:no]. [s2:The spokesman] [q2:said] [c2:more].",
        "Carl Holt: 1 2",
    );
    check(
        "[s1:Senator Anna Berg] [q1:said] [c1:no]. [s2:The senator] [q2:said] [c2:more].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Sen. Anna Berg] [q1:said] [c1:no]. [s2:The senator] [q2:said] [c2:more].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Ruth Abara, the auditor,] [q1:said] [c1:no]. [s2:Mayor Carl Holt] [q2:said] [c2:yes]. [s3:The auditor] [q3:said] [c3:so].",
        "Ruth Abara: 1 3 | Carl Holt: 2",
    );
    check(
        "[s1:Anna Berg, who runs the port,] [q1:said] [c1:no]. [s2:Berg] [q2:said] [c2:more].",
        "Anna Berg: 1 2",
    );
    check(
        "Anna Berg, [s1:who] [q1:said] [c1:it is safe], left. [s2:Berg] [q2:said] [c2:more].",
        "Anna Berg: 1 2",
    );
}

#[test]
fn descriptions_that_come_back() {
    check(
        "[s1:An official] [q1:said] [c1:no]. [s2:The official] [q2:added] [c2:it is new].",
        "official: 1 2",
    );
    check(
        "[s1:A source in Oslo] [q1:said] [c1:no]. “[c2:Yes],” [s2:the source] [q2:added].",
        "source in Oslo: 1 2",
    );
    check(
        "[s1:A White House official] [q1:said] [c1:no]. [s2:The official] [q2:added] [c2:more].",
        "White House official: 1 2",
    );
    check(
        "[s1:A nurse] [q1:said] [c1:no]. [s2:A nurse] [q2:said] [c2:yes].",
        "nurse: 1 | nurse: 2",
    );
    check(
        "[s1:Senior officials] [q1:say] [c1:no]. [s2:The senior officials] [q2:said] [c2:more].",
        "Senior officials: 1 2",
    );
    check("[s1:Experts] [q1:say] [c1:no]. [s2:Experts] [q2:say] [c2:more].", "Experts: 1 2");
    check(
        "[s1:Local experts] [q1:say] [c1:no]. [s2:Foreign experts] [q2:say] [c2:more].",
        "Local experts: 1 | Foreign experts: 2",
    );
    check(
        "[s1:Residents] [q1:said] [c1:no]. [s2:An official] [q2:said] [c2:yes]. [s3:The residents] [q3:said] [c3:so].",
        "Residents: 1 3 | official: 2",
    );
    check(
        "[s1:Two officials] [q1:said] [c1:no]. [s2:The officials] [q2:said] [c2:more].",
        "Two officials: 1 2",
    );
    check(
        "[s1:A new report] [q1:says] [c1:no]. [s2:The report] [q2:adds] [c2:more].",
        "new report: 1 2",
    );
    check(
        "[s1:A poll] [q1:found] [c1:no]. [s2:A second poll] [q2:found] [c2:yes]. [s3:The second poll] [q3:showed] [c3:so].",
        "poll: 1 | second poll: 2 3",
    );
    check(
        "[s1:The engineer] [q1:said] [c1:no]. [s2:The mayor] [q2:said] [c2:yes]. [s3:The engineer] [q3:said] [c3:so].",
        "engineer: 1 3 | mayor: 2",
    );
    check(
        "[s1:His family] [q1:says] [c1:no]. [s2:The family] [q2:added] [c2:more].",
        "His family: 1 2",
    );
    check("Anna Berg spoke. [s1:The woman] [q1:said] [c1:no].", "Anna Berg: 1");
    check(
        "[s1:A White House official] [q1:said] [c1:no]. [s2:The aide] [q2:added] [c2:more].",
        "White House official: 1 2",
    );
    check(
        "[s1:An official] [q1:said] [c1:no]. [s2:A diplomat] [q2:said] [c2:no]. [s3:The aide] [q3:added] [c3:more].",
        "official: 1 | diplomat: 2 | aide: 3",
    );
}

#[test]
fn one_more_of_its_kind() {
    check(
        "[s1:A source] [q1:said] [c1:no]. [s2:Another source] [q2:said] [c2:yes].",
        "source: 1 | Another source: 2",
    );
    check(
        "[s1:A source] [q1:said] [c1:no]. [s2:A separate source in Oslo] [q2:said] [c2:yes]. [s3:The additional source] [q3:said] [c3:so].",
        "source: 1 | separate source in Oslo: 2 3",
    );
    check(
        "[s1:A source] [q1:said] [c1:no]. [s2:A second source] [q2:said] [c2:yes]. [s3:The second source] [q3:said] [c3:so].",
        "source: 1 | second source: 2 3",
    );
    check(
        "[s1:A source] [q1:said] [c1:no]. [s2:A second source] [q2:said] [c2:yes]. [s3:He] [q3:said] [c3:so].",
        "source: 1 | second source: 2 3",
    );
    check(
        "[s1:An aide] [q1:said] [c1:no]. [s2:Another] [q2:said] [c2:yes].",
        "aide: 1 | Another: 2",
    );
    check(
        "[s1:Officials] [q1:said] [c1:no]. [s2:Other officials] [q2:said] [c2:yes].",
        "Officials: 1 | Other officials: 2",
    );
    check("[s1:Some] [q1:say] [c1:no]. [s2:Others] [q2:say] [c2:yes].", "Some: 1 | Others: 2");
    check(
        "[s1:A source] [q1:said] [c1:no]. [s2:A second source] [q2:said] [c2:yes]. [s3:The first source] [q3:said] [c3:so].",
        "first source: 1 3 | second source: 2",
    );
    check(
        "[s1:A diplomat] [q1:said] [c1:no]. [s2:A different diplomat] [q2:said] [c2:yes].",
        "diplomat: 1 | different diplomat: 2",
    );
}

#[test]
fn pronouns() {
    check(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:She] [q2:added] [c2:it is new].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Mr. Holt] [q1:said] [c1:no]. [s2:Ms. Berg] [q2:said] [c2:yes]. [s3:He] [q3:added] [c3:it is new].",
        "Holt: 1 3 | Berg: 2",
    );
    check(
        "[s1:Mr. Holt] [q1:said] [c1:no]. [s2:Ms. Berg] [q2:said] [c2:yes]. [s3:She] [q3:added] [c3:it is new].",
        "Holt: 1 | Berg: 2 3",
    );
    check("[c1:“No,”] [q1:said] [s1:Carl Holt]. [c2:“Yes,”] [s2:he] [q2:added].", "Carl Holt: 1 2");
    check(
        "[s1:A source] [q1:said] [c1:no]. Mr. Holt left. ¶ [c2:“Yes,”] [s2:the source] [q2:said]. ¶ [c3:“So,”] [s3:he] [q3:added].",
        "source: 1 2 3",
    );
    check("[s1:Residents] [q1:said] [c1:no]. [s2:They] [q2:added] [c2:more].", "Residents: 1 2");
    check(
        "[s1:Officials] [q1:said] [c1:no to Anna Berg]. [s2:They] [q2:added] [c2:more].",
        "Officials: 1 2",
    );
    check("[s1:The report] [q1:says] [c1:no]. [s2:It] [q2:adds] [c2:more].", "report: 1 2");
    check(
        "[s1:Anna Berg, his wife,] [q1:said] [c1:no]. [s2:Carl] [q2:said] [c2:yes]. [s3:She] [q3:left, saying] [c3:so].",
        "Anna Berg: 1 3 | Carl: 2",
    );
    check("[s1:He] [q1:said] [c1:no].", "?: 1");
    check(
        "[s1:Anna Berg] [q1:said] [c1:no to Carl Holt]. ¶ [s2:She] [q2:said] [c2:more].",
        "Anna Berg: 1 2",
    );
    check(
        "[s1:Carl Holt] [q1:said] [c1:“Mr. Berg is late”]. [s2:He] [q2:said] [c2:more].",
        "Carl Holt: 1 2",
    );
    check(
        "Carl Holt’s brother left. [s1:Holt] [q1:said] [c1:no]. [s2:He] [q2:said] [c2:so].",
        "Holt: 1 2".replace("Holt:", "Carl Holt:").as_str(),
    );
    check(
        "[s1:The spokeswoman] [q1:said] [c1:no to Mr. Holt]. [s2:She] [q2:said] [c2:more].",
        "spokeswoman: 1 2",
    );
    check(
        "[s1:Trooper Lee Moss] [q1:said] [c1:no]. [s2:They] [q2:said] [c2:so].",
        "Lee Moss: 1 | ?: 2",
    );
}

#[test]
fn first_person_in_a_quotation_is_the_speaker() {
    check("[c1:“[s2:I] [q2:think] [c2:it is safe],”] [q1:said] [s1:Anna Berg].", "Anna Berg: 1 2");
    check("[s1:Anna Berg] [q1:said]: [c1:“[s2:I] [q2:think] [c2:it is safe].”]", "Anna Berg: 1 2");
    check(
        "[c1:“[s2:We] [q2:think] [c2:it is safe],”] [q1:said] [s1:Anna Berg].",
        "Anna Berg: 1 | we (Anna Berg): 2",
    );
    check("[c1:“[s2:We] [q2:think] [c2:it is safe],”] [s1:residents] [q1:said].", "residents: 1 2");
    check("[s1:I] [q1:think] [c1:it is safe]. [s2:I] [q2:say] [c2:so].", "I: 1 2");
}

#[test]
fn speakers_of_a_transcript() {
    check("[s1:ANNA BERG][q1::] [c1:It is safe. [s2:I] [q2:think] [c2:so].]", "ANNA BERG: 1 2");
    check(
        "[c1:“[s2:He] [q2:told] me [c2:that it was sold],”] [s1:the mayor] [q1:said]. ¶ [c3:“No,”] [s3:Carl Holt] [q3:said].",
        "mayor: 1 | Carl Holt: 3 | ?: 2",
    );
    check(
        "Mr. Holt left. [c1:“[s2:He] [q2:told] me [c2:that it was sold],”] [s1:a source] [q1:said].",
        "source: 1 | Holt: 2",
    );
}

#[test]
fn groups_and_parts_of_them() {
    check("[s1:Two of the officials] [q1:said] [c1:no].", "Two of the officials: 1");
    check(
        "[s1:A number of residents] [q1:said] [c1:no]. [s2:The residents] [q2:said] [c2:so].",
        "number of residents: 1 2",
    );
    check(
        "[s1:One of the aides] [q1:said] [c1:no]. [s2:Carl Holt] [q2:said] [c2:yes].",
        "One of the aides: 1 | Carl Holt: 2",
    );
    check(
        "[s1:Anna Berg and Carl Holt] [q1:said] [c1:no]. [s2:Berg] [q2:said] [c2:yes].",
        "Anna Berg and Carl Holt: 1 | Anna Berg: 2",
    );
    check(
        "[s1:Republicans] [q1:said] [c1:no]. [s2:Democrats] [q2:said] [c2:yes]. [s3:Republicans] [q3:said] [c3:so].",
        "Republicans: 1 3 | Democrats: 2",
    );
}

#[test]
fn carrying_on() {
    check("[c1:“No,”] [q1:said] [s1:Anna Berg]. [k2:“It is new.”]", "Anna Berg: 1 2");
    check("[c1:“No,”] [q1:said] [s1:Anna Berg]. ¶ [k2:“It is new.”]", "Anna Berg: 1 2");
    check(
        "[c1:“No,”] [q1:said] [s1:Anna Berg]. [c2:“Yes,”] [q2:said] [s2:Carl Holt]. ¶ [k3:“It is new.”]",
        "Anna Berg: 1 | Carl Holt: 2 3",
    );
    check("[s1:Anna Berg] [q1:said]: [c1:“It is safe.] ¶ [k2:“It is new.”]", "Anna Berg: 1");
    check("[c1:It was sold], [h1:reportedly].", "?: 1");
}

#[test]
fn claims_inside_claims() {
    nested(
        "[s1:Anna Berg] [q1:said] [c1:that [s2:Carl Holt] [q2:told] her [c2:that it was sold]].",
        "2<1",
    );
    nested(
        "[c1:“[s2:Officials] [q2:claim] [c2:it is new],”] [s1:she] [q1:said]. [c1:“So be it.”]",
        "2<1",
    );
    nested("[c1:“It is new,”] [s1:she] [q1:said]. [c1:“[s2:Officials] [q2:say] [c2:so].”]", "2<1");
    nested("[s1:A] [q1:said] [c1:[s2:B] [q2:said] [c2:[s3:C] [q3:said] [c3:no]]].", "2<1 3<2");
    nested("[s1:An aide] [q1:said] [c1:it was [h2:reportedly] [c2:sold]].", "2<1");
    nested("[s1:An aide] [q1:said] [c1:no] and [s2:a nurse] [q2:said] [c2:yes].", "");
}

/// Checks which claim of `notation` lies in which.
fn nested(notation: &str, pairs: &str) {
    assert_eq!(Example::new(notation).nesting(), pairs, "{notation}");
}

/// Checks what the only source of `notation` is: `person, named`.
fn nature(notation: &str, expected: &str) {
    let ledger = Example::new(notation).ledger();
    let source = &ledger.sources[Id::new(0)];
    let named = if source.named { "named" } else { "unnamed" };
    let found = format!("{:?}, {named}", source.kind).to_lowercase();
    assert_eq!(found, expected, "{notation}");
}

#[test]
fn what_a_source_is() {
    nature("[s1:Anna Berg] [q1:said] [c1:no].", "person, named");
    nature("[s1:Theresa May] [q1:said] [c1:no].", "person, named");
    nature("[s1:Mayor Ørsta] [q1:said] [c1:no].", "person, named");
    nature("[s1:A spokeswoman] [q1:said] [c1:no].", "person, unnamed");
    nature("[s1:A source in Oslo] [q1:said] [c1:no].", "person, unnamed");
    nature("[s1:Residents] [q1:said] [c1:no].", "group, unnamed");
    nature("[s1:MPs] [q1:said] [c1:no].", "group, unnamed");
    nature("[s1:Thirty] [q1:said] [c1:no].", "group, unnamed");
    nature("[s1:Two-thirds] [q1:said] [c1:no].", "group, unnamed");
    nature("[s1:The Valley Herald] [q1:said] [c1:no].", "organisation, named");
    nature("[s1:Air China] [q1:said] [c1:no].", "organisation, named");
    nature("[s1:Latchmoor Estates] [q1:said] [c1:no].", "organisation, named");
    nature("[s1:The firm Netcraft] [q1:said] [c1:no].", "organisation, named");
    nature("[s1:The ministry] [q1:said] [c1:no].", "organisation, unnamed");
    nature("[s1:A poll] [q1:found] [c1:no].", "document, unnamed");
    nature("[s1:A tweet] [q1:said] [c1:no].", "document, unnamed");
    nature("[s1:A court filing] [q1:said] [c1:no].", "document, unnamed");
    nature("[s1:The Glass-Steagall Act] [q1:says] [c1:no].", "document, named");
    nature("[s1:The paper] [q1:said] [c1:no].", "document, unnamed");
}

#[test]
fn who_a_pronoun_means_is_left_open_where_it_is_a_guess() {
    // Both spoke so long ago that neither is nearer.
    let weather = "It rained. It snowed. It froze. ¶ ".repeat(4);
    let notation = format!(
        "[s1:Mr. Holt] [q1:said] [c1:no]. [s2:Mr. Lee] [q2:said] [c2:yes]. ¶ {weather}\
         [s3:He] [q3:thought] [c3:so]."
    );
    let example = Example::new(&notation);
    let ledger = example.ledger();
    let last = &ledger.claims[Id::new(2)];
    assert_eq!(last.source, None, "{}", example.who());
    let names = last.candidates.iter().map(|at| ledger.sources[at.source].name.as_str());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    assert_eq!(names, ["Holt", "Lee"]);
    assert!(last.candidates.is_sorted_by(|one, other| one.share >= other.share));
    let total: f32 = last.candidates.iter().map(|at| at.share).sum();
    assert!(total <= 1.0, "shares are parts of one: {total}");
    let why = ledger.why(Id::new(2), &example.article.text);
    assert!(why.starts_with("subject of “thought”; pronoun, too doubtful to say: "), "{why}");
}

#[test]
fn candidates_are_sources_even_where_they_say_nothing_else() {
    let notation =
        "Mr. Holt met Mr. Lee. ¶ It rained. It snowed. ¶ It froze. ¶ [s1:He] [q1:said] [c1:so].";
    let ledger = Example::new(notation).ledger();
    let claim = &ledger.claims[Id::new(0)];
    assert_eq!(claim.source, None);
    assert_eq!(claim.candidates.len(), 2);
    assert!(claim.candidates.iter().all(|at| ledger.sources.get(at.source).is_some()));
}

/// Checks the kind of each claim of `notation`, in reading order.
fn kinds(notation: &str, expected: &[ClaimKind]) {
    let ledger = Example::new(notation).ledger();
    let found: Vec<ClaimKind> = ledger.claims.iter().map(|(_, claim)| claim.kind).collect();
    assert_eq!(found, expected, "{notation}");
}

#[test]
fn kinds_count_the_marks_around_the_content_only() {
    kinds("[c1:“It is safe,”] [s1:she] [q1:said].", &[ClaimKind::Direct]);
    kinds("[s1:She] [q1:said] [c1:it is safe].", &[ClaimKind::Indirect]);
    kinds("[s1:She] [q1:called] [c1:it “safe”].", &[ClaimKind::Mixed]);
    kinds("[c1:“It is safe,”] [s1:she] [q1:said]. [c1:“So.”]", &[ClaimKind::Direct]);
    let inner = "[c1:“[s2:He] [q2:says] [c2:it is safe],”] [s1:she] [q1:said].";
    kinds(inner, &[ClaimKind::Direct, ClaimKind::Indirect]);
    let quoted = "[c1:“[s2:He] [q2:says] [c2:‘it is safe’],”] [s1:she] [q1:said].";
    kinds(quoted, &[ClaimKind::Direct, ClaimKind::Direct]);
}

/// Checks why the last claim of `notation` is there.
fn why(notation: &str, expected: &str) {
    let example = Example::new(notation);
    let ledger = example.ledger();
    let last = ledger.claims.ids().last().expect("there is a claim");
    assert_eq!(ledger.why(last, &example.article.text), expected, "{notation}");
}

#[test]
fn reasons_in_a_few_words() {
    why("[s1:Anna Berg] [q1:said] [c1:no].", "subject of “said”");
    why("[c1:No], [q1:according to] [s1:Anna Berg].", "named after “according to”");
    why("[c1:It was sold], [h1:reportedly].", "hearsay: “reportedly” names nobody");
    why("[c1:“No,”] [q1:said] [s1:Anna Berg]. [k2:“Yes.”]", "continues the quotation");
    why("[s1:He] [q1:said] [c1:no].", "subject of “said”; pronoun: nobody before it fits");
    why(
        "[c1:“[s2:I] [q2:think] [c2:so],”] [q1:was said].",
        "subject of “think”; first person: the speaker is unknown",
    );
    why(
        "[c1:“[s2:I] [q2:think] [c2:so],”] [q1:said] [s1:Anna Berg].",
        "subject of “think”; first person: the speaker",
    );
    why(
        "[s1:A nurse] [q1:said] [c1:no]. [s2:The nurse] [q2:said] [c2:so].",
        "subject of “said”; takes up a description",
    );
    why(
        "[s1:Senator Berg] [q1:said] [c1:no]. [s2:The senator] [q2:said] [c2:so].",
        "subject of “said”; takes up a role",
    );
    why(
        "[s1:A nurse] [q1:said] [c1:no]. [s2:Another nurse] [q2:said] [c2:so].",
        "subject of “said”; one more of its kind",
    );
    why(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:Berg] [q2:said] [c2:so].",
        "subject of “said”; a name that was given before",
    );
    why(
        "Anna Berg, [s1:who] [q1:said] [c1:no], left.",
        "subject of “said”; the words before “who”",
    );
    why(
        "[s1:Anna Berg] [q1:said] [c1:no]. [s2:She] [q2:added] [c2:more].",
        "subject of “added”; pronoun: the only woman named before",
    );
}

/// Returns the details of the first source of `notation`: `Role: aide | Place: Oslo`.
fn details(notation: &str) -> String {
    let example = Example::new(notation);
    let ledger = example.ledger();
    let source = &ledger.sources[Id::new(0)];
    let words = |detail: &Detail| {
        let words = detail.span.slice(&example.article.text).expect("a span of the text");
        format!("{:?}: {words}", detail.kind)
    };
    source.details.iter().map(words).collect::<Vec<_>>().join(" | ")
}

/// Checks the name and the details of the only source, which `words` name.
fn unnamed(words: &str, name: &str, expected: &str) {
    let notation = format!("[c1:It is new], [q1:according to] [s1:{words}].");
    check(&notation, &format!("{name}: 1"));
    assert_eq!(details(&notation), expected, "{words}");
    let ledger = Example::new(&notation).ledger();
    assert!(!ledger.sources[Id::new(0)].named, "{words}");
}

#[test]
fn an_unnamed_source_is_told_by_what_the_article_says_of_it() {
    unnamed(
        "two people familiar with the matter",
        "two people familiar with the matter",
        "Role: people familiar with the matter | Number: two",
    );
    unnamed(
        "a senior administration official",
        "senior administration official",
        "Role: senior administration official | Body: administration",
    );
    unnamed(
        "a Daily NK source in Ryanggang Province",
        "Daily NK source in Ryanggang Province",
        "Role: Daily NK source | Body: Daily NK | Place: Ryanggang Province",
    );
    unnamed(
        "an aide to the minister, who asked not to be named because she was not authorised to speak",
        "aide to the minister",
        "Role: aide to the minister | \
         WhyUnnamed: who asked not to be named because she was not authorised to speak",
    );
    unnamed(
        "another resident of the village, in his sixties",
        "another resident of the village",
        "Role: resident | Place: the village",
    );
    unnamed(
        "officials at the ministry",
        "officials at the ministry",
        "Role: officials | Body: the ministry",
    );
    unnamed(
        "a third person briefed on the talks",
        "third person briefed on the talks",
        "Role: person briefed on the talks",
    );
    unnamed(
        "at least three officials in Oslo",
        "at least three officials in Oslo",
        "Role: officials | Place: Oslo | Number: at least three",
    );
    unnamed(
        "dozens of residents of Eastbank",
        "dozens of residents of Eastbank",
        "Role: residents | Place: Eastbank | Number: dozens",
    );
    unnamed(
        "the council’s head of property",
        "council’s head of property",
        "Role: head of property | Body: council",
    );
    unnamed("a Mexican official", "Mexican official", "Role: Mexican official");
    unnamed(
        "an official at the Ministry of Health in Oslo, speaking on condition of anonymity",
        "official at the Ministry of Health in Oslo",
        "Role: official | Body: the Ministry of Health | Place: Oslo | \
         WhyUnnamed: speaking on condition of anonymity",
    );
}

#[test]
fn the_accused_is_whoever_was_called_so() {
    // Nobody is accused in the first sentence: there it is a verb.
    check(
        "He was afraid of being accused of theft. The accused clerk left town. A neighbour spoke \
         to him. [s1:The accused] [q1:said] [c1:no].",
        "accused clerk: 1",
    );
    check("[s1:The accused] [q1:said] [c1:no].", "accused: 1");
    check(
        "The accused official left. Cadres spoke to [s1:the accused cadre], [q1:said] [c1:no].",
        "accused official: 1",
    );
}

#[test]
fn the_best_description_is_the_name_without_its_clauses() {
    check("[s1:His brother dressed in white] [q1:saying] [c1:no].", "His brother: 1");
    check("[s1:A post getting a lot of clicks] [q1:said] [c1:no].", "post: 1");
    check("[s1:Officials and aides (both from Oslo)] [q1:said] [c1:no].", "Officials and aides: 1");
}

#[test]
fn what_is_said_of_a_source_comes_from_all_its_mentions() {
    assert_eq!(
        details(
            "[s1:An official] [q1:said] [c1:no]. [s2:The accused official] [q2:said] [c2:so]. ¶ \
             [s3:The official], who spoke on condition of anonymity, [q3:said] [c3:more]."
        ),
        "Role: accused official | WhyUnnamed: who spoke on condition of anonymity"
    );
}

#[test]
fn what_is_said_of_a_source_is_kept() {
    let clause = "who spoke on condition of anonymity because talks go on";
    let unnamed = format!("WhyUnnamed: {clause}");
    let unnamed = format!("Role: {} | {unnamed}", "aide");
    assert_eq!(details(&format!("[s1:An aide {clause}] [q1:said] [c1:no].")), unnamed);
    assert_eq!(details(&format!("[c1:No], [q1:said] [s1:an aide], {clause}.")), unnamed);
    assert_eq!(details(&format!("[s1:An aide] {clause} [q1:said] [c1:no].")), unnamed);
    assert_eq!(details("[s1:Mayor Anna Berg] [q1:said] [c1:no]."), "Role: Mayor");
    assert_eq!(details("[s1:Anna Berg, a nurse,] [q1:said] [c1:no]."), "Role: a nurse");
    assert_eq!(details("[s1:Ms. Berg] [q1:said] [c1:no]."), "");
}
