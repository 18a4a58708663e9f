//! Credits of the organization in view.

use portal_client as contract;

use super::count;
use crate::credit_history::{CreditFilter, CreditHistoryPage, CreditTotals};
use crate::credits::{
    AmountRefusal, CreditKind, CreditTransaction, Credits, DailyUsage, UsageEstimate,
};

pub(crate) fn credits(credits: contract::Credits) -> Credits {
    Credits {
        balance: credits.balance,
        usage: credits.usage.into_iter().map(daily_usage).collect(),
        today: credits.today,
        estimate: credits.estimate.map(estimate),
        recent: credits.recent.into_iter().map(credit_transaction).collect(),
        threshold: credits.threshold,
        can_buy: credits.viewer_can_buy,
        buyers: credits.buyers,
    }
}

fn daily_usage(day: contract::DailyUsage) -> DailyUsage {
    DailyUsage {
        date: day.date,
        credits: day.credits,
    }
}

fn estimate(estimate: contract::UsageEstimate) -> UsageEstimate {
    UsageEstimate {
        days: count(estimate.days),
        daily: estimate.daily,
        monthly: estimate.monthly,
        days_left: estimate.days_left.map(count),
        runs_out_on: estimate.runs_out_on,
    }
}

/// A row of the history: one that this app doesn't know is shown all the same, or the balances would not follow.
pub(crate) fn credit_transaction(transaction: contract::CreditTransaction) -> CreditTransaction {
    CreditTransaction {
        number: count(transaction.number),
        kind: kind(transaction.kind),
        amount: transaction.amount,
        balance_after: transaction.balance_after,
        at: transaction.at,
        text: transaction.text,
        reference: transaction.reference,
        actor: transaction.actor,
    }
}

pub(crate) fn credit_history_page(page: contract::CreditTransactionList) -> CreditHistoryPage {
    CreditHistoryPage {
        transactions: page.data.into_iter().map(credit_transaction).collect(),
        next: page.next.map(count),
    }
}

pub(crate) fn credit_totals(totals: contract::CreditTotals) -> CreditTotals {
    CreditTotals {
        count: count(totals.count),
        added: totals.added,
        taken: totals.taken,
    }
}

/// The contract's filter.
pub(crate) fn contract_filter(filter: CreditFilter) -> contract::CreditFilter {
    contract::CreditFilter {
        kinds: filter.kinds.into_iter().map(contract_kind).collect(),
        since: filter.since,
        until: filter.until,
        text: filter.text,
        least: filter.least,
        most: filter.most,
    }
}

fn contract_kind(kind: CreditKind) -> contract::CreditKind {
    match kind {
        CreditKind::Usage => contract::CreditKind::Usage,
        CreditKind::Purchase => contract::CreditKind::Purchase,
        CreditKind::Grant => contract::CreditKind::Grant,
        CreditKind::Refund => contract::CreditKind::Refund,
        CreditKind::Adjustment => contract::CreditKind::Adjustment,
    }
}

fn kind(kind: contract::CreditKind) -> Option<CreditKind> {
    match kind {
        contract::CreditKind::Usage => Some(CreditKind::Usage),
        contract::CreditKind::Purchase => Some(CreditKind::Purchase),
        contract::CreditKind::Grant => Some(CreditKind::Grant),
        contract::CreditKind::Refund => Some(CreditKind::Refund),
        contract::CreditKind::Adjustment => Some(CreditKind::Adjustment),
        contract::CreditKind::Unknown => None,
    }
}

pub(crate) fn amount_refusal(refusal: contract::AmountRefusal) -> AmountRefusal {
    match refusal {
        contract::AmountRefusal::NotPositive => AmountRefusal::NotPositive,
        contract::AmountRefusal::TooPrecise => AmountRefusal::TooPrecise,
        contract::AmountRefusal::TooLarge => AmountRefusal::TooLarge,
        contract::AmountRefusal::NotANumber | contract::AmountRefusal::Unknown => {
            AmountRefusal::NotANumber
        }
    }
}
