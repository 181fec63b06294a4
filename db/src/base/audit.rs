//! Who writes, with which form, and the clock.
use crate::base::secrets::Secrets;
use domain::{access_scope::AccessScope, form_token::FormToken, ids::UserId, time::Timestamp};

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

    /// Returns the context of writes by the person who runs the portal, at its command line.
    pub fn command_line(at: Timestamp) -> Self {
        Self {
            name: "Command line".into(),
            ..Self::system(at)
        }
    }

    /// The same, for what this form adds.
    #[must_use]
    pub fn for_form(self, form: SentForm) -> Self {
        let form = Some(form);
        Self { form, ..self }
    }
}

/// A form as it was sent: the same one of the same user, with the same fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentForm {
    mark: String,
}

impl SentForm {
    /// `function` is what it is sent to, and `fields` is what was entered: who goes back to a form and enters
    /// something else adds that, too.
    #[must_use]
    pub fn new(
        secrets: &Secrets,
        sender: UserId,
        function: &str,
        token: &FormToken,
        fields: &str,
    ) -> Self {
        let token = token.as_str();
        let message = format!("{sender}\n{function}\n{token}\n{fields}");
        let mark = secrets.form_mark(&message);
        Self { mark }
    }

    pub(super) fn mark(&self) -> &str {
        &self.mark
    }
}

/// Returns the current time of the system clock.
pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }))
}
