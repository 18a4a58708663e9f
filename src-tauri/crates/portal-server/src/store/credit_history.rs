//! The history of ledgers of credits, the last transaction first.
//!
//! Numbers have no gaps and times never go back, so that a range of time is a range of numbers, and any page can be
//! found at once. What no index finds (texts and amounts) is looked for in a window of numbers at a time: however long
//! a ledger is, a page takes no longer.

use std::cmp::{max, min};
use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::entities::credit_transaction::{Column, Entity, Model};
use super::pattern::containing;
use super::{StoreError, credits};
use crate::domain::{CreditKind, Credits};

/// Transactions that are looked through for one page.
pub const WINDOW: i64 = 20_000;

/// Which transactions of a ledger are meant. All of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreditFilter {
    /// Those of these kinds; of all when empty.
    pub kinds: Vec<CreditKind>,
    /// Those from this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Those before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Those whose text, reference or actor contains this, whatever the case.
    pub text: Option<String>,
    /// Those that move at least so much, in either direction.
    pub least: Option<Credits>,
    /// Those that move at most so much, in either direction.
    pub most: Option<Credits>,
}

/// A part of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryPage {
    /// The transactions, the last first.
    pub transactions: Vec<Model>,
    /// The next page has lower numbers than this; `None` when there is none. A page can be short, even empty, with more
    /// to look through after it.
    pub next: Option<i64>,
}

/// What some transactions are together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct HistoryTotals {
    /// How many.
    pub count: i64,
    /// What they add, together.
    pub added: i64,
    /// What they take, together; not positive.
    pub taken: i64,
}

/// The last transactions of an organization, at most `limit`, the last first.
///
/// # Errors
///
/// When the store fails.
pub async fn last(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    limit: u64,
) -> Result<Vec<Model>, StoreError> {
    let all = CreditFilter::default();
    let rows = matching(organization_id, &all, (1, i64::MAX), limit);
    Ok(rows.all(database).await?)
}

/// At most `limit` transactions with lower numbers than `before`; the last ones without it.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    filter: &CreditFilter,
    before: Option<i64>,
    limit: u64,
) -> Result<HistoryPage, StoreError> {
    let Some((bottom, top)) = numbers(database, organization_id, filter).await? else {
        return Ok(HistoryPage::default());
    };
    let top = before.map_or(top, |before| min(top, before.saturating_sub(1)));
    let from = match filter.is_looked_for() {
        true => max(bottom, top.saturating_sub(WINDOW - 1)),
        false => bottom,
    };
    let mut transactions = match filter.is_looked_for() || filter.kinds.is_empty() {
        true => {
            let rows = matching(organization_id, filter, (from, top), limit + 1);
            rows.all(database).await?
        }
        false => {
            let kinds = &filter.kinds;
            of_kinds(database, organization_id, kinds, (from, top), limit + 1).await?
        }
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let next = if transactions.len() > limit {
        transactions.truncate(limit);
        transactions.last().map(|row| row.number)
    } else {
        (from > bottom).then_some(from)
    };
    Ok(HistoryPage { transactions, next })
}

/// All that is meant, together.
///
/// # Errors
///
/// When the store fails.
pub async fn totals(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    filter: &CreditFilter,
) -> Result<HistoryTotals, StoreError> {
    let Some((bottom, top)) = numbers(database, organization_id, filter).await? else {
        return Ok(HistoryTotals::default());
    };
    let meant = Entity::find()
        .select_only()
        .expr_as(whole(Expr::col(Column::Number).count()), "count")
        .expr_as(whole(sum_where(Column::Amount.gt(0))), "added")
        .expr_as(whole(sum_where(Column::Amount.lt(0))), "taken")
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::Number.between(bottom, top))
        .filter(filter.looked_for());
    let totals = meant.into_model::<HistoryTotals>().one(database).await?;
    Ok(totals.unwrap_or_default())
}

/// The statement of a page: what is meant within these numbers. Looks at one after the other.
#[must_use]
pub fn matching(
    organization_id: Uuid,
    filter: &CreditFilter,
    (from, to): (i64, i64),
    limit: u64,
) -> Select<Entity> {
    Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::Number.between(from, to))
        .filter(filter.looked_for())
        .order_by_desc(Column::Number)
        .limit(limit)
}

/// The statement of the numbers of a kind, which an index has in their order.
#[must_use]
pub fn of_kind(
    organization_id: Uuid,
    kind: CreditKind,
    (from, to): (i64, i64),
    limit: u64,
) -> Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::Number)
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::Kind.eq(kind))
        .filter(Column::Number.between(from, to))
        .order_by_desc(Column::Number)
        .limit(limit)
}

/// The last transactions of some kinds within these numbers.
async fn of_kinds(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    kinds: &[CreditKind],
    range: (i64, i64),
    limit: u64,
) -> Result<Vec<Model>, StoreError> {
    let mut numbers = BTreeSet::new();
    for kind in kinds {
        let found = of_kind(organization_id, *kind, range, limit);
        numbers.extend(found.into_tuple::<i64>().all(database).await?);
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::Number.is_in(numbers.into_iter().rev().take(limit)))
        .order_by_desc(Column::Number)
        .all(database)
        .await?)
}

/// The first and the last number of the time that is meant; `None` when nothing is of that time.
async fn numbers(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    filter: &CreditFilter,
) -> Result<Option<(i64, i64)>, StoreError> {
    let bottom = match filter.since {
        None => Some(1),
        Some(since) => {
            let from_then = edge(organization_id).filter(Column::At.gte(since));
            let first = from_then
                .order_by_asc(Column::At)
                .order_by_asc(Column::Number);
            first.into_tuple().one(database).await?
        }
    };
    let top = match filter.until {
        None => {
            let end = credits::balance(database, organization_id).await?;
            end.map(|end| end.last_number)
        }
        Some(until) => {
            let before_then = edge(organization_id).filter(Column::At.lt(until));
            let last = before_then
                .order_by_desc(Column::At)
                .order_by_desc(Column::Number);
            last.into_tuple().one(database).await?
        }
    };
    Ok(bottom.zip(top).filter(|(bottom, top)| bottom <= top))
}

/// The number of a transaction, to be found by time.
fn edge(organization_id: Uuid) -> Select<Entity> {
    Entity::find()
        .select_only()
        .column(Column::Number)
        .filter(Column::OrganizationId.eq(organization_id))
        .limit(1)
}

fn sum_where(condition: SimpleExpr) -> SimpleExpr {
    let amount = Expr::case(condition, Expr::col(Column::Amount)).finally(0);
    Expr::expr(amount).sum().if_null(0)
}

/// PostgreSQL adds whole numbers up to a decimal.
fn whole(expression: SimpleExpr) -> SimpleExpr {
    expression.cast_as(Alias::new("BIGINT"))
}

impl CreditFilter {
    /// Whether rows have to be looked at one by one.
    fn is_looked_for(&self) -> bool {
        self.text.is_some() || self.least.is_some() || self.most.is_some()
    }

    /// What rows are looked at for.
    fn looked_for(&self) -> Condition {
        let mut all = Condition::all();
        if !self.kinds.is_empty() {
            all = all.add(Column::Kind.is_in(self.kinds.iter().copied()));
        }
        if let Some(text) = &self.text {
            all = all.add(Column::Words.like(containing(text)));
        }
        if let Some(Credits(least)) = self.least {
            let moved = Condition::any()
                .add(Column::Amount.gte(least))
                .add(Column::Amount.lte(-least));
            all = all.add(moved);
        }
        if let Some(Credits(most)) = self.most {
            all = all.add(Column::Amount.between(-most, most));
        }
        all
    }
}
