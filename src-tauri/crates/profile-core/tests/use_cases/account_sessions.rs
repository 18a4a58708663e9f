//! The sessions of several accounts: their tokens, and what was asked for and not answered.

use std::time::Duration;

use profile_core::accounts::AccountState::SignedOut;
use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::ports::TokenStore;
use profile_core::session::TokenStorage;

use crate::accounts::{Two, name, states, switch};
use crate::exports::october;
use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};
use crate::holding::Hold;
use crate::machine::{Machine, code, key, shown_at_start, sign_in};

#[tokio::test]
async fn without_a_keyring_all_accounts_live_in_memory_until_it_comes() {
    let machine = Machine::new();
    machine.tokens.set_fault(Fault::Missing);
    let two = Two::signed_in_on(machine).await;
    assert_eq!(two.switch(&two.ada).await, None, "nothing is kept on disk");
    assert_eq!(name(&two.app).await, "Ada Lovelace");
    let next = two.machine.app();
    let expected = [
        (two.ada.id.clone(), SignedOut),
        (two.grace.id.clone(), SignedOut),
    ];
    assert_eq!(
        states(&next).await,
        expected,
        "the next run has no sessions"
    );

    two.machine.tokens.set_fault(Fault::None);
    assert!(two.app.keyring_returned().await);
    assert_eq!(two.machine.tokens.entries(), 2);
    let storage = two.app.services().borrow().token_storage;
    assert_eq!(storage, Some(TokenStorage::Keyring));
    let next = two.machine.app();
    shown_at_start(&next);
    assert_eq!(name(&next).await, "Ada Lovelace");
    switch(&next, &two.grace).await;
    assert_eq!(name(&next).await, "Grace Hopper");
}

#[tokio::test]
async fn a_keyring_that_is_full_is_told_when_it_can_not_keep_all() {
    let machine = Machine::new();
    machine.tokens.set_fault(Fault::Missing);
    let two = Two::signed_in_on(machine).await;
    two.machine.tokens.set_fault(Fault::None);
    two.machine.tokens.set_full(true);
    assert!(!two.app.keyring_returned().await);
    two.switch(&two.ada).await;
    assert_eq!(name(&two.app).await, "Ada Lovelace");
}

#[tokio::test]
async fn an_account_not_in_view_keeps_no_token_in_memory() {
    let two = Two::signed_in().await;
    // Without the entry there is nothing to go on with: memory holds it no more.
    two.machine.tokens.delete(&key(&two.ada)).await.unwrap();
    two.switch(&two.ada).await;
    assert_eq!(
        code(two.app.refresh_profile().await),
        FailureCode::SessionEnded
    );
}

#[tokio::test]
async fn signing_in_again_ends_the_session_that_the_account_had() {
    let two = Two::signed_in().await;
    let mut revoked = two.ada.hold("SignOut", Hold::Reply);
    sign_in(&two.app, &two.ada).await;
    let over = tokio::time::timeout(Duration::from_secs(5), revoked.arrived());
    over.await
        .expect("the session before goes on at the portal");
    revoked.forget();
    assert_eq!(name(&two.app).await, "Ada Lovelace");
    assert_eq!(two.ada.account().sessions.len(), 1);
}

#[tokio::test]
async fn a_token_replaced_while_its_account_is_left_is_kept() {
    for comes_back_before in [false, true] {
        let two = Two::signed_in().await;
        let mut held = two.grace.hold("ConfirmIdentity", Hold::Reply);
        let confirming = tokio::spawn({
            let app = two.app.clone();
            async move { app.confirm_identity(PASSWORD.into(), None).await }
        });
        held.arrived().await;
        two.switch(&two.ada).await;
        if comes_back_before {
            two.switch(&two.grace).await;
        }
        held.go_on();
        assert_eq!(code(confirming.await.unwrap()), FailureCode::NotSignedIn);
        if !comes_back_before {
            assert_eq!(name(&two.app).await, "Ada Lovelace");
            two.switch(&two.grace).await;
        }
        assert_eq!(name(&two.app).await, "Grace Hopper");
        // The next run finds the newest one.
        let next = two.machine.app();
        shown_at_start(&next);
        assert_eq!(name(&next).await, "Grace Hopper");
    }
}

#[tokio::test]
async fn a_reply_with_a_new_token_that_is_lost_is_made_up_for_after_a_switch() {
    let two = Two::signed_in().await;
    two.grace.lose("ConfirmIdentity", 1);
    two.app
        .confirm_identity(PASSWORD.into(), None)
        .await
        .unwrap_err();
    two.switch(&two.ada).await;
    two.switch(&two.grace).await;
    assert_eq!(name(&two.app).await, "Grace Hopper");
}

#[tokio::test]
async fn a_new_token_that_waits_to_be_kept_outlasts_a_switch() {
    let two = Two::signed_in().await;
    // A sign-in to a third account that takes its time holds back what is kept.
    let third = FakePortal::start().await;
    let mut signing_in = third.hold("SignIn", Hold::Reply);
    let arriving = tokio::spawn({
        let (app, portal) = (two.app.clone(), third.id.clone());
        async move { app.sign_in(&portal, EMAIL, PASSWORD.into()).await }
    });
    signing_in.arrived().await;
    let mut confirmed = two.grace.hold("ConfirmIdentity", Hold::Reply);
    let confirming = tokio::spawn({
        let app = two.app.clone();
        async move { app.confirm_identity(PASSWORD.into(), None).await }
    });
    confirmed.arrived().await;
    confirmed.go_on();
    // The reply is here once the portal's next one is: both take the same way.
    let mut looked = two.grace.hold("ViewerQuery", Hold::Request);
    let looking = tokio::spawn({
        let app = two.app.clone();
        async move { app.refresh_profile().await }
    });
    looked.arrived().await;
    looked.go_on();
    // It takes the new token, for which it has to wait, or goes with the account.
    let _ = looking.await.unwrap();
    signing_in.go_on();
    arriving.await.unwrap().unwrap();
    let _ = confirming.await.unwrap();
    two.switch(&two.grace).await;
    assert_eq!(name(&two.app).await, "Grace Hopper");
    let next = two.machine.app();
    shown_at_start(&next);
    assert_eq!(name(&next).await, "Grace Hopper");
}

#[tokio::test]
async fn a_wish_without_an_answer_is_the_same_wish_after_a_switch() {
    let two = Two::signed_in().await;
    // More often than the client tries by itself.
    two.grace.lose("RequestExport", 3);
    two.app.request_export(october()).await.unwrap_err();
    two.switch(&two.ada).await;
    two.switch(&two.grace).await;
    two.app.request_export(october()).await.unwrap();
    assert_eq!(two.grace.account().exports.requested.len(), 1);
}

#[tokio::test]
async fn a_keyring_that_works_again_for_one_keeps_the_others_as_well() {
    let machine = Machine::new();
    machine.tokens.set_fault(Fault::Locked);
    let ada = FakePortal::start().await;
    let app = machine.signed_in(&ada).await;
    machine.tokens.set_fault(Fault::None);
    let grace = FakePortal::start().await;
    sign_in(&app, &grace).await;
    assert_eq!(machine.tokens.entries(), 2);
    let next = machine.app();
    shown_at_start(&next);
    switch(&next, &ada).await;
    assert_eq!(name(&next).await, "Ada Lovelace");
}
