//! Credits that the fake portal sells.

use serde_json::{Value, json};

use crate::fake_organizations::FakeOrganization;

/// What becomes of wishes to buy.
#[derive(Clone)]
pub(crate) struct FakePurchases {
    /// In which state purchases are from now on.
    pub(crate) state: &'static str,
    /// Whether they are not there any more.
    pub(crate) gone: bool,
    /// Where they are paid.
    pub(crate) page: String,
    /// Answers in place of beginning one.
    pub(crate) refusal: Option<Value>,
    /// Idempotency keys of the wishes that came.
    pub(crate) keys: Vec<Value>,
}

impl Default for FakePurchases {
    fn default() -> Self {
        Self {
            state: "PENDING",
            gone: false,
            page: "https://pay.example/1".into(),
            refusal: None,
            keys: Vec::new(),
        }
    }
}

impl FakeOrganization {
    /// What it says of its credits and of what it sells; `None` when something else is asked for.
    pub(crate) fn sell_credits(&mut self, operation: &str, variables: &Value) -> Option<Value> {
        Some(match operation {
            "LookAtCreditOffers" => json!({ "creditOffers": {
                "currency": "EUR",
                "packs": [{ "id": "pack_1", "credits": "1000.000", "price": "15.00", "pricePerCredit": "0.015" }],
                "ownAmount": { "pricePerCredit": "0.016", "least": "100.000", "most": "500.000" },
            } }),
            "PriceCredits" if variables["credits"] == "1" => json!({ "creditPrice": {
                "__typename": "CreditAmountRefused", "reason": "BELOW_LEAST",
            } }),
            "PriceCredits" => json!({ "creditPrice": {
                "__typename": "CreditAmountPriced", "credits": "100.000", "price": "1.60",
                "currency": "EUR",
            } }),
            "BeginCreditPurchase" => {
                self.purchases
                    .keys
                    .push(variables["input"]["idempotencyKey"].clone());
                let begun = match &self.purchases.refusal {
                    Some(refusal) => refusal.clone(),
                    None => self.purchase(),
                };
                json!({ "beginCreditPurchase": begun })
            }
            "LookAtCreditPurchase" => {
                let found = (!self.purchases.gone).then(|| self.purchase());
                json!({ "creditPurchase": found })
            }
            "CreditPurchases" => json!({ "creditPurchases": {
                "data": [self.purchase()], "cursor": null,
            } }),
            "OpenCreditPurchases" => {
                let is_open = self.purchases.state == "PENDING";
                let open: Vec<_> = is_open.then(|| self.purchase()).into_iter().collect();
                json!({ "openCreditPurchases": open })
            }
            "CancelCreditPurchase" => {
                let cancelled = self.purchases.state == "PENDING";
                if cancelled {
                    self.purchases.state = "CANCELLED";
                }
                let name = if cancelled {
                    "CreditPurchaseCancelled"
                } else {
                    "CreditPurchaseNotCancelled"
                };
                json!({ "cancelCreditPurchase": { "__typename": name, "purchase": self.purchase() } })
            }
            _ => return self.say_of_credits(operation, variables),
        })
    }

    fn purchase(&self) -> Value {
        let is_open = self.purchases.state == "PENDING";
        json!({
            "__typename": "CreditPurchase", "id": "pur_1", "state": self.purchases.state,
            "credits": "1000.000", "price": "15.00", "currency": "EUR", "pricePerCredit": "0.015",
            "checkoutUrl": is_open.then_some(&self.purchases.page),
            "createdAt": "2026-11-23T12:00:00Z", "expiresAt": "2026-11-23T12:30:00Z",
            "creditedAt": null, "buyerName": "Ada Lovelace", "organizationName": self.name,
            "receiptNumber": (!is_open).then_some("R-000001"), "provider": "SANDBOX",
            "providerReference": null,
        })
    }
}
