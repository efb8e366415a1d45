use whosaid::{
    article::{Article, Block, BlockKind},
    attribution::Engine,
    base::{ScalarIndex, TextSpan},
    text::Text,
};
fn article(text: &str) -> Article {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let t = line.trim();
        if !t.is_empty() {
            let s = at + line.find(t).unwrap();
            let kind = if blocks.is_empty() { BlockKind::Title } else { BlockKind::Paragraph };
            blocks.push(Block { span: TextSpan::new(s, s + t.len()), kind, quoted: 0 });
        }
        at += line.len();
    }
    Article { text: text.to_owned(), blocks, ..Article::default() }
}
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let art = article(&text);
        let t = Text::new(&art);
        let index = ScalarIndex::new(&text);
        let mut engine = Engine::new();
        let mut claims = Vec::new();
        let span = |s: TextSpan| {
            let (a, b) = index.scalars(s);
            serde_json::json!({"start": a, "end": b})
        };
        for p in 0..t.paragraphs().len() {
            let found = engine.read(&t, p).attributions;
            for a in &found {
                let nested = found.iter().any(|o| o.contains(a));
                claims.push(serde_json::json!({
                    "content": a.content.iter().map(|s| span(*s)).collect::<Vec<_>>(),
                    "cue": a.cue.iter().map(|s| span(*s)).collect::<Vec<_>>(),
                    "attribution": a.source.iter().map(|s| span(*s)).collect::<Vec<_>>(),
                    "parent": nested.then_some("x"), "confidence": a.confidence,
                    "reason": format!("{:?}", a.reason), "resumes": t.paragraphs()[p].quotes.iter().any(|q| q.resumes && a.content.iter().any(|c| c.overlaps(q.span))), "cont": a.cue.is_none(),
                }));
            }
        }
        println!("{}", serde_json::json!({"path": path, "claims": claims}));
    }
}
