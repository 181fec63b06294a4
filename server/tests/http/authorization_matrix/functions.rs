//! The authorization matrix of the server functions.
use super::{Line, assert_complete, matrix_fixtures::MatrixFixtures, read, refused_first};
use crate::support::{ADDING, TestResponse, TestServer, function_name};
use domain::{
    edits::FormVersion,
    ids::{CategoryId, UserId},
};
use fixtures::{EditForm, PASSWORD};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};

/// The token of the forms that add.
const TOKEN: &str = "a-token-of-the-form";

/// The response to each caller, with arguments that would have an effect.
const TABLE: &str = "
function                      guest    ended inactive removed learner keyless instructor admin super | own other
get_actor                       | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
set_theme                      | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
sign_in                 writes | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
sign_out                writes | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
sign_in_with_code              | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
get_sign_in_factors            | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
begin_passkey_sign_in          | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
sign_in_with_passkey           | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
get_second_factor              | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
begin_second_factor     writes | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
confirm_second_factor          | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
hide_recovery_codes            | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
turn_off_second_factor         | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
begin_passkey                  | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
add_passkey                    | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
begin_passkey_proof            | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
prove_with_passkey             | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
remove_passkey                 | 401   401   401      401     404     404     404        404   404   | 404 404
replace_recovery_codes         | 401   401   401      401     404     404     404        404   404   | 404 404
prove_identity                 | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
check_set_up                   | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
set_up                         | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
check_new_address              | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
confirm_new_address            | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
get_sign_up_offer              | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
sign_up                 writes | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
find_sign_up                   | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
complete_sign_up               | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
check_confirmation             | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
confirm_sign_up                | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
request_password_reset               | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
check_password_reset            | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok
reset_password         | ok    ok    ok       ok      ok      ok      ok         ok    ok    | ok  ok

switch_role             writes | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
act_as                  writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
stop_acting                    | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok

list_user_type_rows            | 401   401   401      401     403     403     403        ok    ok    | 403 403
get_user_type                  | 401   401   401      401     403     403     403        ok    ok    | 403 403
create_user_type        writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
update_user_type        writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
clone_user_type         writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
set_second_factor_demand writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
preview_user_type_deletion     | 401   401   401      401     403     403     403        ok    ok    | 403 403
delete_user_type        writes | 401   401   401      401     403     403     403        ok    ok    | 403 403

list_users                     | 401   401   401      401     403     403     403        ok    ok    | ok  ok
get_user                       | 401   401   401      401     403     403     403        ok    ok    | ok  404
list_user_types                | 401   401   401      401     403     403     403        ok    ok    | ok  ok
create_user             writes | 401   401   401      401     403     403     403        ok    ok    | ok  ok
update_user             writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
set_user_active         writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
end_user_sessions       writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
reset_second_factor            | 401   401   401      401     403     403     403        ok    ok    | ok  404
approve_user            writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
decline_user            writes | 401   401   401      401     403     403     403        ok    ok    | ok  404

get_import                     | 401   401   401      401     404     404     404        ok    ok    | 404 404
get_pasted_list                | 401   401   401      401     404     404     404        ok    ok    | 404 404
list_imports                   | 401   401   401      401     403     403     404        ok    ok    | ok  404
list_import_rows               | 401   401   401      401     404     404     404        ok    ok    | 404 404
get_import_row                 | 401   401   401      401     404     404     404        ok    ok    | 404 404
set_import_columns      writes | 401   401   401      401     404     404     404        ok    ok    | 404 404
set_import_choices      writes | 401   401   401      401     404     404     404        ok    ok    | 404 404
set_import_reading      writes | 401   401   401      401     404     404     404        ok    ok    | 404 404
correct_import_row      writes | 401   401   401      401     404     404     404        ok    ok    | 404 404
start_import            writes | 401   401   401      401     404     404     404        ok    ok    | 404 404
cancel_import           writes | 401   401   401      401     404     404     404        ok    ok    | 404 404
undo_import             writes | 401   401   401      401     404     404     404        ok    ok    | 404 404
discard_import          writes | 401   401   401      401     404     404     404        ok    ok    | 404 404

get_settings                   | 401   401   401      401     403     403     403        ok    ok    | 403 403
get_last_backup                | 401   401   401      401     403     403     403        ok    ok    | 403 403
update_settings         writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
update_accent           writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
update_picture_hosts    writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
get_new_user_settings          | 401   401   401      401     403     403     403        ok    ok    | 403 403
update_new_user_settings writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
find_default_groups            | 401   401   401      401     403     403     403        ok    ok    | 403 403
set_default_group       writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
get_key_instructions           | 401   401   401      401     403     403     403        ok    ok | 403 403
update_key_instructions writes | 401   401   401      401     403     403     403        ok    ok | 403 403
reset_key_instructions         | 401   401   401      401     403     403     403        ok    ok | 403 403
list_mails                     | 401   401   401      401     403     403     403        ok    ok    | 403 403
preview_user_deletion          | 401   401   401      401     403     403     403        ok    ok    | ok  404
delete_user             writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
list_user_groups               | 401   401   401      401     403     403     403        ok    ok    | ok  404
list_user_courses              | 401   401   401      401     403     403     403        ok    ok    | ok  404
list_remembered_courses        | 401   401   401      401     403     403     403        ok    ok    | ok  404
grant_course             writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
revoke_course         writes | 401   401   401      401     403     403     403        ok    ok    | ok  404

get_profile                    | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
update_profile          writes | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
change_password                | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
list_sessions                  | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
end_session                    | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
end_other_sessions             | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok

list_activity                  | 401   401   401      401     403     403     403        ok    ok    | ok  404
list_branches                  | 401   401   401      401     403     403     403        ok    ok    | 403 403
list_branch_options            | 401   401   401      401     403     403     403        ok    ok    | 403 403
get_branch                     | 401   401   401      401     403     403     403        ok    ok    | 403 403
create_branch           writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
rename_branch           writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
update_branch_face      writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
delete_branch           writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
find_branch_default_groups     | 401   401   401      401     403     403     403        ok    ok    | 403 403
set_branch_default_group writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
list_branch_courses            | 401   401   401      401     403     403     403        ok    ok    | 403 403
add_branch_course       writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
preview_branch_course_removal  | 401   401   401      401     403     403     403        ok    ok    | 403 403
remove_branch_course    writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
preview_user_move              | 401   401   401      401     403     403     403        ok    ok    | 403 403
move_user               writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
preview_group_move             | 401   401   401      401     403     403     403        ok    ok    | 403 403
move_group              writes | 401   401   401      401     403     403     403        ok    ok    | 403 403

list_courses                   | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
get_course                     | 401   401   401      401     403     403     404        ok    ok    | ok  404
list_categories                | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
get_export_choice              | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
get_currency                   | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
list_learners                  | 401   401   401      401     403     403     404        ok    ok    | ok  404
get_teaching                   | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
get_figures                    | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
get_attention                  | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
get_first_steps                | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
close_first_steps       writes | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
list_recent                    | 401   401   401      401     403     403     403        ok    ok    | ok  ok
list_instructors               | 401   401   401      401     403     403     404        ok    ok    | ok  404
find_instructors               | 401   401   401      401     403     403     403        ok    ok    | ok  404
add_instructor          writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
remove_instructor       writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
create_course           writes | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
update_course           writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
create_unit                writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
update_unit             writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
restore_unit            writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
get_unit_versions                    | 401   401   401      401     403     403     404        ok    ok    | ok  404
reorder_unit              writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
delete_unit             writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
create_category         writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
rename_category         writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
delete_category         writes | 401   401   401      401     403     403     403        ok    ok    | 403 403

list_groups                    | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
get_group                      | 401   401   401      401     403     403     404        ok    ok    | ok  404
refresh_group                  | 401   401   401      401     403     403     404        ok    ok    | ok  404
get_new_group_defaults         | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
create_group            writes | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
update_group            writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
clone_group             writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
preview_group_deletion         | 401   401   401      401     403     403     404        ok    ok    | ok  404
delete_group            writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
list_trash                     | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
preview_course_deletion        | 401   401   401      401     403     403     404        ok    ok    | ok  404
delete_course           writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
restore_course          writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
restore_group           writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
list_group_activity            | 401   401   401      401     403     403     403        ok    ok    | ok  404

list_members                   | 401   401   401      401     403     403     404        ok    ok    | ok  404
add_member              writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
preview_member_removal         | 401   401   401      401     403     403     404        ok    ok    | ok  404
remove_member           writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
synchronize_member      writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
unassign_member         writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
list_group_courses             | 401   401   401      401     403     403     404        ok    ok    | ok  404
add_group_course        writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
preview_course_removal         | 401   401   401      401     403     403     404        ok    ok    | ok  404
remove_group_course     writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
reorder_group_course      writes | 401   401   401      401     403     403     404        ok    ok    | ok  404

list_keys                      | 401   401   401      401     403     403     404        ok    ok    | ok  404
generate_key                   | 401   401   401      401     403     403     ok         ok    ok    | ok  ok
create_key                 writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
set_key_limits          writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
set_key_paused          writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
rotate_key              writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
retire_key              writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
draft_key_mail                 | 401   401   401      401     403     403     404        ok    ok    | ok  404
send_key                writes | 401   401   401      401     403     403     404        ok    ok    | ok  404

preview_mass_action            | 401   401   401      401     403     403     404        ok    ok    | ok  404
start_mass_action       writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
cancel_mass_action      writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
undo_mass_action        writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
list_mass_actions              | 401   401   401      401     403     403     404        ok    ok    | ok  404
preview_users_action           | 401   401   401      401     403     403     404        ok    ok    | ok  404
start_users_action      writes | 401   401   401      401     403     403     404        ok    ok    | ok  404
cancel_users_action     writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
undo_users_action       writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
list_users_actions             | 401   401   401      401     403     403     403        ok    ok    | ok  ok

preview_join_link              | ok    ok    ok       ok      ok      403     ok         403   ok    | 403 403
preview_join                   | 401   401   401      401     ok      403     ok         403   ok    | 403 403
get_join_preview                    | 401   401   401      401     ok      403     404        403   404   | 403 403
join_group              writes | 401   401   401      401     ok      403     ok         403   ok    | 403 403

list_catalog_courses           | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
list_bundles                   | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
get_bundle                     | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
list_catalog_categories        | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
check_coupon                   | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
take_course             writes | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
prepare_order                  | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
place_order             writes | 401   401   401      401     ok      ok      ok         403   ok    | 403 403

list_my_orders                 | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
get_order                      | 401   401   401      401     404     404     404        ok    ok    | ok  404
cancel_my_order         writes | 401   401   401      401     404     404     404        404   ok    | 404 404
list_orders                    | 401   401   401      401     403     403     403        ok    ok    | ok  ok
mark_order_paid         writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
cancel_order            writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
change_order_payment    writes | 401   401   401      401     404     404     404        404   ok    | 404 404
accept_payment          writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
return_payment          writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
count_money_to_return          | 401   401   401      401     403     403     403        ok    ok    | ok  ok
refund_order            writes | 401   401   401      401     403     403     403        ok    ok    | ok  404
list_coupons                   | 401   401   401      401     403     403     403        ok    ok    | 403 403
get_coupon                     | 401   401   401      401     403     403     403        ok    ok    | 403 403
create_coupon              writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
update_coupon           writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
set_coupon_paused       writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
preview_coupon_deletion        | 401   401   401      401     403     403     403        ok    ok    | 403 403
delete_coupon           writes | 401   401   401      401     403     403     403        ok    ok    | 403 403
restore_coupon          writes | 401   401   401      401     403     403     403        ok    ok    | 403 403

list_my_courses                | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
list_my_groups                 | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
preview_leaving                | 401   401   401      401     ok      404     404        403   ok    | 403 403
leave_group             writes | 401   401   401      401     ok      404     404        403   ok    | 403 403
find_course_place              | 401   401   401      401     ok      ok      ok         ok    ok    | ok  ok
get_my_course                  | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
get_my_unit                    | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
get_course_end                 | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
preview_course                 | 401   401   401      401     403     403     404        ok    ok    | ok  404
preview_unit                   | 401   401   401      401     403     403     404        ok    ok    | ok  404
set_unit_completed                writes | 401   401   401      401     ok      ok      ok         403   ok    | 403 403
";

#[tokio::test]
async fn every_server_function_is_protected() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let original = server.close().await;
    let lines = lines();
    let doors: Vec<_> = server_fn_paths()
        .map(|(path, method)| {
            assert_eq!(method, "POST", "{path} would write at the click of a link");
            function_name(path).to_owned()
        })
        .collect();
    assert_complete("server function", &doors, &lines);
    for line in &lines {
        let server = original.copy().await;
        refused_first(&server, &world, line, async |session| {
            let answer = call(&server, &world, &line.door, session).await;
            answer.status.as_u16()
        })
        .await;
    }
}

pub fn lines() -> Vec<Line> {
    read(TABLE)
}

/// Calls a function with arguments that have an effect.
pub async fn call(
    server: &TestServer,
    world: &MatrixFixtures,
    function: &str,
    session: &str,
) -> TestResponse {
    let form = edit_form(world, function, caller(server, session).await);
    let version = match form {
        Some(form) => Some(fixtures::version(&server.db, form).await),
        None => None,
    };
    let version = version.as_ref().map(FormVersion::as_str);
    call_with(server, world, function, session, version).await
}

/// As [`call`]; a form that edits sends this version.
pub async fn call_with(
    server: &TestServer,
    world: &MatrixFixtures,
    function: &str,
    session: &str,
    version: Option<&str>,
) -> TestResponse {
    let call = match arguments(world, function) {
        Arguments::Form(fields) => {
            let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
            let version = version.map(|version| ("version", version));
            // All calls in one test are of one form, which is sent again.
            let token = ADDING.contains(&function).then_some(("token", TOKEN));
            let fields: Vec<_> = fields.chain(version).chain(token).collect();
            server.act(function, &fields)
        }
        Arguments::Json(value) => server.ask(function, &value),
    };
    call.session(session).send().await
}

/// Whether a form calls the function.
pub fn is_form(world: &MatrixFixtures, function: &str) -> bool {
    matches!(arguments(world, function), Arguments::Form(_))
}

/// As [`call`], of a form that adds, with this token only.
pub async fn call_without_token(
    server: &TestServer,
    world: &MatrixFixtures,
    function: &str,
    session: &str,
    token: Option<&str>,
) -> TestResponse {
    let Arguments::Form(fields) = arguments(world, function) else {
        panic!("{function} is no form");
    };
    let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
    let token = token.map(|token| ("token", token));
    let fields: Vec<_> = fields.chain(token).collect();
    let call = server.act_as_it_is(function, &fields);
    call.session(session).send().await
}

/// The type and the body of a call with arguments that have an effect, as a page sends it.
pub async fn body(
    server: &TestServer,
    world: &MatrixFixtures,
    function: &str,
    session: &str,
) -> (&'static str, String) {
    match arguments(world, function) {
        Arguments::Json(value) => ("application/json", value.to_string()),
        Arguments::Form(mut fields) => {
            if let Some(form) = edit_form(world, function, caller(server, session).await) {
                let version = fixtures::version(&server.db, form).await;
                fields.push(("version", version.as_str().to_owned()));
            }
            let text = serde_urlencoded::to_string(fields).unwrap();
            ("application/x-www-form-urlencoded", text)
        }
    }
}

/// The session's user; no one for a guest.
pub async fn caller(server: &TestServer, session: &str) -> UserId {
    let found = db::sessions::find(&server.db, session, db::now()).await;
    found.unwrap().map_or(UserId(0), |(_, actor)| actor.id)
}

enum Arguments {
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

/// The form that a function saves, of what `arguments` names.
pub fn edit_form(world: &MatrixFixtures, function: &str, caller: UserId) -> Option<EditForm> {
    Some(match function {
        "rename_branch" => world.branch.into(),
        "rename_category" => CategoryId(1).into(),
        "set_key_limits" => EditForm::Key(world.group, world.key),
        "update_accent" => EditForm::Accent,
        "update_branch_face" => EditForm::BranchFace(world.branch),
        "update_coupon" => world.coupon.into(),
        "update_course" => world.course.into(),
        "update_group" => world.group.into(),
        "update_key_instructions" => EditForm::KeyInstructions,
        "update_new_user_settings" => EditForm::NewUserSettings,
        "update_picture_hosts" => EditForm::PictureHosts,
        "update_profile" => EditForm::Profile(caller),
        "update_settings" => EditForm::Settings,
        "restore_unit" | "update_unit" => EditForm::Unit(world.course, world.unit),
        "update_user" => world.other.id.into(),
        "update_user_type" => world.spare_type.into(),
        _ => return None,
    })
}

/// Arguments for each function that have an effect.
fn arguments(world: &MatrixFixtures, function: &str) -> Arguments {
    let form = |fields: &[(&'static str, &dyn ToString)]| {
        let fields = fields.iter();
        Arguments::Form(
            fields
                .map(|(name, value)| (*name, value.to_string()))
                .collect(),
        )
    };
    let group = world.group;
    let in_group = |others: &[(&'static str, &dyn ToString)]| {
        form(&[&[("group", &group as &dyn ToString)], others].concat())
    };
    let of_import = |others: &[(&'static str, &dyn ToString)]| {
        form(&[&[("import", &world.checked as &dyn ToString)], others].concat())
    };
    let in_branch = |others: &[(&'static str, &dyn ToString)]| {
        form(&[&[("branch", &world.branch as &dyn ToString)], others].concat())
    };
    let search = json!({"text": "", "cursor": null});
    let asked = json!({
        "group": group, "user": world.other.id, "course": world.course,
        "user_type": world.spare_type, "branch": world.branch, "to": world.branch.to_string()
    });
    let taught = format!("course-{}", world.course);
    let kind: [(&'static str, &dyn ToString); 3] = [
        ("name", &"New type"),
        ("default_role", &"learner"),
        ("permissions[learner.courses]", &true),
    ];
    let user: [(&'static str, &dyn ToString); 6] = [
        ("first_name", &"Eve"),
        ("last_name", &"New"),
        ("login", &"eve.new"),
        ("email", &"eve.new@example.org"),
        ("user_type", &world.admin_type),
        ("password", &PASSWORD),
    ];
    let asked_of_users = json!({
        "kind": "add_members", "target": {"group": group}, "selection": {"selected": [world.tutor]}
    });
    match function {
        "set_theme" => form(&[("to", &"dark")]),
        "get_actor" => form(&[]),
        "sign_out" => form(&[]),
        "sign_in" => form(&[("login", &"other"), ("password", &PASSWORD)]),
        "check_new_address" => Arguments::Json(json!({"token": "guessed"})),
        "confirm_new_address" => form(&[("token", &"guessed")]),
        "check_set_up" => form(&[("token", &"guessed")]),
        "set_up" => form(&[&[("token", &"guessed" as &dyn ToString)], &user[..]].concat()),
        "create_user" => form(&user),
        "update_user" => {
            let which: [(&'static str, &dyn ToString); 1] = [("user", &world.other.id)];
            form(&[&which[..], &user[..]].concat())
        }
        "sign_up" => form(&user),
        "complete_sign_up" => {
            form(&[&[("token", &"guessed" as &dyn ToString)], &user[..]].concat())
        }
        "check_confirmation" | "check_password_reset" | "find_sign_up" => {
            Arguments::Json(json!({"token": "guessed"}))
        }
        "confirm_sign_up" => form(&[("token", &"guessed")]),
        "request_password_reset" => form(&[("login", &"other")]),
        "reset_password" => form(&[("token", &"guessed"), ("password", &PASSWORD)]),
        "approve_user" | "decline_user" => form(&[("user", &world.waiting)]),
        "get_import" | "get_pasted_list" => Arguments::Json(json!({"import": world.checked})),
        "list_imports" => Arguments::Json(json!({"kind": "members", "group": group})),
        "list_import_rows" => {
            Arguments::Json(json!({"import": world.checked, "verdict": null, "cursor": null}))
        }
        "get_import_row" => Arguments::Json(json!({"import": world.checked, "place": 1})),
        "set_import_columns" => of_import(&[("field_0", &"last_name")]),
        "set_import_choices" => of_import(&[("existing", &"update")]),
        "set_import_reading" => of_import(&[("separator", &"semicolon")]),
        "correct_import_row" => of_import(&[("place", &1), ("cell_0", &"Eva")]),
        "start_import" | "discard_import" => of_import(&[]),
        "cancel_import" => form(&[("import", &world.started)]),
        "undo_import" => form(&[("import", &world.applied)]),
        "update_accent" => form(&[("hue", &"30")]),
        "update_picture_hosts" => form(&[("hosts", &"a.example")]),
        "update_settings" => form(&[("portal_name", &"Academy"), ("currency", &"EUR")]),
        "update_new_user_settings" => {
            form(&[("default_type", &world.learner_type), ("sign_up", &"off")])
        }
        "find_default_groups" => Arguments::Json(json!({"search": search})),
        "set_default_group" => in_group(&[]),
        "update_key_instructions" => form(&[("subject", &"Join us"), ("text", &"{link}")]),
        "reset_key_instructions" => form(&[]),
        "list_mails" => Arguments::Json(json!({"cursor": null})),
        "set_user_active" => form(&[("user", &world.other.id), ("active", &false)]),
        "end_user_sessions" => form(&[("user", &world.other.id)]),
        "reset_second_factor" => form(&[("user", &world.other.id)]),
        "sign_in_with_code" => form(&[("code", &"000000")]),
        "get_second_factor" => Arguments::Json(json!({})),
        "begin_second_factor" | "hide_recovery_codes" => form(&[]),
        "confirm_second_factor" => form(&[("code", &"000000")]),
        "turn_off_second_factor" => form(&[("present_password", &"guessed")]),
        "get_sign_in_factors" | "begin_passkey_sign_in" | "begin_passkey_proof" => {
            Arguments::Json(json!({}))
        }
        "begin_passkey" => Arguments::Json(json!({"name": "Laptop"})),
        "add_passkey" => form(&[("name", &"Laptop"), ("credential", &"{}")]),
        "remove_passkey" => form(&[("passkey", &1)]),
        "replace_recovery_codes" => form(&[]),
        "sign_in_with_passkey" | "prove_with_passkey" => form(&[("credential", &"{}")]),
        "prove_identity" => form(&[("proof", &"guessed")]),
        "set_second_factor_demand" => {
            form(&[("user_type", &world.spare_type), ("demanded", &true)])
        }
        "switch_role" => form(&[("role", &"learner")]),
        "act_as" => form(&[("user", &world.other.id)]),
        "stop_acting" => form(&[]),
        "create_user_type" => form(&kind),
        "update_user_type" => {
            let which: [(&'static str, &dyn ToString); 1] = [("user_type", &world.spare_type)];
            form(&[&which[..], &kind[..]].concat())
        }
        "clone_user_type" => form(&[("user_type", &world.spare_type)]),
        "delete_user_type" => form(&[("user_type", &world.spare_type), ("move_to", &"")]),
        "delete_user" => form(&[("user", &world.other.id)]),
        "grant_course" => form(&[("user", &world.other.id), ("course", &world.spare_course)]),
        "revoke_course" => form(&[("user", &world.other.id), ("course", &world.given)]),
        "update_profile" => form(&[
            ("first_name", &"Eve"),
            ("last_name", &"New"),
            // A new one would need the password.
            ("email", &"super@example.org"),
        ]),
        "change_password" => form(&[("present_password", &"guessed"), ("password", &PASSWORD)]),
        "end_session" => form(&[("session", &world.session_of_other)]),
        "end_other_sessions" => form(&[]),
        "create_branch" => form(&[("name", &"New branch")]),
        "rename_branch" => in_branch(&[("name", &"New name")]),
        "update_branch_face" => in_branch(&[("accent", &"own"), ("hue", &"30")]),
        "delete_branch" => in_branch(&[]),
        "set_branch_default_group" => in_branch(&[("group", &group)]),
        "add_branch_course" => in_branch(&[("course", &world.course)]),
        "remove_branch_course" => in_branch(&[("course", &world.spare_course)]),
        "list_branches" => Arguments::Json(json!({"search": search})),
        "list_branch_courses" | "find_branch_default_groups" => {
            Arguments::Json(json!({"branch": world.branch, "search": search}))
        }
        "move_user" => form(&[("user", &world.other.id), ("to", &world.branch)]),
        "move_group" => in_group(&[("to", &world.branch)]),
        "create_course" => form(&[("name", &"New course")]),
        "update_course" => form(&[("course", &world.course), ("name", &"New")]),
        "get_teaching" | "get_export_choice" | "get_figures" | "get_attention"
        | "get_first_steps" | "list_recent" => Arguments::Json(json!({})),
        "close_first_steps" => form(&[]),
        "get_my_unit" | "preview_unit" => {
            Arguments::Json(json!({"course": world.course, "unit": world.unit}))
        }
        "list_learners" => Arguments::Json(json!({"course": world.course, "search": search})),
        "list_instructors" => Arguments::Json(json!({"taught": taught})),
        "find_instructors" => Arguments::Json(json!({"taught": taught, "text": ""})),
        "add_instructor" => form(&[("taught", &taught), ("user", &world.tutor)]),
        "remove_instructor" => form(&[("taught", &taught), ("user", &world.teacher)]),
        "create_unit" => form(&[
            ("course", &world.course),
            ("name", &"New"),
            ("kind", &"text"),
        ]),
        "update_unit" => form(&[
            ("course", &world.course),
            ("unit", &world.unit),
            ("name", &"New"),
            ("kind", &"text"),
        ]),
        "restore_unit" => form(&[
            ("course", &world.course),
            ("unit", &world.unit),
            ("earlier", &1),
        ]),
        "get_unit_versions" => {
            Arguments::Json(json!({"course": world.course, "unit": world.unit, "version": null}))
        }
        "reorder_unit" => form(&[
            ("course", &world.course),
            ("unit", &world.unit),
            ("up", &false),
        ]),
        "delete_unit" => form(&[("course", &world.course), ("unit", &world.unit)]),
        "create_category" => form(&[("name", &"New category")]),
        "rename_category" => form(&[("category", &1), ("name", &"New name")]),
        "delete_category" => form(&[("category", &1)]),
        "create_group" => form(&[("name", &"New group")]),
        "update_group" => in_group(&[("name", &"New name")]),
        "clone_group" => in_group(&[]),
        "delete_course" => form(&[("course", &world.course)]),
        "restore_course" => form(&[("course", &world.trashed_course)]),
        "delete_group" => in_group(&[("policy", &"keep_access")]),
        "restore_group" => form(&[("group", &world.trashed)]),
        "add_member" => form(&[("group", &world.open), ("user", &world.other.id)]),
        "remove_member" => in_group(&[("user", &world.other.id), ("policy", &"keep_access")]),
        "synchronize_member" => in_group(&[("user", &world.other.id)]),
        "unassign_member" => in_group(&[("user", &world.other.id)]),
        "add_group_course" => in_group(&[("course", &world.spare_course)]),
        "remove_group_course" => in_group(&[("course", &world.course), ("policy", &"keep_access")]),
        "reorder_group_course" => in_group(&[("course", &world.second_course), ("up", &true)]),
        "create_key" => in_group(&[("key", &"ANOTHER-KEY-2026")]),
        "set_key_limits" => in_group(&[("key", &world.key), ("maximum", &5)]),
        "set_key_paused" => in_group(&[("key", &world.key), ("paused", &true)]),
        "rotate_key" => in_group(&[("key", &world.key)]),
        "retire_key" => in_group(&[("key", &world.key)]),
        "draft_key_mail" => Arguments::Json(json!({"group": group, "key": world.key})),
        "send_key" => in_group(&[
            ("key", &world.key),
            ("recipients", &"ana@example.org"),
            ("subject", &"Join us"),
            ("text", &"With this key: {link}"),
        ]),
        "start_mass_action" => in_group(&[("kind", &"unassign"), ("scope", &"\"AllMembers\"")]),
        "cancel_mass_action" => form(&[("group", &world.busy), ("action", &world.running)]),
        "undo_mass_action" => in_group(&[("action", &world.done)]),
        "start_users_action" => form(&[("asked", &asked_of_users)]),
        "cancel_users_action" => form(&[("action", &world.users_running)]),
        "undo_users_action" => form(&[("action", &world.users_done)]),
        "preview_users_action" => Arguments::Json(json!({"asked": asked_of_users})),
        "preview_join" => form(&[("key", &MatrixFixtures::KEY)]),
        "join_group" => form(&[("key", &MatrixFixtures::KEY)]),
        "preview_leaving" => Arguments::Json(json!({"group": world.leavable})),
        "leave_group" => form(&[("group", &world.leavable)]),
        "set_unit_completed" => form(&[
            ("course", &world.course),
            ("unit", &world.unit),
            ("completed", &true),
        ]),
        "take_course" => form(&[("course", &world.spare_course)]),
        "place_order" => form(&[("item", &format!("bundle-{}", world.bundle))]),
        "mark_order_paid" | "cancel_order" | "cancel_my_order" => {
            form(&[("order", &world.waiting_order)])
        }
        "change_order_payment" => {
            form(&[("order", &world.waiting_order), ("provider", &"invoice")])
        }
        "accept_payment" | "return_payment" => {
            form(&[("order", &world.overpaid), ("payment", &world.payment)])
        }
        "refund_order" => form(&[("order", &world.paid)]),
        "create_coupon" => form(&[("code", &"NEW-2026"), ("value", &10)]),
        "update_coupon" => form(&[
            ("coupon", &world.coupon),
            ("code", &"OTHER-2026"),
            ("value", &10),
        ]),
        "preview_coupon_deletion" => Arguments::Json(json!({"coupon": world.coupon})),
        "delete_coupon" => form(&[("coupon", &world.coupon), ("orders", &0)]),
        "restore_coupon" => form(&[("coupon", &world.archived_coupon)]),
        "list_coupons" => Arguments::Json(json!({"archived": false})),
        "set_coupon_paused" => form(&[("coupon", &world.coupon), ("paused", &true)]),
        "list_catalog_courses" | "list_bundles" => {
            let query = json!({"search": search, "category": null, "sort": "price"});
            Arguments::Json(json!({"query": query}))
        }
        "get_bundle" => Arguments::Json(json!({"group": world.bundle})),
        "check_coupon" => {
            let coupon = MatrixFixtures::COUPON;
            Arguments::Json(json!({"group": world.bundle, "coupon": coupon}))
        }
        "list_orders" => Arguments::Json(json!({"query": {"search": search, "state": null}})),
        "list_my_orders" => Arguments::Json(json!({"cursor": null})),
        "get_order" => Arguments::Json(json!({"order": world.waiting_order})),
        "get_coupon" => Arguments::Json(json!({"coupon": world.coupon})),
        "list_users" => Arguments::Json(json!({"search": search, "filter": "all", "branch": null})),
        "list_courses" => {
            Arguments::Json(json!({"query": {"search": search, "category": null, "listed": null}}))
        }
        "list_groups" => Arguments::Json(json!({"search": search, "branch": null})),
        "list_members" => {
            let query = json!({"search": search, "filter": "all"});
            Arguments::Json(json!({"group": group, "query": query}))
        }
        "list_group_courses" => {
            let query = json!({"search": search, "category": null});
            Arguments::Json(json!({"group": group, "query": query}))
        }
        "preview_mass_action" => {
            Arguments::Json(json!({"group": group, "kind": "unassign", "scope": "AllMembers"}))
        }
        "list_user_groups" => {
            let query = json!({"search": search, "filter": "all"});
            Arguments::Json(json!({"user": world.other.id, "query": query}))
        }
        "list_remembered_courses" => Arguments::Json(json!({"user": world.other.id})),
        "list_user_courses" => Arguments::Json(json!({"user": world.other.id, "search": search})),
        "get_profile" | "list_sessions" | "count_money_to_return" => Arguments::Json(json!({})),
        "list_activity" => {
            let filter = json!({"group": group, "user": null, "course": null});
            Arguments::Json(json!({"filter": filter, "cursor": null}))
        }
        "preview_join_link" => Arguments::Json(json!({"token": world.link})),
        "get_join_preview" => Arguments::Json(json!({"ticket": world.ticket})),
        "list_group_activity" => {
            let filter = json!({"user": null, "from": null});
            Arguments::Json(json!({"group": group, "filter": filter, "cursor": null}))
        }
        // The remaining functions take a group, a user, a course or nothing.
        _ => Arguments::Json(asked),
    }
}
