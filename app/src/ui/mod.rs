//! The components that pages are built from.
mod act;
mod address;
mod answer;
mod asking;
mod badge;
mod breadcrumb;
mod copy;
mod dialog;
mod disclosure;
mod empty;
mod error;
mod field;
mod focus;
mod form;
mod frame;
mod icon;
mod list;
mod menu;
mod moment;
mod name;
mod needs;
mod pasted;
mod print;
mod query_form;
mod search;
mod select_filter;
mod tabs;
mod toast;

pub use act::{Act, Sent, follow};
pub use address::{
    query_encode, query_link, query_link_now, query_text, route_id, route_param, sign_in_link,
    use_cursor, use_search,
};
pub use answer::{Answer, Answered, Loaded};
pub use asking::{Asking, DialogButtons, asked};
pub use badge::{Badge, Tone};
pub use breadcrumb::Breadcrumb;
pub use copy::CopyButton;
pub use dialog::Dialog;
pub use disclosure::Disclosure;
pub use empty::EmptyState;
pub use error::{ErrorNotice, NotFound};
pub use field::{
    CheckField, PasswordField, RadioField, SelectField, TextArea, TextField, TextFieldWith,
};
pub use focus::keep_focus;
pub use form::{Editable, Form, IconSubmit, PlainForm, Submit, SubmitOnEnter, use_form};
pub use frame::Frame;
pub use icon::{Icon, Svg};
pub use list::{FilterLinks, Pager, Rows, take_changes};
pub use menu::Menu;
pub use moment::Moment;
pub use name::NameLink;
pub use needs::Needs;
pub use pasted::{ListField, ListLine};
pub use print::PrintButton;
pub use query_form::QueryForm;
pub use search::SearchBox;
pub use select_filter::SelectFilter;
pub use tabs::{PageTabs, Tabs};
pub use toast::{Toasts, provide_toasts, toast};
