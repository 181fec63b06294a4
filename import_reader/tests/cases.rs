//! Lists as people have them, byte for byte, and what is read of each: `cases.txt`. A file without a section fails.
//!
//! A section begins with the file, what it is read as, and what the importer chose:
//! `## 75-users.xlsx as members, sheet=Users, columns=login -`.
//! After a change that is meant: `WRITE_CASES=1 cargo test -p import_reader --test cases`, then read the diff.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
use domain::{
    ids::UserTypeId,
    imports::{
        columns::{Columns, Field},
        courses, groups, members,
        problems::CellProblem,
        stored::{ImportKind, ReadList, ReadRow, ReadingOptions},
        users,
    },
    member_imports::MemberImportLine,
    messages,
    permissions::BuiltIn,
    user_imports::UserImportLine,
    users::UserTypeOption,
};
use std::{collections::BTreeSet, fs, path::Path};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");

fn types() -> Vec<UserTypeOption> {
    let built_in = [BuiltIn::Admin, BuiltIn::Trainer, BuiltIn::Learner];
    let types = (1..).zip(built_in).map(|(id, one)| UserTypeOption {
        id: UserTypeId(id),
        name: one.label().into(),
        is_default: one == BuiltIn::Learner,
        permissions: one.permissions(),
    });
    types.collect()
}

/// A part of a row, unless it is empty.
fn part(name: &str, names: &[String]) -> String {
    let names: Vec<_> = names.iter().filter(|name| !name.is_empty()).collect();
    match names.is_empty() {
        true => String::new(),
        false => {
            let names: Vec<_> = names.iter().map(|name| name.as_str()).collect();
            format!(", {name} {}", names.join(" / "))
        }
    }
}

fn user(line: &UserImportLine) -> String {
    let user = match line.parse(&types()) {
        Ok(user) => user,
        Err(errors) => return format!("left out: {}", messages::fields::joined(&errors)),
    };
    let info = &user.info;
    let user_type = types()
        .into_iter()
        .find(|one| one.id == info.user_type)
        .unwrap();
    let (first, last) = (info.first_name.as_str(), info.last_name.as_str());
    let (email, login) = (info.email.as_str(), info.login.as_str());
    let state = if user.active { "" } else { ", inactive" };
    let groups = part("groups", &line.groups);
    let branch = part("branch", std::slice::from_ref(&line.branch));
    let courses = part("courses", &line.courses);
    let password = match line.password.chars().count() {
        0 => String::new(),
        signs => format!(", a password of {signs} signs"),
    };
    format!(
        "{first} | {last} <{email}> {login}, {}{state}{groups}{branch}{courses}{password}",
        user_type.name
    )
}

fn member(line: &MemberImportLine, is_word: bool) -> String {
    let MemberImportLine {
        typed,
        candidates,
        fallback,
        ..
    } = line;
    let fallback = if fallback.is_empty() {
        String::new()
    } else {
        format!(", or {}", fallback.join(" / "))
    };
    let word = if is_word { ", or nobody" } else { "" };
    format!("{typed}: {}{fallback}{word}", candidates.join(" / "))
}

fn group(line: &groups::GroupImportLine) -> String {
    if let Some((_, problem)) = &line.problem {
        return format!("left out: {}", messages::fields::sentence(problem));
    }
    let one = |name: &str, value: &String| part(name, std::slice::from_ref(value));
    format!(
        "{}{}{}{}{}{}{}",
        line.name,
        one("description", &line.description),
        one("key", &line.key),
        one("price", &line.price),
        line.listed
            .map_or(String::new(), |listed| format!(", listed {listed}")),
        part("courses", &line.courses),
        one("branch", &line.branch),
    )
}

fn row(kind: ImportKind, columns: &Columns, row: &ReadRow) -> String {
    let record = &row.record;
    let said = match kind {
        _ if row.has_open_quote => {
            format!(
                "left out: {}",
                messages::imports::cell(CellProblem::OpenQuote)
            )
        }
        ImportKind::Users => user(&users::line(columns, record)),
        ImportKind::Members => member(&members::line(Some(columns), record), row.is_word),
        ImportKind::Groups => group(&groups::line(columns, record)),
        ImportKind::GroupCourses => courses::names(columns, record).join(" / "),
    };
    format!("{}: {said}\n", record.line)
}

/// What a section asks for.
struct Case<'a> {
    file: &'a str,
    kind: ImportKind,
    options: ReadingOptions,
    columns: Option<Vec<Option<Field>>>,
}

impl<'a> Case<'a> {
    /// Of a heading without its `## `.
    fn of(heading: &'a str) -> Self {
        let mut parts = heading.split(", ");
        let (file, kind) = parts.next().unwrap().split_once(" as ").unwrap();
        let mut case = Self {
            file,
            kind: ImportKind::from_code(kind).unwrap(),
            options: ReadingOptions::default(),
            columns: None,
        };
        for choice in parts {
            let (name, value) = choice.split_once('=').unwrap();
            match name {
                "encoding" => case.options.encoding = Some(value.to_owned()),
                "separator" => case.options.separator = value.replace("tab", "\t").chars().next(),
                "sheet" => case.options.sheet = Some(value.to_owned()),
                "columns" => {
                    case.columns = Some(value.split(' ').map(Field::from_code).collect());
                }
                other => panic!("{other}"),
            }
        }
        case
    }

    fn outcome(&self) -> String {
        let bytes = fs::read(Path::new(FOLDER).join("cases").join(self.file)).unwrap();
        let bytes = with_members(&bytes);
        match import_reader::read(&bytes, &self.options, self.kind, &types()) {
            Ok(list) => self.said(list),
            Err(refusal) => format!("refused: {}\n", messages::imports::refusal(&refusal)),
        }
    }

    fn said(&self, list: ReadList) -> String {
        let columns = match &self.columns {
            Some(fields) => list.columns.with(fields),
            None => list.columns,
        };
        let rows = list.rows.iter().map(|one| row(self.kind, &columns, one));
        let notes = list.notes.iter().map(messages::imports::note);
        let notes = notes.map(|note| note + "\n");
        rows.chain(notes).collect()
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

fn files() -> BTreeSet<String> {
    let files = fs::read_dir(Path::new(FOLDER).join("cases")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with('.')).collect()
}

fn number(heading: &str) -> u32 {
    heading.split('-').next().unwrap().parse().unwrap()
}

#[test]
fn every_list_is_read_as_its_owner_means_it() {
    let expected = fs::read_to_string(Path::new(FOLDER).join("cases.txt")).unwrap();
    let sections = expected.split("## ").filter(|section| !section.is_empty());
    let mut headings: Vec<_> = sections
        .map(|section| section.lines().next().unwrap().to_owned())
        .collect();
    let is_told =
        |file: &String, headings: &[String]| headings.iter().any(|one| Case::of(one).file == file);
    let writes = std::env::var_os("WRITE_CASES").is_some();
    for file in files() {
        if !is_told(&file, &headings) {
            assert!(writes, "{file} has no section in cases.txt");
            headings.push(format!("{file} as users"));
        }
    }
    headings.sort_by_key(|heading| number(heading));
    let read = headings
        .iter()
        .map(|heading| format!("## {heading}\n{}\n", Case::of(heading).outcome()));
    let read: Vec<_> = read.collect();
    if writes {
        fs::write(Path::new(FOLDER).join("cases.txt"), read.concat()).unwrap();
        return;
    }
    for section in read {
        assert!(
            expected.contains(&section),
            "not as in cases.txt:\n{section}"
        );
    }
}
