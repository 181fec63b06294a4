//! How far somebody may do what he may, and where in it he does it.
use super::Authorized;
use crate::AppError;
use db::{AuditContext, access_scope::Target};
use domain::{access_scope::AccessScope, field_error::FieldError, ids::BranchId, policy::Action};

impl Authorized {
    /// Refuses what lies outside the realm, as if it were not there.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn ensure_in_scope(&self, thing: impl Into<Target>) -> Result<(), AppError> {
        if db::access_scope::contains(self.db(), self.scope, thing.into()).await? {
            Ok(())
        } else {
            Err(AppError::NotFound.with_status())
        }
    }

    /// The realm, narrowed to the branch of a filter; nobody sees more by it.
    pub fn scope_for_branch(&self, branch: Option<BranchId>) -> AccessScope {
        AccessScope {
            branch: self.scope.branch.or(branch),
            ..self.scope
        }
    }

    /// As [`Self::by`], for adding something to the branch that a form names; an empty id is
    /// what the actor administers. To choose is for whoever sees the branches.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] where there is no such branch.
    pub async fn audit_in_branch(&self, branch: &str) -> Result<AuditContext, AppError> {
        if branch.is_empty() {
            return Ok(self.audit());
        }
        if !self.actor.may(Action::ListBranches) {
            return Err(AppError::Forbidden.with_status());
        }
        let branch = self.branch_of_form(branch).await?;
        Ok(AuditContext {
            scope: self.scope_for_branch(Some(branch)),
            ..self.audit()
        })
    }

    async fn branch_of_form(&self, branch: &str) -> Result<BranchId, AppError> {
        let none = || AppError::from(FieldError::new("branch", "Choose a branch."));
        let branch = branch.parse().map_err(|_| none())?;
        if db::branches::exists(self.db(), branch).await? {
            Ok(branch)
        } else {
            Err(none())
        }
    }
}
