//! The history of the credits of the organization in view.

use std::sync::Mutex;

use profile_core::credit_history::CreditFilter;
use profile_core::failure::FailureCode;

use crate::fake_organizations::{ACME, GLOBEX};
use crate::fake_portal::FakePortal;
use crate::holding::Hold;
use crate::machine::{Machine, code};
use crate::organizations::switch;

#[tokio::test]
async fn any_part_of_the_history_is_read() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().organizations.get(ACME).ledger = 120;
    let all = CreditFilter::default;
    let first = app.credit_transactions(all(), None).await.unwrap().unwrap();
    let numbers: Vec<_> = first.transactions.iter().map(|it| it.number).collect();
    assert_eq!(numbers, (71..=120).rev().collect::<Vec<_>>());
    assert_eq!(first.next, Some(71));
    let last = app.credit_transactions(all(), Some(21)).await;
    let last = last.unwrap().unwrap();
    assert_eq!((last.transactions.len(), last.next), (20, None));
    let totals = app.credit_totals(all()).await.unwrap().unwrap();
    assert_eq!((totals.count, &*totals.added), (120, "12.000"));

    portal.account().organizations.get(ACME).on_credits = false;
    assert_eq!(app.credit_transactions(all(), None).await.unwrap(), None);
    assert_eq!(app.credit_totals(all()).await.unwrap(), None);
    let saved = app.save_credit_history(all(), drop).await;
    assert_eq!(code(saved), FailureCode::NotAllowed);
    assert_eq!(machine.saved(), []);
}

#[tokio::test]
async fn the_whole_history_is_saved_and_counted_meanwhile() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for (ledger, counts) in [(0, vec![0]), (2_500, vec![1_000, 2_000, 2_500])] {
        portal.account().organizations.get(ACME).ledger = ledger;
        let told = Mutex::new(Vec::new());
        let tell = |count| told.lock().unwrap().push(count);
        let saved = app.save_credit_history(CreditFilter::default(), tell).await;
        assert_eq!(*told.lock().unwrap(), counts);
        let text = std::fs::read_to_string(saved.unwrap().unwrap().path).unwrap();
        let lines: Vec<_> = text.split_terminator("\r\n").skip(1).collect();
        assert_eq!(lines.len(), ledger as usize);
        for (line, number) in lines.into_iter().zip((1..=ledger).rev()) {
            let expected =
                format!("{number},2026-11-22T12:00:00Z,usage,-0.001,10.000,'=Output {number},,");
            assert_eq!(line, expected);
        }
    }
    assert_eq!(machine.saved().len(), 2);
}

#[tokio::test]
async fn saving_that_is_stopped_or_breaks_off_leaves_no_file() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for stop in [true, false] {
        let mut held = portal.hold("CreditTransactions", Hold::Reply);
        let saving = {
            let app = app.clone();
            tokio::spawn(
                async move { app.save_credit_history(CreditFilter::default(), drop).await },
            )
        };
        held.arrived().await;
        if stop {
            app.stop_saving_credit_history();
            assert_eq!(saving.await.unwrap().unwrap(), None);
        } else {
            switch(&app, GLOBEX).await;
            let outcome = saving.await.unwrap();
            assert_eq!(code(outcome), FailureCode::OrganizationChanged);
        }
        held.forget();
        assert_eq!(machine.saved(), []);
    }
}
