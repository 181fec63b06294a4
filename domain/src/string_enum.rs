//! Enums that are stored as text: a code for the database and forms, and a label on screen.

macro_rules! string_enum {
    ($name:ident { $($variant:ident = $code:literal, $label:literal;)* }) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code in the database and in forms.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The label on screen.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }

        #[cfg(feature = "orm")]
        crate::orm::stored_as_code!($name);
    };
}
pub(crate) use string_enum;
