//! Tests of the whole program, one module a subject.

mod command_line;
mod documents;
mod layers;
mod session;
mod terminal;
