//! The key that seals the secrets of second factors.

use rstest::rstest;

use crate::support::{Backend, Program, Tested};

#[rstest]
#[tokio::test]
async fn another_key_than_the_databases_is_refused(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    program.serve(&[]).await?.end("TERM").await?;
    let file = program.place.key_file();
    let kept = std::fs::read_to_string(&file)?;
    assert_eq!(kept.len(), 52, "256 bits in base32");
    program.serve(&[]).await?.end("TERM").await?;
    assert_eq!(std::fs::read_to_string(&file)?, kept);

    std::fs::rename(&file, file.with_extension("kept"))?;
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let complaint = program.complains(&serve).await?;
    assert!(complaint.contains("is missing"), "{complaint}");
    assert!(!file.exists(), "no key is made that would be of no use");
    std::fs::write(&file, "A".repeat(52))?;
    let complaint = program.complains(&serve).await?;
    assert!(complaint.contains("another key"), "{complaint}");
    std::fs::write(&file, "not a key")?;
    let complaint = program
        .complains(&["serve", "--listen", "127.0.0.1:0"])
        .await?;
    assert!(complaint.contains("is not a key file"), "{complaint}");
    std::fs::rename(file.with_extension("kept"), &file)?;
    program.serve(&[]).await?.end("TERM").await?;
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn the_key_is_for_its_owner_alone() -> Tested {
    use std::os::unix::fs::PermissionsExt;

    let program = Program::new(Backend::Sqlite).await?;
    program.serve(&[]).await?.end("TERM").await?;
    let mode = std::fs::metadata(program.place.key_file())?
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    Ok(())
}

/// Whoever lost the key gives up what it sealed, and nothing else.
#[rstest]
#[tokio::test]
async fn a_lost_key_is_replaced(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    program.serve(&[]).await?.end("TERM").await?;
    let lost = std::fs::read_to_string(program.place.key_file())?;
    let said = program.says(&["key", "replace"]).await?;
    assert!(said.contains("MFA turned off: 0 accounts"), "{said}");
    assert!(said.contains("set aside"), "{said}");
    let running = program.serve(&[]).await?;
    let answer = running
        .sign_in(crate::support::ADA, crate::support::PASSWORD)
        .await?;
    assert_eq!(answer["__typename"], "SignedIn");
    running.end("TERM").await?;
    assert_ne!(std::fs::read_to_string(program.place.key_file())?, lost);
    Ok(())
}

#[tokio::test]
async fn with_postgresql_the_key_file_is_to_be_named() -> Tested {
    let program = Program::new(Backend::Postgres).await?;
    let mut serve = program.command(&["serve", "--listen", "127.0.0.1:0"])?;
    let output = serve.env_remove("PORTAL_KEY_FILE").output().await?;
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr)?.contains("--key-file"));
    Ok(())
}
