//! `muster import` as scripts run it: what it prints, and what it changes.
use crate::portal::Portal;
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Output,
};

fn run(portal: &Portal, arguments: &[&str], file: &Path) -> Output {
    let mut command = portal.command(&[&["import"], arguments].concat());
    command.arg(file).output().unwrap()
}

fn import(portal: &Portal, arguments: &[&str], file: &Path) -> Value {
    let output = run(portal, &[arguments, &["--json"]].concat(), file);
    let printed = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    serde_json::from_str(&printed).unwrap_or_else(|_| panic!("{file:?}: {printed}{error}"))
}

fn write(portal: &Portal, name: &str, text: &str) -> PathBuf {
    let path = portal.path(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn case(name: &str) -> PathBuf {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../import_reader/tests/cases");
    Path::new(cases).join(name)
}

/// Lists of real systems, and how many users each adds to an empty portal.
const LISTS: [(&str, u64); 29] = [
    ("01-talentlms.csv", 2),
    ("02-talentlms-sheet-paste.tsv", 1),
    ("03-moodle-upload-users.csv", 2),
    ("05-google-admin-users.csv", 2),
    ("06-entra-bulk-create.csv", 1),
    ("08-okta.csv", 1),
    ("11-ad-export-csv.csv", 1),
    ("12-german-headings.csv", 2),
    ("14-name-email-address.csv", 1),
    ("16-user-login-heading.csv", 1),
    ("17-user-type-hyphen.csv", 1),
    ("18-own-export-inactive.csv", 1),
    ("19-password-column.csv", 1),
    ("20-group-branch-course.csv", 1),
    ("21-windows-1252.csv", 2),
    ("23-sep-line.csv", 1),
    ("24-line-break-in-a-cell.csv", 2),
    ("25-line-break-in-a-heading.csv", 1),
    ("27-report-title.csv", 1),
    ("28-blank-first-line.csv", 1),
    ("30-apostrophe-in-address.csv", 2),
    ("32-zero-width-space.csv", 3),
    ("34-rtl-mark.csv", 3),
    ("35-two-mail-columns.csv", 2),
    ("36-type-words.csv", 3),
    ("38-existing-user.csv", 1),
    ("40-formulas.csv", 4),
    ("42-google-template-with-passwords.csv", 3),
    ("75-users.xlsx", 1),
];

#[test]
fn lists_of_other_systems_are_added_whole() {
    let portal = Portal::sqlite();
    for (name, added) in LISTS {
        let report = import(&portal, &["users", "--dry-run"], &case(name));
        assert_eq!(report["added"], added, "{name}: {report:#}");
        assert_eq!(report["left_out"], Value::Array(Vec::new()), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn the_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::sqlite();
    let list = case("19-password-column.csv");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    // The command makes its own.
    std::fs::remove_file(portal.path("secret")).unwrap();
    std::fs::set_permissions(portal.path(""), PermissionsExt::from_mode(0o755)).unwrap();
    import(&portal, &["users"], &list);
    assert_eq!(mode(&portal.path("")), 0o700);
    for file in std::fs::read_dir(portal.path("")).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    let database = portal.path("muster.db");
    std::fs::set_permissions(&database, PermissionsExt::from_mode(0o644)).unwrap();
    import(&portal, &["users"], &list);
    assert_eq!(mode(&database), 0o600, "one from before");
}

#[test]
fn a_password_is_printed_nowhere() {
    let portal = Portal::sqlite();
    let list = case("42-google-template-with-passwords.csv");
    let output = run(&portal, &["users", "--json"], &list);
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    for password in ["Horse-battery-9", "Stapler2026"] {
        assert!(!printed.contains(password), "{printed}");
    }
    let report: Value = import(&portal, &["users"], &list);
    assert_eq!(report["unchanged"], 3, "they were added by the first run");
}

#[test]
fn each_row_that_is_left_out_has_its_line_cell_and_reason() {
    let portal = Portal::sqlite();
    let list = write(
        &portal,
        "people.csv",
        "First name;Last name;E-mail;Group;Shoe size\nAna;Souza;ana@x.example;Bakers;38\nBen;Li;nothing;;41\n",
    );
    let report = import(&portal, &["users", "--dry-run"], &list);
    assert_eq!(
        (&report["added"], &report["separator"]),
        (&1.into(), &";".into())
    );
    assert_eq!(report["columns"]["E-mail"], "email");
    assert_eq!(report["unused_columns"], serde_json::json!(["Shoe size"]));
    let left_out = &report["left_out"][0];
    assert_eq!(
        (&left_out["line"], &left_out["cell"]),
        (&3.into(), &"nothing".into())
    );
    assert_eq!(
        left_out["reason"],
        "This does not look like an e-mail address."
    );
    let missing = &report["missing"][0];
    assert_eq!(
        (&missing["line"], &missing["cell"]),
        (&2.into(), &"Bakers".into())
    );
    let again = import(&portal, &["users", "--dry-run"], &list);
    assert_eq!(again["added"], 1, "nothing was changed");
}

#[test]
fn the_cell_of_a_reason_is_the_one_that_it_is_about() {
    let portal = Portal::sqlite();
    let list = write(
        &portal,
        "people.csv",
        "First name,Last name,E-mail,Group,Group 2,Active\n\
         Ana,Souza,ana@x.example; ana@y.example,,,yes\n\
         Ben,#REF!,ben@x.example,,,yes\n\
         Cy,Ott,cy@x.example,,,perhaps\n\
         Di,Ek,di@x.example,Bakers,Cooks,yes\n",
    );
    let report = import(&portal, &["users", "--dry-run"], &list);
    let cells = |name: &str| {
        let all = report[name].as_array().unwrap().iter();
        let cell = |one: &Value| one["cell"].as_str().unwrap().to_owned();
        all.map(cell).collect::<Vec<_>>()
    };
    assert_eq!(
        cells("left_out"),
        ["ana@x.example; ana@y.example", "#REF!", "perhaps"]
    );
    assert_eq!(cells("missing"), ["Bakers", "Cooks"]);
}

#[test]
fn what_the_options_say_is_done() {
    let portal = Portal::sqlite();
    let list = |last: &str| {
        format!("First name,Last name,E-mail,Group\nAna,{last},ana@x.example,Bakers\n")
    };
    let first = write(&portal, "first.csv", &list("Souza"));
    let report = import(&portal, &["users", "--unknown", "create-groups"], &first);
    assert_eq!(
        (&report["added"], &report["missing"]),
        (&1.into(), &serde_json::json!([]))
    );
    let second = write(&portal, "second.csv", &list("Silva"));
    let report = import(&portal, &["users"], &second);
    assert_eq!(report["unchanged"], 1);
    let report = import(&portal, &["users", "--existing", "update"], &second);
    assert_eq!(report["updated"], 1);
    let groups = write(
        &portal,
        "groups.csv",
        "Group,Description\nBakers,Bread\nCooks,Soup\n",
    );
    let report = import(&portal, &["groups"], &groups);
    assert_eq!(
        (&report["added"], &report["unchanged"]),
        (&1.into(), &1.into())
    );
    let members = write(
        &portal,
        "members.txt",
        "Ana Silva <ana@x.example>; nobody@x.example\n",
    );
    let report = import(&portal, &["members", "--group", "2"], &members);
    assert_eq!(report["added"], 1, "{report:#}");
    let report = import(&portal, &["members", "--group", "2"], &members);
    assert_eq!(
        report["unchanged"], 1,
        "the mass action ran to its end: {report:#}"
    );
}

#[test]
fn a_list_that_cannot_be_used_ends_with_1() {
    let portal = Portal::sqlite();
    let list = write(&portal, "list.pdf", "%PDF-1.7");
    let output = run(&portal, &["users", "--json"], &list);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["refused"], "This is a PDF. Export the list as CSV.");
    let nowhere = run(
        &portal,
        &["members", "--group", "99"],
        &case("75-users.xlsx"),
    );
    assert_eq!(nowhere.status.code(), Some(1));
    let without_group = run(&portal, &["members"], &case("75-users.xlsx"));
    assert_eq!(without_group.status.code(), Some(2));
}
