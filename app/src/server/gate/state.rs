//! The state behind the gate: the database and what belongs to it.
use super::cards::CardProvider;
use db::{Db, sign_ups::MailConfig};
use domain::events::PageId;
use std::sync::Arc;

/// The state that every request shares. Only the gate can read the database from it, so a server
/// function that skips the gate has no database and does not compile.
#[derive(Clone)]
pub struct GateState {
    pub(super) db: Db,
    pub(super) base_url: Arc<str>,
    pub(super) services: Capabilities,
}

/// The optional services that the portal is configured with.
#[derive(Clone)]
pub struct Capabilities {
    /// A mail server; without one, e-mails stay in the mailbox.
    pub mail: bool,
    /// A provider of card payments.
    pub card: Option<Arc<dyn CardProvider>>,
}

impl GateState {
    /// `base_url` is the public URL, such as `https://learn.example.org`, without a trailing slash.
    /// All links are built from it.
    pub fn new(db: Db, base_url: Arc<str>, services: Capabilities) -> Self {
        Self {
            db,
            base_url,
            services,
        }
    }

    pub(crate) fn takes_cards(&self) -> bool {
        self.services.card.is_some()
    }

    pub(super) fn mail_config(&self) -> MailConfig<'_> {
        MailConfig {
            base_url: &self.base_url,
            sends: self.services.mail,
        }
    }

    /// The state for what an open page does, which receives no events of it.
    #[must_use]
    pub(super) fn on_behalf_of(mut self, page: Option<PageId>) -> Self {
        self.db = self.db.on_behalf_of(page);
        self
    }
}
