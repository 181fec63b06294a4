//! The list of all sentences, `sentences.txt`: a change of wording is a line of its diff.
mod variants;

use super::{
    fields, imports,
    mails::{self, MailTemplates},
    refusals,
};
use crate::{
    conflict::Conflict,
    edits::{FormVersion, SavedForm},
    field_error::{FieldCode, Noun},
    imports::{
        columns::{Field, Unused},
        notes::ListNote,
        problems::{ListRefusal, RowProblem},
    },
    orders::PresentTerms,
    permissions::Role,
    throttle::RetryAfter,
    users::UserState,
};
use variants::{all, variants};

const LIST: &str = include_str!("../sentences.txt");

/// All codes of fields. Those with parameters have their samples here.
fn field_codes() -> Vec<FieldCode> {
    use FieldCode as C;
    let (noun, min) = (Noun::Login, 2);
    let mut samples = vec![
        C::TooLong {
            noun: Noun::Name,
            limit: 100,
            found: 101,
        },
        C::TooLong {
            noun: Noun::UnitText,
            limit: 500_000,
            found: 612_345,
        },
        C::WrongLength {
            noun,
            min,
            max: 100,
        },
        C::WrongLength {
            noun: Noun::GroupKey,
            min: 4,
            max: 64,
        },
        C::WrongCharacters(noun),
        C::WrongCharacters(Noun::GroupKey),
        C::PasswordTooShort { min: 10 },
        C::PasswordTooLong { max: 200 },
        C::PriceTooFine(2),
        C::UnknownPlaceholders(vec!["grup".into()]),
        C::UnknownPlaceholders(vec!["grup".into(), "kee".into()]),
        C::NotEmails(vec!["ana".into()]),
        C::NotEmails(vec!["ana".into(), "ben".into()]),
        C::TooManyRecipients {
            limit: 500,
            found: 1_501,
        },
        C::NoHeadings { limit: 500_000 },
        C::TooManyStrangers { left: 12 },
        C::NotHosts(vec!["x".into()]),
        C::NotHosts(vec!["x".into(), "y z".into()]),
        C::TooManyHosts { limit: 50 },
        C::RoleWithoutPermission(Role::Instructor),
        C::UploadTooLarge(62_000_000),
        C::UploadTooSlow,
        C::UploadBrokenOff,
        C::UnknownUserType("Tutor".into()),
        C::UnknownState("perhaps".into()),
        C::OtherCurrency("USD".into()),
        C::NotYesOrNo("perhaps".into()),
        C::UnsplitName("Cher".into()),
    ];
    let malformed = ListRefusal::Malformed {
        encoding: "UTF-8".into(),
        line: 3,
    };
    let refusals = vec![
        malformed,
        ListRefusal::LostCharacters { line: 3 },
        ListRefusal::UnknownEncoding("latin-9000".into()),
        ListRefusal::TooManyBytes { found: 61_400_001 },
        ListRefusal::TooManyColumns { line: 3 },
        ListRefusal::TooManyRows { found: 200_001 },
    ];
    let formats = all(vec![]).into_iter().map(ListRefusal::Format);
    let refusals = all(refusals.into_iter().chain(formats).collect());
    samples.extend(refusals.into_iter().map(C::ListRefused));
    samples.extend(all(vec![]).into_iter().map(C::Cell));
    let sales = || "Sales".to_owned();
    let rows = vec![
        RowProblem::UnknownGroup(sales()),
        RowProblem::SeveralGroups(sales()),
        RowProblem::UnknownCourse(sales()),
        RowProblem::SeveralCourses(sales()),
        RowProblem::UnknownBranch(sales()),
    ];
    samples.extend(all(rows).into_iter().map(C::Row));
    for (noun, line, column) in [
        (Noun::UnitText, 1_200, 5),
        (Noun::Name, 1, 5),
        (Noun::Name, 2, 0),
    ] {
        let bad = |why| C::BadCharacter {
            noun,
            why,
            line,
            column,
        };
        samples.extend(all(vec![]).into_iter().map(bad));
    }
    samples.extend(all(vec![]).into_iter().map(C::Required));
    samples.extend(all(vec![]).into_iter().map(C::Choose));
    samples.extend(all(vec![]).into_iter().map(C::Taken));
    all(samples)
}

fn conflicts() -> Vec<Conflict> {
    let name = SavedForm::new().text("Name", "Sales");
    let terms = PresentTerms {
        fingerprint: String::new(),
        total: "800.00 EUR".into(),
        courses: vec!["Art".into(), "Bread".into()],
    };
    all(vec![
        name.check(&FormVersion::default())
            .map_or_else(Conflict::Edited, |()| Conflict::Busy),
        Conflict::TermsChanged(terms),
    ])
}

fn waits() -> String {
    [1, 90, 91, 256, 5_400, 86_400]
        .map(|seconds| {
            format!(
                "{seconds} s: {}\n",
                refusals::too_many_attempts(RetryAfter { seconds })
            )
        })
        .concat()
}

fn list_notes() -> String {
    let text = |text: &str| text.to_owned();
    let unused = [
        Unused::Unknown,
        Unused::Password,
        Unused::NotTypes,
        Unused::NotStates,
        Unused::NamesElsewhere,
        Unused::NotNeeded,
        Unused::Chosen,
        Unused::NotAllowed,
    ];
    let unused = unused.map(|why| (text("Bio"), 3, why));
    let unnamed = (String::new(), 4, Unused::Unknown);
    let fields = [
        Field::FirstName,
        Field::LastName,
        Field::FullName,
        Field::Email,
        Field::Login,
        Field::UserType,
        Field::Active,
        Field::Suspended,
    ];
    let above = |above| ListNote::Headings { line: 3, above };
    let notes = [
        ListNote::Encoding(text("windows-1252")),
        ListNote::Sheet {
            name: text("Staff"),
            others: vec![],
        },
        ListNote::Sheet {
            name: text("Staff"),
            others: vec![text("Old"), text("Notes")],
        },
        above(vec![]),
        above(vec![2]),
        above(vec![1, 2]),
        ListNote::Skipped(vec![1]),
        ListNote::Skipped(vec![1, 4]),
        ListNote::Unclear,
        ListNote::Used(vec![(text("Vorname"), Field::FirstName)]),
        ListNote::UsedInOrder(fields.to_vec()),
        ListNote::Unused(unused.into_iter().chain([unnamed]).collect()),
        ListNote::Otherwise(vec![text("Employee no")]),
        ListNote::FirstOf(Field::Email, vec![text("Email"), text("Mail")]),
        ListNote::Split {
            full: text("Ana Souza"),
            first: text("Ana"),
            last: text("Souza"),
        },
        ListNote::Missing(vec![Field::LastName, Field::Email]),
        ListNote::Words(vec![text("Ana"), text("Souza")]),
    ];
    notes
        .iter()
        .map(|note| imports::note(note) + "\n")
        .collect()
}

fn mails() -> String {
    let templates = MailTemplates {
        portal: "Academy",
        base_url: "https://learn.example.org",
    };
    let all = [
        templates.sign_up("token"),
        templates.has_account(),
        templates.approved("Ana"),
        templates.declined("Ana"),
        templates.new_password("Ana", "token"),
        templates.invitation("Ana", "ana", "token"),
        templates.password_changed("Ana"),
        templates.new_email("Ana", "TOKEN"),
        templates.second_factor_changed("Ana", "was turned on"),
        templates.email_requested("Ana", "ana@new.example"),
        templates.email_changed("Ana", "ana@old.example", "ana@new.example"),
    ];
    let key_mail = format!("\n## {}\n\n{}\n", mails::KEY_SUBJECT, mails::KEY_TEXT);
    let all = all
        .map(|mail| format!("\n## {}\n\n{}", mail.subject, mail.text))
        .concat();
    all + &key_mail
}

fn list() -> String {
    let told = |code: &FieldCode| format!("{code:?}: {}\n", fields::sentence(code));
    let fields: String = field_codes().iter().map(told).collect();
    let told = |one: &Conflict| format!("{one:?}: {}\n", refusals::conflict(one));
    let conflicts: String = conflicts().iter().map(told).collect();
    let fixed: String = refusals::FIXED
        .iter()
        .map(|(name, sentence)| format!("{name}: {sentence}\n"))
        .collect();
    let pending: String = UserState::ALL
        .iter()
        .map(|state| format!("{state:?}: {}\n", refusals::account_pending(*state)))
        .collect();
    let waits = waits();
    let notes = list_notes();
    let mails = mails();
    format!(
        "# Fields\n\n{fields}\n# Conflicts\n\n{conflicts}\n# Refusals\n\n{fixed}\n# Pending accounts\n\n{pending}\n\
         # Waits\n\n{waits}\n# Lists\n\n{notes}\n# Mails\n{mails}"
    )
}

#[test]
fn the_list_of_sentences_is_current() {
    let list = list();
    if std::env::var_os("WRITE_SENTENCES").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/messages/sentences.txt");
        std::fs::write(file, &list).unwrap();
        return;
    }
    let only_in = |one: &str, other: &str| {
        let lines = one
            .lines()
            .filter(|line| !other.lines().any(|old| old == *line));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert!(
        list == LIST,
        "wording has changed. Before:\n{}\nNow:\n{}\n\
         If that is meant: WRITE_SENTENCES=1 cargo test -p domain sentences",
        only_in(LIST, &list),
        only_in(&list, LIST)
    );
}

#[test]
fn every_code_of_a_field_is_its_own() {
    let mut codes: Vec<_> = field_codes().iter().map(FieldCode::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), variants::<FieldCode>().len());
}
