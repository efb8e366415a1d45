//! The whole way from bytes to articles, and what must hold of every article.

use proptest::prelude::{ProptestConfig, any, proptest};

use super::{
    BEGINNING, Hint, IngestError, MAX_LENGTH, Record, check_length, looks_like_article, read,
    read_beginning,
};
use crate::article::{Article, BlockKind, MarkKind};

/// Asserts the invariants that [`Article`] states.
pub(super) fn holds(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        assert!(!block.span.is_empty(), "an empty block");
        assert!(block.span.start() >= end, "blocks overlap or are out of order");
        assert!(block.span.slice(&article.text).is_some(), "a block inside a character");
        end = block.span.end();
    }
    let mut end = 0;
    let mut blocks = article.blocks.iter().peekable();
    for mark in &article.marks {
        assert!(!mark.span.is_empty(), "an empty mark");
        assert!(mark.span.start() >= end, "marks overlap or are out of order");
        assert!(mark.span.slice(&article.text).is_some(), "a mark inside a character");
        while blocks.next_if(|block| block.span.end() < mark.span.end()).is_some() {}
        assert!(blocks.peek().is_some_and(|block| block.span.covers(mark.span)), "a stray mark");
        end = mark.span.end();
    }
}

/// Returns a line for each block, its marks indented below it.
pub(super) fn describe(article: &Article) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &article.blocks {
        let kind = match &block.kind {
            BlockKind::Title => "title".to_owned(),
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Item { depth, marker } => format!("{depth} {marker}"),
            BlockKind::Caption => "caption".to_owned(),
            BlockKind::Code => "code".to_owned(),
            BlockKind::Table => "table".to_owned(),
        };
        let quoted = ">".repeat(usize::from(block.quoted));
        lines.push(format!("{quoted}{kind} {}", article.block_text(block)));
        for mark in article.marks.iter().filter(|mark| block.span.covers(mark.span)) {
            let kind = match &mark.kind {
                MarkKind::Link(address) => format!("link({address})"),
                MarkKind::Emphasis => "em".to_owned(),
                MarkKind::Strong => "strong".to_owned(),
                MarkKind::Code => "code".to_owned(),
            };
            let words = mark.span.slice(&article.text).unwrap_or_default();
            lines.push(format!("  {kind} {words}"));
        }
    }
    lines
}

/// Reads the one article that `bytes` hold.
fn article(bytes: impl Into<Vec<u8>>) -> Article {
    let mut records = read(bytes.into(), &Hint::default()).expect("it is text");
    records.next().expect("it has an article").expect("it can be read").article
}

#[test]
fn plain_text_is_taken_over_without_a_copy() {
    let bytes = b"Court rules\n\nIt ruled on Monday.\n".to_vec();
    let place = bytes.as_ptr();
    let article = article(bytes);
    assert_eq!(article.text.as_ptr(), place);
}

#[test]
fn the_text_of_plain_text_is_the_file() {
    for text in ["a\r\nb\r\n\r\nc", "\u{FEFF}Court\n", "  x \n\n\n y\0z  \n"] {
        let article = article(text);
        assert_eq!(article.text, text);
        holds(&article);
    }
}

/// Reads the beginning of `text` as the runtime does.
fn begin(text: &[u8]) -> Option<Article> {
    read_beginning(text[..text.len().min(BEGINNING)].to_vec(), &Hint { name: "a.txt" })
}

/// Checks that the beginning of a long text is the beginning of the whole.
fn check_beginning(head: &str, part: &str) {
    let text = format!("{head}{}", part.repeat(3 * BEGINNING / part.len()));
    let whole = article(text.clone());
    let beginning = begin(text.as_bytes()).expect("it is plain text");
    holds(&beginning);
    assert!(beginning.text.len() > BEGINNING / 2 && whole.text.starts_with(&beginning.text));
    assert_eq!(whole.blocks[..beginning.blocks.len()], beginning.blocks[..], "{part}");
    let facts = |article: &Article| {
        (
            article.title.clone(),
            article.byline.clone(),
            article.date.clone(),
            article.outlet.clone(),
        )
    };
    assert_eq!(facts(&whole), facts(&beginning));
}

#[test]
fn the_beginning_of_a_long_text_is_that_of_the_whole() {
    let head = "Harbour to close\n\nBy Anna Berg\n\n";
    for part in [
        "The council voted on Monday to close the old harbour. “We waited,” it said.\n\n",
        "The council voted on Monday to close the old harbour. “We waited,” it said.\n",
        "The council voted on Monday to close\r\nthe old harbour, which has not seen a\r\nship for \
         ever.\r\n",
        "It will take:\n- two ships,\n  and more\n  - a crane\n1. money\n\n> It said so\n> itself.\n",
        "裁判所は月曜日、訴えを退けたと発表した。\n",
        "HOLM: We waited.\nBERG: For what?\n",
    ] {
        check_beginning(head, part);
        check_beginning("", part);
        check_beginning("$1m for the harbour\n\n", part);
        check_beginning("(AP) The harbour is to close.\n\n", part);
    }
}

#[test]
fn what_the_rest_may_change_has_no_beginning() {
    let long = |part: &str| part.repeat(2 * BEGINNING / part.len() + 1);
    let prose = long("The court ruled on Monday.\n\n");
    for text in [
        format!("<p>{prose}"),
        format!("---\ntitle: Court\n{prose}"),
        format!("# Court\n\n{prose}"),
        format!("[{{\"title\": \"Court\"}}]{prose}"),
        format!("\u{1b}$B{prose}"),
        long("The court ruled on Monday. "),
        "Court\n".to_owned(),
    ] {
        assert_eq!(begin(text.as_bytes()), None, "{}", &text[..6]);
    }
    let mut latin = prose.into_bytes();
    latin[40] = 0xe9;
    assert_eq!(begin(&latin), None);
    assert_eq!(begin(b"%PDF-1.7\n"), None);
}

#[test]
fn nothing_is_an_error() {
    for bytes in
        ["", " \n\t\r\n", "\u{FEFF}", "<html></html>", "<title>x</title><div id=app></div>"]
    {
        assert_eq!(read(bytes.into(), &Hint::default()).err(), Some(IngestError::Empty), "{bytes}");
    }
}

#[test]
fn a_text_that_is_too_long_is_an_error() {
    assert_eq!(check_length(MAX_LENGTH), Ok(()));
    let error = check_length(MAX_LENGTH + 1).unwrap_err();
    assert!(error.to_string().ends_with("must have less than 4 GiB; split the file"));
}

/// Returns all that is read from a file of `tests/corpus/formats`, for a person to compare.
fn read_fixture(bytes: &[u8], name: &str) -> String {
    let mut lines = vec![format!("article: {}", looks_like_article(bytes, &Hint { name }))];
    match read(bytes.to_vec(), &Hint { name }) {
        Err(error) => lines.push(error.to_string()),
        Ok(records) => {
            lines.push(format!("{:?}", records.format()));
            for record in records {
                lines.push("--".to_owned());
                match record {
                    Err(error) => lines.push(error.to_string()),
                    Ok(record) => lines.extend(describe_record(&record)),
                }
            }
        }
    }
    lines.join("\n")
}

/// Returns a line for each thing known of `record`, then its blocks.
fn describe_record(record: &Record) -> Vec<String> {
    let Article { title, byline, date, outlet, address, language, .. } = &record.article;
    holds(&record.article);
    let told = [
        ("title", Some(title)),
        ("byline", byline.as_ref()),
        ("date", date.as_ref()),
        ("outlet", outlet.as_ref()),
        ("address", address.as_ref()),
        ("language", language.as_ref()),
    ];
    let told =
        told.iter().filter_map(|(name, words)| words.map(|words| format!("{name}: {words}")));
    let warnings = record.warnings.iter().map(|warning| format!("warning: {warning}"));
    told.chain(warnings).chain([String::new()]).chain(describe(&record.article)).collect()
}

#[test]
fn fixtures_read_as_expected() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/formats");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap()).collect();
    files.retain(|file| file.file_type().unwrap().is_file());
    files.sort_by_key(std::fs::DirEntry::file_name);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder.join("expected"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for file in files {
        let name = file.file_name().into_string().unwrap();
        if !name.starts_with('.') && name != "ORIGIN.md" {
            let found = read_fixture(&std::fs::read(file.path()).unwrap(), &name);
            settings.bind(|| insta::assert_snapshot!(name.as_str(), found));
        }
    }
}

/// Reads `bytes` to the end and checks every article.
fn survives(bytes: &[u8], name: &str) {
    let hint = Hint { name };
    looks_like_article(bytes, &hint);
    if let Ok(records) = read(bytes.to_vec(), &hint) {
        for record in records.flatten() {
            holds(&record.article);
        }
    }
}

/// Bits of all formats, to be put together at random.
const BITS: [&str; 48] = [
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "    ",
    "> ",
    ">> ",
    "- ",
    "* ",
    "1. ",
    "# ",
    "#### ",
    "---\n",
    "```\n",
    "title: Court\n",
    "| a | b |\n|---|---|\n",
    "[link](http://x)",
    "**",
    "_",
    "`",
    "<p>",
    "</p>",
    "<div><ul><li>",
    "</li></ul></div>",
    "<blockquote>",
    "<table><tr><td>",
    "<pre>",
    "<b><a href='x'>",
    "<!-- ",
    " -->",
    "<script>",
    "&amp;&#x22;",
    "<title>x</title>",
    "{\"text\": \"Court ruled.\"}",
    "{\"title\": 3}",
    "[",
    "]",
    "{",
    "}",
    ",",
    "“No,” said Zoë.",
    "By Anna Berg",
    "PARIS (AP) — It rained.",
    "日本語",
    "\u{FEFF}",
    "word",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        survives(&bytes, "a.txt");
    }

    #[test]
    fn any_text_is_read_or_refused(text: String) {
        survives(text.as_bytes(), "a.md");
    }

    #[test]
    fn any_mixture_of_formats_is_read_or_refused(bits in proptest::collection::vec(0..BITS.len(), 0..60)) {
        let text: String = bits.iter().map(|bit| BITS[*bit]).collect();
        survives(text.as_bytes(), "a.md");
        survives(format!("<html>{text}").as_bytes(), "a.html");
        survives(format!("# {text}").as_bytes(), "a.md");
    }

    #[test]
    fn any_utf_16_is_read_or_refused(units: Vec<u16>, little: bool) {
        let order = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let mark = std::iter::once(0xFEFF);
        let bytes: Vec<u8> = mark.chain(units.iter().copied()).flat_map(order).collect();
        survives(&bytes, "");
    }

    #[test]
    fn plain_text_is_never_changed(text in "[a-z“”.\r\n\t >-]{0,200}x", with_mark in any::<bool>()) {
        let text = format!("{}{text}", if with_mark { "\u{FEFF}" } else { "" });
        let article = article(text.clone());
        assert_eq!(article.text, text);
        let shown: usize = article.blocks.iter().map(|block| block.span.len()).sum();
        assert!(shown <= text.len());
    }
}
