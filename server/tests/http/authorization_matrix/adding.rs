//! Forms that add have tokens of their own: each server function that a form calls, sent twice.
use super::{
    MatrixFixtures,
    functions::{call, call_without_token, is_form, lines},
    named_in,
};
use crate::support::{ADDING, TestServer, assert_unchanged, on_both_engines};
use db::mass_actions::worker;
use domain::ids::MassActionId;
use futures::future::join;

/// Functions of forms without a token, and why sending one twice does not add two.
const EXCEPTIONS: [(&str, &str); 11] = [
    (
        "sign_in sign_in_with_code sign_in_with_passkey sign_out switch_role act_as stop_acting end_session \
         end_other_sessions change_password prove_identity prove_with_passkey get_actor set_theme",
        "of the caller's sessions, which are theirs to have several of",
    ),
    (
        "check_set_up set_up complete_sign_up confirm_sign_up confirm_new_address reset_password begin_second_factor \
         confirm_second_factor hide_recovery_codes replace_recovery_codes turn_off_second_factor add_passkey \
         remove_passkey reset_second_factor",
        "a link, a code or a challenge counts once",
    ),
    (
        "sign_up request_password_reset",
        "a guest has no forms of their own; a login and an address are one account's, and the newest link counts",
    ),
    (
        "join_group leave_group take_course preview_join set_unit_completed close_first_steps",
        "one thing of the caller's own, which they have or do not have",
    ),
    (
        "rename_branch rename_category set_key_limits update_coupon update_course update_group \
         update_accent update_branch_face update_key_instructions update_new_user_settings update_picture_hosts \
         update_profile update_settings \
         update_unit restore_unit update_user update_user_type reset_key_instructions",
        "edits, and knows the version that it was made from",
    ),
    (
        "delete_user delete_user_type delete_branch delete_unit delete_category delete_group restore_group retire_key \
         delete_coupon restore_coupon delete_course restore_course",
        "what is gone is not found",
    ),
    (
        "set_user_active approve_user decline_user set_key_paused set_coupon_paused rotate_key \
         set_second_factor_demand end_user_sessions set_default_group set_branch_default_group",
        "names the state that follows",
    ),
    (
        "add_member remove_member synchronize_member unassign_member add_group_course remove_group_course grant_course \
         revoke_course add_branch_course remove_branch_course add_instructor remove_instructor reorder_unit \
         reorder_group_course move_user move_group",
        "one row in a list of two things, which exists once",
    ),
    (
        "set_import_columns set_import_choices set_import_reading correct_import_row start_import cancel_import \
         undo_import discard_import",
        "a list is applied once, and is checked again before that",
    ),
    (
        "cancel_mass_action undo_mass_action cancel_users_action undo_users_action",
        "an action is undone once",
    ),
    (
        "mark_order_paid cancel_order cancel_my_order change_order_payment accept_payment return_payment refund_order",
        "orders have states, and refuse a change that does not follow from theirs",
    ),
];

#[tokio::test]
async fn every_form_that_adds_has_a_token_or_is_an_exception() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let forms: Vec<_> = lines()
        .into_iter()
        .map(|line| line.door)
        .filter(|function| is_form(&world, function))
        .collect();
    let wrong: Vec<_> = forms
        .iter()
        .filter(|function| {
            ADDING.contains(&function.as_str())
                == named_in(&EXCEPTIONS).any(|name| name == *function)
        })
        .collect();
    assert_eq!(
        wrong,
        Vec::<&String>::new(),
        "with a token, or an exception"
    );
    let unknown: Vec<_> = named_in(&EXCEPTIONS)
        .chain(ADDING)
        .filter(|name| !forms.iter().any(|form| form == name))
        .collect();
    assert_eq!(unknown, Vec::<&str>::new(), "no forms");
}

#[tokio::test]
async fn a_form_without_a_token_adds_nothing() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let before = server.dump().await;
    for function in ADDING {
        for token in [None, Some(""), Some("short")] {
            let session = world.session("super");
            let answer = call_without_token(&server, &world, function, session, token).await;
            assert_eq!(answer.status, 400, "{function} with {token:?}");
        }
    }
    assert_unchanged("no token", &before, &server.dump().await);
}

/// Two at the same time, and one after them, as after a lost answer.
#[tokio::test]
async fn a_form_that_is_sent_three_times_adds_once_and_leads_to_the_same() {
    on_both_engines(async |server| {
        let world = MatrixFixtures::build(&server).await;
        let others = running(&server).await;
        for function in ADDING {
            let send = || call(&server, &world, function, world.session("super"));
            let before = server.dump().await;
            let (one, other) = join(send(), send()).await;
            let answers = [one.expect(200), other.expect(200)];
            settle(&server, &others).await;
            let added = server.dump().await;
            assert!(added.len() > before.len(), "{function} adds");
            let of = |rows: &[String]| {
                rows.iter()
                    .filter(|row| row.starts_with("sent_forms:"))
                    .count()
            };
            assert_eq!(of(&added), of(&before) + 1, "{function}");
            let last = send().await.expect(200);
            settle(&server, &others).await;
            assert_unchanged(function, &added, &server.dump().await);
            for answer in &answers {
                assert_eq!(answer.location(), last.location(), "{function}");
                assert_eq!(answer.text(), last.text(), "{function}");
            }
        }
    })
    .await;
}

/// The mass actions that run.
async fn running(server: &TestServer) -> Vec<i64> {
    let running = "SELECT id FROM mass_actions WHERE state = 'running'";
    server.numbers(running).await
}

/// Waits for the mass actions that a form has started. Those that a failure interrupted go on here, as nothing else
/// looks for them; the others are the fixtures' and never end.
async fn settle(server: &TestServer, others: &[i64]) {
    loop {
        let started = running(server).await;
        let mut started = started.iter().filter(|id| !others.contains(id)).peekable();
        if started.peek().is_none() {
            return;
        }
        for id in started {
            worker::run(&server.db, MassActionId(*id)).await;
        }
        tokio::task::yield_now().await;
    }
}
