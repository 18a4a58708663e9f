//! The TypeScript side of the types that cross to the page.

use std::collections::BTreeSet;
use std::fs;

use profile_core::bindings::export_bindings;

#[test]
fn every_type_that_crosses_to_the_page_has_a_file() {
    let directory = tempfile::tempdir().unwrap();
    export_bindings(directory.path()).unwrap();
    let files: BTreeSet<_> = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected = [
        "Account.ts",
        "AddMemberOutcome.ts",
        "ApiKey.ts",
        "ApiKeyExpiry.ts",
        "ApiKeyNameRefusal.ts",
        "ApiKeyOverlap.ts",
        "ApiKeyStatus.ts",
        "ApiKeySummary.ts",
        "ApiKeys.ts",
        "BeginEnrollmentOutcome.ts",
        "BrokenPin.ts",
        "ChangeMemberRolesOutcome.ts",
        "ChangePasswordOutcome.ts",
        "Chart.ts",
        "ChartBucket.ts",
        "ChartCalculation.ts",
        "ChartKind.ts",
        "ChartRange.ts",
        "ChartReadings.ts",
        "ChartSeries.ts",
        "ChartWorkspace.ts",
        "ChartWorkspaceSummary.ts",
        "CodeRefusal.ts",
        "ColorScheme.ts",
        "CompleteEnrollmentOutcome.ts",
        "CompleteSignInOutcome.ts",
        "ConfirmIdentityOutcome.ts",
        "CreateApiKeyOutcome.ts",
        "CreateOrganizationOutcome.ts",
        "CreditsAtAGlance.ts",
        "CurrentOrganization.ts",
        "DeleteOrganizationOutcome.ts",
        "Deployment.ts",
        "DeviceAtAGlance.ts",
        "DevicesAtAGlance.ts",
        "DisableMfaOutcome.ts",
        "Enrollment.ts",
        "ExportAtAGlance.ts",
        "ExportState.ts",
        "FailureCode.ts",
        "GrantableRole.ts",
        "Home.ts",
        "IssuedApiKey.ts",
        "KnownPortal.ts",
        "LeaveOrganizationOutcome.ts",
        "Member.ts",
        "MembersPage.ts",
        "Mfa.ts",
        "MfaRequirement.ts",
        "Notice.ts",
        "OpenSession.ts",
        "OrganizationDeletion.ts",
        "OrganizationKind.ts",
        "OrganizationNameRefusal.ts",
        "OrganizationSettings.ts",
        "OrganizationSummary.ts",
        "Organizations.ts",
        "Page.ts",
        "PasswordRefusal.ts",
        "PictureChange.ts",
        "PictureRefusal.ts",
        "PinPageOutcome.ts",
        "PinnedPage.ts",
        "Portal.ts",
        "PortalRequest.ts",
        "PortalTarget.ts",
        "Preferences.ts",
        "PreparePictureOutcome.ts",
        "Profile.ts",
        "ProfileSnapshot.ts",
        "RecoveryCodesOutcome.ts",
        "RemoveMemberOutcome.ts",
        "RevokeApiKeyOutcome.ts",
        "RevokedOthers.ts",
        "Role.ts",
        "RolesRefusal.ts",
        "RotateApiKeyOutcome.ts",
        "SampleAccount.ts",
        "SavedFile.ts",
        "SecondFactor.ts",
        "Security.ts",
        "SecurityActor.ts",
        "SecurityCategory.ts",
        "SecurityEvent.ts",
        "SecurityEventKind.ts",
        "SecurityLogPage.ts",
        "ServiceState.ts",
        "SignInOutcome.ts",
        "SignOutOutcome.ts",
        "Stage.ts",
        "StarWorkspaceOutcome.ts",
        "Start.ts",
        "SwitchOrganizationOutcome.ts",
        "Theme.ts",
        "TokenStorage.ts",
        "TriedApiKey.ts",
        "UnpinOutcome.ts",
        "UpdateOrganizationOutcome.ts",
        "VerifyEnrollmentOutcome.ts",
    ];
    assert_eq!(files, expected.map(String::from).into());

    let text = fs::read_to_string(directory.path().join("ProfileSnapshot.ts")).unwrap();
    assert!(text.contains("fetchedAt: string"), "{text}");
    assert!(
        text.contains("import type { Profile } from \"./Profile\""),
        "{text}"
    );
}
