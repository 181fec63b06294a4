//! What of imports is no server function: receiving a list, and giving back the rows left out.
mod answer;
mod left_out;
mod upload;

pub use left_out::left_out;
pub use upload::upload;
