//! The currencies that prices can be in: those of ISO 4217 that are in use, without funds and metals.
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::sync::LazyLock;

/// One table: the digits after the decimal point, and the currencies that have as many.
macro_rules! currencies {
    ($($digits:literal: $($(#[$mark:meta])? $name:ident)*;)*) => {
        /// A currency of ISO 4217. Its name here is its code, as activities store it.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Currency {
            $($($(#[$mark])? $name,)*)*
        }

        /// The currencies with the names of their variants, in the order of the table.
        const TABLE: &[(Currency, &str, usize)] =
            &[$($((Currency::$name, stringify!($name), $digits),)*)*];
    };
}

currencies! {
    0:
        Bif Clp Djf Gnf Isk Jpy Kmf Krw Pyg Rwf Ugx Vnd Vuv Xaf Xof Xpf;
    2:
        Aed Afn All Amd Aoa Ars Aud Awg Azn Bam Bbd Bdt Bgn Bmd Bnd Bob Brl Bsd Btn Bwp Byn Bzd Cad Cdf Chf Cny
        Cop Crc Cup Cve Czk Dkk Dop Dzd Egp Ern Etb #[default] Eur Fjd Fkp Gbp Gel Ghs Gip Gmd Gtq Gyd Hkd Hnl Htg Huf
        Idr Ils Inr Irr Jmd Kes Kgs Khr Kpw Kyd Kzt Lak Lbp Lkr Lrd Lsl Mad Mdl Mga Mkd Mmk Mnt Mop Mru Mur Mvr Mwk
        Mxn Myr Mzn Nad Ngn Nio Nok Npr Nzd Pab Pen Pgk Php Pkr Pln Qar Ron Rsd Rub Sar Sbd Scr Sdg Sek Sgd Shp
        Sle Sos Srd Ssp Stn Svc Syp Szl Thb Tjs Tmt Top Try Ttd Twd Tzs Uah Usd Uyu Uzs Ves Wst Xcd Xcg Yer Zar
        Zmw Zwg;
    3:
        Bhd Iqd Jod Kwd Lyd Omr Tnd;
}

/// The codes: `EUR`.
static CODES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let code = |(_, name, _): &(Currency, &str, usize)| name.to_ascii_uppercase();
    TABLE.iter().map(code).collect()
});

impl Currency {
    /// Returns all currencies, by their codes.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = TABLE.iter().map(|(currency, ..)| *currency).collect();
        all.sort_by_key(|currency| currency.code());
        all
    }

    /// `EUR`.
    pub fn code(self) -> &'static str {
        CODES[self as usize].as_str()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let place = CODES.iter().position(|known| known == code)?;
        Some(TABLE[place].0)
    }

    /// Digits after the decimal point: 0, 2 or 3.
    pub const fn digits(self) -> usize {
        TABLE[self as usize].2
    }
}

/// By its name in the table. What serde derives would be large in the browser.
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(TABLE[*self as usize].1)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = TABLE.iter().find(|(_, known, _)| *known == name);
        let known = known.map(|(currency, ..)| *currency);
        known.ok_or_else(|| D::Error::custom("unknown currency"))
    }
}

#[cfg(feature = "orm")]
crate::orm::stored_as_code!(Currency);

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::{
        IntoDeserializer,
        value::{Error, StrDeserializer},
    };

    #[test]
    fn each_currency_is_found_by_its_code() {
        let all = Currency::all();
        assert!(all.len() > 150, "{}", all.len());
        for currency in all {
            assert_eq!(Currency::from_code(currency.code()), Some(currency));
            assert_eq!(currency.code().len(), 3);
        }
        assert_eq!(Currency::from_code("Eur"), None);
        assert_eq!(Currency::from_code("XXX"), None);
    }

    /// Lines of the activity store it so.
    #[test]
    fn a_currency_is_stored_by_its_name() {
        let stored: StrDeserializer<'_, Error> = "Eur".into_deserializer();
        assert_eq!(Currency::deserialize(stored), Ok(Currency::Eur));
    }
}
