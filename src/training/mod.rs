//! Annotated corpus to weights.
