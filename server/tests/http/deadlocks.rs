//! A transaction that the database ends in favour of another one is tried again, once.
use crate::support::{TestServer, on_both_engines};

/// Refuses the next `times` new groups as a deadlock does. A sequence counts, as it is not rolled back.
async fn refuse(server: &TestServer, times: u32) {
    for statement in [
        "DROP SEQUENCE IF EXISTS refused".to_owned(),
        "CREATE SEQUENCE refused".to_owned(),
        format!(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger AS $$ BEGIN \
             IF nextval('refused') <= {times} THEN \
             RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF; \
             RETURN NEW; END $$ LANGUAGE plpgsql"
        ),
        "CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON groups \
         FOR EACH ROW EXECUTE FUNCTION refuse()"
            .to_owned(),
    ] {
        server.execute(&statement).await;
    }
}

#[tokio::test]
async fn an_act_that_lost_a_deadlock_is_tried_once_more() {
    on_both_engines(async |server| {
        // It has one writer.
        if server.db.is_sqlite() {
            return;
        }
        let admin = server.fixtures.admin("admin").sign_in().await;
        let create = async |name: &str| {
            let fields = [("name", name)];
            server.act("create_group", &fields).by(&admin).send().await
        };
        refuse(&server, 1).await;
        create("Once").await.expect(200);
        refuse(&server, 2).await;
        create("Twice").await.expect(503);
        refuse(&server, 1).await;
        let fields = [("name", "Form")];
        let form = server.form("create_group", "/groups/new", &fields);
        let answer = form.by(&admin).send().await.expect(303);
        assert!(
            !answer.location().contains("flash="),
            "{}",
            answer.location()
        );
        let names = server.texts("SELECT name FROM groups ORDER BY name").await;
        assert_eq!(names, ["Form", "Once"]);
    })
    .await;
}
