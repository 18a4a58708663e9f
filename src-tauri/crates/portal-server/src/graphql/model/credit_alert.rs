//! Credits that run low.

use async_graphql::{ID, SimpleObject};

use super::count;
use crate::credits;

/// The balance of an organization fell below what the viewer chose, and is still there. Amounts are as in `Credits`.
#[derive(SimpleObject)]
pub(crate) struct CreditAlert {
    /// The organization.
    organization_id: ID,
    /// Its name.
    organization_name: String,
    /// What the viewer chose.
    threshold: String,
    /// What is left.
    balance: String,
    /// The number of the transaction that took the balance below: another one each time that it falls there.
    crossing: i32,
}

impl From<credits::CreditAlert> for CreditAlert {
    fn from(alert: credits::CreditAlert) -> Self {
        Self {
            organization_id: alert.organization.id.into(),
            organization_name: alert.organization.name,
            threshold: alert.threshold.to_string(),
            balance: alert.balance.to_string(),
            crossing: count(alert.crossing.unsigned_abs()),
        }
    }
}
