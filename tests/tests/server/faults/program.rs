//! The program itself: how it starts, ends, and comes back.

use std::net::TcpListener;

use rstest::rstest;
use serde_json::Value;

use crate::support::{ADA, Backend, PASSWORD, Program, RunningProgram, Tested, http};

async fn signed_in(running: &RunningProgram) -> anyhow::Result<String> {
    let answer = running.sign_in(ADA, PASSWORD).await?;
    Ok(answer["token"].as_str().unwrap().to_owned())
}

#[rstest]
#[tokio::test]
async fn it_serves_until_it_is_told_to_stop(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("TERM", "INT")] signal: &str,
) -> Tested {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let running = program.serve(&["--name", "ACME Portal"]).await?;
    assert!(running.address.starts_with("http://127.0.0.1:"));
    let url = format!("{}/.well-known/portal", running.address);
    let described: Value = http()?.get(url).send().await?.json().await?;
    assert_eq!(described["name"], "ACME Portal");
    let (clean, log) = running.end(signal).await?;
    assert!(clean, "{log}");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_acknowledged_survives_being_killed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let running = program.serve(&[]).await?;
    let token = signed_in(&running).await?;
    for number in 0..5 {
        let mutation = format!(
            "mutation {{ changeDisplayName(input: {{ displayName: \"Ada {number}\" }}) {{ __typename }} }}"
        );
        let answer = running.ask(&token, &mutation).await?;
        let typename = &answer["data"]["changeDisplayName"]["__typename"];
        assert_eq!(typename, "DisplayNameChanged");
    }
    let (clean, _) = running.end("KILL").await?;
    assert!(!clean);
    let running = program.serve(&[]).await?;
    let answer = running.ask(&token, "{ viewer { displayName } }").await?;
    assert_eq!(answer["data"]["viewer"]["displayName"], "Ada 4");
    Ok(())
}

#[tokio::test]
async fn operators_change_a_portal_that_runs() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    program.says(&["sample"]).await?;
    let running = program.serve(&[]).await?;
    let token = signed_in(&running).await?;
    let said = program.says(&["session", "revoke", "--email", ADA]).await?;
    assert_eq!(said, "Sessions revoked: 1\n");
    let answer = running.ask(&token, "{ viewer { id } }").await?;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    Ok(())
}

#[tokio::test]
async fn sessions_live_as_long_as_the_operator_says() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    program.says(&["sample"]).await?;
    let running = program.serve(&["--session-lifetime", "2h"]).await?;
    let query = "mutation { signIn(input: { email: \"ada@acme.example\", password: \"sample\",
        client: \"Tests\" }) { ... on SignedIn { expiresAt } } }";
    let before = chrono::Utc::now();
    let answer = running.ask("none", query).await?;
    let expires_at = answer["data"]["signIn"]["expiresAt"].as_str().unwrap();
    let lifetime = expires_at.parse::<chrono::DateTime<chrono::Utc>>()? - before;
    assert_eq!(lifetime.num_minutes(), 120);
    Ok(())
}

#[tokio::test]
async fn an_address_in_use_is_named() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let complaint = program.complains(&["serve", "--listen", &address]).await?;
    assert!(complaint.contains(&format!("error: the address {address} is in use")));
    assert!(complaint.contains("--listen"));
    Ok(())
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_named_without_its_password() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.local_addr()?
    };
    let database = format!("postgres://portal:s3cret@{closed}/portal");
    let complaint = program
        .complains(&["serve", "--listen", "127.0.0.1:0", "--database", &database])
        .await?;
    let shown = format!("the database postgres://portal:…@{closed}/portal can't be used");
    assert!(complaint.contains(&shown), "{complaint}");
    assert!(!complaint.contains("s3cret"), "{complaint}");
    Ok(())
}

#[tokio::test]
async fn places_that_can_not_be_used_are_named() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    std::fs::write(program.place.directory().join("file"), "no database")?;
    for (arguments, complaint) in [
        (
            ["--database", "sqlite:missing/portal.db"],
            "the database sqlite:missing/portal.db can't be used",
        ),
        (
            ["--database", "sqlite:file"],
            "the database sqlite:file is damaged or not a database",
        ),
        (
            ["--objects", "file:file"],
            "the objects at file:file can't be used",
        ),
        (
            ["--database", "sqlite:."],
            "the database sqlite:. can't be used",
        ),
    ] {
        let serve = [&["serve", "--listen", "127.0.0.1:0"], &arguments[..]].concat();
        let said = program.complains(&serve).await?;
        assert!(said.contains(complaint), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn flags_that_make_no_sense_are_explained() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    for (arguments, complaint) in [
        (["--listen", "8787"], "invalid socket address"),
        (
            ["--database", "mysql://db/portal"],
            "postgres://USER:PASSWORD@HOST/DATABASE",
        ),
        (["--objects", "gs://bucket"], "file:DIRECTORY"),
        (
            ["--session-idle", "soon"],
            "times look like 30m, 12h or 14d",
        ),
        (["--session-lifetime", "1s"], "at least a minute"),
        (["--name", " "], "1 to 100 characters"),
        (["--port", "8787"], "unexpected argument"),
    ] {
        let serve = [&["serve"], &arguments[..]].concat();
        let output = program.output(&serve).await?;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr)?;
        assert!(said.contains(complaint), "{said}");
    }
    Ok(())
}
