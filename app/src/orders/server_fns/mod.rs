mod coupons;
mod orders;

pub use coupons::*;
pub use orders::*;
