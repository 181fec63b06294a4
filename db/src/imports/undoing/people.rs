//! The users of the rows that are taken back.
use crate::base::entities::user;
use domain::ids::UserId;
use std::collections::HashMap;

pub(super) use crate::users::SuperAdmins;

pub(super) type Users = HashMap<UserId, user::Model>;
