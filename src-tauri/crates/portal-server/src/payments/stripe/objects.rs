//! What Stripe's objects say, as far as it matters here.

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::payments::{About, CheckoutState, Notice, NoticeRefused, Payment};

/// Currencies without a smaller coin that Stripe counts in hundredths all the same.
const IN_HUNDREDTHS: [&str; 2] = ["ISK", "UGX"];

/// Currencies with a smaller coin that Stripe counts in whole units all the same.
const IN_WHOLE: [&str; 1] = ["MGA"];

/// An amount as Stripe counts it; `None` for a part of what it counts.
pub(super) fn stripe_amount(minor: i64, currency: &str) -> Option<i64> {
    match currency {
        _ if is_among(&IN_HUNDREDTHS, currency) => minor.checked_mul(100),
        _ if is_among(&IN_WHOLE, currency) => in_hundreds(minor),
        _ => Some(minor),
    }
}

/// An amount that Stripe counted; `None` for a part of a coin, which is no amount that was asked for.
fn own_amount(amount: i64, currency: &str) -> Option<i64> {
    match currency {
        _ if is_among(&IN_HUNDREDTHS, currency) => in_hundreds(amount),
        _ if is_among(&IN_WHOLE, currency) => amount.checked_mul(100),
        _ => Some(amount),
    }
}

fn in_hundreds(amount: i64) -> Option<i64> {
    (amount % 100 == 0).then_some(amount / 100)
}

fn is_among(codes: &[&str], currency: &str) -> bool {
    codes.iter().any(|code| code.eq_ignore_ascii_case(currency))
}

/// What was paid, as the portal counts it.
fn payment(amount: i64, currency: String, reference: Option<String>) -> Payment {
    // No amount that was asked for is less than nothing.
    const NONE: i64 = -1;
    Payment {
        minor: own_amount(amount, &currency).unwrap_or(NONE),
        currency,
        reference,
    }
}

/// A Checkout Session.
#[derive(Deserialize)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) url: Option<String>,
    status: Option<String>,
    payment_status: Option<String>,
    amount_total: Option<i64>,
    currency: Option<String>,
    client_reference_id: Option<String>,
    /// Its id, or all of it.
    payment_intent: Option<Value>,
}

impl Session {
    /// What Stripe calls the payment.
    pub(super) fn payment(&self) -> Option<String> {
        let payment = self.payment_intent.as_ref()?;
        let id = payment.as_str().or_else(|| payment["id"].as_str());
        id.map(str::to_owned)
    }

    pub(super) fn state(&self) -> CheckoutState {
        // All of it, where it was asked for.
        let intent = self.payment_intent.as_ref().unwrap_or(&Value::Null);
        if intent["latest_charge"]["refunded"] == Value::Bool(true) {
            return CheckoutState::Refunded;
        }
        match (self.payment_status.as_deref(), self.status.as_deref()) {
            (Some("paid"), _) => CheckoutState::Paid(payment(
                self.amount_total.unwrap_or_default(),
                self.currency.clone().unwrap_or_default(),
                self.payment(),
            )),
            (_, Some("expired")) => CheckoutState::Expired,
            // The buyer is done, and the bank said no.
            (_, Some("complete")) if is_declined(intent) => CheckoutState::Declined,
            _ => CheckoutState::Open,
        }
    }
}

/// Whether nothing comes of a PaymentIntent whose checkout is over.
fn is_declined(intent: &Value) -> bool {
    matches!(
        intent["status"].as_str(),
        Some("requires_payment_method" | "canceled")
    )
}

/// Something that happened.
#[derive(Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    kind: String,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    object: Value,
}

/// A PaymentIntent, or a Charge.
#[derive(Deserialize)]
struct Paid {
    id: String,
    amount: i64,
    currency: String,
    metadata: Option<Metadata>,
    #[serde(default)]
    refunded: bool,
    payment_intent: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    purchase: Option<String>,
}

impl Paid {
    /// The purchase that was paid, where that is said.
    fn purchase(&self) -> Option<About> {
        let metadata = self.metadata.as_ref()?;
        purchase(metadata.purchase.as_deref())
    }
}

impl Event {
    /// What the event tells of a purchase; `None` when it tells of none.
    ///
    /// # Errors
    ///
    /// When it can't be read.
    pub(super) fn notice(self) -> Result<Option<Notice>, NoticeRefused> {
        match self.kind.as_str() {
            "checkout.session.completed"
            | "checkout.session.async_payment_succeeded"
            | "checkout.session.expired" => {
                let session: Session = self.object()?;
                Ok(session.about().map(|about| Notice {
                    about,
                    state: session.state(),
                }))
            }
            "checkout.session.async_payment_failed" => {
                let session: Session = self.object()?;
                Ok(session.about().map(|about| Notice {
                    about,
                    state: CheckoutState::Declined,
                }))
            }
            "payment_intent.succeeded" => {
                let paid: Paid = self.object()?;
                Ok(paid.purchase().map(|about| Notice {
                    about,
                    state: CheckoutState::Paid(payment(paid.amount, paid.currency, Some(paid.id))),
                }))
            }
            "charge.refunded" => {
                let charge: Paid = self.object()?;
                if !charge.refunded {
                    tracing::warn!(charge = charge.id, "a part was paid back: the credits stay");
                    return Ok(None);
                }
                let named = charge.purchase();
                let about = named.or_else(|| charge.payment_intent.map(About::Payment));
                Ok(about.map(|about| Notice {
                    about,
                    state: CheckoutState::Refunded,
                }))
            }
            _ => Ok(None),
        }
    }

    fn object<T: for<'de> Deserialize<'de>>(self) -> Result<T, NoticeRefused> {
        serde_json::from_value(self.data.object).map_err(|_| NoticeRefused::Unreadable)
    }
}

impl Session {
    fn about(&self) -> Option<About> {
        purchase(self.client_reference_id.as_deref())
    }
}

/// The purchase that is named; other programs may use the same account and name something else.
fn purchase(id: Option<&str>) -> Option<About> {
    let id = Uuid::try_parse(id?).ok()?;
    Some(About::Purchase(id))
}

#[cfg(test)]
mod tests {
    use super::{own_amount, stripe_amount};

    #[test]
    fn amounts_are_counted_as_stripe_counts_them() {
        for (minor, currency, counted) in [
            (1_500, "EUR", 1_500),
            (1_500, "JPY", 1_500),
            (1_500, "ISK", 150_000),
            (1_500, "ugx", 150_000),
            (1_500, "MGA", 15),
            (1_230, "KWD", 1_230),
        ] {
            assert_eq!(stripe_amount(minor, currency), Some(counted), "{currency}");
            assert_eq!(own_amount(counted, currency), Some(minor), "{currency}");
        }
        assert_eq!(stripe_amount(1_501, "MGA"), None);
        assert_eq!(own_amount(150_001, "isk"), None);
    }
}
