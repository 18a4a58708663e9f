//! Organizations and members: which organization each request names, what is sent, and what is read.

use portal_client::{
    AddMemberAnswer, Caller, ChangeMemberRolesAnswer, ChangePreferencesInput, ClientError,
    CreateOrganizationAnswer, DeleteOrganizationAnswer, IdempotencyKey, LeaveOrganizationAnswer,
    OrganizationNameRefusal, PictureChange, PictureRefusal, RemoveMemberAnswer, Role, RolesRefusal,
    SwitchOrganizationAnswer, UpdateOrganizationAnswer,
};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{TOKEN, caller, operations, portal_answering, portal_replying, viewer};

/// The organization that the last request named.
async fn named(server: &MockServer) -> Option<String> {
    let requests = server.received_requests().await.unwrap();
    let value = requests.last().unwrap().headers.get("portal-organization");
    value.map(|value| value.to_str().unwrap().to_owned())
}

fn settings() -> Value {
    json!({
        "name": "ACME", "imagePath": null, "version": "v7", "mfaRequiredSince": null, "members": 12,
        "membersWithoutMfa": 3, "viewerWithoutMfa": true,
        "apiKeys": { "usable": 1, "expiring": 0, "limit": 20 },
        "deletion": { "devices": 12, "workspaces": 3, "otherMembers": 11, "apiKeys": 1,
            "credits": "12480.500", "exports": 3 },
    })
}

fn member() -> Value {
    json!({
        "id": "acc_2", "displayName": "Grace Hopper", "email": "grace@acme.example",
        "avatarPath": null, "roles": ["CHART_EDITOR", "ROBOT_WHISPERER"], "mfaEnabled": true,
        "memberSince": "2026-05-03T09:00:00Z", "isViewer": false, "rolesCanChange": true,
        "canBeRemoved": true,
    })
}

#[tokio::test]
async fn what_is_about_an_organization_names_it() {
    let (server, portal) =
        portal_answering(json!({ "viewer": viewer(), "chartDataExport": null })).await;
    portal.profile_page(caller()).await.unwrap();
    assert_eq!(named(&server).await.as_deref(), Some("org_1"));
    let chosen_last = Caller {
        organization: None,
        ..caller()
    };
    portal.profile_page(chosen_last).await.unwrap();
    assert_eq!(named(&server).await, None);
}

#[tokio::test]
async fn what_is_about_the_account_alone_names_no_organization() {
    let data = json!({
        "signOut": { "at": "2026-12-01T08:00:00Z" },
        "changePreferences": { "preferences": { "toastNotifications": false, "theme": "LIGHT" } },
        "sessions": { "data": [] },
        "switchOrganization": { "__typename": "OrganizationNotFound", "message": "no" },
        "createOrganization": { "__typename": "IdempotencyKeyReused", "message": "no" },
    });
    let (server, portal) = portal_answering(data).await;
    let token = TOKEN.into();
    portal
        .change_preferences(&token, ChangePreferencesInput::default())
        .await
        .unwrap();
    assert_eq!(named(&server).await, None);
    portal.sessions(&token).await.unwrap();
    assert_eq!(named(&server).await, None);
    let switched = portal.switch_organization(&token, "org_2").await.unwrap();
    assert!(matches!(switched, SwitchOrganizationAnswer::NotFound));
    assert_eq!(named(&server).await, None);
    let wish = IdempotencyKey::random();
    let created = portal.create_organization(&token, "X", None, &wish).await;
    assert!(matches!(created.unwrap(), CreateOrganizationAnswer::Reused));
    assert_eq!(named(&server).await, None);
    portal.sign_out(&token).await.unwrap();
    assert_eq!(named(&server).await, None);
}

#[tokio::test]
async fn an_organization_that_is_gone_is_told_apart_and_not_asked_again() {
    let errors = json!([{ "message": "no", "extensions": { "code": "ORGANIZATION_UNAVAILABLE" } }]);
    let fault = json!({ "data": null, "errors": errors });
    let (server, portal) = portal_replying(ResponseTemplate::new(200).set_body_json(fault)).await;
    for outcome in [
        portal.profile_page(caller()).await.map(drop),
        portal.home(caller()).await.map(drop),
        portal.leave_organization(caller()).await.map(drop),
    ] {
        let error = outcome.unwrap_err();
        assert!(
            matches!(error, ClientError::OrganizationUnavailable),
            "{error:?}"
        );
    }
    assert_eq!(operations(&server).await.len(), 3);
}

#[tokio::test]
async fn an_id_that_no_header_can_hold_is_no_organization() {
    let (server, portal) =
        portal_answering(json!({ "viewer": viewer(), "chartDataExport": null })).await;
    let odd = Caller {
        organization: Some("org\r\nauthorization: x"),
        ..caller()
    };
    let error = portal.profile_page(odd).await.unwrap_err();
    assert!(
        matches!(error, ClientError::OrganizationUnavailable),
        "{error:?}"
    );
    assert!(operations(&server).await.is_empty());
}

#[tokio::test]
async fn organizations_are_read_a_page_at_a_time() {
    let organization = json!({
        "id": "org_1", "name": "ACME", "kind": "SHARED", "imagePath": null,
        "viewerRoles": ["OWNER"], "lastChosenAt": "2026-12-01T08:00:00Z", "inView": true,
    });
    let list = json!({ "data": [organization], "cursor": "next", "owned": 2, "ownedLimit": 3 });
    let (server, portal) = portal_answering(json!({ "organizations": list })).await;
    let list = portal
        .organizations(caller(), 500, Some("here"))
        .await
        .unwrap();
    assert_eq!((list.owned, list.owned_limit), (2, 3));
    assert_eq!(list.cursor.as_deref(), Some("next"));
    assert_eq!(list.data[0].viewer_roles, [Role::Owner]);
    assert_eq!(
        operations(&server).await[0]["variables"],
        json!({ "first": 500, "after": "here" })
    );
}

#[tokio::test]
async fn an_organization_is_created_or_refused() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "createOrganization": union })).await;
        let (token, wish) = (TOKEN.into(), IdempotencyKey::random());
        let answer = portal.create_organization(&token, "X", Some("cG5n"), &wish);
        answer.await.unwrap()
    };
    let created = json!({ "__typename": "OrganizationCreated", "viewer": viewer() });
    assert!(matches!(
        answer(created).await,
        CreateOrganizationAnswer::Created(_)
    ));
    let refused = json!({
        "__typename": "OrganizationNameRefused", "reason": "TOO_LONG", "maximumLength": 100,
    });
    assert!(matches!(
        answer(refused).await,
        CreateOrganizationAnswer::NameRefused {
            reason: OrganizationNameRefusal::TooLong,
            maximum_length: 100
        }
    ));
    let refused = json!({ "__typename": "PictureRefused", "reason": "NOT_A_PICTURE" });
    assert!(matches!(
        answer(refused).await,
        CreateOrganizationAnswer::PictureRefused(PictureRefusal::NotAPicture)
    ));
    let reached = json!({ "__typename": "OrganizationLimitReached", "owned": 3, "limit": 3 });
    assert!(matches!(
        answer(reached).await,
        CreateOrganizationAnswer::LimitReached { owned: 3, limit: 3 }
    ));
    let later = json!({ "__typename": "OrganizationOnProbation" });
    assert!(matches!(
        answer(later).await,
        CreateOrganizationAnswer::Unknown
    ));
}

#[tokio::test]
async fn a_picture_is_kept_replaced_or_removed() {
    let changed = json!({ "__typename": "OrganizationChangedMeanwhile", "settings": settings() });
    let (server, portal) = portal_answering(json!({ "updateOrganization": changed })).await;
    let replaced = PictureChange {
        png: Some("cG5n"),
        remove: false,
    };
    let removed = PictureChange {
        png: None,
        remove: true,
    };
    for picture in [PictureChange::default(), replaced, removed] {
        let answer = portal.update_organization(caller(), "v6", "ACME", picture);
        let UpdateOrganizationAnswer::ChangedMeanwhile(settings) = answer.await.unwrap() else {
            panic!("not changed meanwhile")
        };
        assert_eq!(settings.version, "v7");
        assert_eq!(settings.deletion.unwrap().other_members, 11);
    }
    let sent = operations(&server).await;
    let pictures: Vec<_> = sent
        .iter()
        .map(|sent| &sent["variables"]["input"]["picture"])
        .collect();
    assert_eq!(*pictures[0], json!({ "remove": false }));
    assert_eq!(*pictures[1], json!({ "png": "cG5n", "remove": false }));
    assert_eq!(*pictures[2], json!({ "remove": true }));
}

#[tokio::test]
async fn an_mfa_requirement_is_set() {
    let updated = json!({
        "__typename": "OrganizationUpdated", "viewer": viewer(), "settings": settings(),
    });
    let (_server, portal) = portal_answering(json!({ "setMfaRequirement": updated })).await;
    let answer = portal.set_mfa_requirement(caller(), "v6", true).await;
    assert!(matches!(
        answer.unwrap(),
        UpdateOrganizationAnswer::Updated { viewer, .. } if viewer.id.inner() == "acc_1"
    ));
}

#[tokio::test]
async fn an_organization_is_left_or_deleted_or_not() {
    let answer = async |left, deleted| {
        let data = json!({ "leaveOrganization": left, "deleteOrganization": deleted });
        let (_server, portal) = portal_answering(data).await;
        let left = portal.leave_organization(caller()).await.unwrap();
        let deleted = portal.delete_organization(caller(), "ACME").await.unwrap();
        (left, deleted)
    };
    let (left, deleted) = answer(
        json!({ "__typename": "OrganizationLeft", "viewer": viewer() }),
        json!({ "__typename": "OrganizationDeleted", "viewer": viewer() }),
    )
    .await;
    assert!(matches!(left, LeaveOrganizationAnswer::Left(_)));
    assert!(matches!(deleted, DeleteOrganizationAnswer::Deleted(_)));
    let (left, deleted) = answer(
        json!({ "__typename": "OwnerStays", "message": "no" }),
        json!({ "__typename": "OrganizationNameMismatch", "message": "no" }),
    )
    .await;
    assert!(matches!(left, LeaveOrganizationAnswer::OwnerStays));
    assert!(matches!(deleted, DeleteOrganizationAnswer::NameMismatch));
}

#[tokio::test]
async fn members_are_searched() {
    let list = json!({
        "data": [member()], "cursor": null, "total": 12,
        "grantableRoles": [{ "role": "ADMIN", "exclusive": true }],
    });
    let (server, portal) = portal_answering(json!({ "members": list })).await;
    let list = portal.members(caller(), 50, None, Some("grace")).await;
    let list = list.unwrap();
    assert_eq!(list.data[0].roles, [Role::ChartEditor, Role::Unknown]);
    assert!(list.grantable_roles[0].exclusive);
    assert_eq!(
        operations(&server).await[0]["variables"],
        json!({ "first": 50, "after": null, "search": "grace" })
    );
}

#[tokio::test]
async fn a_membership_begins_changes_and_ends_or_not() {
    let answer = async |added: Value, changed: Value, removed: Value| {
        let data = json!({
            "addMember": added, "changeMemberRoles": changed, "removeMember": removed,
        });
        let (_server, portal) = portal_answering(data).await;
        let (from, roles) = (vec![Role::ChartEditor], vec![Role::Admin]);
        let added = portal.add_member(caller(), "grace@acme.example", roles.clone());
        let added = added.await.unwrap();
        let changed = portal.change_member_roles(caller(), "acc_2", from, roles);
        let changed = changed.await.unwrap();
        let removed = portal.remove_member(caller(), "acc_2").await.unwrap();
        (added, changed, removed)
    };
    let (added, changed, removed) = answer(
        json!({ "__typename": "MemberAdded", "member": member() }),
        json!({ "__typename": "MemberRolesChanged", "member": member() }),
        json!({ "__typename": "MemberRemoved", "member": "acc_2" }),
    )
    .await;
    assert!(matches!(added, AddMemberAnswer::Added(_)));
    assert!(matches!(changed, ChangeMemberRolesAnswer::Changed(_)));
    assert_eq!(removed, RemoveMemberAnswer::Removed);
    let refused = json!({ "__typename": "RolesRefused", "reason": "NOT_ALONE" });
    let (added, changed, removed) = answer(
        refused.clone(),
        refused,
        json!({ "__typename": "OwnerStays", "message": "no" }),
    )
    .await;
    assert!(matches!(
        added,
        AddMemberAnswer::RolesRefused(RolesRefusal::NotAlone)
    ));
    assert!(matches!(
        changed,
        ChangeMemberRolesAnswer::RolesRefused(RolesRefusal::NotAlone)
    ));
    assert_eq!(removed, RemoveMemberAnswer::OwnerStays);
    let gone = json!({ "__typename": "MemberNotFound", "message": "no" });
    let (added, changed, removed) = answer(
        json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 60 }),
        gone.clone(),
        gone,
    )
    .await;
    assert!(matches!(
        added,
        AddMemberAnswer::TooManyAttempts {
            retry_after_seconds: 60
        }
    ));
    assert!(matches!(changed, ChangeMemberRolesAnswer::NotFound));
    assert_eq!(removed, RemoveMemberAnswer::NotFound);
}
