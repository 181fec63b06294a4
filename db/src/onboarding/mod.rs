//! How people become users.
pub(crate) mod default_groups;
pub(crate) mod invitations;
pub(crate) mod new_users;
pub mod password_resets;
pub(crate) mod set_up;
pub mod sign_ups;
