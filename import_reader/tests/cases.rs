//! Lists as people have them, byte for byte, and what is read of each: `cases.txt`. A file without a section fails.
//!
//! After a change that is meant: `WRITE_CASES=1 cargo test -p import_reader --test cases`, then read the diff.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
use domain::{
    ids::UserTypeId, member_imports::MemberImportLine, messages, user_imports::UserImportLine,
    users::UserTypeOption,
};
use import_reader::read_bytes;
use std::{fs, path::Path};

const EXPECTED: &str = include_str!("cases.txt");
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");

fn types() -> Vec<UserTypeOption> {
    let names = ["Admin-Type", "Trainer-Type", "Learner-Type"];
    let types = (1..).zip(names).map(|(id, name)| UserTypeOption {
        id: UserTypeId(id),
        name: name.into(),
        is_default: name == "Learner-Type",
        permissions: Default::default(),
    });
    types.collect()
}

fn user(line: &UserImportLine) -> String {
    let number = line.line;
    match line.parse(&types()) {
        Ok(user) => {
            let info = &user.info;
            let user_type = types()
                .into_iter()
                .find(|one| one.id == info.user_type)
                .unwrap();
            let (first, last) = (info.first_name.as_str(), info.last_name.as_str());
            let (email, login) = (info.email.as_str(), info.login.as_str());
            let state = if user.active { "" } else { ", inactive" };
            format!(
                "{number}: {first} | {last} <{email}> {login}, {}{state}\n",
                user_type.name
            )
        }
        Err(errors) => format!(
            "{number}: left out: {}\n",
            messages::fields::joined(&errors)
        ),
    }
}

fn member(line: &MemberImportLine) -> String {
    let MemberImportLine {
        line,
        typed,
        candidates,
        fallback,
        is_word,
    } = line;
    let fallback = if fallback.is_empty() {
        String::new()
    } else {
        format!(", or {}", fallback.join(" / "))
    };
    let word = if *is_word { ", or nobody" } else { "" };
    format!(
        "{line}: {typed}: {}{fallback}{word}\n",
        candidates.join(" / ")
    )
}

/// What is read of a file, as users and, where it names members of the portal, as members.
fn outcome(name: &str) -> String {
    let bytes = fs::read(Path::new(FOLDER).join("cases").join(name)).unwrap();
    let is_of_members = bytes.windows(4).any(|part| part == b"{M1}")
        || name.starts_with("118")
        || name.starts_with("125");
    let list = match read_bytes(&with_members(&bytes)) {
        Ok(list) => list,
        Err(refusal) => return format!("refused: {}\n", messages::imports::refusal(&refusal)),
    };
    let notes = |notes: &[domain::imports::notes::ListNote]| -> String {
        notes
            .iter()
            .map(|note| format!("{}\n", messages::imports::note(note)))
            .collect()
    };
    if is_of_members {
        let members = list.members();
        return members.lines.iter().map(member).collect::<String>() + &notes(&members.notes);
    }
    match list.users(&types()) {
        Ok(users) => users.lines.iter().map(user).collect::<String>() + &notes(&users.notes),
        Err(refusal) => format!("refused: {}\n", messages::imports::refusal(&refusal)),
    }
}

fn with_members(bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text
            .replace("{M1}", "ana@m.example")
            .replace("{M2}", "ben@m.example")
            .into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

fn all() -> String {
    let files = fs::read_dir(Path::new(FOLDER).join("cases")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort_by_key(|name| {
        (
            name.split('-').next().unwrap().parse::<u32>().unwrap(),
            name.clone(),
        )
    });
    names
        .iter()
        .map(|name| format!("## {name}\n{}\n", outcome(name)))
        .collect()
}

#[test]
fn every_list_is_read_as_its_owner_means_it() {
    let read = all();
    if std::env::var_os("WRITE_CASES").is_some() {
        fs::write(Path::new(FOLDER).join("cases.txt"), &read).unwrap();
        return;
    }
    let expected: Vec<_> = EXPECTED.split("\n## ").map(str::trim).collect();
    for section in read.split("\n## ").map(str::trim) {
        assert!(
            expected.contains(&section),
            "not as in cases.txt:\n## {section}"
        );
    }
    assert_eq!(
        read.matches("## ").count(),
        EXPECTED.matches("## ").count(),
        "a section without a file"
    );
}
