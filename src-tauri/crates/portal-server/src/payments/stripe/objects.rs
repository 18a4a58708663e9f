//! What Stripe's objects say, as far as it matters here.

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::payments::{About, CheckoutState, Notice, NoticeRefused, Payment};

/// Currencies without a smaller coin that Stripe counts in hundredths all the same.
const IN_HUNDREDTHS: [&str; 2] = ["ISK", "UGX"];

/// An amount as Stripe counts it.
pub(super) fn stripe_amount(minor: i64, currency: &str) -> i64 {
    minor.saturating_mul(scale(currency))
}

fn own_amount(amount: i64, currency: &str) -> i64 {
    match scale(currency) {
        1 => amount,
        // A part of a coin is no amount that was asked for.
        scale if amount % scale != 0 => -1,
        scale => amount / scale,
    }
}

fn scale(currency: &str) -> i64 {
    let is_this = |code: &&str| code.eq_ignore_ascii_case(currency);
    match IN_HUNDREDTHS.iter().any(is_this) {
        true => 100,
        false => 1,
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
        let intent = self.payment_intent.as_ref();
        let is_refunded =
            intent.is_some_and(|intent| intent["latest_charge"]["refunded"] == Value::Bool(true));
        if is_refunded {
            return CheckoutState::Refunded;
        }
        match (self.payment_status.as_deref(), self.status.as_deref()) {
            (Some("paid"), _) => {
                let currency = self.currency.clone().unwrap_or_default();
                CheckoutState::Paid(Payment {
                    minor: own_amount(self.amount_total.unwrap_or_default(), &currency),
                    currency,
                    reference: self.payment(),
                })
            }
            (_, Some("expired")) => CheckoutState::Expired,
            _ => CheckoutState::Open,
        }
    }
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
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    refunded: bool,
    payment_intent: Option<String>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    purchase: Option<String>,
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
                Ok(
                    purchase(paid.metadata.purchase.as_deref()).map(|about| Notice {
                        about,
                        state: CheckoutState::Paid(Payment {
                            minor: own_amount(paid.amount, &paid.currency),
                            currency: paid.currency,
                            reference: Some(paid.id),
                        }),
                    }),
                )
            }
            "charge.refunded" => {
                let charge: Paid = self.object()?;
                if !charge.refunded {
                    tracing::warn!(charge = charge.id, "a part was paid back: the credits stay");
                    return Ok(None);
                }
                let by_payment = || charge.payment_intent.map(About::Payment);
                let about = purchase(charge.metadata.purchase.as_deref()).or_else(by_payment);
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
        ] {
            assert_eq!(stripe_amount(minor, currency), counted, "{currency}");
            assert_eq!(own_amount(counted, currency), minor, "{currency}");
        }
        // Nothing costs so much.
        assert_eq!(own_amount(150_001, "isk"), -1);
    }
}
