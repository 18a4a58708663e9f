//! What an operator says to give, take and verify credits.

use rstest::rstest;

use super::ACME;
use crate::support::{ADA, Backend, Program, Tested};

#[rstest]
#[tokio::test]
async fn credits_are_given_taken_and_verified(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    let add = ["account", "add", "--email", ADA, "--name", "Ada Lovelace"];
    program.says(&add).await?;
    let add = ["organization", "add", "--name", ACME, "--owner", ADA];
    let id = program
        .says(&[&add[..], &["--plan", "business"]].concat())
        .await?;
    let nothing = program.says(&["credits", "verify"]).await?;
    assert_eq!(nothing, "Right: 0 ledgers with 0 transactions.\n");

    let grant = ["credits", "grant", "--organization", ACME];
    let charge = ["credits", "charge", "--organization", ACME];
    let granted = program.says(&[&grant[..], &["10"]].concat()).await?;
    assert_eq!(
        granted,
        "ACME Robotics has 10.000 credits after transaction 1.\n"
    );
    let once = [
        &charge[..],
        &["--key", "INV-7", "--reference", "INV-7", "2.250"],
    ]
    .concat();
    for _ in 0..2 {
        let charged = program.says(&once).await?;
        assert_eq!(
            charged,
            "ACME Robotics has 7.750 credits after transaction 2.\n"
        );
    }
    for (arguments, complaint) in [
        (
            [&charge[..], &["--key", "INV-7", "2.251"]].concat(),
            "this key was used for something else",
        ),
        (
            [&charge[..], &["7.751"]].concat(),
            "only 7.750 credits are left",
        ),
        (
            [&grant[..], &["0"]].concat(),
            "the amount is not more than 0",
        ),
        (
            [&grant[..], &["-5"]].concat(),
            "the amount is not more than 0",
        ),
        (
            [&grant[..], &["0.0001"]].concat(),
            "the amount has more than 3 digits after the point",
        ),
        (
            [&grant[..], &["1000000000000000"]].concat(),
            "the amount is more than 1000000000.000",
        ),
        (
            [&grant[..], &["many"]].concat(),
            "the amount is not a number",
        ),
        (
            [&grant[..], &["--text", " ", "1"]].concat(),
            "one line of 1 to 200 characters",
        ),
        (
            [&grant[..], &["--reference", "a\u{202e}b", "1"]].concat(),
            "one line of 1 to 100 characters",
        ),
        (
            vec!["credits", "grant", "--organization", "ACNE", "1"],
            "there is no organization",
        ),
    ] {
        let complained = program.complains(&arguments).await?;
        assert!(
            complained.contains(complaint),
            "{arguments:?}: {complained}"
        );
    }
    let verified = program
        .says(&["credits", "verify", "--organization", ACME])
        .await?;
    assert_eq!(verified, "Right: 1 ledger with 2 transactions.\n");

    program
        .says(&["plan", "set", "--organization", ACME, "team"])
        .await?;
    let complained = program.complains(&[&grant[..], &["1"]].concat()).await?;
    assert!(
        complained.contains("on the plan team, which goes without credits"),
        "{complained}"
    );
    let id = id.split_whitespace().last().unwrap_or_default();
    let verified = program
        .says(&["credits", "verify", "--organization", id])
        .await?;
    assert_eq!(verified, "Right: 1 ledger with 2 transactions.\n");
    Ok(())
}
