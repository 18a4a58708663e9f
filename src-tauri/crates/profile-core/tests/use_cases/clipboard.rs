//! Secrets on the clipboard.

use std::time::Duration;

use profile_core::app::Patience;
use profile_core::failure::FailureCode;
use profile_core::memory::Fault;

use crate::machine::{Machine, code};

/// A machine on which a minute is over at once.
fn hasty() -> Machine {
    Machine {
        copied_secret: Duration::from_millis(1),
        ..Machine::new()
    }
}

#[test]
fn a_secret_stays_for_a_minute() {
    assert_eq!(Patience::default().copied_secret, Duration::from_secs(60));
}

#[tokio::test]
async fn a_copied_secret_is_taken_off_again() {
    let machine = hasty();
    let mut looks = machine.clipboard.looks();
    machine.app().copy_secret("5ecret".into()).await.unwrap();
    looks.wait_for(|looks| *looks == 1).await.unwrap();
    assert_eq!(machine.clipboard.held(), None);
}

#[tokio::test]
async fn what_was_copied_since_stays() {
    let machine = Machine::new();
    let app = machine.app();
    app.copy_secret("5ecret".into()).await.unwrap();
    assert_eq!(machine.clipboard.held().as_deref(), Some("5ecret"));
    machine.clipboard.put("a shopping list");
    app.clear_copied_secret().await;
    assert_eq!(*machine.clipboard.looks().borrow(), 1);
    assert_eq!(machine.clipboard.held().as_deref(), Some("a shopping list"));
}

#[tokio::test]
async fn the_secret_copied_last_is_the_one_that_is_taken_off() {
    let machine = Machine::new();
    let app = machine.app();
    app.copy_secret("first".into()).await.unwrap();
    app.copy_secret("second".into()).await.unwrap();
    app.clear_copied_secret().await;
    assert_eq!(machine.clipboard.held(), None);
    // Once is enough: the end of the app has nothing left to do.
    app.clear_copied_secret().await;
    assert_eq!(*machine.clipboard.looks().borrow(), 1);
}

#[tokio::test]
async fn a_missing_clipboard_is_told() {
    let machine = Machine::new();
    machine.clipboard.set_fault(Fault::Missing);
    let app = machine.app();
    let outcome = app.copy_secret("5ecret".into()).await;
    assert_eq!(code(outcome), FailureCode::ClipboardUnavailable);
    app.clear_copied_secret().await;
    assert_eq!(*machine.clipboard.looks().borrow(), 0);
}
