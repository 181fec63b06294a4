//! The components that pages are built from.
mod added;
mod badge;
mod breadcrumb;
mod confirm_dialog;
mod copy;
mod cover;
mod dialog;
mod disclosure;
mod empty;
mod error;
mod field;
mod focus;
mod form;
mod frame;
mod headline;
mod icon;
mod icon_link;
mod list;
mod menu;
mod moment;
mod mutation;
mod name;
mod navigation;
mod newest;
mod post;
mod print;
mod query_form;
mod require_permission;
mod resource;
mod retry;
mod search;
mod select_filter;
mod sizes;
mod table;
mod tabs;
mod toast;
mod unsaved;
mod url;
mod waiting;

pub use added::{AddedStrip, NextStep, use_added, use_added_row};
pub use badge::{Badge, Tone};
pub use breadcrumb::{Breadcrumb, Trail};
pub use confirm_dialog::{ConfirmDialog, DialogAnswers, DialogButtons, use_query_id};
pub use copy::CopyButton;
pub use cover::Cover;
pub use dialog::{Dialog, open_modally};
pub use disclosure::Disclosure;
pub use empty::EmptyState;
pub use error::{ErrorNotice, ErrorPage, NotFound};
pub use field::{
    CheckField, FieldNote, MomentField, PasswordField, RadioField, SelectField, SwitchField,
    TextArea, TextField, TextFieldWith, select_options,
};
pub use focus::{focus, focus_if_lost, keep_focus};
pub use form::{
    AddButton, EditableFields, FileForm, Form, FormFoot, HiddenIds, IconSubmit, Ids, PlainForm,
    Submit, SubmitOnEnter, TokenField, VersionField, use_form,
};
pub use frame::Frame;
pub use headline::{CourseHeadline, Headline, UserHeadline};
pub use icon::{Icon, Svg};
pub use icon_link::{IconLink, RemoveLink};
pub use list::{FilterLinks, PagedList, pager, sync_row};
pub use menu::Menu;
pub use moment::{LocalTime, RelativeTime};
pub use mutation::{MutationHandle, ServerMutation, on_success};
pub use name::NameLink;
pub use navigation::{Navigation, provide_guard};
pub use newest::Newest;
pub use print::PrintButton;
pub use query_form::QueryForm;
pub use require_permission::RequirePermission;
pub use resource::{ResourceResultView, ResourceView, ServerResource};
pub use search::SearchBox;
pub use select_filter::{FilterForm, FilterOption, FilterSelect, SelectFilter};
pub use sizes::megabytes;
pub use table::{Column, NameCell, NumberCell, PagedTable, TextCell, use_sorting};
pub use tabs::{PageTabs, Tabs};
pub use toast::{Toasts, Undo, provide_toasts, toast, toast_with_undo};
pub use unsaved::{release_all, tell};
pub use url::{
    query_encode, query_link, query_link_untracked, query_text, route_id, route_param,
    sign_in_link, use_cursor, use_search,
};
