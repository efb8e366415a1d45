//! Attributions as JSON Lines, for scoring by other programs.

use std::path::Path;

use serde_json::{Value, json};

use super::corpus::{self, CorpusError};
use crate::{
    attribution::{Attribution, Engine, Weights},
    base::{ScalarIndex, TextSpan},
    text::Text,
};

/// Reads each text of `folder` (which holds `text/`) and returns its line, in order of the names.
///
/// # Errors
///
/// As [`corpus::read`].
pub fn predict(folder: &Path, weights: Weights<'static>) -> Result<Vec<String>, CorpusError> {
    let lines = corpus::read(folder)?.into_iter().map(|document| {
        let text = Text::new(&document.article);
        let mut engine = Engine::with_weights(weights);
        let found: Vec<Attribution> = (0..text.paragraphs().len())
            .flat_map(|paragraph| engine.read(&text, paragraph).attributions)
            .collect();
        line(&document.name, text.string(), &found)
    });
    Ok(lines.collect())
}

fn line(name: &str, text: &str, attributions: &[Attribution]) -> String {
    let index = ScalarIndex::new(text);
    let place = |span: &TextSpan| {
        let (start, end) = index.scalars(*span);
        json!({"start": start, "end": end})
    };
    let places = |spans: &[TextSpan]| Value::from(spans.iter().map(place).collect::<Vec<_>>());
    let claims: Vec<Value> = attributions
        .iter()
        .map(|own| {
            let nested =
                !super::evaluate::outermost(attributions).any(|outer| std::ptr::eq(outer, own));
            json!({
                "content": places(&own.content),
                "cue": places(own.cue.as_slice()),
                "attribution": places(own.source.as_slice()),
                "act": format!("{:?}", own.act).to_lowercase(),
                "reason": format!("{:?}", own.reason).to_lowercase(),
                "confidence": own.confidence,
                "parent": nested.then_some("outer"),
            })
        })
        .collect();
    json!({"path": format!("{name}.txt"), "claims": claims}).to_string()
}
