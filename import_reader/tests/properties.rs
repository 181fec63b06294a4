//! What holds for every list of a form. Any bytes at all: see `soak`.
use domain::imports::{
    members,
    stored::{ImportKind, ReadList, ReadingOptions},
    users,
};
use proptest::prelude::*;

const SECRET: &str = "(Passwor[dt]|Initial password \\[x\\]|Mot de passe|пароль|密码)";

fn read(text: &str, kind: ImportKind) -> Result<ReadList, TestCaseError> {
    import_reader::read(text.as_bytes(), &ReadingOptions::default(), kind, &[])
        .map_err(|refusal| TestCaseError::fail(format!("{refusal:?}: {text}")))
}

proptest! {
    #[test]
    fn every_address_of_a_line_is_someone(names in prop::collection::vec("[a-z]{1,6}", 2..8), by in "[,;]? ") {
        let addresses: Vec<_> = names.iter().map(|name| format!("{name}@x.example")).collect();
        for kind in [ImportKind::Members, ImportKind::Users] {
            let list = read(&addresses.join(&by), kind)?;
            let found = list.rows.iter().map(|row| row.record.cell(1).to_owned());
            prop_assert_eq!(found.collect::<Vec<_>>(), addresses.clone());
        }
    }

    #[test]
    fn a_password_is_in_nothing_that_is_shown(secret in "[A-Za-z0-9!@.-]{10,20}", heading in SECRET) {
        let text = format!("First name,Last name,E-mail,{heading}\nAna,Souza,ana@x.example,{secret}\n");
        for kind in [ImportKind::Users, ImportKind::Members] {
            let list = read(&text, kind)?;
            let record = &list.rows[0].record;
            let user = users::line(&list.columns, record);
            let member = members::line(Some(&list.columns), record);
            let shown = format!("{:?} {:?} {user:?} {member:?}", list.columns, list.notes);
            prop_assert!(!shown.contains(&secret), "{}", shown);
            prop_assert!(list.columns.0[3].is_secret());
        }
    }

    #[test]
    fn names_of_one_column_are_groups_and_courses(names in prop::collection::vec("[A-Z][a-z]{8,9} [0-9]", 1..8)) {
        for kind in [ImportKind::Groups, ImportKind::GroupCourses] {
            let list = read(&names.join("\r\n"), kind)?;
            let found = list.rows.iter().map(|row| row.record.cell(0).to_owned());
            prop_assert_eq!(found.collect::<Vec<_>>(), names.clone());
        }
    }
}
