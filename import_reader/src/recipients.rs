//! The recipients of a key, from whatever a mail program or a table gives.
use domain::{
    field_error::FieldCode,
    imports::{
        addresses::is_address,
        columns::Columns,
        members,
        notes::ListNote,
        problems::CellProblem,
        stored::{ImportKind, ReadList, ReadRow, ReadingOptions},
    },
    keys::Recipients,
    messages,
};

/// Returns the recipients one on each line, for [`Recipients::parse`]: of a table the first address of each row, or what
/// else names the row. A text that can be parsed, or is no list, stays as it is.
pub fn recipients(text: &str) -> String {
    let is_list = matches!(Recipients::parse(text), Err(FieldCode::NotEmails(_)));
    let read = || {
        let options = ReadingOptions::default();
        crate::read(text.as_bytes(), &options, ImportKind::Members, &[]).ok()
    };
    is_list
        .then(read)
        .flatten()
        .map_or_else(|| text.to_owned(), entries)
}

fn entries(list: ReadList) -> String {
    let words = list.notes.into_iter().filter_map(|note| match note {
        ListNote::Words(words) => Some(words),
        _ => None,
    });
    let words: Vec<_> = words.flatten().collect();
    let rows = list.rows.iter().map(|row| entry(&list.columns, row));
    rows.chain(words).collect::<Vec<_>>().join("\n")
}

fn entry(columns: &Columns, row: &ReadRow) -> String {
    if row.has_open_quote {
        return messages::imports::cell(CellProblem::OpenQuote).to_owned();
    }
    let line = members::line(Some(columns), &row.record);
    let mut texts = line.candidates.into_iter().chain(line.fallback);
    texts.find(|text| is_address(text)).unwrap_or(line.typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Vec<String>, String> {
        let parsed = Recipients::parse(&recipients(text));
        let parsed = parsed.map_err(|code| messages::fields::sentence(&code))?;
        let emails = parsed.as_slice().iter();
        Ok(emails.map(|email| email.as_str().to_owned()).collect())
    }

    #[test]
    fn tables_and_lists_of_mail_programs_have_recipients() {
        let both = Ok(vec!["ana@x.example".to_owned(), "ben@x.example".to_owned()]);
        for text in [
            "Name\tE-mail\nAna Souza\tana@x.example\nBen Li\tben@x.example\n",
            "Vorname;E-Mail;Kennwort\nAna;ana@x.example;Horse-battery-9\nBen;ben@x.example;x",
            "E-mail\r\nana@x.example\r\nben@x.example\r\nANA@x.example",
            "Ana,Souza,ana@x.example\nBen,Li,ben@x.example",
            "ana@x.example ben@x.example",
            "To: Ana Souza <ana@x.example>, ben@x.example",
            "ana@x.example, mailto:ben@x.example",
            "sep=;\nE-mail;Private e-mail\nana@x.example;a@y.example\n;ben@x.example\n",
        ] {
            assert_eq!(parsed(text), both, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_named() {
        for (text, named) in [
            (
                "E-mail\nana@x.example\nben\n",
                "Not an e-mail address: “ben”.",
            ),
            (
                "ana@x.example, ben; cleo@",
                "Not e-mail addresses: “ben”, “cleo@”.",
            ),
            ("ana@x.example; Ben", "Not an e-mail address: “Ben”."),
            (
                "Login,E-mail\nana,ana@x.example\nben7,\n",
                "Not an e-mail address: “ben7”.",
            ),
            (
                "E-mail,Password\na@x.example,x\n,Horse-battery-9\nben,y",
                "Not an e-mail address: “ben”.",
            ),
        ] {
            assert_eq!(parsed(text), Err(named.to_owned()), "{text}");
        }
        assert_eq!(parsed(""), Err("Enter at least one e-mail address.".into()));
    }
}
