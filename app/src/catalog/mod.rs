//! The catalog: courses to get or buy, and bundles of them.
mod bundle_page;
mod bundles;
mod buy;
mod coupon_box;
mod courses;
mod frame;
mod public;
mod server_fns;

pub use bundle_page::BundlePage;
pub use bundles::CatalogBundlesPage;
pub use courses::CatalogCoursesPage;
pub use public::PublicCatalogField;
pub use server_fns::*;
