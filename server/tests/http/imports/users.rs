//! Lists of users: from the file to the accounts.
use super::{import, opened, post, rows};
use crate::support::TestServer;
use domain::imports::stored::{ExistingRows, ImportState};
use serde_json::Value;

async fn stored(server: &TestServer) -> Vec<String> {
    let row = "SELECT \
               u.login || '|' || u.email || '|' || u.first_name || '|' || u.last_name || '|' || t.name || '|' || \
               CASE WHEN u.active THEN 'yes' ELSE 'no' END FROM users u JOIN user_types t ON t.id = u.user_type_id \
               WHERE u.login <> 'boss' ORDER BY u.id";
    server.texts(row).await
}

/// The reasons of a row, as one text.
fn reasons(row: &Value) -> String {
    let problems = row["problems"].as_array().unwrap().iter();
    let reasons = problems.map(|problem| problem["reason"].as_str().unwrap());
    reasons.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_list_of_another_system_is_added_as_it_says() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    for group in ["Bakers", "Cooks"] {
        server.fixtures.group(group).create().await;
    }
    server.fixtures.course("Welcome").create().await;
    let list = include_bytes!("../../../../import_reader/tests/cases/01-talentlms.csv");
    let found = server.import_of("users", "", list, &boss).await;
    let view = opened(&server, &boss, found).await;
    let shown = serde_json::to_string(&view).unwrap();
    assert!(!shown.contains("Horse-battery"), "{shown}");
    assert!(shown.contains("Bio"), "{shown}");
    let (first, _) = (&rows(&server, &boss, found).await[0], ());
    assert!(!first.to_string().contains("Horse-battery"), "{first}");
    assert_eq!((view.counts.added, view.counts.left_out), (2, 0));
    assert_eq!(reasons(first), "There is no branch “North”.");
    post(&server, &boss, "start_import", found, &[]).await;
    assert_eq!(
        stored(&server).await,
        [
            "tl.ana|ana@t01.example|Ana|Souza|Learner-Type|yes",
            "tl.ben|ben@t01.example|Ben|Li|Trainer-Type|no"
        ]
    );
    let named = "SELECT count(*) FROM users WHERE login LIKE 'Horse%' OR email LIKE 'Horse%'";
    assert_eq!(server.number(named).await, 0);
}

#[tokio::test]
async fn what_goes_out_comes_back_the_same() {
    let list = "First name,Last name,E-mail,Login,User type,Active\n\
                =1+1,\"x;=1+1\",a@t1.example,+4915112345678,,yes\n\
                '-Ana,＠Li,b@t1.example,-fgro,Trainer,no\n\
                O'Kane,'t Hooft,mary.o'kane@t1.example,@gohai,,\n";
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    import(&server, &boss, list).await;
    let file = server
        .get("/users/export.csv")
        .by(&boss)
        .send()
        .await
        .expect(200);
    for runs in [",=1+1", ";=1+1", ",+49", ",-fgro", ",@gohai", ",＠Li"] {
        assert!(!file.text().contains(runs), "{runs}");
    }
    let of_boss = |line: &&str| line.starts_with("boss,");
    let others = file.text().lines().filter(|line| !of_boss(line));
    let others: String = others.map(|line| format!("{line}\r\n")).collect();
    let other = TestServer::new().await;
    let its_boss = other.fixtures.super_admin("boss").sign_in().await;
    import(&other, &its_boss, &others).await;
    assert_eq!(stored(&server).await.len(), 3);
    assert_eq!(stored(&other).await, stored(&server).await);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_on_its_page() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    for (list, reason) in [
        (
            "First name,Last name,E-mail\nJ\u{FFFD}rgen,Li,j@t2.example\n".as_bytes(),
            "Line 2 has a character",
        ),
        (b"%PDF-1.7", "This is a PDF."),
    ] {
        let import = server.import_of("users", "", list, &boss).await;
        let view = opened(&server, &boss, import).await;
        assert_eq!(view.state, ImportState::Refused, "{reason}");
        assert!(
            view.refusal.as_deref().unwrap().contains(reason),
            "{view:?}"
        );
        let page = server
            .get(&format!("/imports/{import}"))
            .by(&boss)
            .send()
            .await;
        assert!(page.expect(200).text().contains(reason), "{reason}");
    }
}

#[tokio::test]
async fn an_import_grants_no_more_permissions_than_the_importer_has() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let list = "First name,Last name,E-mail,Login,User type\n\
                Ana,One,ana@example.net,,\n\
                Eve,Two,eve@example.net,eve,SuperAdmin\n\
                Ana,Three,ana3@example.net,ANA@example.net,\n\
                Bad,Four,nothing,,\n";
    let import = server.import_of("users", "", list.as_bytes(), &admin).await;
    let rows = rows(&server, &admin, import).await;
    for (line, sentence) in [
        (3, "“SuperAdmin” isn’t a user type you can assign."),
        (4, "An earlier line has this login or e-mail address."),
        (5, "This does not look like an e-mail address."),
    ] {
        let row = rows.iter().find(|row| row["line"] == line).unwrap();
        assert!(reasons(row).contains(sentence), "{line}: {row}");
    }
    assert_eq!(stored(&server).await.len(), 1, "nothing is written before");
    post(&server, &admin, "start_import", import, &[]).await;
    assert_eq!(stored(&server).await.len(), 2);
    // Starting it again adds no one again.
    let fields = [("import", import.to_string())];
    let fields = fields.each_ref().map(|(name, id)| (*name, id.as_str()));
    let again = server.act("start_import", &fields).by(&admin).send().await;
    assert!(
        [200, 409].contains(&again.status.as_u16()),
        "{}",
        again.text()
    );
    assert_eq!(stored(&server).await.len(), 2);
}

#[tokio::test]
async fn columns_rows_and_choices_can_be_changed_until_it_starts() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    server.fixtures.user("ben").create().await;
    let list = b"Vorname;Nachname;Alias;E-mail\nAna;Souza;ana.s;ana\nBen;Li;ben;ben@example.org\n";
    let import = server.import_of("users", "", list, &boss).await;
    let counts = async || {
        let counts = opened(&server, &boss, import).await.counts;
        (
            counts.added,
            counts.updated,
            counts.unchanged,
            counts.left_out,
        )
    };
    assert_eq!(counts().await, (0, 0, 1, 1));
    let cells = [
        ("place", "1"),
        ("cell_0", "Ana"),
        ("cell_1", "Souza"),
        ("cell_2", "ana.s"),
    ];
    let cells = [&cells[..], &[("cell_3", "ana@x.example")]].concat();
    post(&server, &boss, "correct_import_row", import, &cells).await;
    assert_eq!(counts().await, (1, 0, 1, 0));
    let id = import.to_string();
    let unknown = server.act("set_import_choices", &[("import", &id), ("existing", "22")]);
    unknown.by(&boss).send().await.expect(400);
    let existing = [("existing", ExistingRows::Update.code())];
    post(&server, &boss, "set_import_choices", import, &existing).await;
    assert_eq!(counts().await, (1, 1, 0, 0));
    let changes = rows(&server, &boss, import).await;
    let changes = changes.iter().find(|row| row["line"] == 3).unwrap();
    assert!(changes["changes"].to_string().contains("Ben"), "{changes}");
    let fields = ["first_name", "last_name", "login", "email"];
    let names = ["field_0", "field_1", "field_2", "field_3"];
    let fields: Vec<_> = names.into_iter().zip(fields).collect();
    post(&server, &boss, "set_import_columns", import, &fields).await;
    let reading = [("encoding", "windows-1252"), ("separator", "semicolon")];
    post(&server, &boss, "set_import_reading", import, &reading).await;
    let view = opened(&server, &boss, import).await;
    assert_eq!(view.encoding.as_deref(), Some("windows-1252"));
    post(&server, &boss, "discard_import", import, &[]).await;
    let asked = server.get(&format!("/imports/{import}")).by(&boss);
    asked.send().await.expect(404);
}

#[tokio::test]
async fn columns_that_are_not_clear_can_be_chosen() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let list = b"1042,Souza,Ana,ana@t2.example\n";
    let import = server.import_of("users", "", list, &boss).await;
    let view = opened(&server, &boss, import).await;
    assert_eq!((view.counts.added, view.counts.left_out), (0, 1));
    let fields = [
        ("field_0", ""),
        ("field_1", "last_name"),
        ("field_2", "first_name"),
        ("field_3", "email"),
    ];
    post(&server, &boss, "set_import_columns", import, &fields).await;
    let counts = opened(&server, &boss, import).await.counts;
    assert_eq!((counts.added, counts.left_out), (1, 0));
}
