//! Places in a text and typed ids: the few types that every layer shares.

mod scalar;
mod span;
mod table;

pub use scalar::ScalarIndex;
pub use span::{ByteOffset, TextSpan};
pub use table::{Id, Table};
