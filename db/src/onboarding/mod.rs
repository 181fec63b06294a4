//! How people become users.
pub mod password_resets;
pub mod sign_ups;
