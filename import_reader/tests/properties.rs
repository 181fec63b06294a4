//! What holds for any bytes: no panic, and nothing of a list vanishes.
use domain::imports::Record;
use import_reader::{List, read_bytes, read_text};
use proptest::prelude::*;

/// The letters and digits of records, which separators and quotation marks do not touch.
fn letters<'a>(records: impl IntoIterator<Item = &'a Record>) -> usize {
    let cells = records.into_iter().flat_map(|record| &record.cells);
    cells
        .flat_map(|cell| cell.chars())
        .filter(|c| c.is_alphanumeric())
        .count()
}

fn everything(list: &List) -> usize {
    let parts = [&list.above, &list.repeated, &list.rows, &list.open_quotes];
    letters(parts.into_iter().flatten()) + letters(&list.headings)
}

/// Texts that look like lists.
fn listlike() -> impl Strategy<Value = String> {
    let parts = [
        "Login",
        "E-mail",
        "Vorname",
        "Password",
        "Name",
        "ana",
        "Ana Souza",
        "ana@x.example",
        "<b@x.example>",
        "42",
        "yes",
        ",",
        ",",
        ",",
        ";",
        "\t",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        "sep=;",
        "'",
        "=1",
        "\u{200B}",
        "\u{202E}",
        "ß",
        " ",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..60)
        .prop_map(|parts| parts.concat())
}

const SECRET: &str = "(Passwor[dt]|Initial password \\[x\\]|Mot de passe|пароль|密码)";

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(list) = read_bytes(&bytes) {
            let _ = list.users(&[]);
            list.members();
        }
    }

    #[test]
    fn nothing_of_a_list_vanishes(text in listlike()) {
        let list = read_text(&text).unwrap();
        let written = text.chars().filter(|c| c.is_alphanumeric()).count();
        prop_assert_eq!(everything(&list), written);
        list.members();
        if let (Ok(users), Some(_)) = (list.users(&[]), &list.headings) {
            prop_assert_eq!(users.lines.len(), list.rows.len() + list.open_quotes.len());
        }
    }

    #[test]
    fn every_address_of_a_line_is_someone(names in prop::collection::vec("[a-z]{1,6}", 2..8), by in "[,;]? ") {
        let addresses: Vec<_> = names.iter().map(|name| format!("{name}@x.example")).collect();
        let members = read_text(&addresses.join(&by)).unwrap().members();
        let read: Vec<_> = members.lines.into_iter().map(|line| line.typed).collect();
        prop_assert_eq!(read, addresses);
    }

    #[test]
    fn a_password_is_never_in_what_is_read(secret in "[A-Za-z0-9!@.-]{10,20}", heading in SECRET) {
        let text = format!("First name,Last name,E-mail,{heading}\nAna,Souza,ana@x.example,{secret}\n");
        let list = read_text(&text).unwrap();
        let users = list.users(&[]).unwrap();
        let read = format!("{users:?} {:?}", list.members());
        prop_assert!(!read.contains(&secret), "{}", read);
    }
}
