//! Orders: the administrator's list, one order, its invoice, the buyer's own, and coupons.
mod coupon_archive;
mod coupon_form;
mod coupons_page;
mod invoice_page;
mod list_page;
mod money_badge;
mod my_orders;
mod order_dialogs;
mod order_page;
mod order_state;
mod order_totals;
mod pay_now;
mod payments_panel;
mod rows;
mod server_fns;

pub use coupon_form::{CouponPage, NewCouponPage};
pub use coupons_page::CouponsPage;
pub use invoice_page::InvoicePage;
pub use list_page::OrdersPage;
pub use money_badge::{MoneyToReturn, use_money_to_return};
pub use my_orders::MyOrdersPage;
pub use order_page::OrderPage;
pub use server_fns::*;
