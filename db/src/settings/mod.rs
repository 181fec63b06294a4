//! What the portal is set to.
mod default_group;
mod face;
mod key_instructions;
mod new_users;
mod picture_hosts;

pub use crate::onboarding::{
    default_groups::default_groups,
    set_up::{create_super_admin, is_setup_token, set_up, setup_token},
};
pub(crate) use default_group::{clear_default_group, default_group_on, restore_default_group};
pub use default_group::{default_group, set_default_group};
use face::{HUE, PORTAL_NAME, hue_on};
pub use face::{hue, set_hue};
pub use key_instructions::{key_instructions, reset_key_instructions, update_key_instructions};
pub(crate) use new_users::{effective_sign_up_mode, joins_by_key};
pub use new_users::{new_users, sign_up, sign_up_options, update_new_users};
use picture_hosts::{PICTURE_HOSTS, picture_hosts_on};
pub use picture_hosts::{picture_hosts, set_picture_hosts};

use crate::{
    AuditContext, Db, Error,
    base::{
        activity::log_setting,
        entities::{course, group, setting},
        setting_store::{clear, lock, put, value},
    },
};
use domain::{
    activity::SettingsEdit,
    edits::FormVersion,
    events::{ChangeEvent, ListKind},
    face::Face,
    ids::BranchId,
    money::Currency,
    picture_hosts::PictureHosts,
    settings::{
        DEFAULT_LAPSE_DAYS, DEFAULT_PORTAL_NAME, GeneralInfo, GeneralSettings, parse_lapse_days,
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

const CURRENCY: &str = "currency";
const CONTACT: &str = "contact";
const ORDER_LAPSE_DAYS: &str = "order_lapse_days";
const PUBLIC_CATALOG: &str = "public_catalog";

/// Returns the currency of every price.
///
/// # Errors
/// The database failed.
pub async fn currency(db: &Db) -> Result<Currency, Error> {
    currency_on(db.read()).await
}

/// Returns the portal's name.
///
/// # Errors
/// The database failed.
pub async fn portal_name(db: &Db) -> Result<String, Error> {
    portal_name_on(db.read()).await
}

/// The settings that every page has.
#[derive(Clone, Debug, Default)]
pub struct PageSettings {
    /// What the reader sees: that of their branch, or the portal's.
    pub face: Face,
    /// The portal's own, as guests see it.
    pub portal_face: Face,
    /// Whom users ask for help; may be empty.
    pub contact: String,
    pub picture_hosts: PictureHosts,
}

/// Returns what every page has, in one query, and one more for readers of a branch.
///
/// # Errors
/// The database failed.
pub async fn of_pages(db: &Db, branch: Option<BranchId>) -> Result<PageSettings, Error> {
    let rows = setting::Entity::find()
        .filter(setting::Column::Name.is_in([PORTAL_NAME, HUE, CONTACT, PICTURE_HOSTS]))
        .all(db.read())
        .await?;
    let text = |name| {
        rows.iter()
            .find(|row| row.name == name)
            .map(|row| &*row.value)
    };
    // Hosts that cannot be read leave the pages their name.
    let hosts = PictureHosts::parse(text(PICTURE_HOSTS).unwrap_or_default());
    let portal_face = face::of_portal(&rows);
    Ok(PageSettings {
        face: portal_face.in_branch(face::own_face(db.read(), branch).await?),
        portal_face,
        contact: text(CONTACT).unwrap_or_default().to_owned(),
        picture_hosts: hosts.unwrap_or_default(),
    })
}

pub(crate) async fn portal_name_on(conn: &impl ConnectionTrait) -> Result<String, Error> {
    let name = value(conn, PORTAL_NAME).await?;
    Ok(name.unwrap_or_else(|| DEFAULT_PORTAL_NAME.to_owned()))
}

/// Whether guests can view the catalog.
///
/// # Errors
/// The database failed.
pub async fn public_catalog(db: &Db) -> Result<bool, Error> {
    public_catalog_on(db.read()).await
}

async fn public_catalog_on(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(value(conn, PUBLIC_CATALOG).await?.is_some())
}

/// **Settings** > General.
///
/// # Errors
/// The database failed.
pub async fn general(db: &Db) -> Result<GeneralSettings, Error> {
    general_on(db.read()).await
}

async fn general_on(conn: &impl ConnectionTrait) -> Result<GeneralSettings, Error> {
    let settings = GeneralSettings {
        portal_name: portal_name_on(conn).await?,
        contact: value(conn, CONTACT).await?.unwrap_or_default(),
        currency: currency_on(conn).await?,
        priced: is_priced(conn).await?,
        public_catalog: public_catalog_on(conn).await?,
        lapse_days: lapse_days_on(conn).await?,
        picture_hosts: picture_hosts_on(conn).await?,
        hue: hue_on(conn).await?,
        version: FormVersion::default(),
    };
    let version = settings.saved().version();
    Ok(GeneralSettings {
        version,
        ..settings
    })
}

/// Returns the days after which an unpaid order lapses.
pub(crate) async fn lapse_days_on(conn: &impl ConnectionTrait) -> Result<i64, Error> {
    let days = value(conn, ORDER_LAPSE_DAYS).await?;
    let days = days.and_then(|days| parse_lapse_days(&days).ok());
    Ok(days.unwrap_or(DEFAULT_LAPSE_DAYS))
}

/// Saves the general settings. Orders that wait keep the day on which they lapse.
///
/// # Errors
/// [`Error::CurrencyInUse`] for a currency other than that of an existing price; [`Error::Edited`].
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    version: &FormVersion,
    info: &GeneralInfo,
) -> Result<(), Error> {
    let txn = db.write().await?;
    txn.publish(ChangeEvent::List(ListKind::Settings));
    lock(&txn).await?;
    let now = general_on(&txn).await?;
    now.saved().check(version)?;
    if info.currency != now.currency {
        if now.priced {
            return Err(Error::CurrencyInUse);
        }
        put(&txn, CURRENCY, info.currency.code()).await?;
        log_setting(&txn, audit, SettingsEdit::Currency(info.currency)).await?;
    }
    let name = info.portal_name.as_str();
    if name != now.portal_name {
        put(&txn, PORTAL_NAME, name).await?;
        log_setting(&txn, audit, SettingsEdit::PortalName(name.to_owned())).await?;
    }
    let contact = info.contact.as_str();
    if contact != now.contact {
        put(&txn, CONTACT, contact).await?;
        log_setting(&txn, audit, SettingsEdit::Contact(contact.to_owned())).await?;
    }
    let days = info.lapse_days;
    if days != now.lapse_days {
        put(&txn, ORDER_LAPSE_DAYS, &days.to_string()).await?;
        log_setting(&txn, audit, SettingsEdit::OrderLapse(days)).await?;
    }
    let public_catalog = info.public_catalog;
    if public_catalog != now.public_catalog {
        if public_catalog {
            put(&txn, PUBLIC_CATALOG, "true").await?;
        } else {
            clear(&txn, PUBLIC_CATALOG, None).await?;
        }
        log_setting(&txn, audit, SettingsEdit::PublicCatalog(public_catalog)).await?;
    }
    txn.commit().await
}

pub(crate) async fn currency_on(conn: &impl ConnectionTrait) -> Result<Currency, Error> {
    match value(conn, CURRENCY).await? {
        Some(code) => Currency::from_code(&code).ok_or(Error::InvalidData("settings.currency")),
        None => Ok(Currency::default()),
    }
}

/// Whether a group or a course has a price; those in the trash may return with theirs.
async fn is_priced(conn: &impl ConnectionTrait) -> Result<bool, Error> {
    let group = group::Entity::find().filter(group::Column::Price.gt(0));
    let course = course::Entity::find().filter(course::Column::Price.gt(0));
    Ok(group.one(conn).await?.is_some() || course.one(conn).await?.is_some())
}
