//! The history of credits as a file, with times in UTC and exact amounts.

use chrono::SecondsFormat;
use serde::Serialize;

use crate::credits::{CreditKind, CreditTransaction};
use crate::csv_file::as_text;

/// The columns.
pub(crate) const HEADER: [&str; 8] = [
    "number",
    "time_utc",
    "type",
    "amount",
    "balance_after",
    "text",
    "reference",
    "actor",
];

/// One line of the file.
#[derive(Serialize)]
pub(crate) struct Row {
    number: u32,
    at: String,
    kind: &'static str,
    amount: String,
    balance_after: String,
    text: String,
    reference: String,
    actor: String,
}

impl From<CreditTransaction> for Row {
    fn from(transaction: CreditTransaction) -> Self {
        Self {
            number: transaction.number,
            at: transaction.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            kind: kind(transaction.kind),
            amount: transaction.amount,
            balance_after: transaction.balance_after,
            text: as_text(Some(transaction.text)),
            reference: as_text(transaction.reference),
            actor: as_text(transaction.actor),
        }
    }
}

fn kind(kind: Option<CreditKind>) -> &'static str {
    match kind {
        Some(CreditKind::Usage) => "usage",
        Some(CreditKind::Purchase) => "purchase",
        Some(CreditKind::Grant) => "grant",
        Some(CreditKind::Refund) => "refund",
        Some(CreditKind::Adjustment) => "adjustment",
        None => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_file::CsvFile;

    #[test]
    fn a_line_has_all_of_a_transaction_and_words_stay_words() {
        let transaction = CreditTransaction {
            number: 7,
            kind: Some(CreditKind::Usage),
            amount: "-1.500".into(),
            balance_after: "-0.250".into(),
            at: "2026-11-23T12:00:00.5Z".parse().unwrap(),
            text: "=1+1, \"quoted\"".into(),
            reference: None,
            actor: Some("Grace".into()),
        };
        let mut file = CsvFile::begin(Vec::new(), &HEADER).unwrap();
        file.add(Row::from(transaction.clone())).unwrap();
        file.add(Row::from(CreditTransaction {
            kind: None,
            ..transaction
        }))
        .unwrap();
        let text = String::from_utf8(file.into_inner().unwrap()).unwrap();
        let lines: Vec<_> = text.split_terminator("\r\n").collect();
        assert_eq!(
            lines,
            [
                "number,time_utc,type,amount,balance_after,text,reference,actor",
                "7,2026-11-23T12:00:00Z,usage,-1.500,-0.250,\"'=1+1, \"\"quoted\"\"\",,Grace",
                "7,2026-11-23T12:00:00Z,other,-1.500,-0.250,\"'=1+1, \"\"quoted\"\"\",,Grace",
            ]
        );
    }
}
