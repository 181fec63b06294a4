//! Access scopes: which branch or taught items an action reaches.
use super::Authorized;
use crate::AppError;
use db::{AuditContext, access_scope::Target};
use domain::{
    access_scope::AccessScope,
    field_error::{Choice, FieldCode, FieldErrors},
    ids::BranchId,
    policy::Action,
};

impl Authorized {
    /// Refuses targets out of scope as if they did not exist.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn ensure_in_scope(&self, target: impl Into<Target>) -> Result<(), AppError> {
        let found = self.find_in_scope(target.into()).await;
        found.map_err(AppError::with_status)
    }

    /// As [`Self::ensure_in_scope`], without setting a status.
    pub(super) async fn find_in_scope(&self, target: Target) -> Result<(), AppError> {
        let found = db::access_scope::contains(self.db(), self.scope, target).await;
        if found.map_err(AppError::of)? {
            Ok(())
        } else {
            Err(AppError::NotFound)
        }
    }

    /// Returns the scope narrowed to the branch of a filter. It never becomes wider.
    pub fn scope_for_branch(&self, branch: Option<BranchId>) -> AccessScope {
        AccessScope {
            branch: self.scope.branch.or(branch),
            ..self.scope
        }
    }

    /// As [`Self::audit`], for adding something to the branch that a form names. An empty id means
    /// the actor's own scope; any other requires the right to see branches.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] if the branch does not exist.
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
        let none = || AppError::from(FieldErrors::of("branch", FieldCode::Choose(Choice::Branch)));
        let branch = branch.parse().map_err(|_| none())?;
        if db::branches::exists(self.db(), branch).await? {
            Ok(branch)
        } else {
            Err(none())
        }
    }
}
