//! What the plans of all rows of an import depend on.
use crate::{
    Db, Error,
    access::user_types,
    base::{
        entities::{group, import},
        secrets::Secrets,
    },
    branches,
    imports::{
        rights::Importer,
        sealing::{Problem, StoredList},
    },
};
use domain::{
    access_scope::AccessScope,
    field_error::{FieldCode, FieldErrors},
    ids::{BranchId, UserTypeId},
    imports::{
        columns::{Columns, Field, Unused},
        problems::CellProblem,
        stored::{ImportChoices, ImportKind, PasswordSource},
    },
    money::Currency,
    permissions::BuiltIn,
    policy::Action,
    users::UserTypeOption,
};

/// An import as the plans of its rows see it.
pub(in crate::imports) struct Planner {
    pub kind: ImportKind,
    pub importer: Importer,
    pub list: StoredList,
    pub choices: ImportChoices,
    /// The group of members or group courses.
    pub group: Option<group::Model>,
    /// All user types, and whether the importer can assign them.
    types: Vec<(UserTypeOption, bool)>,
    pub grantable: Vec<UserTypeOption>,
    pub super_admin: UserTypeId,
    pub currency: Currency,
    /// The name of the branch that the importer chose; empty for the main portal.
    chosen_branch: String,
    /// The portal's name, which is no password.
    pub(super) portal: String,
    pub(super) secrets: Secrets,
    /// Where the importer may add members.
    pub joinable: Option<AccessScope>,
}

impl Planner {
    pub(in crate::imports) async fn of(db: &Db, row: &import::Model) -> Result<Self, Error> {
        let importer = Importer::of(db, row).await?;
        let choices = row.stored_choices()?;
        let mut list = row.stored_list(db.secrets())?;
        restrict(&mut list.columns, &importer, &choices, row.kind);
        let group = match row.group_id {
            Some(group) => Some(crate::groups::find(db.read(), group).await?),
            None => None,
        };
        let types = user_types::list(db).await?;
        let types: Vec<_> = types
            .into_iter()
            .map(|one| {
                let may = importer.may_grant(&one.permissions);
                (one, may)
            })
            .collect();
        let chosen = branches::find(db.read(), choices.branch).await?;
        let grantable = types.iter().filter(|(_, may)| *may);
        Ok(Self {
            kind: row.kind,
            list,
            chosen_branch: chosen.map(|branch| branch.name).unwrap_or_default(),
            choices,
            group,
            grantable: grantable.map(|(one, _)| one.clone()).collect(),
            types,
            super_admin: user_types::built_in(db, BuiltIn::SuperAdmin).await?,
            secrets: db.secrets().clone(),
            currency: crate::settings::currency(db).await?,
            portal: crate::settings::portal_name(db).await?,
            joinable: importer.scope_for(Action::EditMembers),
            importer,
        })
    }

    pub(in crate::imports) fn columns(&self) -> &Columns {
        &self.list.columns
    }

    /// Whether the importer may edit users of this type.
    pub(super) fn may_edit(&self, user_type: UserTypeId) -> bool {
        self.types
            .iter()
            .any(|(one, may)| one.id == user_type && *may)
    }

    pub(super) fn type_name(&self, user_type: UserTypeId) -> &str {
        let found = self.types.iter().find(|(one, _)| one.id == user_type);
        found.map_or("", |(one, _)| &one.name)
    }

    /// The branch of what is added where the row names none.
    pub(super) fn default_branch(&self) -> Option<BranchId> {
        let chosen = self.choices.branch;
        self.importer
            .scope
            .branch
            .or_else(|| chosen.filter(|_| self.importer.may(Action::ListBranches)))
    }

    /// What a row says of the branch of what is added: the one it names, or else the chosen one.
    pub(super) fn shown_branch<'a>(&'a self, named: &'a str) -> &'a str {
        if named.is_empty() && self.importer.may(Action::ListBranches) {
            &self.chosen_branch
        } else {
            named
        }
    }

    /// Whether the importer may move users, or groups, between branches.
    pub(super) fn may_move(&self) -> bool {
        self.importer.scope.branch.is_none() && self.importer.may(Action::EditBranches)
    }
}

/// Uses no column for which the importer has no right, and passwords only if they chose so.
fn restrict(columns: &mut Columns, importer: &Importer, choices: &ImportChoices, kind: ImportKind) {
    let in_branch = importer.scope.branch.is_some();
    for column in &mut columns.0 {
        let refused = match column.usage {
            Ok(Field::Groups) => !importer.may(Action::EditMembers),
            Ok(Field::Branch) => !in_branch && !importer.may(Action::ListBranches),
            // That a key is taken tells that another group has it.
            Ok(Field::Key) => !importer.sees_all_keys(),
            Ok(Field::Password) => {
                kind != ImportKind::Users
                    || choices.passwords != PasswordSource::Column
                    || importer.is_acting()
            }
            _ => false,
        };
        if refused {
            column.usage = Err(match column.usage {
                Ok(Field::Password) => Unused::Password,
                _ => Unused::NotAllowed,
            });
        }
    }
}

/// Returns the errors of a form as problems of a row.
pub(super) fn problems_of(errors: &FieldErrors) -> Vec<Problem> {
    let problem = |(name, code): &(&'static str, FieldCode)| Problem {
        field: match *name {
            "name" => Some(Field::GroupName),
            name => Field::from_code(name),
        },
        code: code.clone(),
    };
    errors.iter().map(problem).collect()
}

/// The problem of a row whose quotation mark is not closed.
pub(super) const fn open_quote() -> Problem {
    Problem::of_row(FieldCode::Cell(CellProblem::OpenQuote))
}
