//! A disk with no room left, played by a limit on the size of files.

use crate::support::{ADA, Backend, PASSWORD, Program, Tested};

/// Room for the tables and some dozens of changes.
const KIBIBYTES: u32 = 512;

/// More changes than there is room for.
const CHANGES: u32 = 1_000;

#[tokio::test]
async fn what_was_acknowledged_stays_and_reading_goes_on() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    program.says(&["sample"]).await?;
    let running = program.serve_on_small_disk(KIBIBYTES).await?;
    let signed_in = running.sign_in(ADA, PASSWORD).await?;
    let token = signed_in["token"].as_str().unwrap();
    let mut acknowledged = 0;
    for number in 1..CHANGES {
        let change = format!(
            "mutation {{ changeDisplayName(input: {{ displayName: \"Ada {number}\" }}) {{ __typename }} }}"
        );
        let answer = running.ask(token, &change).await?;
        if answer["data"].is_object() {
            acknowledged = number;
        } else {
            assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
            break;
        }
    }
    assert!((1..CHANGES - 1).contains(&acknowledged), "{acknowledged}");

    let name = "{ viewer { displayName } }";
    let expected = format!("Ada {acknowledged}");
    let answer = running.ask(token, name).await?;
    assert_eq!(answer["data"]["viewer"]["displayName"], *expected);
    running.end("KILL").await?;
    let running = program.serve(&[]).await?;
    let answer = running.ask(token, name).await?;
    assert_eq!(answer["data"]["viewer"]["displayName"], *expected);
    Ok(())
}
