//! The authorization matrix: who may do what, written down here by hand and held against the running portal, so
//! that a wrong row in the portal's own table shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use portal_server::administration::{AccountToAdd, OrganizationSelection};
use portal_server::auth::Passwords;
use portal_server::domain::{Feature, Plan, Role, RoleSet};
use portal_server::graphql::access::{MUTATIONS, QUERIES};
use portal_server::objects::Objects;
use portal_server::surroundings::SystemRandomness;
use rstest::rstest;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::dump::Dump;
use crate::organizations::{id_of, in_view};
use crate::support::{ADA, Backend, MEI, TestPortal, Tested, code};

/// A line for each field: `+` for roles that may, `-` for those that may not. The roles stand in the order of the
/// contract; after them whoever has their personal account in view. Then whether a key may, as far as the roles
/// of its creator allow, and whether anybody may who is not signed in.
const MATRIX: &str = "
    field                   Ow Ad Bi DT DE WE WD CE CV  Pe  key anyone
    viewer                  +  +  +  +  +  +  +  +  +   +   +   -
    devices                 +  +  +  +  +  +  +  +  -   +   +   -
    sessions                +  +  +  +  +  +  +  +  +   +   -   -
    securityLog             +  +  +  +  +  +  +  +  +   +   -   -
    apiKeys                 +  +  -  -  -  -  -  -  -   +   -   -
    organizations           +  +  +  +  +  +  +  +  +   +   -   -
    organizationSettings    +  +  +  +  +  +  +  +  +   +   -   -
    members                 +  +  -  -  -  -  -  -  -   -   -   -
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
    leaveOrganization       +  +  +  +  +  +  +  +  +   +   -   -
    signOut                 +  +  +  +  +  +  +  +  +   +   -   -
";

/// The column of whoever has their personal account in view.
const PERSONAL: usize = Role::ALL.len();

/// A call of each field that is let in where it is allowed, and then changes nothing that others depend on. `$…`
/// stands for an id. What takes a caller's membership or session comes last.
const CALLS: &[(&str, &str)] = &[
    ("viewer", "{ viewer { id } }"),
    ("devices", "{ devices { data { id } } }"),
    ("sessions", "{ sessions { data { id } } }"),
    ("securityLog", "{ securityLog { data { id } } }"),
    ("apiKeys", "{ apiKeys { data { id } } }"),
    ("organizations", "{ organizations { data { id } } }"),
    ("organizationSettings", "{ organizationSettings { version } }"),
    ("members", "{ members { data { id } } }"),
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
        "leaveOrganization",
        "mutation { leaveOrganization { __typename } }",
    ),
    ("signOut", "mutation { signOut { __typename } }"),
];

/// What somebody else's ids come to, where they are all right in form.
const OF_OTHERS: &[(&str, &str)] = &[
    ("verifyMfaEnrollment", "EnrollmentEnded"),
    ("completeMfaEnrollment", "EnrollmentEnded"),
    ("revokeSession", "SessionNotFound"),
    ("rotateApiKey", "ApiKeyNotFound"),
    ("revokeApiKey", "ApiKeyNotFound"),
    ("switchOrganization", "OrganizationNotFound"),
    ("changeMemberRoles", "MemberNotFound"),
    ("removeMember", "MemberNotFound"),
];

struct Row {
    roles: Vec<bool>,
    key: bool,
    anyone: bool,
}

fn matrix() -> BTreeMap<&'static str, Row> {
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

/// Somebody, with a session and, but at home, a key.
struct Person {
    email: String,
    token: String,
    secret: Option<String>,
    /// Where they work.
    organization: String,
}

/// The ids that a call names.
struct Ids {
    enrollment: String,
    session: String,
    key: String,
    organization: String,
    member: String,
}

impl Ids {
    /// Those of nothing, beside the organization in view.
    fn of_nothing(organization: &str) -> Self {
        let nothing = || uuid::Uuid::from_u128(7).to_string();
        Self {
            enrollment: nothing(),
            session: nothing(),
            key: nothing(),
            organization: organization.to_owned(),
            member: nothing(),
        }
    }

    fn written_into(&self, call: &str) -> String {
        call.replace("$enrollment", &self.enrollment)
            .replace("$session", &self.session)
            .replace("$key", &self.key)
            .replace("$organization", &self.organization)
            .replace("$member", &self.member)
    }
}

struct World {
    portal: TestPortal,
    selection: OrganizationSelection,
    /// One for each role, then one who has but their personal account.
    people: Vec<Person>,
    /// What is in an organization to which none of them belongs.
    foreign: Ids,
}

/// What proves a caller.
#[derive(Clone, Copy)]
enum Proof<'a> {
    None,
    Session(&'a str),
    Key(&'a str),
}

impl World {
    async fn new(backend: Backend) -> Result<Self> {
        let portal = TestPortal::start(backend).await?;
        let randomness = Arc::new(SystemRandomness);
        let passwords = Passwords::prepare(portal.hashing.clone(), randomness).await?;
        let objects = Objects::open(&portal.place.objects())?;
        let (name, selection) = ("Matrix", "Matrix".parse()?);
        let mut people = Vec::new();
        for number in 0..=PERSONAL {
            let email = format!("person-{number}@matrix.example");
            let account = AccountToAdd {
                email: email.parse()?,
                display_name: "Person".parse()?,
                password: SecretString::from("long enough"),
                picture: None,
            };
            let operator = &portal.operator;
            operator.add_account(account, &passwords, &objects).await?;
            if number == 0 {
                let owner = email.parse()?;
                operator
                    .add_organization(&name.parse()?, &owner, Plan::Free)
                    .await?;
                operator
                    .set_feature(&selection, Feature::ApiKeys, true)
                    .await?;
            } else if number < PERSONAL {
                let admin = RoleSet::granted([Role::Admin])?;
                operator
                    .set_roles(&selection, &email.parse()?, &admin)
                    .await?;
            }
            let signed_in = portal.attempt(&email, "long enough").await?;
            let token = signed_in["token"].as_str().context("not signed in")?;
            people.push(Person {
                organization: in_view(&portal, token).await?,
                token: token.to_owned(),
                secret: None,
                email,
            });
        }
        let listed = "{ organizations { data { id kind } } }";
        let listed = portal.answer(&people[0].token, listed, Value::Null).await?;
        let shared = listed["data"][1]["id"]
            .as_str()
            .context("no organization")?;
        for (person, role) in people.iter_mut().zip(Role::ALL) {
            shared.clone_into(&mut person.organization);
            // Whatever their role, they had a key made while they could.
            let key = issue_key(&portal, shared, &person.token, &person.email).await?;
            person.secret = Some(key.1);
            if role != Role::Owner {
                let roles = RoleSet::granted([role])?;
                let email = person.email.parse()?;
                portal
                    .operator
                    .set_roles(&selection, &email, &roles)
                    .await?;
            }
        }
        let foreign = foreign(&portal).await?;
        Ok(Self {
            portal,
            selection,
            people,
            foreign,
        })
    }

    async fn ask(&self, proof: Proof<'_>, about: Option<&str>, document: &str) -> Result<Value> {
        let mut request = self.portal.post();
        request = match proof {
            Proof::None => request,
            Proof::Session(token) => request.bearer_auth(token),
            Proof::Key(secret) => request.header("api-secret", secret),
        };
        if let Some(about) = about {
            request = request.header("portal-organization", about);
        }
        let request = request.json(&json!({ "query": document }));
        Ok(request.send().await?.json().await?)
    }

    /// Makes a call, and fails unless it is let in or refused as expected; what is refused changes nothing.
    async fn expect(
        &self,
        who: &str,
        proof: Proof<'_>,
        about: Option<&str>,
        (field, call): (&str, &str),
        expected: Option<&str>,
    ) -> Tested {
        let before = match expected {
            Some(_) => Some(Dump::of(&self.portal.store).await?),
            None => None,
        };
        let organization = about.unwrap_or_default();
        let document = Ids::of_nothing(organization).written_into(call);
        let answer = self.ask(proof, about, &document).await?;
        ensure!(
            code(&answer) == expected,
            "{field} of {who}: {answer}, not {expected:?}"
        );
        if let Some(before) = before {
            ensure!(answer["data"].is_null(), "{field} of {who}: {answer}");
            let after = Dump::of(&self.portal.store).await?;
            before.ensure_same(&after, &format!("{field} of {who}"))?;
        }
        Ok(())
    }
}

/// The id and the secret of a new key of a session's.
async fn issue_key(
    portal: &TestPortal,
    about: &str,
    token: &str,
    name: &str,
) -> Result<(String, String)> {
    let input = super::api_keys::input(name, None, name);
    let issued = portal
        .answer_about(about, token, super::api_keys::CREATE, input)
        .await?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let (id, secret) = (&issued["apiKey"]["id"], &issued["secret"]);
    text(id).zip(text(secret)).context(issued.to_string())
}

/// An organization with a member, a key, a session and an enrollment in it.
async fn foreign(portal: &TestPortal) -> Result<Ids> {
    let ada = portal.sign_in(ADA).await?;
    let acme = in_view(portal, &ada).await?;
    portal
        .operator
        .set_feature(&"ACME Robotics".parse()?, Feature::ApiKeys, true)
        .await?;
    let sessions = portal
        .answer(&ada, "{ sessions { data { id } } }", Value::Null)
        .await?;
    let session = sessions["data"][0]["id"].as_str();
    let begin = "mutation { beginMfaEnrollment { ... on MfaEnrollmentBegun { enrollment } } }";
    let begun = portal.answer(&ada, begin, Value::Null).await?;
    let enrollment = begun["enrollment"].as_str();
    Ok(Ids {
        enrollment: enrollment.context(begun.to_string())?.to_owned(),
        session: session.context("no session")?.to_owned(),
        key: issue_key(portal, &acme, &ada, "a key of ACME's").await?.0,
        organization: acme,
        member: id_of(portal, MEI).await?,
    })
}

#[test]
fn every_field_is_in_the_matrix_and_has_a_call() {
    let portals: Vec<_> = QUERIES
        .iter()
        .chain(MUTATIONS)
        .map(|(name, _)| *name)
        .collect();
    let matrix = matrix();
    for field in &portals {
        assert!(matrix.contains_key(field), "{field} is not in the matrix");
        assert!(
            CALLS.iter().any(|(name, _)| name == field),
            "{field} has no call"
        );
    }
    assert_eq!(
        matrix.len(),
        portals.len(),
        "the matrix has what nobody can call"
    );
    assert_eq!(CALLS.len(), portals.len());
}

/// What takes an id is held against others' ids.
#[test]
fn every_id_of_the_contract_is_tried_with_somebody_elses() {
    let sdl = portal_server::graphql::sdl();
    let block = |kind: &str, name: &str| {
        let start = format!("\n{kind} {name} {{");
        let (_, rest) = sdl
            .split_once(&start)
            .unwrap_or_else(|| panic!("no {name}"));
        rest.split_once("\n}")
            .map_or(rest, |(body, _)| body)
            .to_owned()
    };
    for root in ["Query", "Mutation"] {
        for line in block("type", root).lines() {
            let Some((field, rest)) = line.trim().split_once('(') else {
                continue;
            };
            if line.trim().starts_with('"') {
                continue;
            }
            let input = rest
                .split_once("input: ")
                .and_then(|(_, rest)| rest.split_once('!'));
            let takes_id = match input {
                Some((input, _)) => block("input", input).contains(": ID"),
                None => rest.contains(": ID"),
            };
            let tried = OF_OTHERS.iter().any(|(name, _)| *name == field);
            assert_eq!(takes_id, tried, "{field}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn nobody_does_what_the_matrix_does_not_allow(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let world = World::new(backend).await?;
    let matrix = matrix();
    let foreign = Some(&*world.foreign.organization);
    let names = Role::ALL.map(Role::name);
    let names: Vec<&str> = names.into_iter().chain(["personal account"]).collect();
    // A key's first use is noted, whatever comes of it.
    for secret in world
        .people
        .iter()
        .filter_map(|person| person.secret.as_ref())
    {
        world
            .ask(Proof::Key(secret), None, "{ viewer { id } }")
            .await?;
    }
    for &(field, call) in CALLS {
        let row = &matrix[field];
        let call = (field, call);
        for about in [None, foreign, Some("garbled")] {
            let expected = (!row.anyone).then_some("UNAUTHENTICATED");
            world
                .expect("nobody", Proof::None, about, call, expected)
                .await?;
        }
        for (column, person) in world.people.iter().enumerate() {
            let (who, own) = (names[column], Some(&*person.organization));
            if let Some(secret) = &person.secret {
                let proof = Proof::Key(secret);
                let allowed = row.key && row.roles[column];
                let expected = (!allowed).then_some("FORBIDDEN");
                let who = format!("a key of {who}");
                world.expect(&who, proof, own, call, expected).await?;
                let expected = Some("ORGANIZATION_UNAVAILABLE");
                world.expect(&who, proof, foreign, call, expected).await?;
            }
            // Whoever has but a personal account is no member of the others' organization.
            let proof = Proof::Session(&person.token);
            let expected = Some("ORGANIZATION_UNAVAILABLE");
            world.expect(who, proof, foreign, call, expected).await?;
            if column == PERSONAL {
                let shared = Some(&*world.people[0].organization);
                world
                    .expect("no member", proof, shared, call, expected)
                    .await?;
            }
        }
    }
    for (column, person) in world.people.iter().enumerate() {
        let proof = Proof::Session(&person.token);
        let own = Some(&*person.organization);
        for &(field, call) in CALLS {
            let allowed = matrix[field].roles[column];
            let expected = (!allowed).then_some("FORBIDDEN");
            let call = (field, call);
            world
                .expect(names[column], proof, own, call, expected)
                .await?;
            if field == "leaveOrganization" && (1..PERSONAL).contains(&column) {
                let roles = RoleSet::granted([Role::ALL[column]])?;
                let (operator, email) = (&world.portal.operator, person.email.parse()?);
                operator.set_roles(&world.selection, &email, &roles).await?;
            }
        }
        let over = world.ask(proof, own, "{ viewer { id } }").await?;
        ensure!(code(&over) == Some("UNAUTHENTICATED"), "{over}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn somebody_elses_ids_look_like_none(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let world = World::new(backend).await?;
    let owner = &world.people[0];
    let (proof, own) = (Proof::Session(&owner.token), Some(&*owner.organization));
    let before = Dump::of(&world.portal.store).await?;
    for &(field, expected) in OF_OTHERS {
        let call = CALLS.iter().find(|(name, _)| *name == field);
        let (_, call) = call.context(field)?;
        let theirs = world.foreign.written_into(call);
        let answer = world.ask(proof, own, &theirs).await?;
        assert_eq!(answer["data"][field]["__typename"], expected, "{answer}");
        let of_nobody = Ids::of_nothing(&uuid::Uuid::from_u128(7).to_string());
        let nobodys = world.ask(proof, own, &of_nobody.written_into(call)).await?;
        assert_eq!(answer, nobodys, "{field}");
    }
    let after = Dump::of(&world.portal.store).await?;
    before.ensure_same(&after, "somebody else's ids")
}
