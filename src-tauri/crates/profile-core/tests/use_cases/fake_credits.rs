//! The credits of an organization of the fake portal.

use serde_json::{Value, json};

use crate::fake_organizations::FakeOrganization;

impl FakeOrganization {
    /// What it says of its credits; `None` when something else is asked for.
    pub(crate) fn say_of_credits(&self, operation: &str, variables: &Value) -> Option<Value> {
        let (field, answer) = match operation {
            "LookAtCredits" => ("credits", self.credits()),
            "CreditTransactions" => ("creditTransactions", self.history(variables)),
            "AddUpCredits" => {
                let totals = json!({ "count": self.ledger, "added": "12.000", "taken": "-1.500" });
                ("creditTotals", totals)
            }
            _ => return None,
        };
        let answer = if self.on_credits { answer } else { Value::Null };
        Some(json!({ field: answer }))
    }

    fn credits(&self) -> Value {
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

    /// A page of a ledger whose transactions are all alike but for their numbers.
    fn history(&self, variables: &Value) -> Value {
        let first = variables["first"].as_u64().unwrap();
        let end = u64::from(self.ledger) + 1;
        let before = variables["before"].as_u64().unwrap_or(end).min(end);
        let last = before.saturating_sub(first).max(1);
        let transactions: Vec<_> = (last..before)
            .rev()
            .map(|number| {
                json!({
                    "number": number, "kind": "USAGE", "amount": "-0.001",
                    "balanceAfter": "10.000", "at": "2026-11-22T12:00:00Z",
                    "text": format!("=Output {number}"), "reference": null, "actor": null,
                })
            })
            .collect();
        json!({ "data": transactions, "next": (last > 1).then_some(last) })
    }

    pub(crate) fn set_threshold(&mut self, threshold: &Value) -> Value {
        self.threshold = threshold.clone();
        json!({ "__typename": "CreditThresholdSet", "threshold": threshold })
    }
}
