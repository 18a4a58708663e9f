//! The operator's commands, and what they refuse.

use rstest::rstest;
use serde_json::Value;

use crate::support::{ADA, Backend, GRACE, PASSWORD, Program, Tested};

#[rstest]
#[tokio::test]
async fn a_portal_is_set_up_from_the_command_line(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    let picture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src-tauri/crates/portal-server/assets/ada.png"
    );
    let add = ["account", "add", "--email", ADA, "--name", "Ada Lovelace"];
    let with_picture = [&add[..], &["--password-stdin", "--avatar", picture]].concat();
    let added = program.answers(&with_picture, "long enough\n").await?;
    assert!(added.status.success(), "{added:?}");
    let add = ["account", "add", "--email", GRACE, "--name", "Grace Hopper"];
    let made = program.says(&add).await?;
    let password = made.trim().rsplit(' ').next().unwrap().to_owned();

    let add = [
        "organization",
        "add",
        "--name",
        "ACME Robotics",
        "--owner",
        ADA,
    ];
    let id = program
        .says(&[&add[..], &["--plan", "business"]].concat())
        .await?;
    let acme = ["--organization", "ACME Robotics"];
    for (command, said) in [
        (
            &[
                "member",
                "set",
                "--email",
                GRACE,
                "--roles",
                "billing-admin,chart-editor",
            ][..],
            "grace@acme.example is billing-admin, chart-editor.\n",
        ),
        (
            &["feature", "on", "chart-data-export"],
            "chart-data-export is on for ACME Robotics.\n",
        ),
        (
            &["feature", "off", "chart-data-export"],
            "chart-data-export is off for ACME Robotics.\n",
        ),
        (
            &["plan", "set", "team"],
            "ACME Robotics is on the plan team.\n",
        ),
        (
            &["mfa", "require"],
            "All members of ACME Robotics need MFA from now on.\n",
        ),
        (
            &["mfa", "require"],
            "All members of ACME Robotics need MFA already.\n",
        ),
        (
            &["mfa", "waive"],
            "Members of ACME Robotics don't need MFA any more.\n",
        ),
        (
            &["mfa", "waive"],
            "Members of ACME Robotics don't need MFA as it is.\n",
        ),
        (
            &["member", "remove", "--email", GRACE],
            "grace@acme.example is no member any more.\n",
        ),
    ] {
        assert_eq!(program.says(&[command, &acme[..]].concat()).await?, said);
    }
    let reset = program.says(&["mfa", "reset", "--email", ADA]).await?;
    assert_eq!(reset, "MFA of ada@acme.example is off as it is.\n");
    let by_id = ["plan", "set", "free", "--organization", id.trim()];
    program.says(&by_id).await?;

    let running = program.serve(&[]).await?;
    for (email, password) in [(ADA, "long enough"), (GRACE, &password)] {
        let answer = running.sign_in(email, password).await?;
        assert_eq!(answer["__typename"], "SignedIn", "{email}");
    }
    Ok(())
}

#[tokio::test]
async fn the_sample_is_shown_as_a_table_or_as_json() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    let table = program.says(&["sample"]).await?;
    let header: Vec<&str> = table.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(
        header,
        ["NAME", "EMAIL", "PASSWORD", "ORGANIZATION", "ROLES"]
    );
    assert_eq!(table.lines().count(), 5);
    let again = program.output(&["sample", "--json"]).await?;
    let accounts: Vec<Value> = serde_json::from_slice(&again.stdout)?;
    assert_eq!(accounts.len(), 4);
    assert_eq!(accounts[1]["roles"][0], "billing-admin");
    for account in &accounts {
        assert!(table.contains(account["email"].as_str().unwrap()));
        assert_eq!(account["password"], PASSWORD);
    }
    assert!(String::from_utf8(again.stderr)?.contains("there already"));
    Ok(())
}

#[tokio::test]
async fn what_can_not_be_done_is_explained_and_not_done() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    program.says(&["sample"]).await?;
    let acme = ["--organization", "ACME Robotics"];
    let nobody = "nobody@acme.example";
    for (command, complaint) in [
        (
            vec![
                "account",
                "add",
                "--email",
                "ADA@acme.example",
                "--name",
                "Ada",
            ],
            "there is an account for ADA@acme.example already",
        ),
        (
            vec![
                "account",
                "add",
                "--email",
                nobody,
                "--name",
                "N",
                "--avatar",
                "missing.png",
            ],
            "missing.png can't be read",
        ),
        (
            vec![
                "account",
                "add",
                "--email",
                nobody,
                "--name",
                "N",
                "--avatar",
                "portal.db",
            ],
            "the picture is not accepted",
        ),
        (
            vec![
                "account",
                "add",
                "--email",
                nobody,
                "--name",
                "N",
                "--password-stdin",
            ],
            "there is no password on standard input",
        ),
        (
            vec!["organization", "add", "--name", "X", "--owner", nobody],
            "there is no account for nobody@acme.example",
        ),
        (
            [
                &["member", "set", "--email", ADA, "--roles", "admin"],
                &acme[..],
            ]
            .concat(),
            "the owner of an organization keeps that role",
        ),
        (
            [
                &["member", "set", "--email", GRACE, "--roles", "owner"],
                &acme[..],
            ]
            .concat(),
            "owner is given to whoever creates the organization",
        ),
        (
            [
                &[
                    "member",
                    "set",
                    "--email",
                    GRACE,
                    "--roles",
                    "chart-editor,admin",
                ],
                &acme[..],
            ]
            .concat(),
            "admin stands alone",
        ),
        (
            vec![
                "member",
                "set",
                "--email",
                GRACE,
                "--roles",
                "admin",
                "--organization",
                "personal:ada@acme.example",
            ],
            "a personal account can't be shared",
        ),
        (
            vec!["feature", "on", "api-keys", "--organization", "Nowhere"],
            "there is no organization \"Nowhere\"",
        ),
        (
            vec![
                "plan",
                "set",
                "team",
                "--organization",
                "personal:nobody@acme.example",
            ],
            "there is no account for nobody@acme.example",
        ),
        (
            vec!["session", "revoke", "--email", nobody],
            "there is no account for nobody@acme.example",
        ),
    ] {
        let said = program.complains(&command).await?;
        assert!(said.starts_with("error: "), "{said}");
        assert!(said.contains(complaint), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn words_that_are_none_are_explained() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    let acme = ["--organization", "ACME Robotics"];
    for (command, complaint) in [
        (
            &["account", "add", "--email", "ada", "--name", "Ada"][..],
            "is not an email address",
        ),
        (
            &["account", "add", "--email", ADA, "--name", " "],
            "the name is empty",
        ),
        (
            &["organization", "add", "--name", "", "--owner", ADA],
            "the name is empty",
        ),
        (
            &["member", "set", "--email", ADA, "--roles", "boss"],
            "chart-viewer-only",
        ),
        (
            &["feature", "on", "teleport"],
            "features are api-keys, chart-data-export",
        ),
        (&["plan", "set", "gold"], "plans are free, team, business"),
    ] {
        let command = if command[1] == "add" {
            command.to_vec()
        } else {
            [command, &acme].concat()
        };
        let output = program.output(&command).await?;
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let said = String::from_utf8(output.stderr)?;
        assert!(said.contains(complaint), "{said}");
    }
    assert!(!program.place.directory().join("portal.db").exists());
    Ok(())
}

#[tokio::test]
async fn help_shows_how_it_is_done() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    for command in [
        &["serve"][..],
        &["sample"],
        &["account", "add"],
        &["organization", "add"],
        &["member", "set"],
        &["member", "remove"],
        &["feature", "on"],
        &["feature", "off"],
        &["plan", "set"],
        &["session", "revoke"],
        &["mfa", "require"],
        &["mfa", "waive"],
        &["mfa", "reset"],
        &["key", "replace"],
    ] {
        let help = program.says(&[command, &["--help"]].concat()).await?;
        let example = format!("portal-server {}", command.join(" "));
        assert!(help.contains("Example"), "{help}");
        assert!(
            help.matches(&example).count() >= 2,
            "usage and example: {help}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_schema_is_printed() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    assert_eq!(
        program.says(&["schema"]).await?,
        portal_server::graphql::sdl()
    );
    Ok(())
}
