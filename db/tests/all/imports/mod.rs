//! Imports on real databases: verdicts, applying in steps, interruptions and undo.
mod applying;
mod checking;
mod groups;
mod interruption;
mod rights;
mod support;
mod undo;
