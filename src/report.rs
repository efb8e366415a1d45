//! What `extract` prints of an article: one record that other programs read.
//!
//! An article and its [`Ledger`] in, a value for JSON out. Places are counted in Unicode scalar
//! values. Fields are added, never renamed; [`FORMAT`] counts breaking changes.

use serde::Serialize;

use crate::{
    article::Article,
    attribution::Act,
    base::{Id, ScalarIndex, TextSpan},
    claims::{Candidate, Claim, ClaimKind, Detail, DetailKind, Ledger, Source, SourceKind},
};

/// The number of the format; it grows when a field is renamed or goes.
const FORMAT: u32 = 1;

/// What a report holds beside the claims and sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The article's text, which the places of formats other than plain text count in.
    pub with_text: bool,
    /// Why each claim is there and has its source.
    pub explain: bool,
}

/// Who says what in one article, as `extract` prints it.
#[derive(Clone, Debug, Serialize)]
pub struct Report<'a> {
    format: u32,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<usize>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    sources: Vec<SourceRecord<'a>>,
    claims: Vec<ClaimRecord>,
}

/// A source.
#[derive(Clone, Debug, Serialize)]
struct SourceRecord<'a> {
    id: String,
    name: &'a str,
    kind: &'static str,
    named: bool,
    mentions: Vec<Place>,
    details: Vec<DetailRecord>,
}

/// Something that the article says of a source.
///
/// Its place, not its words: whoever reads it can look at the sentence that it stands in.
#[derive(Clone, Copy, Debug, Serialize)]
struct DetailRecord {
    kind: &'static str,
    #[serde(flatten)]
    place: Place,
}

/// A source that a claim may be put down to.
#[derive(Clone, Debug, Serialize)]
struct CandidateRecord {
    source: String,
    share: f64,
}

/// A claim.
#[derive(Clone, Debug, Serialize)]
struct ClaimRecord {
    id: String,
    kind: &'static str,
    act: &'static str,
    source: Option<String>,
    parent: Option<String>,
    confidence: f64,
    content: Vec<Place>,
    cue: Vec<Place>,
    attribution: Vec<Place>,
    candidates: Vec<CandidateRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A half-open range of scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Place {
    start: usize,
    end: usize,
}

impl<'a> Report<'a> {
    /// Makes the report of `article`, which was read from `path`.
    ///
    /// `number` is the place of the article in a file of several, counted from 1; `None` where the
    /// file is one article.
    pub fn new(
        article: &'a Article,
        ledger: &'a Ledger,
        path: &'a str,
        number: Option<usize>,
        options: Options,
    ) -> Self {
        let index = ScalarIndex::new(&article.text);
        let sources = ledger.sources.iter().map(|(id, source)| source_record(&index, id, source));
        let claims = ledger.claims.iter().map(|(id, claim)| ClaimRecord {
            why: options.explain.then(|| ledger.why(id, &article.text)),
            ..claim_record(&index, id, claim)
        });
        Self {
            format: FORMAT,
            path,
            record: number,
            title: &article.title,
            text: options.with_text.then_some(article.text.as_str()),
            sources: sources.collect(),
            claims: claims.collect(),
        }
    }
}

/// Returns the record of `source`.
fn source_record<'a>(
    index: &ScalarIndex<'_>,
    id: Id<Source>,
    source: &'a Source,
) -> SourceRecord<'a> {
    SourceRecord {
        id: source_id(id),
        name: &source.name,
        kind: match source.kind {
            SourceKind::Person => "person",
            SourceKind::Group => "group",
            SourceKind::Organisation => "organisation",
            SourceKind::Document => "document",
            SourceKind::Unknown => "unknown",
        },
        named: source.named,
        mentions: places(index, &source.mentions),
        details: source.details.iter().map(|detail| detail_record(index, detail)).collect(),
    }
}

/// Returns the record of `detail`.
fn detail_record(index: &ScalarIndex<'_>, detail: &Detail) -> DetailRecord {
    let kind = match detail.kind {
        DetailKind::Role => "role",
        DetailKind::Body => "body",
        DetailKind::Place => "place",
        DetailKind::Number => "number",
        DetailKind::WhyUnnamed => "why_unnamed",
    };
    let (start, end) = index.scalars(detail.span);
    DetailRecord { kind, place: Place { start, end } }
}

/// Returns the record of `candidate`.
fn candidate_record(candidate: &Candidate) -> CandidateRecord {
    CandidateRecord { source: source_id(candidate.source), share: rounded(candidate.share) }
}

/// Returns a share with two decimals.
fn rounded(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

/// Returns the record of `claim`, without its reason.
fn claim_record(index: &ScalarIndex<'_>, id: Id<Claim>, claim: &Claim) -> ClaimRecord {
    ClaimRecord {
        id: claim_id(id),
        kind: match claim.kind {
            ClaimKind::Direct => "direct",
            ClaimKind::Mixed => "mixed",
            ClaimKind::Indirect => "indirect",
        },
        act: match claim.act {
            Act::Speech => "speech",
            Act::Attitude => "attitude",
        },
        source: claim.source.map(source_id),
        parent: claim.parent.map(claim_id),
        confidence: rounded(claim.confidence),
        content: places(index, &claim.content),
        cue: places(index, claim.cue.as_slice()),
        attribution: places(index, claim.attribution.as_slice()),
        candidates: claim.candidates.iter().map(candidate_record).collect(),
        why: None,
    }
}

/// Returns the name of a source in a report: `s1` for the first.
fn source_id(id: Id<Source>) -> String {
    format!("s{}", id.index() + 1)
}

/// Returns the name of a claim in a report: `c1` for the first.
fn claim_id(id: Id<Claim>) -> String {
    format!("c{}", id.index() + 1)
}

/// Counts `spans` in scalar values.
fn places(index: &ScalarIndex<'_>, spans: &[TextSpan]) -> Vec<Place> {
    spans.iter().map(|span| index.scalars(*span)).map(|(start, end)| Place { start, end }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{attribution::Reason, base::Table, claims::Ground};

    fn span(text: &str, words: &str) -> TextSpan {
        let start = text.find(words).expect("the words stand in the text");
        TextSpan::new(start, start + words.len())
    }

    fn reported(options: Options, number: Option<usize>) -> (Article, Value) {
        let mut article = Article::from_paragraphs(["Élan 😀: “It’s ‘fine’,” Zoë Åberg said."]);
        article.title = "Élan".to_owned();
        let text = article.text.clone();
        let claims: Table<Claim> = [Claim {
            kind: ClaimKind::Direct,
            act: Act::Speech,
            source: Some(Id::new(0)),
            parent: None,
            confidence: 0.914,
            content: vec![span(&text, "“It’s ‘fine’,”")].into(),
            cue: Some(span(&text, "said")),
            attribution: Some(span(&text, "Zoë Åberg")),
            reason: Reason::Model,
            grouping: Ground::default(),
            candidates: vec![Candidate { source: Id::new(0), share: 0.714 }],
        }]
        .into_iter()
        .collect();
        let sources: Table<Source> = [Source {
            name: "Zoë Åberg".to_owned(),
            kind: SourceKind::Person,
            named: true,
            mentions: vec![span(&text, "Zoë Åberg")],
            details: vec![Detail { kind: DetailKind::Role, span: span(&text, "Élan") }],
        }]
        .into_iter()
        .collect();
        let ledger = Ledger { claims, sources };
        let report = Report::new(&article, &ledger, "a.txt", number, options);
        let line = serde_json::to_string(&report).expect("a report is JSON");
        (article, serde_json::from_str(&line).expect("a report is JSON"))
    }

    fn words(article: &Article, place: &Value) -> String {
        let at = |name: &str| place[name].as_u64().expect("a place is a number") as usize;
        article.text.chars().skip(at("start")).take(at("end") - at("start")).collect()
    }

    #[test]
    fn places_count_scalar_values() {
        let (article, report) = reported(Options::default(), None);
        let claim = &report["claims"][0];
        assert_eq!(words(&article, &claim["content"][0]), "“It’s ‘fine’,”");
        assert_eq!(words(&article, &claim["cue"][0]), "said");
        assert_eq!(words(&article, &claim["attribution"][0]), "Zoë Åberg");
        assert_eq!(words(&article, &report["sources"][0]["mentions"][0]), "Zoë Åberg");
    }

    #[test]
    fn fields_stand_as_the_format_has_them() {
        let names = |value: &Value| {
            value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>().join(" "))
        };
        let (_, report) = reported(Options::default(), None);
        assert_eq!(names(&report).as_deref(), Some("format path title sources claims"));
        assert_eq!(
            names(&report["sources"][0]).as_deref(),
            Some("id name kind named mentions details")
        );
        let claim = "id kind act source parent confidence content cue attribution candidates";
        assert_eq!(names(&report["claims"][0]).as_deref(), Some(claim));
        assert_eq!(report["claims"][0]["source"], report["sources"][0]["id"]);
        assert_eq!(report["claims"][0]["confidence"].as_f64(), Some(0.91));
        assert!(report["claims"][0]["parent"].is_null());
        let detail = serde_json::json!([{"kind": "role", "start": 0, "end": 4}]);
        assert_eq!(report["sources"][0]["details"], detail);
        let candidates = serde_json::json!([{"source": "s1", "share": 0.71}]);
        assert_eq!(report["claims"][0]["candidates"], candidates);
    }

    #[test]
    fn what_is_asked_for_is_added() {
        let (article, report) = reported(Options { with_text: true, explain: true }, Some(2));
        assert_eq!(report["record"], 2);
        assert_eq!(report["text"].as_str(), Some(article.text.as_str()));
        assert_eq!(report["claims"][0]["why"], "subject of “said”: Zoë Åberg 71%");
    }
}
