//! An article with claims for tests, made by hand, so that no engine stands behind them.

use std::sync::Arc;

use crate::{
    app::{
        App, ClaimIndex, Entry, EntryState, Event, Keymap, Loaded, Memory, Origin, Texts, update,
    },
    article::{Article, Block, BlockKind},
    attribution::{Act, Reason},
    base::{Id, Table, TextSpan},
    claims::{Claim, ClaimKind, Ground, Ledger, Source, SourceKind},
    library::{Annotations, ArticleKey},
};

/// Its text: two sources, one of which speaks through the other.
pub(crate) const TEXT: &str = "Bridge stays shut

The bridge has been shut since Monday.

“Engineers say it is safe, and have since last week,” Anna Berg told the council. “We shall see.”

A survey found that most people would rather wait.

According to Berg, it will open in May.";

/// Returns the article.
pub(crate) fn article() -> Article {
    let mut blocks = Vec::new();
    let mut at = 0;
    for words in TEXT.split("\n\n") {
        let kind = if at == 0 { BlockKind::Title } else { BlockKind::Paragraph };
        blocks.push(Block { span: TextSpan::new(at, at + words.len()), kind, quoted: 0 });
        at += words.len() + 2;
    }
    Article {
        title: "Bridge stays shut".into(),
        outlet: Some("The Courier".into()),
        text: TEXT.into(),
        blocks,
        ..Article::default()
    }
}

/// Returns who says what in it.
pub(crate) fn ledger() -> Ledger {
    let claims = [
        claim(
            &["“Engineers say it is safe, and have since last week,”", "“We shall see.”"],
            "told the council",
            "Anna Berg",
            0,
        ),
        Claim {
            kind: ClaimKind::Indirect,
            parent: Some(Id::new(0)),
            ..claim(&["it is safe"], "say", "Engineers", 1)
        },
        Claim {
            kind: ClaimKind::Indirect,
            confidence: 0.5,
            ..claim(&["that most people would rather wait"], "found", "A survey", 2)
        },
        Claim {
            kind: ClaimKind::Indirect,
            ..claim(&["it will open in May"], "According to", "Berg", 0)
        },
    ];
    let sources = [
        source("Anna Berg", SourceKind::Person, true, &["Anna Berg", "Berg,"]),
        source("engineers", SourceKind::Group, false, &["Engineers"]),
        source("survey", SourceKind::Document, false, &["A survey"]),
    ];
    Ledger { claims: claims.into_iter().collect(), sources: Table::from_iter(sources) }
}

/// Returns the program with the article open and read, on a screen of `width` by `height`.
pub(crate) fn app(width: u16, height: u16) -> App {
    open(vec![(article(), ledger())], width, height)
}

/// Returns the program with these articles open, the first one shown, all of them read.
pub(crate) fn open(articles: Vec<(Article, Ledger)>, width: u16, height: u16) -> App {
    let entry = Entry {
        label: "bridge.txt".into(),
        origin: Origin::Bytes(TEXT.as_bytes().into()),
        state: EntryState::Loading,
    };
    let mut app = App::new(vec![entry], Keymap::default(), (width, height));
    let (articles, ledgers): (Vec<Article>, Vec<Ledger>) = articles.into_iter().unzip();
    let articles: Vec<Arc<Article>> = articles.into_iter().map(Arc::new).collect();
    let loaded = |article: &Arc<Article>| Loaded {
        label: "bridge.txt".into(),
        article: Arc::clone(article),
        warning: None,
    };
    let all = articles.iter().map(loaded).collect();
    update(&mut app, Event::Loaded(Id::new(0), Ok(all)));
    for (index, (article, ledger)) in articles.iter().zip(ledgers).enumerate() {
        let key = ArticleKey::of(&article.text);
        let annotations = Annotations::new(key, Vec::new(), Vec::new());
        let memory = Box::new(Memory {
            annotations,
            texts: Texts::default(),
            sources: Default::default(),
            place: None,
            warning: None,
        });
        update(&mut app, Event::Remembered(Id::new(index), memory));
        update(&mut app, Event::Known(Id::new(index), Box::default()));
        let claims = Box::new(ClaimIndex::new(ledger, &article.text));
        update(&mut app, Event::Analysed(Id::new(index), claims));
    }
    app
}

/// Returns the article `times` over, with as many claims, as one that does not fit the screen.
pub(crate) fn long(times: usize) -> (Article, Ledger) {
    let (mut article, mut ledger) = (article(), ledger());
    let (blocks, claims) = (article.blocks.clone(), ledger.claims.rows().to_vec());
    for time in 1..times {
        article.text.push_str("\n\n");
        let shift = article.text.len();
        article.text.push_str(TEXT);
        let later = |span: &TextSpan| TextSpan::new(span.start() + shift, span.end() + shift);
        article.blocks.extend(blocks.iter().map(|block| Block {
            span: later(&block.span),
            kind: BlockKind::Paragraph,
            ..block.clone()
        }));
        for claim in &claims {
            ledger.claims.push(Claim {
                content: claim.content.iter().map(later).collect(),
                cue: claim.cue.as_ref().map(later),
                attribution: claim.attribution.as_ref().map(later),
                parent: claim.parent.map(|id| Id::new(id.index() + time * claims.len())),
                ..claim.clone()
            });
        }
    }
    (article, ledger)
}

fn find(words: &str) -> TextSpan {
    let start = TEXT.find(words).expect("the words stand in the text");
    TextSpan::new(start, start + words.trim_end_matches(',').len())
}

fn claim(content: &[&str], cue: &str, attribution: &str, source: usize) -> Claim {
    Claim {
        kind: ClaimKind::Direct,
        act: Act::Speech,
        source: Some(Id::new(source)),
        parent: None,
        confidence: 0.9,
        content: content.iter().map(|words| quoted(words)).collect(),
        cue: Some(find(cue)),
        attribution: Some(find(attribution)),
        reason: Reason::Model,
        grouping: Ground::default(),
        candidates: Vec::new(),
    }
}

/// Finds words that may end with a comma of their own.
fn quoted(words: &str) -> TextSpan {
    let start = TEXT.find(words).expect("the words stand in the text");
    TextSpan::new(start, start + words.len())
}

fn source(name: &str, kind: SourceKind, named: bool, mentions: &[&str]) -> Source {
    let mentions = mentions.iter().map(|words| find(words)).collect();
    Source { name: name.into(), kind, named, mentions, details: Vec::new() }
}
