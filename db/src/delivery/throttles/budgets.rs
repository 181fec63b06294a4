//! Who is counted where (docs/decisions/0040).
use super::Counter;
use crate::{
    Db, Error,
    base::{
        entities::{sign_in_source, user},
        secrets::token_hash,
    },
};
use domain::{
    ids::UserId,
    throttle::{
        COUPON_ACCOUNT, KEY_ACCOUNT, KEY_ACCOUNT_DAY, KEY_ADDRESS, KEY_ADDRESS_INVITED, KEY_MAIL,
        KEY_TYPED, PASSWORD_RESET_ACCOUNT, PASSWORD_RESET_ADDRESS, REGULAR_DAYS, SECOND_FACTOR,
        SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS, SIGN_IN_DEVICE, SIGN_IN_KNOWN, SIGN_UP_ADDRESS,
        SIGN_UP_EMAIL, SIGN_UP_LOGIN, Source,
    },
    time::Timestamp,
    users::AccountOrigin,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

/// The counters of a guess at a key. The account's own decide alone where an administrator made it;
/// guests share those of their source, and so do accounts that they can make as often as they like.
///
/// # Errors
/// The database failed.
pub async fn guess_key(
    db: &Db,
    account: Option<UserId>,
    source: Source,
) -> Result<Vec<Counter>, Error> {
    let Some(account) = account else {
        return Ok(Counter::source("key_address", source, KEY_ADDRESS));
    };
    let mut counters = vec![
        Counter::account("key_account", account, KEY_ACCOUNT),
        Counter::account("key_account_day", account, KEY_ACCOUNT_DAY),
    ];
    match origin(db, account).await? {
        AccountOrigin::Managed => {}
        AccountOrigin::Invited => {
            let shared = Counter::source("key_address_invited", source, KEY_ADDRESS_INVITED);
            counters.extend(shared.into_iter().map(|counter| Counter {
                spares_the_blameless: true,
                ..counter
            }));
        }
        AccountOrigin::SelfMade => {
            counters.extend(Counter::source("key_address", source, KEY_ADDRESS));
        }
    }
    Ok(counters)
}

async fn origin(db: &Db, account: UserId) -> Result<AccountOrigin, Error> {
    let found: Option<AccountOrigin> = user::Entity::find_by_id(account)
        .select_only()
        .column(user::Column::Origin)
        .into_tuple()
        .one(db.read())
        .await?;
    Ok(found.unwrap_or(AccountOrigin::SelfMade))
}

/// The counters of a key that is typed for a group of one's own: "this key is in use" tells of it.
pub fn create_key(account: UserId) -> Vec<Counter> {
    vec![
        Counter::account("key_typed", account, KEY_TYPED),
        Counter::account("key_account_day", account, KEY_ACCOUNT_DAY),
    ]
}

/// The counter of a guess at a coupon.
pub fn try_coupon(account: UserId) -> Vec<Counter> {
    vec![Counter::account("coupon_account", account, COUPON_ACCOUNT)]
}

/// The counter of mailing keys.
pub fn key_mail(account: UserId) -> Vec<Counter> {
    vec![Counter::account("key_mail", account, KEY_MAIL)]
}

/// The counters of signing in under a name from a browser that the account never signed in with. The
/// name counts as it is typed: so an unknown one is slowed down as a known one.
///
/// # Errors
/// The database failed.
pub async fn sign_in(
    db: &Db,
    login_or_email: &str,
    source: Source,
    now: Timestamp,
) -> Result<Vec<Counter>, Error> {
    let regulars = sign_in_source::Entity::find()
        .filter(sign_in_source::Column::Source.eq(source.to_string()))
        .filter(sign_in_source::Column::At.gt(now.plus_days(-REGULAR_DAYS)))
        .count(db.read())
        .await?;
    let regulars = i64::try_from(regulars).unwrap_or(i64::MAX / 4);
    let limit = SIGN_IN_ADDRESS.for_regulars(regulars);
    let mut counters = vec![Counter::typed(
        "sign_in_account",
        login_or_email,
        SIGN_IN_ACCOUNT,
    )];
    counters.extend(Counter::source("sign_in_address", source, limit));
    Ok(counters)
}

/// The counters of an account's names, which its owner resets by signing in.
pub fn names(names: &[String]) -> Vec<Counter> {
    let of = |name: &String| Counter::typed("sign_in_account", name, SIGN_IN_ACCOUNT);
    names.iter().map(of).collect()
}

/// The counters of a source's failures to sign in.
pub fn failures_at(source: Source) -> Vec<Counter> {
    Counter::source("sign_in_address", source, SIGN_IN_ADDRESS)
}

/// The counters of checking the password of an account from one of its own browsers; `device` is the
/// browser's secret.
pub fn known_browser(account: UserId, device: &str) -> Vec<Counter> {
    let subject = format!("{account}:{}", token_hash(device));
    vec![
        Counter::new("sign_in_device", subject, SIGN_IN_DEVICE),
        Counter::account("sign_in_known", account, SIGN_IN_KNOWN),
    ]
}

/// The counter of codes that are typed after the right password.
pub fn second_factor(account: UserId) -> Vec<Counter> {
    vec![Counter::account("second_factor", account, SECOND_FACTOR)]
}

/// The counters of signing up without a valid key.
pub fn sign_up(source: Source) -> Vec<Counter> {
    Counter::source("sign_up_address", source, SIGN_UP_ADDRESS)
}

/// The counter of e-mails to an address that someone signs up with.
pub fn sign_up_email(email: &str) -> Vec<Counter> {
    vec![Counter::typed("sign_up_email", email, SIGN_UP_EMAIL)]
}

/// The counter of taken logins that are chosen with one mailed link.
pub fn sign_up_login(token: &str) -> Vec<Counter> {
    vec![Counter::typed("sign_up_login", token, SIGN_UP_LOGIN)]
}

/// The counters of requesting links. The name counts as it is typed, as for signing in.
pub fn password_reset(login_or_email: &str, source: Source) -> Vec<Counter> {
    let mut counters = Counter::source("forgotten_address", source, PASSWORD_RESET_ADDRESS);
    counters.push(Counter::typed(
        "forgotten_account",
        login_or_email,
        PASSWORD_RESET_ACCOUNT,
    ));
    counters
}
