//! Tests of the whole program, one module a subject.

mod card;
mod command_line;
mod corpus;
mod corpus_file;
mod documents;
mod grouping;
mod layers;
mod notes;
mod promises;
mod seed;
mod session;
mod terminal;
