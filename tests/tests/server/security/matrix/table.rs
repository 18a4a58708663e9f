//! Who may do what, written down by hand.

use std::collections::BTreeMap;

use portal_server::domain::Role;

/// A line for each field: `+` for roles that may, `-` for those that may not. The roles stand in the order of the
/// contract; after them whoever has their personal account in view. Then whether a key may, as far as the roles
/// of its creator allow, and whether anybody may who is not signed in.
pub(super) const MATRIX: &str = "
    field                   Ow Ad Bi DT DE WE WD CE CV  Pe  key anyone
    viewer                  +  +  +  +  +  +  +  +  +   +   +   -
    devices                 +  +  +  +  +  +  +  +  -   +   +   -
    sessions                +  +  +  +  +  +  +  +  +   +   -   -
    securityLog             +  +  +  +  +  +  +  +  +   +   -   -
    apiKeys                 +  +  -  -  -  -  -  -  -   +   -   -
    organizations           +  +  +  +  +  +  +  +  +   +   -   -
    organizationSettings    +  +  +  +  +  +  +  +  +   +   -   -
    members                 +  +  -  -  -  -  -  -  -   -   -   -
    chartWorkspaces         +  +  -  +  -  +  +  +  +   +   -   -
    chartWorkspace          +  +  -  +  -  +  +  +  +   +   -   -
    chartReadings           +  +  -  +  -  +  +  +  +   +   -   -
    home                    +  +  +  +  +  +  +  +  +   +   -   -
    signIn                  +  +  +  +  +  +  +  +  +   +   +   +
    completeSignIn          +  +  +  +  +  +  +  +  +   +   +   +
    confirmIdentity         +  +  +  +  +  +  +  +  +   +   -   -
    changeDisplayName       +  +  +  +  +  +  +  +  +   +   -   -
    changePreferences       +  +  +  +  +  +  +  +  +   +   -   -
    beginMfaEnrollment      +  +  +  +  +  +  +  +  +   +   -   -
    verifyMfaEnrollment     +  +  +  +  +  +  +  +  +   +   -   -
    completeMfaEnrollment   +  +  +  +  +  +  +  +  +   +   -   -
    disableMfa              +  +  +  +  +  +  +  +  +   +   -   -
    regenerateRecoveryCodes +  +  +  +  +  +  +  +  +   +   -   -
    changePassword          +  +  +  +  +  +  +  +  +   +   -   -
    revokeSession           +  +  +  +  +  +  +  +  +   +   -   -
    revokeOtherSessions     +  +  +  +  +  +  +  +  +   +   -   -
    createApiKey            +  +  -  -  -  -  -  -  -   +   -   -
    rotateApiKey            +  +  -  -  -  -  -  -  -   +   -   -
    revokeApiKey            +  +  -  -  -  -  -  -  -   +   -   -
    switchOrganization      +  +  +  +  +  +  +  +  +   +   -   -
    createOrganization      +  +  +  +  +  +  +  +  +   +   -   -
    updateOrganization      +  +  -  -  -  -  -  -  -   -   -   -
    setMfaRequirement       +  +  -  -  -  -  -  -  -   -   -   -
    deleteOrganization      +  -  -  -  -  -  -  -  -   -   -   -
    addMember               +  +  -  -  -  -  -  -  -   -   -   -
    changeMemberRoles       +  +  -  -  -  -  -  -  -   -   -   -
    removeMember            +  +  -  -  -  -  -  -  -   -   -   -
    starChartWorkspace      +  +  -  +  -  +  +  +  +   +   -   -
    pinPage                 +  +  +  +  +  +  +  +  +   +   -   -
    unpinPage               +  +  +  +  +  +  +  +  +   +   -   -
    restorePin              +  +  +  +  +  +  +  +  +   +   -   -
    leaveOrganization       +  +  +  +  +  +  +  +  +   +   -   -
    signOut                 +  +  +  +  +  +  +  +  +   +   -   -
";

/// The column of whoever has their personal account in view.
pub(super) const PERSONAL: usize = Role::ALL.len();

pub(super) struct Row {
    pub(super) roles: Vec<bool>,
    pub(super) key: bool,
    pub(super) anyone: bool,
}

pub(super) fn matrix() -> BTreeMap<&'static str, Row> {
    let lines = MATRIX.trim().lines().skip(1);
    lines
        .map(|line| {
            let mut cells = line.split_whitespace();
            let field = cells.next().unwrap_or_default();
            let cells: Vec<bool> = cells
                .map(|cell| match cell {
                    "+" => true,
                    "-" => false,
                    other => panic!("{field}: {other:?} is no cell"),
                })
                .collect();
            let [roles @ .., key, anyone] = &*cells else {
                panic!("{field}: no cells");
            };
            assert_eq!(roles.len(), PERSONAL + 1, "{field}");
            let row = Row {
                roles: roles.to_vec(),
                key: *key,
                anyone: *anyone,
            };
            (field, row)
        })
        .collect()
}
