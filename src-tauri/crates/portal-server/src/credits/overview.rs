//! What an organization has, what it uses, and how long that lasts.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::domain::{ChartBucket, Credits, bucket_starts};
use crate::store::entities::credit_transaction;
use crate::store::{StoreError, credit_history, credit_usage, credits};

/// Whole days that an estimate is made from, at most.
const ESTIMATED_FROM: usize = 30;

/// Whole days that an estimate needs.
const LEAST_HISTORY: usize = 3;

/// Days of a month, for an estimate.
const MONTH: i128 = 30;

/// Further ahead nobody can see: 100 years.
const FORESEEABLE: i128 = 36_500;

/// Transactions that are shown with the balance.
const RECENT: u64 = 5;

/// An organization's credits at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditsOverview {
    /// What is left.
    pub balance: Credits,
    /// Usage on whole days before today, the oldest first: 30, or as many as there are since the first transaction.
    pub usage: Vec<DailyUsage>,
    /// Usage today until now.
    pub today: Credits,
    /// What follows from `usage`; `None` from fewer than three days.
    pub estimate: Option<UsageEstimate>,
    /// The last five transactions, the last first.
    pub recent: Vec<credit_transaction::Model>,
}

/// What was used on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DailyUsage {
    /// The day.
    pub date: NaiveDate,
    /// What was used.
    pub used: Credits,
}

/// What is to be expected if usage goes on as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageEstimate {
    /// Days that it is made from.
    pub days: usize,
    /// Mean usage of those days, rounded half up.
    pub daily: Credits,
    /// That mean times 30, rounded half up.
    pub monthly: Credits,
    /// Whole days that the balance lasts; `None` where nothing is used, or for more than 100 years.
    pub days_left: Option<i32>,
    /// Today and as many days after it.
    pub runs_out_on: Option<NaiveDate>,
}

/// The credits of an organization at `now`; days are those of `zone`.
///
/// # Errors
///
/// When the store fails.
pub(crate) async fn overview(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<CreditsOverview, StoreError> {
    let end = credits::balance(database, organization_id).await?;
    let balance = end.map(|end| end.balance).unwrap_or_default();
    let recent = credit_history::last(database, organization_id, RECENT).await?;
    let first = credits::by_number(database, organization_id, 1).await?;
    let since = first.map_or(now, |first| first.at.min(now));
    // A day more than is needed, whatever the clocks did in between.
    let from = now - TimeDelta::days(32);
    // Today is there from its first moment on.
    let until = now + TimeDelta::milliseconds(1);
    let mut starts = bucket_starts(ChartBucket::Day, zone, from.max(since), until);
    let days = starts.len().min(ESTIMATED_FROM + 1);
    starts.drain(..starts.len() - days);
    let mut used = vec![0_i64; starts.len()];
    if let Some(first) = starts.first() {
        for quarter in credit_usage::from(database, organization_id, *first).await? {
            let begun = starts.partition_point(|start| start.timestamp() <= quarter.begins_at);
            if let Some(day) = begun.checked_sub(1) {
                used[day] = used[day].saturating_add(quarter.amount.0);
            }
        }
    }
    let day_of = |moment: DateTime<Utc>| moment.with_timezone(&zone).date_naive();
    let today = Credits(used.pop().unwrap_or_default());
    let usage: Vec<DailyUsage> = starts
        .into_iter()
        .zip(used)
        .map(|(start, used)| DailyUsage {
            date: day_of(start),
            used: Credits(used),
        })
        .collect();
    Ok(CreditsOverview {
        balance,
        estimate: estimate(balance, &usage, day_of(now)),
        usage,
        today,
        recent,
    })
}

/// Mean daily usage of the days (at most 30, at least 3), times 30.
fn estimate(balance: Credits, usage: &[DailyUsage], today: NaiveDate) -> Option<UsageEstimate> {
    if usage.len() < LEAST_HISTORY {
        return None;
    }
    let days = i128::try_from(usage.len()).ok()?;
    let used: i128 = usage.iter().map(|day| i128::from(day.used.0)).sum();
    let mean_times = |times: i128| {
        let twice = 2 * used * times + days;
        i64::try_from(twice.div_euclid(2 * days)).map_or(Credits::MAXIMUM_BALANCE, Credits)
    };
    let left = match used {
        0 => None,
        used => Some(i128::from(balance.0.max(0)) * days / used),
    };
    let days_left = left
        .filter(|left| *left <= FORESEEABLE)
        .and_then(|left| i32::try_from(left).ok());
    let runs_out_on = days_left
        .and_then(|left| u64::try_from(left).ok())
        .and_then(|left| today.checked_add_days(Days::new(left)));
    Some(UsageEstimate {
        days: usage.len(),
        daily: mean_times(1),
        monthly: mean_times(MONTH),
        days_left,
        runs_out_on,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, number).unwrap()
    }

    fn used(amounts: &[i64]) -> Vec<DailyUsage> {
        let days = (1..).zip(amounts);
        days.map(|(number, used)| DailyUsage {
            date: day(number),
            used: Credits(*used),
        })
        .collect()
    }

    /// Days, a day, a month, days left, and the day it runs out on.
    type Estimated = (usize, i64, i64, Option<i32>, Option<NaiveDate>);

    fn estimated(balance: i64, amounts: &[i64]) -> Option<Estimated> {
        estimate(Credits(balance), &used(amounts), day(20)).map(|it| {
            (
                it.days,
                it.daily.0,
                it.monthly.0,
                it.days_left,
                it.runs_out_on,
            )
        })
    }

    #[test]
    fn an_estimate_is_the_mean_of_at_least_three_days() {
        assert_eq!(estimated(10_000, &[]), None);
        assert_eq!(estimated(10_000, &[500, 500]), None);
        let expected = Some((
            3,
            500,
            15_000,
            Some(20),
            NaiveDate::from_ymd_opt(2026, 12, 10),
        ));
        assert_eq!(estimated(10_000, &[0, 1_000, 500]), expected);
        // The month is not thirty times a rounded day.
        assert_eq!(
            estimated(10, &[0, 1, 0]),
            Some((3, 0, 10, Some(30), NaiveDate::from_ymd_opt(2026, 12, 20)))
        );
        assert_eq!(
            estimated(10, &[0, 1, 1]).map(|it| (it.1, it.2)),
            Some((1, 20))
        );
    }

    #[test]
    fn what_is_used_up_lasts_no_day_and_what_is_not_used_lasts() {
        assert_eq!(estimated(0, &[1, 1, 1]).and_then(|it| it.3), Some(0));
        assert_eq!(
            estimated(-50, &[1, 1, 1]).map(|it| (it.3, it.4)),
            Some((Some(0), Some(day(20))))
        );
        assert_eq!(estimated(50, &[0, 0, 0]), Some((3, 0, 0, None, None)));
        assert_eq!(
            estimated(i64::MAX, &[1, 1, 1]).map(|it| (it.3, it.4)),
            Some((None, None))
        );
    }

    proptest! {
        #[test]
        fn as_many_days_are_left_as_can_be_paid(
            balance in 0_i64..1_000_000_000, amounts in prop::collection::vec(1_i64..1_000_000, 3..31),
        ) {
            let (days, .., left, _) = estimated(balance, &amounts).unwrap();
            let total: i128 = amounts.iter().map(|it| i128::from(*it)).sum();
            let days = i128::try_from(days).unwrap();
            let Some(left) = left.map(i128::from) else { return Ok(()); };
            prop_assert!(total * left <= i128::from(balance) * days);
            prop_assert!(total * (left + 1) > i128::from(balance) * days);
        }
    }
}
