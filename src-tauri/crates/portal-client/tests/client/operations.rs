//! Each operation: what is sent, and what is read.

use portal_client::{
    ChangePreferencesInput, DisplayNameAnswer, DisplayNameRefusal, OrganizationKind, Page, Role,
    Theme,
};
use serde_json::json;

use crate::support::{TOKEN, caller, operations, portal_answering, viewer};

#[tokio::test]
async fn the_viewer_is_read_whole() {
    let (server, portal) =
        portal_answering(json!({ "viewer": viewer(), "chartDataExport": null })).await;
    let viewer = portal.profile_page(caller()).await.unwrap().viewer;
    assert_eq!(viewer.id.inner(), "acc_1");
    assert_eq!(viewer.display_name, "Ada Lovelace");
    assert_eq!(viewer.avatar_path.as_deref(), Some("/avatars/ada.png"));
    assert_eq!(viewer.organization.kind, OrganizationKind::Shared);
    assert_eq!(
        viewer.organization.viewer_roles,
        [Role::Admin, Role::BillingAdmin]
    );
    assert!(viewer.preferences.toast_notifications);
    assert_eq!(viewer.preferences.theme, Theme::Dark);
    let security = viewer.security.unwrap();
    assert_eq!(security.mfa.enabled_at, None);
    assert_eq!(security.mfa.required_by[0].contacts, ["Grace Hopper"]);
    assert!(security.password_changed_at.is_some());
    assert_eq!(viewer.api_keys.unwrap().expiring, 1);
    assert_eq!(
        viewer.organization.viewer_pages,
        [Page::Home, Page::Members]
    );
    assert!(viewer.organization.mfa_required_since.is_some());
    assert_eq!(viewer.pinned_page.unwrap().page, Page::Charts);

    let requests = server.received_requests().await.unwrap();
    let request = requests.last().unwrap();
    assert_eq!(
        request.headers.get("authorization").unwrap(),
        &format!("Bearer {TOKEN}")
    );
    assert_eq!(
        request.headers.get("content-type").unwrap(),
        "application/json"
    );
}

#[tokio::test]
async fn what_a_later_portal_knows_is_not_an_error() {
    let mut later = viewer();
    later["organization"]["kind"] = json!("FEDERATED");
    later["organization"]["viewerRoles"] = json!(["ADMIN", "ROBOT_WHISPERER"]);
    later["preferences"]["theme"] = json!("SEPIA");
    later["shoeSize"] = json!(38);
    let (_server, portal) =
        portal_answering(json!({ "viewer": later, "chartDataExport": { "today": "2026-11-23" } }))
            .await;
    let viewer = portal.profile_page(caller()).await.unwrap().viewer;
    assert_eq!(viewer.organization.kind, OrganizationKind::Unknown);
    assert_eq!(
        viewer.organization.viewer_roles,
        [Role::Admin, Role::Unknown]
    );
    assert_eq!(viewer.preferences.theme, Theme::Unknown);
}

#[tokio::test]
async fn a_sign_out_names_its_session() {
    let (server, portal) =
        portal_answering(json!({ "signOut": { "at": "2026-12-01T08:00:00Z" } })).await;
    let at = portal.sign_out(&TOKEN.into()).await.unwrap();
    assert_eq!(at.to_rfc3339(), "2026-12-01T08:00:00+00:00");
    assert_eq!(operations(&server).await[0]["operationName"], "SignOut");
}

#[tokio::test]
async fn a_preference_left_out_is_not_sent() {
    let preferences = json!({ "toastNotifications": false, "theme": "LIGHT" });
    let (server, portal) =
        portal_answering(json!({ "changePreferences": { "preferences": preferences } })).await;
    let input = ChangePreferencesInput {
        theme: Some(Theme::Light),
        ..Default::default()
    };
    let preferences = portal
        .change_preferences(&TOKEN.into(), input)
        .await
        .unwrap();
    assert_eq!(preferences.theme, Theme::Light);
    assert!(!preferences.toast_notifications);
    assert_eq!(
        operations(&server).await[0]["variables"],
        json!({ "input": { "theme": "LIGHT" } })
    );
}

#[tokio::test]
async fn a_display_name_is_changed_or_refused() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "changeDisplayName": union })).await;
        portal.change_display_name(caller(), "Ada").await.unwrap()
    };
    let changed = answer(json!({ "__typename": "DisplayNameChanged", "viewer": viewer() })).await;
    assert!(
        matches!(changed, DisplayNameAnswer::Changed(viewer) if viewer.display_name == "Ada Lovelace")
    );
    let refused =
        json!({ "__typename": "DisplayNameRefused", "reason": "TOO_LONG", "maximumLength": 100 });
    let reason = DisplayNameRefusal::TooLong;
    assert!(matches!(answer(refused).await,
        DisplayNameAnswer::Refused { reason: seen, maximum_length: 100 } if seen == reason));
    let later = answer(json!({ "__typename": "DisplayNameTaken" })).await;
    assert!(matches!(later, DisplayNameAnswer::Unknown));
}
