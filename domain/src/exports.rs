//! Lists as files: the formats that a user chooses from.
use crate::string_enum::string_enum;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    #[default]
    Csv,
    Xlsx,
}

string_enum!(ExportFormat {
    Csv = "csv", "Text (CSV)";
    Xlsx = "xlsx", "Excel workbook (XLSX)";
});

/// Between two cells of a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Separator {
    #[default]
    Comma,
    /// Excel splits at it where the comma is the decimal sign.
    Semicolon,
    Tab,
}

string_enum!(Separator {
    Comma = "comma", "Comma";
    Semicolon = "semicolon", "Semicolon (Excel in German, French and others)";
    Tab = "tab", "Tab";
});

impl Separator {
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// Of a CSV file, by the name in a `Content-Type`. The first two begin with a byte-order mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Little-endian.
    #[serde(rename = "utf-16")]
    Utf16,
    /// Lacks most letters: what it lacks is written as `?`.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

string_enum!(Encoding {
    Utf8 = "utf-8", "UTF-8";
    Utf16 = "utf-16", "UTF-16";
    Windows1252 = "windows-1252", "Windows-1252 (Western letters only)";
});

/// What a list is exported as. Separator and encoding are those of CSV, and remembered for it while XLSX is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportChoice {
    pub format: ExportFormat,
    pub separator: Separator,
    pub encoding: Encoding,
}

impl ExportChoice {
    /// `csv.semicolon.utf-8`, for a cookie.
    pub fn code(self) -> String {
        let codes = [
            self.format.code(),
            self.separator.code(),
            self.encoding.code(),
        ];
        codes.join(".")
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let (format, rest) = code.split_once('.')?;
        let (separator, encoding) = rest.split_once('.')?;
        Some(Self {
            format: ExportFormat::from_code(format)?,
            separator: Separator::from_code(separator)?,
            encoding: Encoding::from_code(encoding)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_remembered_by_its_code() {
        for format in ExportFormat::ALL {
            for separator in Separator::ALL {
                for encoding in Encoding::ALL {
                    let choice = ExportChoice {
                        format: *format,
                        separator: *separator,
                        encoding: *encoding,
                    };
                    assert_eq!(ExportChoice::from_code(&choice.code()), Some(choice));
                }
            }
        }
        for wrong in [
            "",
            "csv",
            "csv.comma",
            "csv.comma.latin1",
            "pdf.comma.utf-8",
        ] {
            assert_eq!(ExportChoice::from_code(wrong), None, "{wrong}");
        }
    }
}
