//! Texts of units: rendered when they are saved, long ones, and what happens to those that cannot be saved.
use crate::support::{TestServer, on_both_engines};
use domain::ids::{CourseId, UnitId};
use fixtures::{EditForm, TestUser};
use serde_json::{Value, json};

async fn course(server: &TestServer) -> (TestUser, CourseId) {
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    let course = server.fixtures.course("Course").create().await;
    let (user, name) = (admin.text(), course.to_string());
    let grant = [("user", &*user), ("course", &name)];
    server
        .act("grant_course", &grant)
        .by(&admin)
        .send()
        .await
        .expect(200);
    (admin, course)
}

fn unit<'a>(course: &'a str, content: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("course", course),
        ("name", "Unit"),
        ("kind", "text"),
        ("content", content),
    ]
}

/// What the learner reads of each unit.
async fn html(server: &TestServer, user: &TestUser, course: CourseId) -> Vec<String> {
    let ask = async |name: &str, about: Value| -> Value {
        let answer = server.ask(name, &about).by(user).send().await.expect(200);
        serde_json::from_str(answer.text()).unwrap()
    };
    let outline = ask("get_my_course", json!({"course": course})).await;
    let mut html = Vec::new();
    for unit in outline["units"].as_array().unwrap() {
        let about = json!({"course": course, "unit": unit["id"]});
        let unit = ask("get_my_unit", about).await;
        html.push(unit["body"]["Html"].as_str().unwrap().to_owned());
    }
    html
}

#[tokio::test]
async fn a_text_is_rendered_when_it_is_saved() {
    on_both_engines(async |server| {
        let (admin, course) = course(&server).await;
        let id = course.to_string();
        let create = server.act("create_unit", &unit(&id, "# One\n\n[here](#one)"));
        create.by(&admin).send().await.expect(200);
        let stored = server
            .texts("SELECT html FROM units WHERE html_version > 0")
            .await;
        assert!(
            stored[0].contains("<h3 id=\"u1-one\">One</h3>"),
            "{stored:?}"
        );
        // The stored HTML is what learners get.
        server.execute("UPDATE units SET html = 'stored'").await;
        assert_eq!(html(&server, &admin, course).await, ["stored"]);

        let version = fixtures::version(&server.db, EditForm::Unit(course, UnitId(1))).await;
        let mut edit = unit(&id, "# Two").to_vec();
        edit.extend([("unit", "1"), ("version", version.as_str())]);
        server
            .act("update_unit", &edit)
            .by(&admin)
            .send()
            .await
            .expect(200);
        let two = "<h3 id=\"u1-two\">Two</h3>\n";
        assert_eq!(server.texts("SELECT html FROM units").await, [two]);
        assert_eq!(html(&server, &admin, course).await, [two]);
    })
    .await;
}

#[tokio::test]
async fn a_text_from_before_is_rendered_when_it_is_read() {
    on_both_engines(async |server| {
        let (admin, course) = course(&server).await;
        server
            .fixtures
            .unit(course, "Unit")
            .text("*Old*")
            .create()
            .await;
        assert_eq!(server.number("SELECT count(html) FROM units").await, 0);
        assert_eq!(
            html(&server, &admin, course).await,
            ["<p><em>Old</em></p>\n"]
        );
        let kept = server.number("SELECT count(html) FROM units").await;
        assert_eq!(kept, 0, "reading writes nothing");
        // It may have what is refused today.
        server
            .execute("UPDATE units SET html = NULL, html_version = 0, content = 'J\u{FFFD}rgen'")
            .await;
        assert_eq!(
            html(&server, &admin, course).await,
            ["<p>J\u{FFFD}rgen</p>\n"]
        );
        let page = server
            .get(&format!("/courses/{course}/edit"))
            .by(&admin)
            .send()
            .await;
        assert!(page.expect(200).text().contains("J\u{FFFD}rgen"));
    })
    .await;
}

#[tokio::test]
async fn texts_are_rendered_in_the_background() {
    let server = TestServer::new().await;
    let (_, course) = course(&server).await;
    for name in ["a", "b"] {
        server.fixtures.unit(course, name).text(name).create().await;
    }
    app::server::unit_texts::render_stale(&server.db)
        .await
        .unwrap();
    let stored = server.texts("SELECT html FROM units ORDER BY id").await;
    assert_eq!(stored, ["<p>a</p>\n", "<p>b</p>\n"]);
}

#[tokio::test]
async fn the_longest_text_fits_its_form() {
    let server = TestServer::new().await;
    let (admin, course) = course(&server).await;
    let id = course.to_string();
    let post = async |content: &str| {
        let fields = unit(&id, content);
        let answer = server.act("create_unit", &fields).by(&admin).send().await;
        (answer.status.as_u16(), answer.text().to_owned())
    };
    // Four bytes each, percent-encoded.
    let (status, answer) = post(&"😀".repeat(500_000)).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        server
            .number("SELECT max(length(content)) FROM units")
            .await,
        500_000
    );
    let (status, answer) = post(&"a".repeat(612_345)).await;
    assert_eq!(status, 422);
    let sentence = "The text can have up to 500,000 characters; this has 612,345. Split it into several units.";
    assert!(answer.contains(sentence), "{answer}");
    // Only this form, and only for those who are signed in.
    let large = "x".repeat(server::BODY_LIMIT + 1);
    let guest = server.act("create_unit", &unit(&id, &large)).send().await;
    guest.expect(413);
    let other = server.act("create_group", &[("name", &large)]).by(&admin);
    other.send().await.expect(413);
    let too_large = "x".repeat(server::TEXT_LIMIT + 1);
    let call = server.act("create_unit", &unit(&id, &too_large)).by(&admin);
    call.send().await.expect(413);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_split_at_its_headings() {
    let server = TestServer::new().await;
    let (admin, course) = course(&server).await;
    let (id, page) = (course.to_string(), format!("/courses/{course}/edit"));
    let chapter = |name: &str| format!("# {name}\n\n{}\n\n", "long ".repeat(60_000));
    let text = [
        chapter("One"),
        chapter("Two"),
        chapter(&"Three ".repeat(40)),
    ]
    .concat();
    let form = server.form("create_unit", &page, &unit(&id, &text));
    let answer = form.by(&admin).send().await.expect(303);
    let shown = server.get(answer.location()).by(&admin).send().await;
    let shown = shown.expect(200);
    assert!(shown.text().contains("Split the text at its headings"));
    let post = async |text: &str| {
        let mut fields = unit(&id, text).to_vec();
        fields.push(("split", "true"));
        let call = server.act("create_unit", &fields).by(&admin);
        call.send().await
    };
    post(&text).await.expect(200);
    let names = server
        .texts("SELECT name FROM units ORDER BY position")
        .await;
    assert_eq!(names.len(), 3);
    assert_eq!((&*names[0], &*names[1]), ("Unit", "Two"));
    assert!(names[2].starts_with("Three Three") && names[2].len() <= 150);
    let refused = post(&"a".repeat(612_345)).await.expect(422);
    let sentence = "more than 500,000 characters without a heading";
    assert!(refused.text().contains(sentence), "{}", refused.text());
}

#[tokio::test]
async fn a_refused_text_names_its_line_and_is_kept() {
    let server = TestServer::new().await;
    let (admin, course) = course(&server).await;
    let (id, page) = (course.to_string(), format!("/courses/{course}/edit"));
    let text = format!("first\n{}\nlost \u{FFFD}", "long ".repeat(40_000));
    let form = server
        .form("create_unit", &page, &unit(&id, &text))
        .by(&admin);
    let answer = form.send().await.expect(303);
    let shown = server
        .get(answer.location())
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert!(
        shown
            .text()
            .contains("Line 3: character 6 couldn’t be read")
    );
    assert!(shown.text().contains("long long long"), "the text is kept");
    assert_eq!(server.number("SELECT count(*) FROM units").await, 0);
}

#[tokio::test]
async fn a_soft_hyphen_is_no_reason_to_refuse_a_text() {
    let server = TestServer::new().await;
    let (admin, course) = course(&server).await;
    let id = course.to_string();
    let text = "# Daten\u{AD}schutz\n\nEine lange Einheit.";
    server
        .act("create_unit", &unit(&id, text))
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert_eq!(server.texts("SELECT content FROM units").await, [text]);
}

/// A picture tells its site who reads the text, so only listed sites are asked.
#[tokio::test]
async fn pictures_come_from_listed_sites_only() {
    let server = TestServer::new().await;
    let (admin, course) = course(&server).await;
    let id = course.to_string();
    let text = "![A cat](https://cats.example/cat.png) ![](https://dogs.example/dog.png)";
    let create = server.act("create_unit", &unit(&id, text)).by(&admin);
    create.send().await.expect(200);
    let page = async || {
        let page = server.get(&format!("/courses/{course}/units/1"));
        let page = page.by(&admin).send().await.expect(200);
        let policy = page.header("content-security-policy").to_owned();
        (policy, html(&server, &admin, course).await.concat())
    };
    let (policy, html) = page().await;
    assert!(policy.contains("img-src 'self' data:;"), "{policy}");
    assert!(!html.contains("<img"), "{html}");
    assert!(
        html.contains("Picture not shown: A cat (from cats.example)"),
        "{html}"
    );
    assert!(
        html.contains("Picture not shown (from dogs.example)"),
        "{html}"
    );
    let version = fixtures::version(&server.db, EditForm::PictureHosts).await;
    let hosts = |hosts: &'static str| {
        let fields = [("hosts", hosts), ("version", version.as_str())];
        server.act("update_picture_hosts", &fields)
    };
    hosts("x; script-src *").by(&admin).send().await.expect(422);
    hosts("https://cats.example/")
        .by(&admin)
        .send()
        .await
        .expect(200);
    let (policy, html) = page().await;
    assert!(
        policy.contains("img-src 'self' data: https://cats.example;"),
        "{policy}"
    );
    assert!(html.contains("https://cats.example/cat.png"), "{html}");
    assert!(
        html.contains("Picture not shown (from dogs.example)"),
        "{html}"
    );
}

/// A hundred long texts in one page took seconds and 62 MB; eight at a time stopped the portal.
#[tokio::test]
async fn a_page_has_the_text_of_one_unit() {
    on_both_engines(async |server| {
        let (admin, course) = course(&server).await;
        let mut units = Vec::new();
        for number in 0..30 {
            let name = format!("Unit {number}");
            units.push(server.fixtures.unit(course, &name).create().await);
        }
        let html = "<p>é</p>".repeat(11_000);
        server
            .execute(&format!(
                "UPDATE units SET html = '{html}', html_version = 99"
            ))
            .await;
        for unit in [units[0], units[29]] {
            for way in ["units", "preview"] {
                let page = server.get(&format!("/courses/{course}/{way}/{unit}"));
                let page = page.by(&admin).send().await.expect(200);
                assert_eq!(page.text().matches("<p>é</p>").count(), 11_000);
                assert!(page.body.len() < 500_000, "{}", page.body.len());
            }
        }
    })
    .await;
}

/// Opening a course leads to the first unit that is left; those who manage it and do not have it get the preview, which
/// writes nothing.
#[tokio::test]
async fn opening_a_course_leads_to_its_place() {
    on_both_engines(async |server| {
        let (learner, course) = course(&server).await;
        let author = server.fixtures.super_admin("author").sign_in().await;
        let one = server.fixtures.unit(course, "One").create().await;
        let two = server.fixtures.unit(course, "Two").create().await;
        let open = async |user: &TestUser, path: &str| {
            let page = server.get(&format!("/courses/{course}{path}")).by(user);
            page.send().await.expect(302).location().to_owned()
        };
        let complete = async |unit: UnitId| {
            let (course, unit) = (course.to_string(), unit.to_string());
            let fields = [
                ("course", &*course),
                ("unit", &*unit),
                ("completed", "true"),
                ("proceed", "true"),
            ];
            let form = server.form("set_unit_completed", "/", &fields);
            form.by(&learner)
                .send()
                .await
                .expect(303)
                .location()
                .to_owned()
        };
        let unit = |unit: UnitId| format!("/courses/{course}/units/{unit}");
        let end = format!("/courses/{course}/completed");
        assert_eq!(open(&learner, "").await, unit(one));
        assert_eq!(complete(one).await, unit(two));
        assert_eq!(open(&learner, "").await, unit(two));
        assert_eq!(complete(two).await, end);
        assert_eq!(open(&learner, "").await, end);

        let before = server.dump().await;
        let preview = format!("/courses/{course}/preview");
        assert_eq!(open(&author, "").await, preview);
        let first = open(&author, "/preview").await;
        assert_eq!(first, format!("{preview}/{one}"));
        let page = server.get(&first).by(&author).send().await.expect(200);
        assert!(page.text().contains("Nothing is recorded."));
        assert!(!page.text().contains("set_unit_completed"));
        crate::support::assert_unchanged("previewing", &before, &server.dump().await);
        let strange = server.get(&format!("/courses/{course}/units/999"));
        strange.by(&learner).send().await.expect(404);
    })
    .await;
}
