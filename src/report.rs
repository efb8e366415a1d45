//! stub
use crate::{article::Article, claims::Ledger};
/// stub
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// a
    pub with_text: bool,
    /// b
    pub explain: bool,
}
/// stub
#[derive(serde::Serialize)]
pub struct Report {}
impl Report {
    /// stub
    pub fn new(_a: &Article, _l: &Ledger, _p: &str, _n: Option<usize>, _o: Options) -> Self {
        Self {}
    }
}
