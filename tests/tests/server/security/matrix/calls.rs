//! A call of each field of the contract, and the ids that calls name.

/// A call of each field that is let in where it is allowed, and then changes nothing that others depend on. `$…`
/// stands for an id. What takes a caller's membership or session comes last.
pub(super) const CALLS: &[(&str, &str)] = &[
    ("viewer", "{ viewer { id } }"),
    ("devices", "{ devices { data { id } } }"),
    ("sessions", "{ sessions { data { id } } }"),
    ("securityLog", "{ securityLog { data { id } } }"),
    ("apiKeys", "{ apiKeys { data { id } } }"),
    ("organizations", "{ organizations { data { id } } }"),
    ("organizationSettings", "{ organizationSettings { version } }"),
    ("members", "{ members { data { id } } }"),
    (
        "chartWorkspaces",
        "{ chartWorkspaces { data { id } } }",
    ),
    (
        "chartWorkspace",
        "{ chartWorkspace(id: \"$workspace\") { __typename } }",
    ),
    (
        "chartReadings",
        "{ chartReadings(chart: \"$chart\", range: DAY, timeZone: \"UTC\") { __typename } }",
    ),
    ("home", "{ home { devices { total } } }"),
    ("credits", "{ credits(timeZone: \"UTC\") { balance } }"),
    ("statusUpdates", "{ statusUpdates { more } }"),
    ("creditTransactions", "{ creditTransactions { next } }"),
    ("creditTotals", "{ creditTotals { count } }"),
    ("creditOffers", "{ creditOffers { currency } }"),
    ("creditPrice", "{ creditPrice(credits: \"100\") { __typename } }"),
    (
        "creditPurchase",
        "{ creditPurchase(id: \"$purchase\") { __typename } }",
    ),
    ("creditPurchases", "{ creditPurchases { cursor } }"),
    ("openCreditPurchases", "{ openCreditPurchases { id } }"),
    ("chartDataExport", "{ chartDataExport { today } }"),
    (
        "exportEstimate",
        "{ exportEstimate(range: { firstDay: \"2026-03-01\", lastDay: \"2026-03-01\" }, format: CSV) { __typename } }",
    ),
    ("exports", "{ exports { data { id } } }"),
    ("export", "{ export(id: \"$exported\") { __typename } }"),
    (
        "signIn",
        "mutation { signIn(input: { email: \"nobody@acme.example\", password: \"wrong\", client: \"Matrix\" })
            { __typename } }",
    ),
    (
        "completeSignIn",
        "mutation { completeSignIn(input: { challenge: \"none\", code: \"123456\" }) { __typename } }",
    ),
    (
        "confirmIdentity",
        "mutation { confirmIdentity(input: { password: \"wrong\" }) { __typename } }",
    ),
    (
        "changeDisplayName",
        "mutation { changeDisplayName(input: { displayName: \"Somebody else\" }) { __typename } }",
    ),
    (
        "changePreferences",
        "mutation { changePreferences(input: { theme: DARK }) { __typename } }",
    ),
    (
        "beginMfaEnrollment",
        "mutation { beginMfaEnrollment { __typename } }",
    ),
    (
        "verifyMfaEnrollment",
        "mutation { verifyMfaEnrollment(input: { enrollment: \"$enrollment\", code: \"123456\" }) { __typename } }",
    ),
    (
        "completeMfaEnrollment",
        "mutation { completeMfaEnrollment(input: { enrollment: \"$enrollment\" }) { __typename } }",
    ),
    ("disableMfa", "mutation { disableMfa { __typename } }"),
    (
        "regenerateRecoveryCodes",
        "mutation { regenerateRecoveryCodes { __typename } }",
    ),
    (
        "changePassword",
        "mutation { changePassword(input: { currentPassword: \"wrong\", newPassword: \"long enough too\",
            signOutOthers: true }) { __typename } }",
    ),
    (
        "revokeSession",
        "mutation { revokeSession(input: { session: \"$session\" }) { __typename } }",
    ),
    (
        "revokeOtherSessions",
        "mutation { revokeOtherSessions { count } }",
    ),
    (
        "createApiKey",
        "mutation { createApiKey(input: { name: \"matrix\", expiresAt: \"2020-01-01T00:00:00Z\",
            idempotencyKey: \"a key of the matrix\" }) { __typename } }",
    ),
    (
        "rotateApiKey",
        "mutation { rotateApiKey(input: { apiKey: \"$key\", overlap: NONE,
            idempotencyKey: \"a rotation of the matrix\" }) { __typename } }",
    ),
    (
        "revokeApiKey",
        "mutation { revokeApiKey(input: { apiKey: \"$key\" }) { __typename } }",
    ),
    (
        "switchOrganization",
        "mutation { switchOrganization(input: { organization: \"$organization\" }) { __typename } }",
    ),
    (
        "createOrganization",
        "mutation { createOrganization(input: { name: \"\", idempotencyKey: \"one of the matrix\" })
            { __typename } }",
    ),
    (
        "updateOrganization",
        "mutation { updateOrganization(input: { version: \"of old\", name: \"Taken\", picture: {} })
            { __typename } }",
    ),
    (
        "setMfaRequirement",
        "mutation { setMfaRequirement(input: { version: \"of old\", required: true }) { __typename } }",
    ),
    (
        "deleteOrganization",
        "mutation { deleteOrganization(input: { name: \"Some other name\" }) { __typename } }",
    ),
    (
        "addMember",
        "mutation { addMember(input: { email: \"nobody@acme.example\", roles: [ADMIN] }) { __typename } }",
    ),
    (
        "changeMemberRoles",
        "mutation { changeMemberRoles(input: { member: \"$member\", from: [CHART_EDITOR], roles: [ADMIN] })
            { __typename } }",
    ),
    (
        "removeMember",
        "mutation { removeMember(input: { member: \"$member\" }) { __typename } }",
    ),
    (
        "starChartWorkspace",
        "mutation { starChartWorkspace(input: { workspace: \"$workspace\", starred: true }) { __typename } }",
    ),
    (
        "pinPage",
        "mutation { pinPage(input: { page: CHARTS, workspace: \"$workspace\" }) { __typename } }",
    ),
    (
        "unpinPage",
        "mutation { unpinPage(input: { pin: \"charts.$workspace\" }) { __typename } }",
    ),
    (
        "restorePin",
        "mutation { restorePin(input: { pin: \"charts.$workspace\" }) { __typename } }",
    ),
    (
        "setCreditThreshold",
        "mutation { setCreditThreshold(input: { threshold: \"\" }) { __typename } }",
    ),
    (
        "beginCreditPurchase",
        "mutation { beginCreditPurchase(input: { packId: \"$purchase\", price: \"1.00\", currency: \"EUR\",
            idempotencyKey: \"a purchase of the matrix\" }) { __typename } }",
    ),
    (
        "cancelCreditPurchase",
        "mutation { cancelCreditPurchase(id: \"$purchase\") { __typename } }",
    ),
    (
        "requestExport",
        "mutation { requestExport(input: { range: { firstDay: \"2026-03-01\", lastDay: \"2026-03-01\" }, format: CSV,
            idempotencyKey: \"an export of the matrix\" }) { __typename } }",
    ),
    (
        "retryExport",
        "mutation { retryExport(input: { id: \"$exported\", idempotencyKey: \"a retry of the matrix\" })
            { __typename } }",
    ),
    (
        "splitExport",
        "mutation { splitExport(input: { id: \"$exported\", idempotencyKey: \"a split of the matrix\" })
            { __typename } }",
    ),
    (
        "cancelExport",
        "mutation { cancelExport(id: \"$exported\") { __typename } }",
    ),
    (
        "createExportDownload",
        "mutation { createExportDownload(id: \"$exported\") { __typename } }",
    ),
    (
        "leaveOrganization",
        "mutation { leaveOrganization { __typename } }",
    ),
    ("signOut", "mutation { signOut { __typename } }"),
];

/// What somebody else's ids come to, where they are all right in form: an answer of this type, or
/// null.
pub(super) const OF_OTHERS: &[(&str, Option<&str>)] = &[
    ("chartWorkspace", None),
    ("chartReadings", None),
    ("verifyMfaEnrollment", Some("EnrollmentEnded")),
    ("completeMfaEnrollment", Some("EnrollmentEnded")),
    ("revokeSession", Some("SessionNotFound")),
    ("rotateApiKey", Some("ApiKeyNotFound")),
    ("revokeApiKey", Some("ApiKeyNotFound")),
    ("switchOrganization", Some("OrganizationNotFound")),
    ("changeMemberRoles", Some("MemberNotFound")),
    ("removeMember", Some("MemberNotFound")),
    ("starChartWorkspace", Some("ChartWorkspaceNotFound")),
    ("pinPage", Some("PageUnavailable")),
    ("unpinPage", Some("PinChangedMeanwhile")),
    ("restorePin", Some("PinChangedMeanwhile")),
    ("creditPurchase", None),
    // Packs are nobody's: the plan goes without credits.
    ("beginCreditPurchase", Some("CreditsUnavailable")),
    ("cancelCreditPurchase", Some("CreditPurchaseNotFound")),
    ("export", None),
    ("retryExport", Some("ExportNotFound")),
    ("splitExport", Some("ExportNotFound")),
    ("cancelExport", Some("ExportNotFound")),
    ("createExportDownload", Some("ExportNotFound")),
];

/// The ids that a call names.
pub(super) struct Ids {
    pub(super) enrollment: String,
    pub(super) session: String,
    pub(super) key: String,
    pub(super) organization: String,
    pub(super) member: String,
    pub(super) workspace: String,
    pub(super) chart: String,
    pub(super) purchase: String,
    pub(super) exported: String,
}

impl Ids {
    /// Those of nothing, beside the organization in view.
    pub(super) fn of_nothing(organization: &str) -> Self {
        let nothing = || uuid::Uuid::from_u128(7).to_string();
        Self {
            enrollment: nothing(),
            session: nothing(),
            key: nothing(),
            organization: organization.to_owned(),
            member: nothing(),
            workspace: nothing(),
            chart: nothing(),
            purchase: nothing(),
            exported: nothing(),
        }
    }

    pub(super) fn written_into(&self, call: &str) -> String {
        call.replace("$enrollment", &self.enrollment)
            .replace("$session", &self.session)
            .replace("$key", &self.key)
            .replace("$organization", &self.organization)
            .replace("$member", &self.member)
            .replace("$workspace", &self.workspace)
            .replace("$chart", &self.chart)
            .replace("$purchase", &self.purchase)
            .replace("$exported", &self.exported)
    }
}
