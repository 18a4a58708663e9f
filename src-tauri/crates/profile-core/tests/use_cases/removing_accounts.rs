//! Removing an account from this computer.

use std::fs;

use profile_core::export_downloads::DownloadState;
use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::remembered;
use profile_core::remembered_accounts;
use profile_core::session::SignOutOutcome;
use profile_core::start::Stage;

use crate::accounts::Two;
use crate::export_downloads::{begin, content, cut_after, names, records, started, until};
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, code, key, sign_in};
use crate::notifications::kept;

const CLEAN: SignOutOutcome = SignOutOutcome {
    revoked: true,
    keyring_cleared: true,
};

/// The files of a machine, by their folders.
fn files(machine: &Machine, folder: &str) -> usize {
    fs::read_dir(machine.cache.path().join(folder)).map_or(0, Iterator::count)
}

#[tokio::test]
async fn an_account_not_in_view_goes_with_all_that_was_kept_of_it() {
    let two = Two::signed_in().await;
    kept(&two.app, 1).await;
    assert_eq!(files(&two.machine, "notifications"), 2);
    let profiles = two.machine.cached();
    let folder = two.machine.cache.path().join("notifications");
    let removed = two.app.remove_account(&two.ada.id, "acc_1").await.unwrap();
    assert_eq!(removed, CLEAN);
    assert!(two.ada.account().sessions.is_empty());
    assert_eq!(two.machine.tokens.entries(), 1);
    assert_eq!(two.machine.cached(), profiles - 1);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
    let left = remembered_accounts::accounts(&*two.machine.store);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].portal, two.grace.id);

    two.app.refresh_profile().await.unwrap();
    assert_eq!(kept(&two.app, 1).await.len(), 1);
    let stage = two.app.switch_account(&two.ada.id, "acc_1").await;
    assert_eq!(stage, Stage::Connect);
}

#[tokio::test]
async fn the_account_in_view_goes_and_nobody_is_offered_at_the_next_start() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    kept(&app, 1).await;
    assert_eq!(
        app.remove_account(&portal.id, "acc_1").await.unwrap(),
        CLEAN
    );
    assert_eq!(code(app.refresh_profile().await), FailureCode::NotSignedIn);
    assert_eq!(app.accounts().await, []);
    assert_eq!(remembered::session(&*machine.store), None);
    assert_eq!(machine.cached() + files(&machine, "notifications"), 0);
    for app in [app, machine.app()] {
        match app.start(Vec::new()).stage {
            Stage::SignIn { portal: at, email } => {
                assert_eq!((at.id, email), (portal.id.clone(), None));
            }
            stage => panic!("{stage:?}"),
        }
    }
    assert_eq!(files(&machine, "notifications"), 0, "nothing came after it");
}

#[tokio::test]
async fn what_is_set_aside_of_a_damaged_history_goes_as_well() {
    let two = Two::signed_in().await;
    kept(&two.app, 1).await;
    let folder = two.machine.cache.path().join("notifications");
    for entry in fs::read_dir(&folder).unwrap().flatten() {
        fs::write(entry.path(), "damaged\n").unwrap();
    }
    let app = two.machine.app();
    for portal in [&two.ada, &two.grace] {
        app.switch_account(&portal.id, "acc_1").await;
        app.notifications().await.unwrap();
    }
    app.remove_account(&two.ada.id, "acc_1").await.unwrap();
    app.remove_account(&two.grace.id, "acc_1").await.unwrap();
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
}

#[tokio::test]
async fn it_is_gone_from_here_also_where_the_portal_or_the_keyring_does_not_answer() {
    let two = Two::signed_in().await;
    two.ada.account().silent = true;
    let outcome = two.app.remove_account(&two.ada.id, "acc_1").await.unwrap();
    assert_eq!((outcome.revoked, outcome.keyring_cleared), (false, true));
    two.machine.tokens.set_fault(Fault::Failed);
    let outcome = two
        .app
        .remove_account(&two.grace.id, "acc_1")
        .await
        .unwrap();
    assert_eq!((outcome.revoked, outcome.keyring_cleared), (true, false));
    assert_eq!(two.app.accounts().await, []);
    assert_eq!(two.machine.cached(), 0);
}

#[tokio::test]
async fn one_that_is_signed_out_is_only_forgotten() {
    let two = Two::signed_in().await;
    two.app.sign_out().await.unwrap();
    let asked = two.grace.account().asked.len();
    assert_eq!(
        two.app
            .remove_account(&two.grace.id, "acc_1")
            .await
            .unwrap(),
        CLEAN
    );
    assert_eq!(two.grace.account().asked.len(), asked);
    assert_eq!(two.app.accounts().await.len(), 1);
    // Again, nothing happens.
    assert_eq!(
        two.app
            .remove_account(&two.grace.id, "acc_1")
            .await
            .unwrap(),
        CLEAN
    );
}

#[tokio::test]
async fn whoever_signs_in_after_that_begins_anew() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    kept(&app, 1).await;
    app.remove_account(&portal.id, "acc_1").await.unwrap();
    sign_in(&app, &portal).await;
    kept(&app, 1).await;
    assert!(machine.tokens.peek(&key(&portal)).is_some());
    assert_eq!(app.accounts().await.len(), 1);
}

#[tokio::test]
async fn files_that_are_not_whole_go_and_saved_ones_stay() {
    let (machine, portal, app) = started().await;
    begin(&app).await;
    until(&app, DownloadState::is_over).await;
    let saved = names(&machine);
    app.drop_export_download("exp_1").await;
    let cuts = [cut_after(9_000); 1_000];
    portal.account().exports.content = content(20_000);
    portal.account().exports.deliveries.extend(cuts);
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    assert!(names(&machine).len() > saved.len());
    assert_eq!(records(&machine), 1);
    app.remove_account(&portal.id, "acc_1").await.unwrap();
    assert_eq!(records(&machine), 0);
    assert_eq!(names(&machine), saved);
}
