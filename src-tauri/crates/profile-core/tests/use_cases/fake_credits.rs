//! Credits of the fake portal's organizations.

use serde_json::{Value, json};

use crate::fake_organizations::FakeOrganization;

impl FakeOrganization {
    /// Credits whose balance tells which organization it is.
    pub(crate) fn credits(&self) -> Value {
        if !self.on_credits {
            return Value::Null;
        }
        json!({
            "balance": self.id, "usage": [{ "date": "2026-11-22", "credits": "1.500" }],
            "today": "0.250", "estimate": { "days": 3, "daily": "1.500", "monthly": "45.000",
                "daysLeft": 7, "runsOutOn": "2026-11-30" },
            "recent": [{ "number": 2, "kind": "USAGE", "amount": "-1.500",
                "balanceAfter": "10.500", "at": "2026-11-22T12:00:00Z", "text": "Output",
                "reference": null, "actor": null },
                { "number": 1, "kind": "GIFT", "amount": "12.000", "balanceAfter": "12.000",
                "at": "2026-11-21T12:00:00Z", "text": "Welcome", "reference": "G-1",
                "actor": "Grace Hopper" }],
            "threshold": self.threshold, "viewerCanBuy": false, "buyers": ["Grace Hopper"],
        })
    }

    pub(crate) fn set_threshold(&mut self, threshold: &Value) -> Value {
        self.threshold = threshold.clone();
        json!({ "__typename": "CreditThresholdSet", "threshold": threshold })
    }
}
