//! macOS and Windows: what is missing is named, not installed.

use anyhow::{Result, ensure};

use super::Purpose;
use crate::programs::{answer, program};

pub(super) fn prepare(purpose: Purpose) -> Result<()> {
    ensure!(
        matches!(purpose, Purpose::App | Purpose::Packages),
        "this drives the real window in a headless desktop, which needs Linux"
    );
    if cfg!(target_os = "macos") {
        let tools = answer(program("xcode-select").arg("--print-path"));
        ensure!(
            tools.is_some(),
            "missing: the Xcode command line tools. Run: xcode-select --install"
        );
    }
    if cfg!(windows) {
        let known = WEBVIEW_KEYS
            .iter()
            .any(|key| answer(program("reg").args(["query", key, "/v", "pv"])).is_some());
        ensure!(
            known,
            "missing: WebView2, from https://developer.microsoft.com/microsoft-edge/webview2"
        );
    }
    Ok(())
}

/// Where WebView2 registers its version, for the machine and for the person.
const WEBVIEW_KEYS: [&str; 2] = [
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
    r"HKCU\Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
];
