//! Tests of the whole program, one module a subject.

mod command_line;
mod corpus;
mod corpus_file;
mod documents;
mod grouping;
mod layers;
mod session;
mod terminal;
