//! Lists of users and members through their pages: what is read, what is added, and that nothing is lost on the way.
//! How each kind of list is read is tested in `import_reader/tests`.
use crate::support::TestServer;
use domain::ids::GroupId;
use fixtures::TestUser;
use serde_json::{Value, json};

/// Checks a list of users; returns its ticket and the preview.
pub async fn preview(server: &TestServer, admin: &TestUser, list: &str) -> (String, Value) {
    let checked = server
        .act("upload_user_import", &[("list", list)])
        .by(admin);
    let checked = checked.send().await.expect(200);
    let ticket = checked
        .location()
        .strip_prefix("/users/import/")
        .unwrap()
        .to_owned();
    let call = server
        .ask("get_user_import", &json!({"ticket": ticket}))
        .by(admin);
    let body = call.send().await.expect(200).body;
    (ticket, serde_json::from_slice(&body).unwrap())
}

pub async fn import(server: &TestServer, admin: &TestUser, list: &str) {
    let (ticket, _) = preview(server, admin, list).await;
    let call = server.act("import_users", &[("ticket", &ticket)]).by(admin);
    call.send().await.expect(200);
}

async fn stored(server: &TestServer) -> Vec<String> {
    let row = "SELECT \
               u.login || '|' || u.email || '|' || u.first_name || '|' || u.last_name || '|' || t.name || '|' || \
               CASE WHEN u.active THEN 'yes' ELSE 'no' END FROM users u JOIN user_types t ON t.id = u.user_type_id \
               WHERE u.login <> 'boss' ORDER BY u.id";
    server.texts(row).await
}

#[tokio::test]
async fn a_list_of_another_system_is_added_as_it_says() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let list = include_str!("../../../import_reader/tests/cases/01-talentlms.csv");
    let (_, preview) = preview(&server, &boss, list).await;
    assert!(!preview.to_string().contains("Horse-battery"), "{preview}");
    let notes = preview["notes"].to_string();
    assert!(
        notes.contains("Password (passwords aren’t imported)") && notes.contains("Bio"),
        "{notes}"
    );
    import(&server, &boss, list).await;
    assert_eq!(
        stored(&server).await,
        [
            "tl.ana|ana@t01.example|Ana|Souza|Learner-Type|yes",
            "tl.ben|ben@t01.example|Ben|Li|Trainer-Type|no"
        ]
    );
    let named = server
        .number("SELECT count(*) FROM users WHERE login LIKE 'Horse%' OR email LIKE 'Horse%'")
        .await;
    assert_eq!(named, 0);
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
    let others: String = file
        .text()
        .lines()
        .filter(|line| !of_boss(line))
        .map(|line| format!("{line}\r\n"))
        .collect();
    let other = TestServer::new().await;
    let its_boss = other.fixtures.super_admin("boss").sign_in().await;
    import(&other, &its_boss, &others).await;
    assert_eq!(stored(&server).await.len(), 3);
    assert_eq!(stored(&other).await, stored(&server).await);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_at_the_field() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    for (list, reason) in [
        (
            "First name,Last name,E-mail\nJ\u{FFFD}rgen,Li,j@t2.example\n",
            "Line 2 has a character",
        ),
        ("PK\u{3}\u{4}\u{14}\0 xl/workbook.xml", "Excel workbook"),
        ("%PDF-1.7", "This is a PDF."),
        (
            "1042,Souza,Ana,ana@t2.example\n",
            "Put headings in the first line",
        ),
    ] {
        let call = server
            .act("upload_user_import", &[("list", list)])
            .by(&boss);
        let refused = call.send().await.expect(422);
        assert!(
            refused.text().contains(reason),
            "{reason}: {}",
            refused.text()
        );
    }
}

#[tokio::test]
async fn a_checked_list_can_be_changed() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let list = "Ana,Souza,ana@t3.example\n\nBen,Li,nothing\n";
    let (ticket, _) = preview(&server, &boss, list).await;
    let page = server
        .get(&format!("/users/import?list={ticket}"))
        .by(&boss)
        .send()
        .await
        .expect(200);
    assert!(page.text().contains("Ben,Li,nothing"));
    let page = server
        .get("/users/import?list=unknown")
        .by(&boss)
        .send()
        .await
        .expect(200);
    assert!(!page.text().contains("Ben,Li,nothing"));
}

/// Checks a list of members; returns the sentence-making part of each row.
async fn members(
    server: &TestServer,
    boss: &TestUser,
    group: GroupId,
    list: &str,
) -> Vec<(i64, String)> {
    let list = list
        .replace("{M1}", "ana@example.org")
        .replace("{M2}", "ben@example.org");
    let fields = [("group", group.to_string()), ("list", list)];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let checked = server
        .act("upload_member_import", &fields)
        .by(boss)
        .send()
        .await
        .expect(200);
    let ticket = checked.location().rsplit('/').next().unwrap().to_owned();
    let call = server
        .ask("get_import", &json!({"group": group, "ticket": ticket}))
        .by(boss);
    let body = call.send().await.expect(200).body;
    let preview: Value = serde_json::from_slice(&body).unwrap();
    let rows = preview["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        (
            row["line"].as_i64().unwrap(),
            row["verdict"].as_str().unwrap().to_owned(),
        )
    })
    .collect()
}

#[tokio::test]
async fn members_are_found_in_any_list_of_people() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    for login in ["ana", "ben"] {
        server.fixtures.user(login).create().await;
    }
    let group = server.fixtures.group("Bakers").create().await;
    for (list, lines, others) in [
        (
            include_str!("../../../import_reader/tests/cases/50-entra-group-members.csv"),
            [3, 4],
            &[][..],
        ),
        (
            include_str!("../../../import_reader/tests/cases/52-outlook-line.txt"),
            [1, 1],
            &[],
        ),
        (
            include_str!("../../../import_reader/tests/cases/53-addresses-on-one-line.txt"),
            [1, 1],
            &[1],
        ),
        (
            include_str!("../../../import_reader/tests/cases/54-two-on-each-line.txt"),
            [1, 2],
            &[1, 2],
        ),
        (
            include_str!("../../../import_reader/tests/cases/55-username-of-another-system.csv"),
            [2, 3],
            &[],
        ),
        (
            include_str!("../../../import_reader/tests/cases/56-google-users.csv"),
            [2, 3],
            &[],
        ),
        (
            include_str!("../../../import_reader/tests/cases/59-blanks-between.txt"),
            [1, 1],
            &[],
        ),
        (
            include_str!("../../../import_reader/tests/cases/62-sep-line.csv"),
            [3, 4],
            &[],
        ),
        (
            include_str!("../../../import_reader/tests/cases/63-line-break-in-a-cell.csv"),
            [2, 4],
            &[],
        ),
    ] {
        let rows = members(&server, &boss, group, list).await;
        let with = |verdict| {
            let rows = rows.iter().filter(move |(_, one)| one == verdict);
            rows.map(|(line, _)| *line).collect::<Vec<_>>()
        };
        assert_eq!(with("Adds"), lines, "{list}");
        assert_eq!(with("Unknown"), others, "{list}");
        assert_eq!(rows.len(), lines.len() + others.len(), "{list}");
    }
}
