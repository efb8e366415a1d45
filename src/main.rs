//! Starts the program, and turns an error into a message and an exit code.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use whosaid::{cli::Request, runtime};

fn main() -> ExitCode {
    match runtime::run(Request::from_arguments()) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// A reader that has seen enough, such as `head`, is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Standard error may be gone with the terminal; then nobody is left to be told.
fn report(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "whosaid: {error:#}");
}
