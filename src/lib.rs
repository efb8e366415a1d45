//! whosaid reads stored articles in the terminal and knows who said what.
//!
//! The modules stand in the order in which data flows; each knows only those above it.
//!
//! bytes → [`ingest`] → [`article`] → [`text`] → [`attribution`] → [`claims`] → [`reading`] →
//! [`library`] and [`store`] → [`app`] → [`view`] → [`terminal`]
//!
//! Open [`reading`] first: it is the whole analysis in one function. [`runtime`] is the only part
//! that does things; everything else computes.

// Positions and typed ids that every layer shares.
pub mod base;

// An article as data: its text, what stands where, and where it came from.
pub mod article;

// Bytes of a file to articles, one module a format.
pub mod ingest;

// The text model: paragraphs, sentences, tokens, paired quotation marks, rows.
pub mod text;

// Text to attributions: which words are put down to which words.
pub mod attribution;

// Annotated corpus to the weights that [`attribution`] reads.
#[cfg(feature = "training")]
pub mod training;

// Attributions to claims and the sources behind them.
pub mod claims;

// Article to the ledger of who says what: the whole analysis in one function.
pub mod reading;

// Article and ledger to the JSON that other programs read.
pub mod report;

// What a reader adds to an article and what is kept of it.
pub mod library;

// The library on disk.
pub mod store;

// Screen size to the rectangles of the panes.
pub mod layout;

// Everything the screen depends on, and the one function that changes it.
pub mod app;

// Draws the state; changes nothing.
pub mod view;

// Raw mode on and off, keys in, frames out.
pub mod terminal;

// The settings file to checked settings.
pub mod config;

// Command line to a checked request.
pub mod cli;

// The only part that does things: reads files, waits for keys, stores, draws.
pub mod runtime;
