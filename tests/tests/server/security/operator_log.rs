//! What an operator does, as the security logs of those it is done to tell it.

use std::collections::BTreeSet;

use anyhow::Result;
use portal_server::cli::{self, CommandDescription};
use portal_server::domain::SecurityActor;
use portal_server::domain::SecurityEventKind::{
    self, ApiKeysTurnedOff, ApiKeysTurnedOn, ExportsTurnedOff, ExportsTurnedOn, MembershipAdded,
    MembershipRemoved, MfaDisabled, MfaNotRequired, MfaRequired, OrganizationCreated, RolesChanged,
    SessionsRevoked,
};
use portal_server::store::{Store, accounts, security_log};
use rstest::rstest;

use super::Enrolled;
use crate::purchases;
use crate::support::{ADA, Backend, LINUS, MEI, PASSWORD, Program, TestPortal, Tested};

const NEW: &str = "new@acme.example";
/// A purchase that was paid.
const PURCHASE: &str = "019b0000-0000-7000-8000-000000000001";
const FRESH: Option<&str> = Some("Fresh");

type Added = (&'static str, SecurityEventKind, Option<&'static str>);

/// Each command with what it is about, and the events that it adds: to whose log, of what kind, and about
/// what.
const COMMANDS: &[(&str, &[&str], &[Added])] = &[
    // A new account has no past.
    ("account add", &["--email", NEW, "--name", "New"], &[]),
    (
        "organization add",
        &["--name", "Fresh", "--owner", NEW],
        &[(NEW, OrganizationCreated, FRESH)],
    ),
    (
        "member set",
        &["--email", LINUS, "--roles", "chart-editor,billing-admin"],
        &[(LINUS, MembershipAdded, FRESH)],
    ),
    (
        "member set",
        &["--email", LINUS, "--roles", "billing-admin,chart-editor"],
        &[],
    ),
    (
        "member set",
        &["--email", LINUS, "--roles", "admin"],
        &[(LINUS, RolesChanged, FRESH)],
    ),
    (
        "feature on",
        &["api-keys"],
        &[
            (NEW, ApiKeysTurnedOn, FRESH),
            (LINUS, ApiKeysTurnedOn, FRESH),
        ],
    ),
    ("feature on", &["api-keys"], &[]),
    (
        "feature off",
        &["api-keys"],
        &[
            (NEW, ApiKeysTurnedOff, FRESH),
            (LINUS, ApiKeysTurnedOff, FRESH),
        ],
    ),
    ("feature off", &["api-keys"], &[]),
    (
        "feature on",
        &["chart-data-export"],
        &[
            (NEW, ExportsTurnedOn, FRESH),
            (LINUS, ExportsTurnedOn, FRESH),
        ],
    ),
    (
        "feature off",
        &["chart-data-export"],
        &[
            (NEW, ExportsTurnedOff, FRESH),
            (LINUS, ExportsTurnedOff, FRESH),
        ],
    ),
    // What an organization pays for opens and closes nothing.
    ("plan set", &["business"], &[]),
    // So does what it has. The ledger tells of that.
    ("credits grant", &["10"], &[]),
    ("credits charge", &["2.5"], &[]),
    ("credits verify", &[], &[]),
    // So does what is sold and bought.
    (
        "pack add",
        &["--credits", "10", "--price", "1.00", "--currency", "EUR"],
        &[],
    ),
    ("pack list", &[], &[]),
    (
        "pack remove",
        &["019bb16e-fe80-765a-bdcc-8644c1ef7f30"],
        &[],
    ),
    ("pack price", &["--none"], &[]),
    ("purchase list", &[], &[]),
    ("purchase refund", &[PURCHASE], &[]),
    (
        "mfa require",
        &[],
        &[(NEW, MfaRequired, FRESH), (LINUS, MfaRequired, FRESH)],
    ),
    ("mfa require", &[], &[]),
    (
        "mfa waive",
        &[],
        &[(NEW, MfaNotRequired, FRESH), (LINUS, MfaNotRequired, FRESH)],
    ),
    ("mfa waive", &[], &[]),
    (
        "member remove",
        &["--email", LINUS],
        &[(LINUS, MembershipRemoved, FRESH)],
    ),
    (
        "session revoke",
        &["--email", ADA],
        &[(ADA, SessionsRevoked, None)],
    ),
    ("session revoke", &["--email", ADA], &[]),
    // What devices put out opens and closes nothing.
    (
        "import",
        &[
            "--device",
            "Roof",
            "--time-column",
            "date",
            "--time-zone",
            "UTC",
            HOURLY_WEATHER,
        ],
        &[],
    ),
    // So does a workflow on them.
    ("workflow deploy", &["Import"], &[]),
    // So does what of it is written to a file, and when its days begin.
    (
        "export",
        &[
            "--from",
            "2010-01-01",
            "--to",
            "2010-01-31",
            "--format",
            "csv",
            "--out",
            "january.csv",
        ],
        &[],
    ),
    (
        "organization time-zone",
        &["--organization", "Fresh", "Europe/Berlin"],
        &[],
    ),
    ("mfa reset", &["--email", MEI], &[(MEI, MfaDisabled, None)]),
    ("mfa reset", &["--email", MEI], &[]),
    ("key replace", &[], &[(LINUS, MfaDisabled, None)]),
    // It is there already; where it is not, there is no account that it could be about.
    ("sample", &[], &[]),
    ("schema", &[], &[]),
];

/// Tells of people's doings, not of the operator's.
const SERVE: &str = "serve";

/// The commands that act on one organization, which is named in the same way for all of them.
const OF_ORGANIZATION: [&str; 8] = [
    "member", "feature", "plan", "credits", "mfa", "import", "export", "workflow",
];

/// A file to import.
const HOURLY_WEATHER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../ui/node_modules/vega-datasets/data/seattle-weather-hourly-normals.csv"
);

#[rstest]
#[tokio::test]
async fn each_command_adds_one_event_for_each_account_it_is_about(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = with_something_to_take_away(backend).await?;
    let store = program.place.open().await?;
    for &(command, about, expected) in COMMANDS {
        let before = events(&store).await?;
        let mut arguments: Vec<&str> = command.split(' ').collect();
        if OF_ORGANIZATION.contains(&arguments[0]) && command != "mfa reset" {
            arguments.extend(["--organization", "Fresh"]);
        }
        arguments.extend(about);
        program.says(&arguments).await?;
        let mut added = events(&store).await?;
        added.retain(|event| !before.contains(event));
        let mut added: Vec<_> = added.into_iter().map(|(_, event)| event).collect();
        let mut expected: Vec<_> = expected
            .iter()
            .map(|(email, kind, subject)| told(email, *kind, *subject))
            .collect();
        added.sort_unstable();
        expected.sort_unstable();
        assert_eq!(added, expected, "{arguments:?}");
    }
    Ok(())
}

#[test]
fn no_command_is_forgotten() {
    let mut there_are = BTreeSet::new();
    collect(&cli::description(), "", &mut there_are);
    let told = COMMANDS.iter().map(|(command, ..)| *command).chain([SERVE]);
    assert_eq!(there_are, told.map(str::to_owned).collect());
}

/// The commands below this one, by their full names.
fn collect(command: &CommandDescription, above: &str, into: &mut BTreeSet<String>) {
    for below in command.get_subcommands() {
        let name = format!("{above} {}", below.get_name()).trim().to_owned();
        match below.has_subcommands() {
            true => collect(below, &name, into),
            false => drop(into.insert(name)),
        }
    }
}

/// A portal, stopped, at which two people have MFA on and one is signed in.
async fn with_something_to_take_away(backend: Backend) -> Result<Program> {
    let portal = TestPortal::start(backend).await?;
    for email in [LINUS, MEI] {
        Enrolled::at(&portal, email).await?;
    }
    purchases::insert_paid(&portal, PURCHASE.parse()?).await?;
    let (place, store) = portal.stop().await;
    store.close().await?;
    let program = Program { place };
    let running = program.serve(&[]).await?;
    running.sign_in(ADA, PASSWORD).await?;
    running.end("TERM").await?;
    Ok(program)
}

fn told(email: &str, kind: SecurityEventKind, subject: Option<&str>) -> String {
    format!("{email}: {kind:?} {subject:?}")
}

/// All events of the operator's in the logs of all these people.
async fn events(store: &Store) -> Result<Vec<(uuid::Uuid, String)>> {
    let mut events = Vec::new();
    for email in [ADA, LINUS, MEI, NEW] {
        let Some(account) = accounts::by_email(store.read(), &email.parse()?).await? else {
            continue;
        };
        let log = security_log::page(store.read(), account.id, &[], None, 100).await?;
        let by_operator = log
            .into_iter()
            .filter(|event| event.actor == SecurityActor::Operator);
        events.extend(by_operator.map(|event| {
            let subject = event.subject.as_deref();
            (event.id, told(email, event.kind, subject))
        }));
    }
    Ok(events)
}
