//! The committed schema that clients are checked against.

use std::path::Path;

use portal_server::graphql::sdl;

use crate::support::Tested;

#[test]
fn schema_is_fresh() -> Tested {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/crates/portal-client/schema.graphql");
    if std::env::var_os("PORTAL_PROFILE_WRITE").is_some_and(|write| write == "1") {
        std::fs::write(&committed, sdl())?;
    }
    assert!(
        std::fs::read_to_string(&committed)? == sdl(),
        "schema.graphql is stale: run the tests with PORTAL_PROFILE_WRITE=1 and commit it"
    );
    Ok(())
}

#[test]
fn everything_is_described() {
    let sdl = sdl();
    let mut previous = "";
    let mut describes = false;
    for line in sdl.lines() {
        let text = line.trim();
        if text == "\"\"\"" {
            describes = !describes;
            previous = text;
        }
        if describes {
            continue;
        }
        let opens = ["type ", "enum ", "input ", "union ", "scalar "];
        let defines = opens.iter().any(|keyword| text.starts_with(keyword))
            || (line.starts_with('\t') && !text.starts_with(['"', ')']) && previous != "schema {");
        let is_root = ["\tquery:", "\tmutation:", "\tsubscription:"];
        if defines && !is_root.iter().any(|root| line.starts_with(root)) {
            assert!(previous.ends_with('"'), "{text} has no description");
        }
        previous = text;
    }
}
