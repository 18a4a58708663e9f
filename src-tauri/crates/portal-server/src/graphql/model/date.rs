//! Days, as the contract writes them, and the time zones that they are days of.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::graphql::Fault;

/// A day of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A `full-date` of RFC 3339, such as `2026-12-01`.
#[Scalar(
    name = "Date",
    specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339"
)]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(Self(text.parse()?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// What a client sent as a time zone.
pub(crate) fn read_zone(name: &str) -> Result<Tz, Fault> {
    name.parse().map_err(|_| {
        Fault::BadInput("`timeZone` is not a time zone of the IANA database.".to_owned())
    })
}
