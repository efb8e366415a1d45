//! Tests of the whole program, one module a subject.

mod command_line;
mod corpus;
mod corpus_file;
mod documents;
mod grouping;
mod layers;
mod notes;
mod promises;
mod session;
mod terminal;
