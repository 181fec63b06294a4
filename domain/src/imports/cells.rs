//! Cleaning of cells: what is merely invisible is removed, what can deceive is refused.
use super::problems::CellProblem;
use crate::{
    field_error::BadCharacter,
    formulas,
    text::{Shape, scan, trimmed, visible},
};

/// Returns the value of a cell: without the apostrophes of our exports, without invisible marks, blanks around it
/// removed, line breaks as blanks.
///
/// # Errors
/// A character inside changes the direction of the text, or stands for bytes that could not be read.
pub fn clean(cell: &str) -> Result<String, CellProblem> {
    clean_unescaped(&formulas::unescape(bare(cell)))
}

/// Returns the cell without blanks and invisible marks around it.
pub fn bare(cell: &str) -> &str {
    trimmed(cell)
}

/// Returns the value of a text from which the apostrophes of our exports are taken already.
///
/// # Errors
/// As for [`clean`].
pub fn clean_unescaped(text: &str) -> Result<String, CellProblem> {
    let text = bare(text);
    if is_error(text) {
        return Err(CellProblem::NoValue);
    }
    let visible = scan(text, Shape::Cell).map_err(|refused| match refused.why {
        BadCharacter::Lost => CellProblem::Unreadable,
        BadCharacter::Direction | BadCharacter::Control => CellProblem::Direction,
    })?;
    Ok(if text.contains(['\n', '\r', '\t', '\u{A0}']) {
        one_line(&visible)
    } else {
        visible
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What spreadsheets show for a formula that failed, in the languages of Excel.
const ERRORS: &str = "#N/A #REF! #NAME? #VALUE! #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! \
    #UNKNOWN! #BUSY! #GETTING_DATA #ERROR! #NV #BEZUG! #WERT! #ZAHL! #NOM? #VALEUR! #NOMBRE! #NUL! #N/D #¿NOMBRE? \
    #¡VALOR! #¡REF! #¡NUM! #¡DIV/0! #¡NULO! #NOME? #VALOR! #NÚM! #NULO! #VALORE! #RIF! #NULLO! #N/B #NAAM? #WAARDE! \
    #VERW! #GETAL! #DEEL/0! #LEEG! #N/D! #NAZWA? #ARG! #ADR! #LICZBA! #DZIEL/0! #ZERO! #BRAK! #НД #Н/Д #ССЫЛКА! \
    #ИМЯ? #ЗНАЧ! #ЧИСЛО! #ПУСТО! #ДЕЛ/0!";

fn is_error(text: &str) -> bool {
    text.starts_with('#') && ERRORS.split_whitespace().any(|error| error == text)
}

/// Returns a text to be shown: without invisible marks and those that change its direction.
pub fn shown(cell: &str) -> String {
    clean(cell).unwrap_or_else(|_| one_line(&visible(cell)))
}

/// Whether the cell has no visible character.
pub fn is_blank(cell: &str) -> bool {
    crate::text::is_blank(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_marks_are_removed() {
        let value = |cell: &str| clean(cell).unwrap();
        assert_eq!(value("\u{A0}ana@x.example\u{200B} "), "ana@x.example");
        assert_eq!(value("נועה\u{200F}"), "נועה");
        assert_eq!(value("\u{202A}ana\u{202C}"), "ana");
        assert_eq!(value("Main St 1\r\nBerlin"), "Main St 1 Berlin");
        assert_eq!(value("نامه\u{200C}ای"), "نامه\u{200C}ای");
        assert_eq!(value("'-fgro"), "-fgro");
        assert_eq!(value("'t Hooft"), "'t Hooft");
    }

    #[test]
    fn what_deceives_or_was_lost_is_refused() {
        assert_eq!(clean("An\u{202E}a"), Err(CellProblem::Direction));
        assert_eq!(clean("J\u{FFFD}rgen"), Err(CellProblem::Unreadable));
        assert_eq!(clean(" #BEZUG! "), Err(CellProblem::NoValue));
        assert_eq!(clean("#1"), Ok("#1".into()));
    }

    #[test]
    fn marks_alone_are_blank() {
        assert!(is_blank(" \u{200B}\u{A0}") && !is_blank("\u{FFFD}"));
    }
}
