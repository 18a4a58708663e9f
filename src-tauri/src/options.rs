//! The command line.

use std::path::PathBuf;

use clap::Parser;
use profile_core::outside_requests::Wish;

/// Manage your account on a portal: profile, notifications and theme.
#[derive(Clone, Debug, Default, Parser)]
#[command(name = "portal-profile", version, about, long_about = None, after_help = AFTER_HELP)]
pub struct Options {
    /// Connect to this portal, for example https://portal.example. Where the app is open already, its
    /// window comes up and connects, unless you are signed in to another portal.
    #[arg(long, value_name = "URL")]
    pub portal: Option<String>,

    /// Keep everything that belongs to this machine in DIR instead of the system's usual places.
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,

    /// Start without a window where closing it leaves the app in the tray, as when the person's session starts it.
    #[arg(long)]
    pub at_login: bool,

    /// Draw in the simplest way, without the graphics card. The app starts itself again like this where its window stays
    /// empty.
    #[arg(long)]
    pub safe_renderer: bool,

    /// Open this place, for example portal-profile://exports. Where the app is open already, its window comes up and
    /// goes there. Places: home, charts, members, profile, exports, transactions, organizations/ID.
    #[arg(value_name = "LINK")]
    pub link: Option<String>,
}

/// Has the app draw in the simplest way.
pub(crate) const SAFE_RENDERER: &str = "--safe-renderer";

impl Options {
    /// What is asked for with them.
    pub(crate) fn wish(&self) -> Wish {
        Wish {
            portal: self.portal.clone(),
            link: self.link.clone(),
            notification: None,
        }
    }
}

const AFTER_HELP: &str = "\
Examples:
  portal-profile
  portal-profile --portal https://portal.example
  portal-profile portal-profile://exports
  portal-profile --data-dir ~/portal-trial

The session is kept in the system's keyring, never in a file. Set PORTAL_PROFILE_LOG=debug for a
detailed log on standard error.";
