//! `portal-server serve`

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use anyhow::Context;
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use serde_json::json;
use url::Url;

use super::arguments::{DatabaseArgument, KeyFileArgument, ObjectsArgument};
use super::export_policy::ExportsArgument;
use super::open::Working;
use super::signals::told_to_stop;
use super::stripe::stripe_from_environment;
use crate::auth::{KeyPolicy, SECURITY_LOG_DAYS, SessionPolicy};
use crate::payments::PaymentsConfig;
use crate::{PortalConfig, RunningPortal, start};

/// Requests of one API key in a row, as a multiple of those in a second.
const BURST: NonZeroU32 = NonZeroU32::new(4).unwrap();

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
  STRIPE_SECRET_KEY=… STRIPE_WEBHOOK_SECRET=… portal-server serve --payments stripe \\
      --public-url https://portal.example

Speaks plain HTTP. Beyond this machine, put a proxy before it that speaks HTTPS, and name it with
--trusted-proxy: attempts are limited by account and by address, and people are told the address of
each sign-in. Without that, all who come through one proxy have its address.

Stripe tells what is paid at /webhooks/stripe: of checkout.session.completed, .expired,
.async_payment_succeeded and .async_payment_failed, payment_intent.succeeded and charge.refunded.")]
pub(super) struct Serve {
    /// Where to listen; port 0 picks a free one
    #[arg(long, default_value = "127.0.0.1:8787", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    #[command(flatten)]
    database: DatabaseArgument,
    #[command(flatten)]
    objects: ObjectsArgument,
    #[command(flatten)]
    key: KeyFileArgument,
    /// What the portal calls itself
    #[arg(long, default_value = "Portal", value_parser = portal_name)]
    name: String,
    /// End sessions that are not used for so long
    #[arg(long, default_value = "14d", value_parser = session_time, value_name = "TIME")]
    session_idle: Duration,
    /// End every session after so long
    #[arg(long, default_value = "90d", value_parser = session_time, value_name = "TIME")]
    session_lifetime: Duration,
    /// How many requests one API key may send per second in the long run; four times as many in a row
    #[arg(long, default_value_t = KeyPolicy::default().per_second, value_name = "REQUESTS")]
    api_key_rate: NonZeroU32,
    /// For how many days the security log tells what happened to accounts; 0: for good. A day of older
    /// events is forgotten each hour, so that a wrong clock costs little
    #[arg(long, default_value_t = SECURITY_LOG_DAYS.get(), value_name = "DAYS")]
    security_log_days: u32,
    /// A proxy, or a network of proxies, whose header X-Forwarded-For tells where requests come from;
    /// may be given several times
    #[arg(long = "trusted-proxy", value_name = "ADDRESS[/BITS]", value_parser = proxy)]
    trusted_proxies: Vec<IpNet>,
    #[command(flatten)]
    exports: ExportsArgument,
    /// Which payments to take for credits
    #[arg(long, value_enum, default_value_t)]
    payments: PaymentsArgument,
    /// Where people reach the portal, such as https://portal.example, if not where it listens; other
    /// payment providers lead back there
    #[arg(long, value_name = "URL", value_parser = public_url)]
    public_url: Option<Url>,
}

/// Which payments a portal takes
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PaymentsArgument {
    /// None: credits can't be bought
    #[default]
    None,
    /// A test checkout of the portal's own, where no money moves: whoever uses it gets credits for nothing
    Sandbox,
    /// Stripe, with STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET from the environment, and STRIPE_API_BASE for another
    /// address of its API
    Stripe,
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
        let key_file = self.key.of(&self.database.database)?;
        let mut config = PortalConfig::new(
            self.listen,
            self.database.database,
            self.objects.objects,
            key_file,
        );
        config.trusted_proxies = self.trusted_proxies;
        config.keys = KeyPolicy {
            per_second: self.api_key_rate,
            burst: self.api_key_rate.saturating_mul(BURST),
            ..KeyPolicy::default()
        };
        config.security_log_days = NonZeroU32::new(self.security_log_days);
        config.exports = self.exports.policy();
        config.name = self.name;
        config.payments = match self.payments {
            PaymentsArgument::None => PaymentsConfig::None,
            PaymentsArgument::Sandbox => {
                tracing::warn!("payments are a test: credits are given away for nothing");
                PaymentsConfig::Sandbox
            }
            PaymentsArgument::Stripe => PaymentsConfig::Stripe(stripe_from_environment()?),
        };
        config.public_url = self.public_url;
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

fn proxy(text: &str) -> Result<IpNet, &'static str> {
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse()
        .or_else(|_| address())
        .map_err(|_| "a proxy is an address such as 10.0.0.1, or a network such as 10.0.0.0/8")
}

fn portal_name(text: &str) -> Result<String, &'static str> {
    let name = text.trim();
    let acceptable = (1..=100).contains(&name.chars().count()) && !name.contains(char::is_control);
    acceptable
        .then(|| name.to_owned())
        .ok_or("a name has 1 to 100 characters on one line")
}

fn public_url(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).ok();
    let of_a_portal = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    url.filter(of_a_portal)
        .ok_or("a portal is reached at a URL such as https://portal.example")
}

fn session_time(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text)
        .map_err(|error| format!("{error}; times look like 30m, 12h or 14d"))?;
    if time < Duration::from_secs(60) {
        return Err("a session lasts at least a minute".to_owned());
    }
    Ok(time)
}
