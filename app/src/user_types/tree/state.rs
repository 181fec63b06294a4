//! What the nodes of the tree share.
use domain::permissions::{Permission, PermissionSet};
use leptos::prelude::*;

/// The state that the tree's nodes and permissions share.
#[derive(Clone, Copy)]
pub struct Tree {
    pub ticked: RwSignal<PermissionSet>,
    /// The search words.
    pub words: RwSignal<Vec<String>>,
    /// Administrator permissions that the actor does not have.
    pub locked: StoredValue<PermissionSet>,
}

impl Tree {
    pub fn finds(self, permission: Permission) -> bool {
        let path = permission.path().to_lowercase();
        self.words
            .with(|words| words.iter().all(|word| path.contains(word)))
    }

    pub fn is_locked(self, permission: Permission) -> bool {
        self.locked
            .with_value(|locked| locked.contains(&permission))
    }

    pub fn tick(self, permissions: impl Iterator<Item = Permission>, on: bool) {
        self.ticked.update(|ticked| {
            for permission in permissions {
                if on {
                    ticked.insert(permission);
                } else {
                    ticked.remove(&permission);
                }
            }
        });
    }
}

/// Returns the name of a permission's field.
pub fn field(permission: Permission) -> String {
    format!("permissions[{}]", permission.code())
}
