//! The manual page is made from the command line; this holds the committed file to it.
//!
//! `cargo xtask generate` runs this with `PORTAL_PROFILE_WRITE=1`, which writes the file instead.

use std::path::Path;

use clap::CommandFactory;

use crate::options::Options;

#[test]
fn manual_of_portal_profile_is_fresh() -> std::io::Result<()> {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packaging/man/portal-profile.1");
    let mut made = Vec::new();
    clap_mangen::Man::new(Options::command()).render(&mut made)?;
    if std::env::var_os("PORTAL_PROFILE_WRITE").is_some() {
        return std::fs::write(committed, made);
    }
    assert!(
        std::fs::read(committed)? == made,
        "packaging/man/portal-profile.1 is stale: run `cargo xtask generate`"
    );
    Ok(())
}
