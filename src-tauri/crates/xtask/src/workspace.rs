//! Where things lie in the checkout.

use std::path::{Path, PathBuf};

/// The checkout.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).unwrap_or(here)
}

/// Where builds go.
#[must_use]
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The tool that makes a Tauri app answer to WebDriver.
#[must_use]
pub fn tauri_driver() -> PathBuf {
    root().join("target/tools/bin/tauri-driver")
}

/// Where packages go.
#[must_use]
pub fn packages() -> PathBuf {
    target().join("packages")
}

/// The tool that makes packages of a Tauri app for macOS and Windows, and AppImages.
#[must_use]
pub fn tauri_cli() -> PathBuf {
    root().join("target/tools/bin/cargo-tauri")
}

/// Where Python keeps the programs of a place of its own.
pub const PYTHON_PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

/// A place of its own for what tests need of Python.
#[must_use]
pub fn local_python() -> PathBuf {
    root().join("target/tools/localstripe")
}

/// A fake of Stripe's API, which tests speak to.
#[must_use]
pub fn local_stripe() -> PathBuf {
    local_python().join(PYTHON_PROGRAMS).join("localstripe")
}

/// A place of its own for what reads files of data in tests.
#[must_use]
pub fn data_readers() -> PathBuf {
    root().join("target/tools/data-readers")
}

/// The Python that has DuckDB and PyArrow.
#[must_use]
pub fn data_python() -> PathBuf {
    data_readers().join(PYTHON_PROGRAMS).join("python")
}
