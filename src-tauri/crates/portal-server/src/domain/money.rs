//! Money, which is counted exactly, in the smallest unit of its currency.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;

use super::Credits;

/// Currencies of ISO 4217 that people pay with, by how many digits their amounts have after the point.
const CURRENCIES: [(u32, &str); 3] = [
    (
        0,
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    ),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC \
         CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR \
         JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD \
         NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN \
         SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
];

/// A currency of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Currency {
    code: &'static str,
    minor_digits: u32,
}

impl Currency {
    /// Its code, such as `EUR`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.code
    }

    /// How many digits its amounts have after the point.
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        self.minor_digits
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code)
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = CURRENCIES
            .iter()
            .flat_map(|(digits, codes)| codes.split(' ').map(|code| (*digits, code)));
        known
            .into_iter()
            .find(|(_, code)| *code == text)
            .map(|(minor_digits, code)| Self { code, minor_digits })
            .ok_or_else(|| UnknownCurrency(text.to_owned()))
    }
}

/// No currency has this code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the code of a currency, such as EUR")]
pub struct UnknownCurrency(pub String);

/// What something costs: more than nothing, at most [`Price::MAXIMUM`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The amount, in the smallest unit of the currency.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Price {
    /// The most that is asked at once, in the smallest unit of any currency: what payment providers take.
    pub const MAXIMUM: i64 = 99_999_999;

    /// Reads an exact decimal such as `10.00`.
    ///
    /// # Errors
    ///
    /// When it is no price in this currency. Nothing is rounded.
    pub fn read(text: &str, currency: Currency) -> Result<Self, PriceRefusal> {
        let minor = read_units(text, currency.minor_digits)?;
        match minor <= Self::MAXIMUM {
            true => Ok(Self { minor, currency }),
            false => Err(PriceRefusal::TooLarge),
        }
    }
}

impl fmt::Display for Price {
    /// The amount alone, with as many digits after the point as the currency has.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.minor_digits;
        formatter.write_str(&write_units(self.minor, digits, digits))
    }
}

/// Digits that the price of one credit can have beyond those of its currency.
const FINER: u32 = 6;

/// What one credit costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditRate {
    /// The amount, in millionths of the smallest unit of the currency.
    pub millionths: i64,
    /// The currency.
    pub currency: Currency,
}

impl CreditRate {
    /// Reads an exact decimal such as `0.0125`.
    ///
    /// # Errors
    ///
    /// When it can't be what one credit costs. Nothing is rounded.
    pub fn read(text: &str, currency: Currency) -> Result<Self, PriceRefusal> {
        let millionths = read_units(text, currency.minor_digits + FINER)?;
        match millionths / 1_000_000 <= Price::MAXIMUM {
            true => Ok(Self {
                millionths,
                currency,
            }),
            false => Err(PriceRefusal::TooLarge),
        }
    }

    /// What one of so many credits costs that have this price together, rounded half up to a millionth of the smallest
    /// unit.
    #[must_use]
    pub fn of(price: Price, credits: Credits) -> Self {
        let thousandths = i128::from(credits.0.max(1));
        let total = i128::from(price.minor) * 1_000_000 * 1_000;
        let millionths = (2 * total + thousandths) / (2 * thousandths);
        Self {
            millionths: i64::try_from(millionths).unwrap_or(i64::MAX),
            currency: price.currency,
        }
    }

    /// What so many credits cost, rounded up to the smallest unit; `None` when it is more than a price can be.
    #[must_use]
    pub fn price_of(self, credits: Credits) -> Option<Price> {
        const SCALE: i128 = 1_000_000 * 1_000;
        let total = i128::from(self.millionths) * i128::from(credits.0);
        let minor = i64::try_from((total + SCALE - 1) / SCALE).ok()?;
        let currency = self.currency;
        (1..=Price::MAXIMUM)
            .contains(&minor)
            .then_some(Price { minor, currency })
    }
}

impl fmt::Display for CreditRate {
    /// The amount alone, with at least as many digits after the point as the currency has.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.minor_digits;
        formatter.write_str(&write_units(self.millionths, digits + FINER, digits))
    }
}

/// Why something is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceRefusal {
    /// It is no decimal number.
    #[error("the price is not a number such as 10.00")]
    NotANumber,
    /// It is zero or less.
    #[error("the price is not more than 0")]
    NotPositive,
    /// It has more digits after the point than are counted.
    #[error("the price has too many digits after the point")]
    TooPrecise,
    /// It is more than can be asked at once.
    #[error("the price is too high")]
    TooLarge,
}

/// Reads a decimal with at most so many digits after the point, in units of the last of them.
fn read_units(text: &str, digits: u32) -> Result<i64, PriceRefusal> {
    let text = text.trim();
    let (is_negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut all = whole.bytes().chain(fraction.bytes()).peekable();
    if all.peek().is_none() || !all.all(|digit| digit.is_ascii_digit()) {
        return Err(PriceRefusal::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let written = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    let missing = digits.checked_sub(written);
    let zero = |byte: u8| byte == b'0';
    if whole.bytes().all(zero) && fraction.is_empty() || is_negative {
        return Err(PriceRefusal::NotPositive);
    }
    let missing = missing.ok_or(PriceRefusal::TooPrecise)?;
    let all = format!("{}{fraction}", whole.trim_start_matches('0'));
    let units: i64 = all.parse().map_err(|_| PriceRefusal::TooLarge)?;
    10_i64
        .checked_pow(missing)
        .and_then(|scale| units.checked_mul(scale))
        .ok_or(PriceRefusal::TooLarge)
}

/// Writes so many units of the last of `digits` after the point; of these, zeros at the end that are not among the
/// first `least` are left out.
fn write_units(units: i64, digits: u32, least: u32) -> String {
    let (digits, least) = (digits as usize, least as usize);
    let sign = if units < 0 { "-" } else { "" };
    let all = format!("{:0>1$}", units.unsigned_abs(), digits + 1);
    let (whole, fraction) = all.split_at(all.len() - digits);
    let (kept, rest) = fraction.split_at(least);
    let fraction = format!("{kept}{}", rest.trim_end_matches('0'));
    match fraction.is_empty() {
        true => format!("{sign}{whole}"),
        false => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn prices_are_read_and_shown_exactly() {
        use PriceRefusal::{NotANumber, NotPositive, TooLarge, TooPrecise};

        for (code, text, read) in [
            ("EUR", "10.00", Ok((1_000, "10.00"))),
            ("EUR", "10", Ok((1_000, "10.00"))),
            ("EUR", " 0.01 ", Ok((1, "0.01"))),
            ("EUR", "10.000", Ok((1_000, "10.00"))),
            ("EUR", "10.001", Err(TooPrecise)),
            ("EUR", "999999.99", Ok((99_999_999, "999999.99"))),
            ("EUR", "1000000", Err(TooLarge)),
            ("EUR", "99999999999999999999", Err(TooLarge)),
            ("EUR", "0.00", Err(NotPositive)),
            ("EUR", "-1", Err(NotPositive)),
            ("EUR", "", Err(NotANumber)),
            ("EUR", ".", Err(NotANumber)),
            ("EUR", "1,50", Err(NotANumber)),
            ("EUR", "1e2", Err(NotANumber)),
            ("EUR", "ten", Err(NotANumber)),
            ("EUR", "+1", Err(NotANumber)),
            ("JPY", "1500", Ok((1_500, "1500"))),
            ("JPY", "1500.5", Err(TooPrecise)),
            ("KWD", "1.234", Ok((1_234, "1.234"))),
        ] {
            let price = Price::read(text, currency(code));
            let told = price.map(|price| (price.minor, price.to_string()));
            let read = read.map(|(minor, shown)| (minor, shown.to_owned()));
            assert_eq!(told, read, "{code} {text:?}");
        }
        for code in ["eur", "EURO", "XXX", "", "EU"] {
            assert!(code.parse::<Currency>().is_err(), "{code:?}");
        }
    }

    #[test]
    fn what_one_credit_costs_is_finer_than_a_coin() {
        let rate = |text: &str| CreditRate::read(text, currency("EUR"));
        let shown = rate("0.0125").unwrap();
        assert_eq!(shown.millionths, 1_250_000);
        assert_eq!(shown.to_string(), "0.0125");
        assert_eq!(rate("2").unwrap().to_string(), "2.00");
        assert_eq!(rate("0.00000001").unwrap().millionths, 1);
        assert_eq!(rate("0.000000001"), Err(PriceRefusal::TooPrecise));
        let of = |minor: i64, credits: i64| {
            let currency = currency("EUR");
            CreditRate::of(Price { minor, currency }, Credits(credits * 1_000)).to_string()
        };
        assert_eq!(of(1_000, 1_000), "0.01");
        assert_eq!(of(1_000, 3_000), "0.00333333");
        assert_eq!(of(2_000, 3_000), "0.00666667");
    }

    #[test]
    fn an_amount_of_ones_own_is_rounded_up_to_the_coin() {
        let rate = CreditRate::read("0.0125", currency("EUR")).unwrap();
        let price = |thousandths| rate.price_of(Credits(thousandths)).map(|it| it.to_string());
        assert_eq!(price(1_000_000), Some("12.50".to_owned()));
        assert_eq!(price(1_001_000), Some("12.52".to_owned()));
        assert_eq!(price(1), Some("0.01".to_owned()));
        assert_eq!(price(1_000_000_000_000), None);
    }

    proptest! {
        #[test]
        fn nobody_pays_less_than_it_costs_nor_a_coin_more(
            millionths in 1_i64..10_000_000, thousandths in 1_i64..1_000_000_000,
        ) {
            let rate = CreditRate { millionths, currency: currency("EUR") };
            let price = rate.price_of(Credits(thousandths)).unwrap();
            let exact = i128::from(millionths) * i128::from(thousandths);
            let asked = i128::from(price.minor) * 1_000_000_000;
            prop_assert!(asked >= exact && asked - exact < 1_000_000_000);
        }

        #[test]
        fn what_is_shown_reads_the_same(millionths in 1_i64..i64::MAX / 1_000_000_000) {
            for code in ["JPY", "EUR", "KWD"] {
                let rate = CreditRate { millionths, currency: currency(code) };
                let read = CreditRate::read(&rate.to_string(), currency(code));
                prop_assert_eq!(read, Ok(rate));
            }
        }
    }
}
