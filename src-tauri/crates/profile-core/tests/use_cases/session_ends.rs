//! A session that the portal does not accept any more.

use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::preferences::Theme;

use crate::fake_portal::{EMAIL, FakePortal};
use crate::machine::{Machine, code, email_at_start, sign_in};

#[tokio::test]
async fn a_revoked_session_is_cleared_and_the_email_stays() {
    for ask in ["refresh", "name", "toasts", "theme"] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.signed_in(&portal).await;
        portal.account().sessions.clear();
        let outcome = match ask {
            "refresh" => app.refresh_profile().await,
            "name" => app.change_display_name("Ada King").await,
            "toasts" => app.set_toast_notifications(false).await,
            _ => app.set_theme(Theme::Dark).await,
        };
        assert_eq!(code(outcome), FailureCode::SessionEnded, "{ask}");
        assert_eq!(machine.tokens.entries() + machine.cached(), 0);
        assert_eq!(app.services().borrow().token_storage, None);
        for app in [app, machine.app()] {
            assert_eq!(email_at_start(&app).as_deref(), Some(EMAIL));
        }
    }
}

#[tokio::test]
async fn all_calls_of_a_revoked_session_say_so() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().sessions.clear();
    let (refresh, theme) = tokio::join!(app.refresh_profile(), app.set_theme(Theme::Dark));
    assert_eq!(code(refresh), FailureCode::SessionEnded);
    assert_eq!(code(theme), FailureCode::SessionEnded);
}

#[tokio::test]
async fn a_revoked_session_ends_with_a_failing_keyring_too() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().sessions.clear();
    machine.tokens.set_fault(Fault::Failed);
    assert_eq!(code(app.refresh_profile().await), FailureCode::SessionEnded);
    assert_eq!(email_at_start(&machine.app()).as_deref(), Some(EMAIL));
}

#[tokio::test]
async fn after_a_revoked_session_the_person_signs_in_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().sessions.clear();
    assert_eq!(code(app.refresh_profile().await), FailureCode::SessionEnded);
    sign_in(&app, &portal).await;
    app.refresh_profile().await.unwrap();
    assert_eq!(machine.tokens.entries(), 1);
}
