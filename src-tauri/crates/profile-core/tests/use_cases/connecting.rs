//! Finding portals.

use chrono::Duration;
use profile_core::failure::FailureCode;
use profile_core::memory::MemoryBuiltInPortal;
use profile_core::portals::{BUILT_IN, Portal, SampleAccount};
use profile_core::start::Stage;

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, code, noon};

#[tokio::test]
async fn a_portal_is_found_by_its_address_and_known_from_then_on() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.app();
    let found = app
        .connect(&format!("{}/profile", portal.id.replace("http://", " ")))
        .await
        .unwrap();
    let expected = Portal {
        id: portal.id.clone(),
        name: "ACME Portal".into(),
        address: portal.id.clone(),
        built_in: false,
        sample_accounts: Vec::new(),
    };
    assert_eq!(found, expected);

    let start = machine.app().start(Vec::new());
    assert_eq!(start.known_portals.len(), 1);
    assert_eq!(start.known_portals[0].name, "ACME Portal");
    assert_eq!(start.known_portals[0].last_used, noon());
    assert_eq!(
        start.stage,
        Stage::SignIn {
            portal: expected,
            email: None
        }
    );
}

#[tokio::test]
async fn the_portal_used_last_comes_first() {
    let (machine, one, other) = (
        Machine::new(),
        FakePortal::start().await,
        FakePortal::start().await,
    );
    let app = machine.app();
    for portal in [&one, &other, &one] {
        machine.clock.set(noon() + Duration::hours(1));
        app.connect(&portal.id).await.unwrap();
    }
    let ids: Vec<_> = app
        .start(Vec::new())
        .known_portals
        .into_iter()
        .map(|known| known.id)
        .collect();
    assert_eq!(ids, [one.id.as_str(), other.id.as_str()]);
}

#[tokio::test]
async fn what_is_wrong_with_an_address_has_its_own_code() {
    let machine = Machine::new();
    let app = machine.app();
    assert_eq!(
        code(app.connect("two words").await),
        FailureCode::AddressInvalid
    );
    assert_eq!(
        code(app.connect("http://portal.example").await),
        FailureCode::AddressInsecure
    );

    let gone = FakePortal::start().await;
    let address = gone.id.clone();
    app.connect(&address).await.unwrap();
    drop(gone);
    // One that was found before in this run is asked again.
    assert_eq!(
        code(app.connect(&address).await),
        FailureCode::PortalUnreachable
    );
}

#[tokio::test]
async fn the_built_in_portal_offers_its_sample_accounts() {
    let mut machine = Machine::new();
    let account = SampleAccount {
        display_name: "Ada Lovelace".into(),
        email: "ada@acme.example".into(),
        password: "published".into(),
        organization: "ACME Robotics".into(),
        roles: Vec::new(),
    };
    machine.built_in = MemoryBuiltInPortal::with_accounts(vec![account.clone()]).into();
    let app = machine.app();
    assert_eq!(
        code(app.open_built_in_portal().await),
        FailureCode::BuiltInPortalFailed
    );

    let portal = FakePortal::start().await;
    machine.built_in.run_at(Some(portal.origin()));
    let opened = app.open_built_in_portal().await.unwrap();
    assert_eq!(opened.id, BUILT_IN);
    assert!(opened.built_in);
    assert_eq!(opened.address, portal.id);
    assert_eq!(opened.sample_accounts, [account]);

    // Its address is a new one each run, so none is remembered.
    let start = machine.app().start(Vec::new());
    assert_eq!(start.known_portals[0].address, "");
    let Stage::SignIn { portal, .. } = start.stage else {
        panic!("{:?}", start.stage)
    };
    assert_eq!(
        (portal.id.as_str(), portal.address.as_str()),
        (BUILT_IN, "")
    );
    assert!(portal.sample_accounts.is_empty());
}

#[tokio::test]
async fn a_start_at_an_address_goes_on_there_or_connects() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    let app = machine.app();
    let here = app.start_at(&format!(" {}/profile ", portal.id), Vec::new());
    assert!(matches!(here.stage, Stage::SignedIn { .. }), "{here:?}");
    for elsewhere in ["https://other.example", "two words"] {
        let start = app.start_at(elsewhere, Vec::new());
        assert_eq!(start.stage, Stage::Connect);
        assert_eq!(start.known_portals.len(), 1);
    }
}
