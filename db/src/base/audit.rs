//! Who writes, and the clock.
use crate::SentForm;
use domain::{access_scope::AccessScope, ids::UserId, time::Timestamp};

/// Who writes, when and from where, as every activity line records it; and the access scope of
/// the action.
#[derive(Clone, Debug)]
pub struct AuditContext {
    /// `None` is the portal itself (set-up, demo, command line).
    pub actor: Option<UserId>,
    /// While the actor acts as another user: that one, whose permissions count.
    pub acting_as: Option<UserId>,
    pub name: String,
    pub address: String,
    pub at: Timestamp,
    /// What is created belongs to its branch and its instructor.
    pub scope: AccessScope,
    /// The form that adds what is written, so that it does so once.
    pub form: Option<SentForm>,
}

impl AuditContext {
    /// Returns the context of writes by the portal itself.
    pub fn system(at: Timestamp) -> Self {
        Self {
            actor: None,
            acting_as: None,
            name: "Muster".into(),
            address: String::new(),
            at,
            scope: AccessScope::PORTAL,
            form: None,
        }
    }

    /// The same, for what this form adds.
    #[must_use]
    pub fn for_form(self, form: SentForm) -> Self {
        let form = Some(form);
        Self { form, ..self }
    }
}

/// Returns the current time of the system clock.
pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }))
}
