//! Images of Markdown: what is inside them is their text for those who do not see them.

/// An image whose text is being read.
pub struct Image {
    pub address: String,
    pub title: String,
    pub text: String,
    /// Images inside this one's text.
    pub inner: usize,
}

impl Image {
    pub fn new(address: &str, title: &str) -> Self {
        Self {
            address: address.to_owned(),
            title: title.to_owned(),
            text: String::new(),
            inner: 0,
        }
    }
}
