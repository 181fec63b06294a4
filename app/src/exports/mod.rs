//! Lists as files: the link on a page, and the dialog in which format, separator and encoding are chosen.
mod dialog;
mod server_fns;

pub use dialog::{ExportDialog, ExportOffer, export_link, use_export};
pub use server_fns::*;
