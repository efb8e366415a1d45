//! The whole analysis: an article in, who says what out. Read this first.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

#[cfg(feature = "deep")]
use crate::attribution::{DeepError, DeepModel};
use crate::{
    article::Article,
    attribution::{Engine, Look},
    base::TextSpan,
    claims::{Ledger, LedgerBuilder},
    text::Text,
};

/// Who reads: the fast engine, or the deep one, which is slower and understands more.
#[derive(Clone, Default)]
pub enum Reader {
    /// The fast engine.
    #[default]
    Fast,
    /// The deep one; copies share the model.
    #[cfg(feature = "deep")]
    Deep(Arc<DeepModel>),
}

/// The deep engine cannot be had, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReaderError {
    /// The program was built without it.
    #[error("this build has the fast engine only")]
    NotBuilt,
    /// Its model cannot be opened.
    #[cfg(feature = "deep")]
    #[error(transparent)]
    Model(#[from] DeepError),
}

/// What is read by the reader asked for; the rest is read by the fast engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closely {
    /// The whole article.
    All,
    /// The paragraphs that share text with this span.
    Only(TextSpan),
}

/// Asks for the end of some work from another thread; copies are one and the same.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether it was asked for.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Reader {
    /// Opens the deep engine; takes some tens of milliseconds.
    ///
    /// # Errors
    ///
    /// If this build does not have it.
    #[cfg(feature = "deep")]
    pub fn deep() -> Result<Self, ReaderError> {
        Ok(Self::Deep(Arc::new(DeepModel::embedded()?)))
    }

    /// Opens the deep engine, which this build does not have.
    ///
    /// # Errors
    ///
    /// Always [`ReaderError::NotBuilt`].
    #[cfg(not(feature = "deep"))]
    pub fn deep() -> Result<Self, ReaderError> {
        Err(ReaderError::NotBuilt)
    }

    /// Opens the best engine that this build has.
    ///
    /// # Errors
    ///
    /// If it has the deep engine, but its model is damaged.
    pub fn best() -> Result<Self, ReaderError> {
        if Self::missing().is_some() { Ok(Self::Fast) } else { Self::deep() }
    }

    /// Returns why this build does not have the deep engine, if it does not; opens nothing.
    pub fn missing() -> Option<ReaderError> {
        #[cfg(feature = "deep")]
        return (!DeepModel::is_embedded()).then_some(ReaderError::Model(DeepError::Absent));
        #[cfg(not(feature = "deep"))]
        return Some(ReaderError::NotBuilt);
    }

    /// Makes an engine that ends its work early, if it takes long, once `stop` asks for it.
    #[cfg_attr(
        not(feature = "deep"),
        expect(unused_variables, reason = "the fast engine is done before anybody asks")
    )]
    fn engine(&self, stop: &Stop) -> Engine {
        match self {
            Self::Fast => Engine::new(),
            #[cfg(feature = "deep")]
            Self::Deep(model) => Engine::deep(model, Arc::clone(&stop.0)),
        }
    }
}

/// Finds who says what in `article`, by the fast engine.
pub fn read(article: &Article) -> Ledger {
    read_by(article, &Reader::Fast)
}

/// Finds who says what in `article`.
pub fn read_by(article: &Article, reader: &Reader) -> Ledger {
    let stop = Stop::default();
    read_closely(article, reader, Closely::All, &stop, |_| true).unwrap_or_default()
}

/// Finds who says what in `article` by the fast engine, as long as `go_on` allows.
///
/// `go_on` is as in [`read_closely`]; returns `None` if it said no.
pub fn read_while(article: &Article, go_on: impl FnMut(f32) -> bool) -> Option<Ledger> {
    read_closely(article, &Reader::Fast, Closely::All, &Stop::default(), go_on)
}

/// Finds who says what in `article`, until `stop` or `go_on` asks for the end.
///
/// `go_on` is asked before each paragraph and told the share of the text that is done, 0 to 1.
/// Returns `None` if the end was asked for.
pub fn read_closely(
    article: &Article,
    reader: &Reader,
    closely: Closely,
    stop: &Stop,
    mut go_on: impl FnMut(f32) -> bool,
) -> Option<Ledger> {
    let text = Text::new(article);
    let mut engine = reader.engine(stop);
    let mut ledger = LedgerBuilder::new(&text);
    for (index, paragraph) in text.paragraphs().iter().enumerate() {
        let share = paragraph.span.start() as f32 / article.text.len().max(1) as f32;
        if !go_on(share) || stop.is_asked() {
            return None;
        }
        let look = match closely {
            Closely::Only(span) if !span.overlaps(paragraph.span) => Look::Fast,
            Closely::Only(_) | Closely::All => Look::Best,
        };
        ledger.add(&engine.look(&text, index, look));
    }
    Some(ledger.finish()).filter(|_| !stop.is_asked())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockKind};

    fn article() -> Article {
        let words = "“It is open,” said Anna Berg.";
        let span = TextSpan::new(0, words.len());
        let blocks = vec![Block { span, kind: BlockKind::Paragraph, quoted: 0 }];
        Article { text: words.to_owned(), blocks, ..Article::default() }
    }

    #[test]
    fn work_that_is_to_end_has_no_outcome() {
        let read = |stop: &Stop, go_on: bool| {
            read_closely(&article(), &Reader::Fast, Closely::All, stop, |_| go_on)
        };
        assert_eq!(read(&Stop::default(), true).map(|ledger| ledger.claims.len()), Some(1));
        assert!(read(&Stop::default(), false).is_none());
        let stop = Stop::default();
        stop.clone().ask();
        assert!(read(&stop, true).is_none());
    }

    #[test]
    fn the_deep_engine_is_there_if_its_model_is() {
        assert_eq!(Reader::deep().err(), Reader::missing());
        assert!(Reader::best().is_ok());
    }
}
