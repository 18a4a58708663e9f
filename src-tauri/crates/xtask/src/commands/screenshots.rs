//! `cargo xtask screenshots`

use anyhow::Result;
use xtask::workspace;

use super::test::build_everything;
use crate::programs::{program, run};
use crate::setup::{self, Purpose};
use crate::ui;

pub(crate) fn take() -> Result<()> {
    setup::prepare(Purpose::Tests)?;
    ui::build()?;
    build_everything()?;
    run(&mut program(
        workspace::target().join("debug").join("screenshots"),
    ))
}
