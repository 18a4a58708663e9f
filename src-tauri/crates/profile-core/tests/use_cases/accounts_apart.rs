//! Nothing of one account shows while another one is in view.

use std::time::Duration;

use profile_core::announcements::Announcement;
use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::preferences::Theme;
use profile_core::remembered;

use crate::accounts::{Two, name};
use crate::holding::Hold;
use crate::machine::{Machine, announced, code, shown_at_start};
use crate::notifications::kept;
use crate::status_updates::{deployed, follow, happens, listeners, of_version};

#[tokio::test]
async fn the_look_of_the_next_start_is_that_of_the_account_in_view() {
    let two = Two::signed_in().await;
    two.app.set_theme(Theme::Dark).await.unwrap();
    assert_eq!(remembered::theme(&*two.machine.store), Theme::Dark);
    two.switch(&two.ada).await;
    assert_eq!(remembered::theme(&*two.machine.store), Theme::System);
}

#[tokio::test]
async fn a_late_reply_of_one_account_shows_in_no_other() {
    let two = Two::signed_in().await;
    let mut held = two.grace.hold("ViewerQuery", Hold::Reply);
    let refresh = tokio::spawn({
        let app = two.app.clone();
        async move { app.refresh_profile().await }
    });
    held.arrived().await;
    two.grace.account().display_name = "Somebody Else".into();
    two.switch(&two.ada).await;
    held.go_on();
    assert_eq!(code(refresh.await.unwrap()), FailureCode::NotSignedIn);
    let shown = shown_at_start(&two.app).unwrap();
    assert_eq!(shown.profile.account.display_name, "Ada Lovelace");
}

#[tokio::test]
async fn each_account_has_notifications_of_its_own() {
    let two = Two::signed_in().await;
    two.app.set_theme(Theme::Dark).await.unwrap();
    let of_grace = kept(&two.app, 2).await;
    two.switch(&two.ada).await;
    let of_ada = kept(&two.app, 1).await;
    assert_ne!(of_ada[0].announcement, of_grace[0].announcement);
    two.app.clear_notifications(of_ada[0].id).await.unwrap();
    two.switch(&two.grace).await;
    assert_eq!(two.app.notifications().await.unwrap(), of_grace);
}

#[tokio::test]
async fn what_an_account_was_told_without_a_keyring_is_there_when_it_comes_back_into_view() {
    let machine = Machine::new();
    machine.tokens.set_fault(Fault::Missing);
    let two = Two::signed_in_on(machine).await;
    let told = kept(&two.app, 1).await;
    two.switch(&two.ada).await;
    kept(&two.app, 1).await;
    two.switch(&two.grace).await;
    assert_eq!(two.app.notifications().await.unwrap(), told);
}

#[tokio::test]
async fn what_was_told_on_the_desktop_is_read_in_the_history_of_its_account() {
    let two = Two::signed_in().await;
    two.switch(&two.ada).await;
    // The token is read from the keyring then.
    assert_eq!(name(&two.app).await, "Ada Lovelace");
    let _following = follow(&two.app);
    listeners(&two.ada, 1).await;
    happens(&two.ada, deployed(1));
    kept(&two.app, 2).await;
    let shown = two.machine.notifier.notifications();
    let told = shown.borrow().last().cloned().unwrap();
    two.switch(&two.grace).await;
    two.app.read_told(told).await.unwrap();
    two.switch(&two.ada).await;
    let all = kept(&two.app, 2).await;
    assert!(all.iter().all(|it| it.is_read), "{all:?}");
}

#[tokio::test]
async fn what_waits_to_be_shown_is_not_shown_beside_another_account() {
    let patient = Machine {
        burst: Duration::from_secs(3),
        ..Machine::new()
    };
    let two = Two::signed_in_on(patient).await;
    let _following = follow(&two.app);
    listeners(&two.grace, 1).await;
    for version in 1..=3 {
        happens(&two.grace, deployed(version));
    }
    kept(&two.app, 4).await;
    two.switch(&two.ada).await;
    two.app.set_theme(Theme::Dark).await.unwrap();
    announced(
        &two.machine,
        Announcement::ThemeChanged { theme: Theme::Dark },
    )
    .await;
    let shown = two.machine.notifier.shown();
    let waited = shown.borrow().iter().any(|it| *it == of_version(3));
    assert!(!waited, "{:?}", shown.borrow());
}
