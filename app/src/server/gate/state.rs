//! What the gate keeps closed: the database, and what goes with it.
use crate::AppError;
use db::{
    Db,
    event_bus::{ChangeEvent, EventBus},
    sign_ups::MailConfig,
};
use domain::ids::BranchId;
use std::sync::Arc;

/// What every request shares. Only the gate takes the database out of it: a server function
/// that forgets to ask at the gate has none, and does not compile.
#[derive(Clone)]
pub struct GateState {
    pub(super) db: Db,
    pub(super) live: EventBus,
    pub(super) base_url: Arc<str>,
    pub(super) means: Capabilities,
}

/// What the portal is set up with.
#[derive(Clone, Copy, Debug)]
pub struct Capabilities {
    /// A mail server; without one, mails stay in the mailbox.
    pub mail: bool,
    /// A provider of card payments.
    pub card: bool,
}

impl GateState {
    /// `base_url` is as users type it, `https://learn.example.org`, without a slash at the end:
    /// links are made from it alone.
    pub fn new(db: Db, live: EventBus, base_url: Arc<str>, means: Capabilities) -> Self {
        Self {
            db,
            live,
            base_url,
            means,
        }
    }

    pub(crate) fn takes_cards(&self) -> bool {
        self.means.card
    }

    pub(super) fn mail_config(&self) -> MailConfig<'_> {
        MailConfig {
            base_url: &self.base_url,
            sends: self.means.mail,
        }
    }

    /// Somebody is new in the branch: the pages of the default groups show him.
    pub(super) async fn tell_default_groups(
        &self,
        branch: Option<BranchId>,
    ) -> Result<(), AppError> {
        for group in db::settings::default_groups(&self.db, branch).await? {
            self.live.publish(&self.db, ChangeEvent::Group(group)).await;
        }
        Ok(())
    }
}
