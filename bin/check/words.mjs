// Refuses words that the project no longer uses, in code, documentation and the names of files, and says what to write
// instead. `node bin/check/words.mjs [FILE...]` looks at all files of the repository, or at those named.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

// The first is a pattern of whole words in any case, the second what to write.
const PROSE = [
  ['he|him|his|himself|she|her|hers|herself', 'they, their, or the role: actor, learner, caller, member'],
  ['whoever|whomever', 'anyone who, the user who, or the role'],
  ['anew', 'again'],
  ['as whom|of whom|by whom', 'a sentence with the role in it'],
  ['stands? (?:here|on|in(?! front| for))', 'is'],
  ['(?:is|are) (?:not )?there(?! (?:a|an|any|no|nothing|something)\\b)', 'exists, does not exist'],
  ['what becomes of', 'what happens to'],
  ['what comes of', 'what happens to, the result of'],
  // Not where something is counted: "no more connections".
  ['(?:no|any) more(?=$|[^\\w\\s]| (?:in|on|at|and|or|when|where|if|because|as)\\b)', 'no longer'],
  ['nobody (?:may|gives|acts)', 'no one can'],
  ['bears', 'has'],
  ['goes by itself', 'is removed by the portal'],
  ['answers (?:how many|whether)', 'Returns'],
];

// In identifiers an underscore is part of the word.
const IN_NAMES = /(?<![a-z])(?:he|him|his|himself|whoever)_|_(?:he|him|his|himself|whoever)(?=_|\()/gi;

// `old new`, each a whole identifier. Only names that mean nothing else.
const NAMES = `
  Realm AccessScope
  By:: AuditContext::
  is_whole is_unrestricted
  of_branch for_branch
  OwnCourse CourseToEdit
  users_of users_in_scope
  open_to_branch groups_joinable_from
  bundles_for catalog_bundles_of
  courses_for catalog_courses_of
  may_appoint may_assign_instructors
  is_of_the_portal is_portal_wide
  open_to_all public_context
  begin_session create_session
  by_in audit_in_branch
  may_act_as ensure_may_act_as
  may_give_password ensure_may_set_password
  types_to_give grantable_user_types
  authorize_sight authorize_view
  authorize_appointing authorize_assign_instructors
  Visitor CatalogContext
  address_of absolute_url
  guarded_by_tries rate_limited
  counting_tries try_rate_limited
  guarded_as_sign_in rate_limited_sign_in
  sign_in_tries record_sign_in_attempt
  forget_sign_in_tries reset_sign_in_attempts
  stranger guest
  strangers guests
  lead_back redirect_to
  Notice ChangeEvent
  use_notices use_changes
  use_group_notices use_group_changes
  use_my_notices use_my_changes
  tell_here publish_local
  is_to_look_up changes_identity
  is_concerned is_relevant
  Answer:: ServerResource::
  Answer< ServerResource<
  Answered ResourceResultView
  <Loaded <ResourceView
  Act:: ServerMutation::
  <Asking <ConfirmDialog
  <Needs <RequirePermission
  <Rows <PagedList
  <Moment <LocalTime
  take_changes sync_row
  query_link_now query_link_untracked
  ListLine ImportListRow
  ListField ImportListField
  text_for_page serialize_for_page
  use_sees use_visible
  follow_rights refetch_actor_on_change
  look_again refetch
  look_at_group refresh_group
  look_at_join_link preview_join_link
  join_ticket get_join_preview
  who_am_i get_actor
  give_course grant_course
  withdraw_course revoke_course
  shift_unit reorder_unit
  shift_group_course reorder_group_course
  add_unit create_unit
  add_key create_key
  add_coupon create_coupon
  check_import upload_member_import
  check_user_import upload_user_import
  ask_for_password request_password_reset
  check_password_link check_password_reset
  set_forgotten_password reset_password
  Allowance RateLimit
  shut_seconds lockout_seconds
  forget_seconds reset_seconds
  try_at record_attempt
  put_secret enqueue_confidential
  Applicant SignUpRequest
  SignedUp SignUpOutcome
  tell_owner notify_account_owner
  Filling PlaceholderValues
  SignUpOffer SignUpOptions
  USUAL_NAME DEFAULT_PORTAL_NAME
  way_in effective_sign_up_mode
  Newcomer OnboardedUser
  join_defaults join_default_groups
  forget_default_group clear_default_group
  has_own has_revocable
  leave_trashed remove_from_trashed_group
  forget_user remove_user_from_counters
  restore_given restore_group_enrolments
  stored_choice string_enum
  TypedGroup GroupForm
  TypedUser UserForm
  TypedCourse CourseForm
  TypedUnit UnitForm
  TypedKey KeyForm
  TypedCoupon CouponForm
  TypedLine UserImportLine
  Problems FieldErrors
  parse_own parse_sign_up
  CheckedUsers UserImportPreview
  NotTaught InvalidTeachable
  Givers Grantors
  empty_old purge_expired
  delete_for_good purge
  take_out remove_locked
  OffKind DiscountKind
  Off:: Discount::
  ToPay PayableOrder
  to_pay payable_order
  orders::Moved orders::OrderChange
  give_money_back refund_payment
  Halves TwoSectionList
  known_total total_if_known
  log_each log_many
  OutOfReach UserTypeForbidden
  MoreThanHeld PrivilegeEscalation
  TypeStays BuiltInUserType
  NowhereToMove ReplacementTypeRequired
  Oneself CannotDeleteSelf
  TypeAdministers DefaultTypeIsAdmin
  OrderMoved OrderStateChanged
  CourseTaken AlreadyEnrolled
  BranchAdministered BranchHasAdministrator
  SignUpOff SignUpClosed
  LinkSpent LinkExpired
  AlreadyIn AlreadyMember
  KeyRefused KeyRejected
  CouponRefused CouponRejected
  NotInYet AccountPending
  SignInRefused InvalidCredentials
  find_out authenticate
  is_ours is_accepted_content_type
  came_from referring_page
  plain_for_other_sites skip_compression_cross_site
  until_rendered retry_stuck_render
  sign_in_first require_sign_in
  LAST_WORDS SHUTDOWN_GRACE
  asked_to_stop shutdown_signal
  defused escape_formula
  WaitingAnswers ApprovalButtons
`;

const FILES = ['*.rs', '*.ts', '*.mjs', '*.js', '*.md', '*.sh', '*.css', 'bin/*'];
// This list; and migrations, whose names and columns are stored in databases.
const isList = (file) => file === 'bin/check/words.mjs';
const isStored = (file) => file.startsWith('migrations/src/');

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const prose = PROSE.map(([words, instead]) => ({ pattern: new RegExp(`\\b(?:${words})\\b`, 'gi'), instead }));
prose.push({ pattern: IN_NAMES, instead: 'their, or the role' });
const replacements = new Map(
  NAMES.trim()
    .split('\n')
    .map((line) => line.trim().split(' ')),
);
const whole = (name) => `${/^\w/.test(name) ? '\\b' : ''}${escaped(name)}${/\w$/.test(name) ? '\\b' : ''}`;
const names = new RegExp([...replacements.keys()].map(whole).join('|'), 'g');

function hits(file, line, number) {
  const told = (found, instead) => `${file}:${number}: "${found}": write ${instead}`;
  const inProse = prose.flatMap(({ pattern, instead }) =>
    [...line.matchAll(pattern)].map(([found]) => told(found, instead)),
  );
  if (isStored(file)) return inProse;
  return [...inProse, ...[...line.matchAll(names)].map(([found]) => told(found, replacements.get(found)))];
}

const listed = execFileSync('git', ['ls-files', '-z', '--', ...FILES])
  .toString()
  .split('\0');
const files = process.argv.length > 2 ? process.argv.slice(2) : listed.filter((file) => file && existsSync(file));
const found = files
  .filter((file) => !isList(file))
  .flatMap((file) => [
    ...hits(file, isStored(file) ? '' : file, 0),
    ...readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => hits(file, line, index + 1)),
  ]);
for (const line of found) console.log(line);
if (found.length > 0) {
  console.error(
    `words: ${found.length} in ${new Set(found.map((line) => line.split(':')[0])).size} files that we no longer use`,
  );
  process.exit(1);
}
