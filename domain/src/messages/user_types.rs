//! What a set of permissions allows, in words.
use crate::permissions::{Permission, PermissionSet, Role};

/// Describes in words what these permissions allow.
pub fn describe(permissions: &PermissionSet) -> String {
    let part = |name: &str| {
        let codes: Vec<_> = permissions
            .iter()
            .filter(|permission| permission.top() == name)
            .collect();
        (!codes.is_empty()).then(|| format!("{name}: {}.", sections(name, &codes)))
    };
    let roles = Role::ALL.iter().map(|role| role.label());
    let parts: Vec<_> = roles.chain(["General"]).filter_map(part).collect();
    if parts.is_empty() {
        "This type has no permissions.".to_owned()
    } else {
        parts.join(" ")
    }
}

fn sections(top: &str, codes: &[&Permission]) -> String {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for permission in codes {
        match parts.last_mut() {
            Some((section, labels)) if *section == permission.section() => {
                labels.push(permission.label())
            }
            _ => parts.push((permission.section(), vec![permission.label()])),
        }
    }
    let part = |(section, labels): (&str, Vec<&str>)| {
        let labels = labels.join(", ");
        if section == top {
            labels
        } else {
            format!("{section} ({})", labels.to_lowercase())
        }
    };
    parts.into_iter().map(part).collect::<Vec<_>>().join("; ")
}
