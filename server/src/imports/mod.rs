//! Receiving a list, as a stream.
mod answer;
mod upload;

pub use upload::upload;
