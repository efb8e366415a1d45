//! `whosaid extract`: who says what as JSON Lines.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use anyhow::Context;

use crate::{
    reading::{self, Reader},
    report::Report,
    runtime::{FAILED, FINE, complain, documents::documents, open},
};

/// What to print besides the claims.
pub(super) use crate::report::Options;

/// Prints a line of JSON for every article of `paths`, in their order.
///
/// An article that cannot be read is reported on standard error, and the others are still printed.
pub(super) fn run(paths: &[PathBuf], options: Options, reader: &Reader) -> anyhow::Result<u8> {
    let opened = open::entries(paths);
    let mut code = FINE;
    for failure in &opened.failures {
        complain(failure);
        code = FAILED;
    }
    for message in &opened.passed_over {
        complain(message);
    }
    let mut output = BufWriter::new(io::stdout().lock());
    for document in opened.entries.iter().flat_map(documents) {
        let document = match document {
            Ok(document) => document,
            Err(failure) => {
                complain(&failure);
                code = FAILED;
                continue;
            }
        };
        for warning in &document.warnings {
            complain(&format!("{}: {warning}", document.label()));
        }
        let ledger = reading::read_by(&document.article, reader);
        let report =
            Report::new(&document.article, &ledger, &document.path, document.number, options);
        serde_json::to_writer(&mut output, &report)
            .map_err(io::Error::from)
            .and_then(|()| output.write_all(b"\n"))
            .context("cannot write to standard output")?;
    }
    output.flush().context("cannot write to standard output")?;
    Ok(code)
}
