//! Several accounts on one computer: one is in view, and the way from one to another.

use profile_core::accounts::AccountState::{InView, SignedIn, SignedOut};
use profile_core::accounts::{AccountState, KnownAccount};
use profile_core::app::ProfileApp;
use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::ports::LocalStore;
use profile_core::remembered_accounts::ACCOUNTS;
use profile_core::start::Stage;

use crate::fake_portal::{EMAIL, FakePortal};
use crate::machine::{Machine, code, shown_at_start, sign_in};

/// A machine where Ada is signed in at one portal, and Grace, whose account is in view, at another.
pub(crate) struct Two {
    pub(crate) machine: Machine,
    pub(crate) ada: FakePortal,
    pub(crate) grace: FakePortal,
    pub(crate) app: ProfileApp,
}

impl Two {
    pub(crate) async fn signed_in() -> Self {
        Self::signed_in_on(Machine::new()).await
    }

    pub(crate) async fn signed_in_on(machine: Machine) -> Self {
        let (ada, grace) = (FakePortal::start().await, FakePortal::start().await);
        grace.account().display_name = "Grace Hopper".into();
        let app = machine.signed_in(&ada).await;
        sign_in(&app, &grace).await;
        Self {
            machine,
            ada,
            grace,
            app,
        }
    }

    /// Goes to the account at `portal`, and answers whose profile is shown before the portal was asked.
    pub(crate) async fn switch(&self, portal: &FakePortal) -> Option<String> {
        switch(&self.app, portal).await
    }
}

pub(crate) async fn switch(app: &ProfileApp, portal: &FakePortal) -> Option<String> {
    match app.switch_account(&portal.id, "acc_1").await {
        Stage::SignedIn {
            portal: at,
            snapshot,
        } => {
            assert_eq!(at.id, portal.id);
            snapshot.map(|it| it.profile.account.display_name)
        }
        stage => panic!("nobody is signed in: {stage:?}"),
    }
}

/// Whose accounts there are, by their portals, and how each is found.
pub(crate) async fn states(app: &ProfileApp) -> Vec<(String, AccountState)> {
    let accounts = app.accounts().await.into_iter();
    accounts.map(|it| (it.portal.id, it.state)).collect()
}

pub(crate) async fn name(app: &ProfileApp) -> String {
    let snapshot = app.refresh_profile().await.unwrap();
    snapshot.profile.account.display_name
}

#[tokio::test]
async fn another_account_comes_into_view_and_both_sessions_go_on() {
    let two = Two::signed_in().await;
    let (ada, grace) = (&two.ada, &two.grace);
    let expected = [(grace.id.clone(), InView), (ada.id.clone(), SignedIn)];
    assert_eq!(states(&two.app).await, expected);
    assert_eq!(two.machine.tokens.entries(), 2);

    assert_eq!(two.switch(ada).await.as_deref(), Some("Ada Lovelace"));
    let expected = [(ada.id.clone(), InView), (grace.id.clone(), SignedIn)];
    assert_eq!(states(&two.app).await, expected);
    assert_eq!(name(&two.app).await, "Ada Lovelace");
    assert_eq!(two.switch(grace).await.as_deref(), Some("Grace Hopper"));
    assert_eq!(name(&two.app).await, "Grace Hopper");
    for portal in [ada, grace] {
        assert_eq!(portal.account().sessions.len(), 1);
    }
}

#[tokio::test]
async fn an_account_is_shown_with_what_was_seen_of_it_last() {
    let two = Two::signed_in().await;
    let accounts = two.app.accounts().await;
    let KnownAccount {
        id,
        portal,
        email,
        display_name,
        initials,
        ..
    } = &accounts[1];
    assert_eq!((id.as_str(), &portal.id), ("acc_1", &two.ada.id));
    assert_eq!(portal.name, "ACME Portal");
    assert_eq!(email, EMAIL);
    assert_eq!(display_name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(initials, "AL");
    // Without a profile the address stands for the person.
    std::fs::remove_dir_all(two.machine.cache.path().join("profiles")).unwrap();
    let bare = &two.app.accounts().await[1];
    assert_eq!((&bare.display_name, &*bare.initials), (&None, "A"));
    assert_eq!(two.switch(&two.ada).await, None);
    assert_eq!(name(&two.app).await, "Ada Lovelace");
}

#[tokio::test]
async fn a_start_goes_on_with_the_account_in_view_last_and_knows_the_others() {
    let two = Two::signed_in().await;
    two.switch(&two.ada).await;
    let app = two.machine.app();
    let shown = shown_at_start(&app).unwrap();
    assert_eq!(shown.profile.account.display_name, "Ada Lovelace");
    let expected = [
        (two.ada.id.clone(), InView),
        (two.grace.id.clone(), SignedIn),
    ];
    assert_eq!(states(&app).await, expected);
    assert_eq!(
        switch(&app, &two.grace).await.as_deref(),
        Some("Grace Hopper")
    );
    assert_eq!(name(&app).await, "Grace Hopper");
}

#[tokio::test]
async fn a_portal_asked_for_at_the_start_opens_the_account_there() {
    let two = Two::signed_in().await;
    let app = two.machine.app();
    let start = app.start_at(&two.ada.id, Vec::new());
    assert!(matches!(start.stage, Stage::SignedIn { portal, .. } if portal.id == two.ada.id));
    assert_eq!(name(&app).await, "Ada Lovelace");
    // And the next start as well, since the person left off there.
    let shown = shown_at_start(&two.machine.app()).unwrap();
    assert_eq!(shown.profile.account.display_name, "Ada Lovelace");
    // Whoever is there already stays.
    let start = app.start_at(&two.grace.id, Vec::new());
    assert_eq!(start.stage, Stage::Connect);
    assert_eq!(name(&app).await, "Ada Lovelace");
}

#[tokio::test]
async fn logging_out_of_one_account_leaves_the_other_alone() {
    let two = Two::signed_in().await;
    let outcome = two.app.sign_out().await.unwrap();
    assert!(outcome.revoked && outcome.keyring_cleared);
    let expected = [
        (two.grace.id.clone(), SignedOut),
        (two.ada.id.clone(), SignedIn),
    ];
    assert_eq!(states(&two.app).await, expected);
    assert_eq!(two.machine.tokens.entries(), 1);
    // Its place is the sign-in page, with nobody in view.
    let stage = two.app.switch_account(&two.grace.id, "acc_1").await;
    let Stage::SignIn { portal, email } = stage else {
        panic!("{stage:?}")
    };
    assert_eq!(
        (portal.id, email.as_deref()),
        (two.grace.id.clone(), Some(EMAIL))
    );
    assert_eq!(two.switch(&two.ada).await.as_deref(), Some("Ada Lovelace"));
    assert_eq!(name(&two.app).await, "Ada Lovelace");
    // Looking at the sign-in page of another account costs no session.
    two.app.switch_account(&two.grace.id, "acc_1").await;
    assert_eq!(name(&two.app).await, "Ada Lovelace");
}

#[tokio::test]
async fn a_session_that_ended_elsewhere_shows_when_its_account_comes_into_view() {
    let two = Two::signed_in().await;
    two.ada.account().sessions.clear();
    two.switch(&two.ada).await;
    assert_eq!(
        code(two.app.refresh_profile().await),
        FailureCode::SessionEnded
    );
    let expected = [
        (two.ada.id.clone(), SignedOut),
        (two.grace.id.clone(), SignedIn),
    ];
    assert_eq!(states(&two.app).await, expected);
    two.switch(&two.grace).await;
    assert_eq!(name(&two.app).await, "Grace Hopper");
}

#[tokio::test]
async fn an_account_nobody_knows_leads_to_where_portals_are_chosen() {
    let two = Two::signed_in().await;
    let stage = two.app.switch_account(&two.ada.id, "acc_7").await;
    assert_eq!(stage, Stage::Connect);
    assert_eq!(name(&two.app).await, "Grace Hopper");
}

#[tokio::test]
async fn where_nothing_can_be_written_all_accounts_are_there_until_the_end() {
    let machine = Machine::new();
    machine.store.set_fault(Fault::Failed);
    let two = Two::signed_in_on(machine).await;
    let all = states(&two.app).await;
    assert_eq!(all.len(), 2);
    assert!(all.contains(&(two.ada.id.clone(), SignedIn)));
    assert!(all.contains(&(two.grace.id.clone(), InView)));
    two.switch(&two.ada).await;
    assert_eq!(name(&two.app).await, "Ada Lovelace");
    two.switch(&two.grace).await;
    // Once there is room, all of them are there at the next start.
    two.machine.store.set_fault(Fault::None);
    let third = FakePortal::start().await;
    sign_in(&two.app, &third).await;
    assert_eq!(states(&two.machine.app()).await.len(), 3);
    two.app.remove_account(&two.ada.id, "acc_1").await.unwrap();
    assert_eq!(two.machine.tokens.entries(), 2);
}

#[tokio::test]
async fn a_session_from_before_there_were_lists_is_in_the_list() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    machine.store.remove(ACCOUNTS).unwrap();
    let app = machine.app();
    shown_at_start(&app);
    let other = FakePortal::start().await;
    sign_in(&app, &other).await;
    let next = machine.app();
    shown_at_start(&next);
    switch(&next, &portal).await;
    assert_eq!(name(&next).await, "Ada Lovelace");
}

#[tokio::test]
async fn the_sign_in_page_of_the_next_start_is_that_of_the_account_left_last() {
    let two = Two::signed_in().await;
    two.switch(&two.ada).await;
    two.app.sign_out().await.unwrap();
    match two.machine.app().start(Vec::new()).stage {
        Stage::SignIn { portal, email } => {
            assert_eq!(
                (portal.id, email.as_deref()),
                (two.ada.id.clone(), Some(EMAIL))
            );
        }
        stage => panic!("{stage:?}"),
    }
}
