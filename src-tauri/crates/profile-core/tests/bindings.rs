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
        "ColorScheme.ts",
        "CurrentOrganization.ts",
        "FailureCode.ts",
        "KnownPortal.ts",
        "Notice.ts",
        "OrganizationKind.ts",
        "Portal.ts",
        "Preferences.ts",
        "Profile.ts",
        "ProfileSnapshot.ts",
        "Role.ts",
        "SampleAccount.ts",
        "ServiceState.ts",
        "SignInOutcome.ts",
        "SignOutOutcome.ts",
        "Stage.ts",
        "Start.ts",
        "Theme.ts",
        "TokenStorage.ts",
    ];
    assert_eq!(files, expected.map(String::from).into());

    let text = fs::read_to_string(directory.path().join("ProfileSnapshot.ts")).unwrap();
    assert!(text.contains("fetchedAt: string"), "{text}");
    assert!(
        text.contains("import type { Profile } from \"./Profile\""),
        "{text}"
    );
}
