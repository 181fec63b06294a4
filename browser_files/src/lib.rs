//! The files that `trunk build --release` made for the browser, inside the binary of a release build. What is
//! put in, and when none is, is in `build/main.rs`; the server serves them.

/// Paths inside the folder, and the bytes, which are read where they are in the binary.
pub type Files = &'static [(&'static str, &'static [u8])];

/// All files, with their compressed forms and the list that names them; none in a debug build.
pub const FILES: Files = include!(concat!(env!("OUT_DIR"), "/files.rs"));
