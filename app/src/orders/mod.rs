//! Orders: the administrator's list, one order, its invoice, the buyer's own, and coupons.
mod coupon_form;
mod coupons_page;
mod invoice_page;
mod list_page;
mod my_orders;
mod order_dialogs;
mod order_page;
mod order_totals;
mod rows;
mod server_fns;

pub use coupon_form::{CouponPage, NewCouponPage};
pub use coupons_page::CouponsPage;
pub use invoice_page::InvoicePage;
pub use list_page::OrdersPage;
pub use my_orders::MyOrdersPage;
pub use order_page::OrderPage;
pub use server_fns::*;
