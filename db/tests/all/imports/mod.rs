//! Imports on real databases: verdicts, applying in steps, interruptions and undo.
mod checking;
mod support;
