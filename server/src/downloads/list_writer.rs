//! Rows of text, written as CSV or as a workbook.
use super::{csv_writer::CsvWriter, workbook::Workbook};
use domain::exports::{ExportChoice, ExportFormat};
use std::io;

/// A list that is being written. What was written is taken piece by piece, so that it needs no place.
pub enum ListWriter {
    Csv(Box<CsvWriter>),
    Xlsx(Box<Workbook>),
}

impl ListWriter {
    /// Begins with the headings. The separator is a byte, as a list that was imported may have another than exports.
    ///
    /// # Errors
    /// None that a target in memory has.
    pub fn new(
        choice: ExportChoice,
        separator: u8,
        sheet: &'static str,
        head: &[impl AsRef<str>],
    ) -> io::Result<Self> {
        Ok(match choice.format {
            ExportFormat::Csv => {
                let mut writer = CsvWriter::new(separator, choice.encoding);
                writer.row(head)?;
                Self::Csv(Box::new(writer))
            }
            ExportFormat::Xlsx => Self::Xlsx(Box::new(Workbook::new(sheet, head)?)),
        })
    }

    /// Adds a row with as many cells as there are headings.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn row(&mut self, cells: &[String]) -> io::Result<()> {
        match self {
            Self::Csv(writer) => writer.row(cells),
            Self::Xlsx(workbook) => workbook.row(cells),
        }
    }

    /// Returns the bytes since the last call.
    pub fn take(&mut self) -> Vec<u8> {
        match self {
            Self::Csv(writer) => writer.take(),
            Self::Xlsx(workbook) => workbook.take(),
        }
    }

    /// Returns the last bytes.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Csv(mut writer) => Ok(writer.take()),
            Self::Xlsx(workbook) => workbook.finish(),
        }
    }
}
