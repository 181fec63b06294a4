//! The variants of an enum, as serde knows them: a new one cannot be forgotten.
use serde::{
    Deserialize,
    de::{
        IntoDeserializer,
        value::{Error, StrDeserializer},
    },
};
use std::fmt::Debug;

/// Returns a value of each variant, in their order: those with parameters are among the samples.
pub fn all<T: Debug + Clone + for<'de> Deserialize<'de>>(samples: Vec<T>) -> Vec<T> {
    let is = |sample: &&T, name: &str| format!("{sample:?}").split([' ', '(']).next() == Some(name);
    let of_variant = |name: String| {
        let found: Vec<T> = match from_name(&name) {
            Ok(unit) => vec![unit],
            Err(_) => samples
                .iter()
                .filter(|sample| is(sample, &name))
                .cloned()
                .collect(),
        };
        assert!(
            !found.is_empty(),
            "the list of sentences needs a sample of {name}"
        );
        found
    };
    variants::<T>().into_iter().flat_map(of_variant).collect()
}

/// Returns the names of an enum's variants, which serde lists where it knows none of the name given.
pub fn variants<T: Debug + for<'de> Deserialize<'de>>() -> Vec<String> {
    let error = from_name::<T>("?").unwrap_err().to_string();
    let names = error.split('`').skip(3).step_by(2);
    names.map(str::to_owned).collect()
}

fn from_name<T: for<'de> Deserialize<'de>>(name: &str) -> Result<T, Error> {
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    T::deserialize(name)
}
