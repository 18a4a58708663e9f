//! Who may do what: generated from the portal's own table, and in part written down by hand, so that a wrong row or
//! rule there shows.

use std::collections::BTreeMap;

use portal_server::domain::{Members, OrganizationKind, Role};
use portal_server::graphql::access::{Access, Callers, MUTATIONS, QUERIES};

/// A line for one field or part of each kind: `+` for roles that may, `-` for those that may not. The roles stand in
/// the order of the contract; after them whoever has their personal account in view. Then whether a key may, as far
/// as the roles of its creator allow, and whether anybody may who is not signed in.
const STATED: &str = "
    field                         Ow Ad Bi DT DE WE WD CE CV  Pe  key anyone
    signIn                        +  +  +  +  +  +  +  +  +   +   +   +
    viewer                        +  +  +  +  +  +  +  +  +   +   +   -
    changePassword                +  +  +  +  +  +  +  +  +   +   -   -
    devices                       +  +  +  +  +  +  +  +  -   +   +   -
    apiKeys                       +  +  -  -  -  -  -  -  -   +   -   -
    createApiKey                  +  +  -  -  -  -  -  -  -   +   -   -
    members                       +  +  -  -  -  -  -  -  -   -   -   -
    addMember                     +  +  -  -  -  -  -  -  -   -   -   -
    changeMemberRoles             +  +  -  -  -  -  -  -  -   -   -   -
    removeMember                  +  +  -  -  -  -  -  -  -   -   -   -
    updateOrganization            +  +  -  -  -  -  -  -  -   -   -   -
    setMfaRequirement             +  +  -  -  -  -  -  -  -   -   -   -
    deleteOrganization            +  -  -  -  -  -  -  -  -   -   -   -
    leaveOrganization             +  +  +  +  +  +  +  +  +   +   -   -
    chartReadings                 +  +  -  +  -  +  +  +  +   +   -   -
    credits                       +  +  +  +  +  +  +  +  -   +   -   -
    statusUpdates                 +  +  +  +  +  +  +  +  +   +   -   -
    setCreditThreshold            +  +  +  +  +  +  +  +  -   +   -   -
    creditTransactions            +  +  +  +  +  +  +  +  -   +   -   -
    creditPurchases               +  +  +  -  -  -  -  -  -   +   -   -
    beginCreditPurchase           +  +  +  -  -  -  -  -  -   +   -   -
    cancelCreditPurchase          +  +  +  -  -  -  -  -  -   +   -   -
    exports                       +  +  -  +  -  +  +  +  +   +   -   -
    requestExport                 +  +  -  +  -  +  +  +  +   +   -   -
    createExportDownload          +  +  -  +  -  +  +  +  +   +   -   -
    pinPage                       +  +  +  +  +  +  +  +  +   +   -   -
    Query.organizationSettings    +  +  -  -  -  -  -  -  -   -   -   -
    Query.creditOffers            +  +  +  +  +  +  +  +  -   +   -   -
    Query.chartDataExport         +  +  -  +  -  +  +  +  +   +   -   -
    OrganizationSettings.deletion +  -  -  -  -  -  -  -  -   -   -   -
    Home.devices                  +  +  +  +  +  +  +  +  -   +   -   -
    Home.deployments              +  +  -  +  +  +  +  +  -   +   -   -
    Home.credits                  +  +  +  +  +  +  +  +  -   +   -   -
    Home.exports                  +  +  -  +  -  +  +  +  +   +   -   -
";

/// The column of whoever has their personal account in view.
pub(super) const PERSONAL: usize = Role::ALL.len();

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) roles: Vec<bool>,
    pub(super) key: bool,
    pub(super) anyone: bool,
}

/// Which columns are among these members.
pub(super) fn columns(members: Members) -> Vec<bool> {
    let shared = Role::ALL.map(|role| members.include(OrganizationKind::Shared, &[role]));
    let personal = members.include(OrganizationKind::Personal, &[Role::Owner]);
    shared.into_iter().chain([personal]).collect()
}

/// What the portal's table says of each field that can be called.
pub(super) fn matrix() -> BTreeMap<&'static str, Row> {
    let row = |access: Access| Row {
        roles: columns(access.members.unwrap_or(Members::Everyone)),
        key: matches!(access.callers, Callers::Anyone | Callers::SessionOrKey),
        anyone: access.callers == Callers::Anyone,
    };
    let fields = QUERIES.iter().chain(MUTATIONS);
    fields
        .map(|(field, access)| (*field, row(*access)))
        .collect()
}

/// What is written down by hand.
pub(super) fn stated() -> BTreeMap<&'static str, Row> {
    let lines = STATED.trim().lines().skip(1);
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
