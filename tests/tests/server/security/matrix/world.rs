//! A portal with somebody of every kind.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use portal_server::administration::{AccountToAdd, OrganizationSelection};
use portal_server::auth::Passwords;
use portal_server::domain::{Feature, Plan, Role, RoleSet};
use portal_server::objects::Objects;
use portal_server::surroundings::SystemRandomness;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::calls::Ids;
use super::table::PERSONAL;
use crate::organizations::{id_of, in_view};
use crate::purchases;
use crate::security::api_keys::{CREATE, input};
use crate::security::dump::Dump;
use crate::support::{ADA, Backend, MEI, TestPortal, Tested, code};

/// Somebody, with a session and a key.
pub(super) struct Person {
    pub(super) email: String,
    pub(super) token: String,
    pub(super) secret: String,
    /// Where they work.
    pub(super) organization: String,
}

pub(super) struct World {
    pub(super) portal: TestPortal,
    pub(super) selection: OrganizationSelection,
    /// One for each role, then one who has but their personal account.
    pub(super) people: Vec<Person>,
    /// What is in an organization to which none of them belongs.
    pub(super) foreign: Ids,
}

/// What proves a caller.
#[derive(Clone, Copy)]
pub(super) enum Proof<'a> {
    None,
    Session(&'a str),
    Key(&'a str),
}

impl World {
    pub(super) async fn new(backend: Backend) -> Result<Self> {
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
                secret: String::new(),
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
            person.secret = key.1;
            if role != Role::Owner {
                let roles = RoleSet::granted([role])?;
                let email = person.email.parse()?;
                portal
                    .operator
                    .set_roles(&selection, &email, &roles)
                    .await?;
            }
        }
        let alone = &mut people[PERSONAL];
        let home = OrganizationSelection::PersonalOf(alone.email.parse()?);
        let feature = Feature::ApiKeys;
        portal.operator.set_feature(&home, feature, true).await?;
        let key = issue_key(&portal, &alone.organization, &alone.token, &alone.email).await?;
        alone.secret = key.1;
        let foreign = foreign(&portal).await?;
        Ok(Self {
            portal,
            selection,
            people,
            foreign,
        })
    }

    pub(super) async fn ask(
        &self,
        proof: Proof<'_>,
        about: Option<&str>,
        document: &str,
    ) -> Result<Value> {
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
    pub(super) async fn expect(
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
pub(super) async fn issue_key(
    portal: &TestPortal,
    about: &str,
    token: &str,
    name: &str,
) -> Result<(String, String)> {
    let input = input(name, None, name);
    let issued = portal.answer_about(about, token, CREATE, input).await?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let (id, secret) = (&issued["apiKey"]["id"], &issued["secret"]);
    text(id).zip(text(secret)).context(issued.to_string())
}

/// An organization with a member, a key, a session and an enrollment in it.
pub(super) async fn foreign(portal: &TestPortal) -> Result<Ids> {
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
    let look = "{ chartWorkspaces { data { id } } }";
    let workspaces = portal.answer(&ada, look, Value::Null).await?;
    let workspace = workspaces["data"][0]["id"]
        .as_str()
        .context("no workspace")?;
    let look = format!("{{ chartWorkspace(id: \"{workspace}\") {{ charts {{ id }} }} }}");
    let charts = portal.answer(&ada, &look, Value::Null).await?;
    let chart = charts["charts"][0]["id"].as_str().context("no chart")?;
    let look = "{ exports { data { id } } }";
    let exports = portal.answer(&ada, look, Value::Null).await?;
    let exported = exports["data"][0]["id"].as_str().context("no export")?;
    Ok(Ids {
        workspace: workspace.to_owned(),
        chart: chart.to_owned(),
        exported: exported.to_owned(),
        enrollment: enrollment.context(begun.to_string())?.to_owned(),
        session: session.context("no session")?.to_owned(),
        key: issue_key(portal, &acme, &ada, "a key of ACME's").await?.0,
        purchase: purchases::begun(portal, &acme, &ada).await?,
        organization: acme,
        member: id_of(portal, MEI).await?,
    })
}
