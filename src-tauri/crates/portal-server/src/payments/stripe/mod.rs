//! Stripe: Checkout Sessions, and what Stripe tells with its webhooks.

mod objects;
mod requests;
mod signature;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use url::Url;

use self::objects::{Event, Session, stripe_amount};
use self::requests::{Requests, StripeFailure};
use super::{Checkout, CheckoutState, Notice, NoticeRefused, Order, Payments, PaymentsError};
use crate::domain::{PaymentProvider, Price};
use crate::store::entities::purchase;

/// Where Stripe is.
pub const STRIPE_API: &str = "https://api.stripe.com";

/// Beyond the time that a purchase has. Stripe takes no end that is less than half an hour ahead, and a checkout can
/// be made as late as the purchase ends; the portal ends it itself before.
const LONGER: TimeDelta = TimeDelta::minutes(31);

/// What a portal has to know to take payments with Stripe.
#[derive(Clone, Debug)]
pub struct StripeConfig {
    /// The secret key of the account.
    pub secret_key: SecretString,
    /// The secret with which webhooks are signed for this portal.
    pub webhook_secret: SecretString,
    /// Where Stripe is reached.
    pub api: Url,
}

/// Stripe, as a payment provider.
pub struct Stripe {
    requests: Requests,
    webhook_secret: SecretString,
    /// Where people reach the portal, without a slash at the end.
    address: String,
}

impl Stripe {
    /// Speaks to Stripe as `config` says; people reach the portal at `address`.
    ///
    /// # Errors
    ///
    /// When there can be no client, such as without certificates to trust.
    pub fn new(config: StripeConfig, address: String) -> Result<Self, PaymentsError> {
        Ok(Self {
            requests: Requests::new(config.secret_key, config.api)?,
            webhook_secret: config.webhook_secret,
            address,
        })
    }

    async fn session(&self, id: &str) -> Result<Session, PaymentsError> {
        let path = ["checkout", "sessions", id];
        let expand = [("expand[]", "payment_intent.latest_charge")];
        Ok(self.requests.get(&path, &expand).await?)
    }

    /// What Stripe calls the payment of a purchase.
    async fn payment_of(&self, purchase: &purchase::Model) -> Result<String, PaymentsError> {
        if let Some(payment) = &purchase.payment_reference {
            return Ok(payment.clone());
        }
        let refused = || PaymentsError::Refused("there is no payment".to_owned());
        let session = purchase.provider_reference.as_deref();
        let session = self.session(session.ok_or_else(refused)?).await?;
        session.payment().ok_or_else(refused)
    }
}

#[async_trait]
impl Payments for Stripe {
    fn provider(&self) -> PaymentProvider {
        PaymentProvider::Stripe
    }

    async fn begin(&self, order: &Order) -> Result<Checkout, PaymentsError> {
        let id = order.purchase.to_string();
        let Price { minor, currency } = order.price;
        let amount = stripe_amount(minor, currency.code()).ok_or_else(|| {
            let whole = format!("{currency} is paid in whole units only");
            PaymentsError::Refused(whole)
        })?;
        let form = [
            ("mode", "payment".to_owned()),
            // Another currency than was agreed on could not be credited.
            ("adaptive_pricing[enabled]", "false".to_owned()),
            ("client_reference_id", id.clone()),
            ("metadata[purchase]", id.clone()),
            ("payment_intent_data[metadata][purchase]", id.clone()),
            ("success_url", format!("{}/payments/done", self.address)),
            ("cancel_url", format!("{}/payments/left", self.address)),
            (
                "expires_at",
                (order.expires_at + LONGER).timestamp().to_string(),
            ),
            ("line_items[0][quantity]", "1".to_owned()),
            (
                "line_items[0][price_data][currency]",
                currency.code().to_ascii_lowercase(),
            ),
            ("line_items[0][price_data][unit_amount]", amount.to_string()),
            (
                "line_items[0][price_data][product_data][name]",
                order.description.clone(),
            ),
        ];
        let key = format!("purchase/{id}");
        let path = ["checkout", "sessions"];
        let session: Session = self.requests.post(&path, &form, Some(&key)).await?;
        Ok(Checkout {
            reference: session.id,
            url: session.url,
        })
    }

    fn page(&self, purchase: &purchase::Model) -> Option<String> {
        purchase.checkout_url.clone()
    }

    async fn look(&self, reference: &str) -> Result<CheckoutState, PaymentsError> {
        Ok(self.session(reference).await?.state())
    }

    async fn end(&self, reference: &str) -> Result<CheckoutState, PaymentsError> {
        let path = ["checkout", "sessions", reference, "expire"];
        match self.requests.post::<Session>(&path, &[], None).await {
            // One that has ended can't be ended, and how it ended is to be seen.
            Ok(_) | Err(StripeFailure::Refused { .. }) => self.look(reference).await,
            Err(failure) => Err(failure.into()),
        }
    }

    async fn refund(&self, purchase: &purchase::Model) -> Result<(), PaymentsError> {
        let payment = self.payment_of(purchase).await?;
        let form = [
            ("payment_intent", payment),
            ("metadata[purchase]", purchase.id.to_string()),
        ];
        let key = format!("refund/{}", purchase.id);
        let refunded = self
            .requests
            .post::<serde_json::Value>(&["refunds"], &form, Some(&key))
            .await;
        match refunded {
            Ok(_) => Ok(()),
            Err(StripeFailure::Refused { code, .. })
                if code.as_deref() == Some("charge_already_refunded") =>
            {
                Ok(())
            }
            Err(failure) => Err(failure.into()),
        }
    }

    fn notice(
        &self,
        signature: Option<&str>,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<Notice>, NoticeRefused> {
        let signature = signature.ok_or(NoticeRefused::Signature)?;
        signature::verify(&self.webhook_secret, signature, body, now)?;
        let event: Event = serde_json::from_slice(body).map_err(|_| NoticeRefused::Unreadable)?;
        event.notice()
    }
}
