//! Forms that edit say what they were made from: each server function that writes, with and without that.
use super::{
    MatrixFixtures,
    functions::{call_with, caller, edit_form, lines},
    named_in,
};
use crate::support::{TestServer, assert_unchanged};
use serde_json::Value;

/// Functions that change something without a version, and why no one's change is lost by them.
const EXCEPTIONS: [(&str, &str); 10] = [
    (
        "sign_in sign_out switch_role act_as change_password end_session end_other_sessions begin_second_factor",
        "of the caller's sessions",
    ),
    (
        "sign_up join_group leave_group take_course place_order close_first_steps",
        "one thing of the caller's own",
    ),
    (
        "create_user create_user_type clone_user_type create_branch create_course create_unit create_category \
         create_group clone_group create_key create_coupon",
        "adds something",
    ),
    (
        "delete_user delete_user_type delete_branch delete_unit delete_category delete_course restore_course \
         delete_group restore_group retire_key \
         delete_coupon restore_coupon",
        "replaces no text, and a deletion is confirmed",
    ),
    (
        "set_user_active approve_user decline_user set_key_paused set_coupon_paused rotate_key set_unit_completed \
         set_second_factor_demand end_user_sessions",
        "the button names the state that follows",
    ),
    (
        "add_member remove_member synchronize_member unassign_member add_group_course remove_group_course grant_course \
         revoke_course add_branch_course remove_branch_course add_instructor remove_instructor reorder_unit \
         reorder_group_course move_user move_group",
        "one place in a list",
    ),
    (
        "set_default_group set_branch_default_group",
        "one choice, which the page shows when it is made",
    ),
    (
        "set_import_columns set_import_choices set_import_reading correct_import_row start_import cancel_import \
         undo_import discard_import",
        "only its importer edits a list, and it is checked again before it is applied",
    ),
    (
        "start_mass_action cancel_mass_action undo_mass_action start_users_action cancel_users_action \
         undo_users_action send_key",
        "what was done is kept, and listed",
    ),
    (
        "mark_order_paid cancel_order cancel_my_order change_order_payment accept_payment return_payment refund_order",
        "orders have states, and refuse a change that does not follow from theirs",
    ),
];

#[tokio::test]
async fn every_function_that_edits_demands_the_version_of_its_form() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let session = world.session("super");
    let me = caller(&server, session).await;
    let original = server.close().await;
    let mut wrong = Vec::new();
    for line in lines().iter().filter(|line| line.writes) {
        let function = line.door.as_str();
        let edits = edit_form(&world, function, me).is_some();
        if edits {
            let server = original.copy().await;
            let answer = call_with(&server, &world, function, session, None).await;
            answer.expect(400);
        }
        if edits == named_in(&EXCEPTIONS).any(|name| name == function) {
            wrong.push(function.to_owned());
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "versioned, or an exception");
}

#[tokio::test]
async fn the_second_editor_of_each_form_is_told_and_can_save_all_the_same() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let session = world.session("super");
    let me = caller(&server, session).await;
    let original = server.close().await;
    let mut edited = 0;
    for line in lines() {
        let function = line.door.as_str();
        let Some(form) = edit_form(&world, function, me) else {
            continue;
        };
        edited += 1;
        let server = original.copy().await;
        let seen = fixtures::version(&server.db, form).await;
        let save = async |version: &str| {
            call_with(&server, &world, function, session, Some(version)).await
        };
        save(seen.as_str()).await.expect(200);
        let before = server.dump().await;
        let refused = save(seen.as_str()).await.expect(409);
        assert_unchanged(function, &before, &server.dump().await);
        let told: Value = serde_json::from_str(refused.text()).unwrap();
        let told = &told["Conflict"]["Edited"];
        let labels = told["changed"].as_array().unwrap();
        assert!(!labels.is_empty(), "{function}: {told}");
        let now = told["version"].as_str().unwrap();
        assert_eq!(
            now,
            fixtures::version(&server.db, form).await.as_str(),
            "{function}"
        );
        save(now).await.expect(200);
    }
    assert_eq!(edited, 17);
}
