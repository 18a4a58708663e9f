//! `portal-server serve`

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::arguments::{DatabaseArgument, ObjectsArgument};
use super::open::Working;
use crate::auth::SessionPolicy;
use crate::{PortalConfig, RunningPortal, start};

/// Answer requests until told to stop
///
/// The first line on standard output is JSON with the address. Ends on Ctrl-C and on SIGTERM, once
/// the requests under way are answered.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server serve
  portal-server serve --listen 127.0.0.1:0 --database sqlite:/srv/portal/portal.db \\
      --objects file:/srv/portal/objects --name 'ACME Portal'
  PORTAL_DATABASE=postgres://portal:…@db.example/portal portal-server serve

Speaks plain HTTP. Beyond this machine, put a proxy before it that speaks HTTPS. Attempts to sign in
are limited by account and by the address that connects: to the portal, all who come through one
proxy are one address (60 attempts, then one every 2 seconds), so let the proxy limit its callers.")]
pub(super) struct Serve {
    /// Where to listen; port 0 picks a free one
    #[arg(long, default_value = "127.0.0.1:8787", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    #[command(flatten)]
    database: DatabaseArgument,
    #[command(flatten)]
    objects: ObjectsArgument,
    /// What the portal calls itself
    #[arg(long, default_value = "Portal", value_parser = portal_name)]
    name: String,
    /// End sessions that are not used for so long
    #[arg(long, default_value = "14d", value_parser = session_time, value_name = "TIME")]
    session_idle: Duration,
    /// End every session after so long
    #[arg(long, default_value = "90d", value_parser = session_time, value_name = "TIME")]
    session_lifetime: Duration,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let portal = self.start().await?;
        let address = format!("http://{}", portal.address());
        announce(&address).context("the address can't be written to standard output")?;
        let told_to_stop = told_to_stop().await;
        portal.stop().await;
        told_to_stop
    }

    async fn start(self) -> anyhow::Result<RunningPortal> {
        let _working = Working::on("Starting");
        if !self.listen.ip().is_loopback() {
            tracing::warn!(
                "plain HTTP beyond this machine: put a proxy before it that speaks HTTPS"
            );
        }
        let mut config =
            PortalConfig::new(self.listen, self.database.database, self.objects.objects);
        config.name = self.name;
        config.sessions = SessionPolicy {
            idle: self.session_idle,
            lifetime: self.session_lifetime,
        };
        Ok(start(config).await?)
    }
}

fn announce(address: &str) -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", json!({ "address": address }))?;
    output.flush()
}

#[cfg(unix)]
async fn told_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> anyhow::Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

fn portal_name(text: &str) -> Result<String, &'static str> {
    let name = text.trim();
    let acceptable = (1..=100).contains(&name.chars().count()) && !name.contains(char::is_control);
    acceptable
        .then(|| name.to_owned())
        .ok_or("a name has 1 to 100 characters on one line")
}

fn session_time(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text)
        .map_err(|error| format!("{error}; times look like 30m, 12h or 14d"))?;
    if time < Duration::from_secs(60) {
        return Err("a session lasts at least a minute".to_owned());
    }
    Ok(time)
}
