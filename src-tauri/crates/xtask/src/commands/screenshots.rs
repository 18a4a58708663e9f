//! `cargo xtask screenshots`

use anyhow::Result;

use super::desktop::build_binaries;
use crate::programs::{cargo, run};
use crate::setup::{self, Purpose};
use crate::ui;

pub(crate) fn take() -> Result<()> {
    setup::prepare(Purpose::Tests)?;
    ui::build()?;
    build_binaries()?;
    run(&mut cargo(&[
        "run",
        "--package",
        "portal-profile-tests",
        "--bin",
        "screenshots",
    ]))
}
