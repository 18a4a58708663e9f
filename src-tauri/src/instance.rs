//! What sets one installation's data apart from another's on the same machine.

use std::path::{Path, PathBuf};

use clap::Parser;
use data_encoding::HEXLOWER;
use profile_core::outside_requests::{OutsideRequests, Wish};
use sha2::{Digest, Sha256};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};

use crate::options::Options;
use crate::{platform, window};

/// The app's reverse-DNS name, as in `tauri.conf.json`.
const IDENTIFIER: &str = "app.portalprofile.desktop";

/// What the app is called.
const NAME: &str = "Portal Profile";

/// Sets one data directory apart from another.
pub(crate) struct Instance {
    /// Empty for the system's usual places.
    tag: Option<String>,
}

impl Instance {
    /// The instance that works in the directory `options` names.
    pub(crate) fn of(options: &Options) -> Self {
        let tag = options.data_dir.as_deref().map(tag);
        Self { tag }
    }

    /// The keyring service that this instance's entries belong to.
    pub(crate) fn keyring_service(&self) -> String {
        match &self.tag {
            None => IDENTIFIER.to_owned(),
            Some(tag) => format!("{IDENTIFIER}.{tag}"),
        }
    }

    /// What the part of the keyring is called that this instance can lock by itself, as the keyring asks for its password.
    pub(crate) fn keyring_part(&self) -> String {
        match &self.tag {
            None => NAME.to_owned(),
            Some(tag) => format!("{NAME} {tag}"),
        }
    }

    /// A second start brings the first one's window up, hands over what it was asked for and ends; `None` where the
    /// system can't tell instances in different data directories apart. The lock of the data directory guards
    /// against a second instance in any case.
    pub(crate) fn single_instance(&self, requests: OutsideRequests) -> Option<TauriPlugin<Wry>> {
        if self.tag.is_some() && !platform::INSTANCES_HAVE_NAMES {
            return None;
        }
        let bring_up = move |app: &AppHandle, arguments: Vec<String>, _directory: String| {
            if let Some(wish) = wish_in(arguments) {
                requests.ask(wish);
                window::bring_up(app);
            }
        };
        let plugin = tauri_plugin_single_instance::Builder::new()
            .callback(bring_up)
            .dbus_id(self.keyring_service());
        Some(plugin.build())
    }
}

/// What a second start was asked for; `None` of one by the person's session, which finds the app there already. That
/// start has checked its arguments itself before it got here; what can't be read all the same asks for nothing.
fn wish_in(arguments: Vec<String>) -> Option<Wish> {
    let options = Options::try_parse_from(arguments).unwrap_or_default();
    let wish = options.wish();
    (!options.at_login || wish != Wish::default()).then_some(wish)
}

/// A short name for a directory, the same however its path is written. Starts with a letter, as
/// D-Bus demands of the elements of a name.
fn tag(directory: &Path) -> String {
    let absolute = std::path::absolute(directory).unwrap_or_else(|_| directory.to_path_buf());
    let normalized: PathBuf = absolute.components().collect();
    let digest = Sha256::digest(normalized.as_os_str().as_encoded_bytes());
    format!("d{}", HEXLOWER.encode(&digest[..6]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(directory: Option<&str>) -> String {
        let data_dir = directory.map(PathBuf::from);
        let options = Options {
            data_dir,
            ..Options::default()
        };
        Instance::of(&options).keyring_service()
    }

    #[test]
    fn a_second_start_may_ask_for_a_portal_and_a_place() {
        let asked = |arguments: &[&str]| {
            let all = ["portal-profile"].iter().chain(arguments);
            wish_in(all.map(|&argument| argument.to_owned()).collect())
        };
        assert_eq!(asked(&["--data-dir", "/a", "--at-login"]), None);
        let asked = |arguments: &[&str]| asked(arguments).expect("a wish");
        let wish = |portal: Option<&str>, link: Option<&str>| Wish {
            portal: portal.map(str::to_owned),
            link: link.map(str::to_owned),
            notification: None,
        };
        assert_eq!(asked(&[]), Wish::default());
        assert_eq!(asked(&["--data-dir", "/a"]), Wish::default());
        let portal = ["--data-dir", "/a", "--portal", "portal.example"];
        assert_eq!(asked(&portal), wish(Some("portal.example"), None));
        let link = "portal-profile://exports";
        assert_eq!(asked(&[link]), wish(None, Some(link)));
        let both = [&portal[..], &[link]].concat();
        assert_eq!(asked(&both), wish(Some("portal.example"), Some(link)));
        let unheard_of = ["--unheard-of", "--portal", "portal.example"];
        assert_eq!(asked(&unheard_of), Wish::default());
    }

    #[test]
    fn directories_do_not_share_keyring_entries() {
        assert_eq!(service(None), IDENTIFIER);
        assert_ne!(service(Some("/a")), service(Some("/b")));
        assert_ne!(service(Some("/a")), service(None));
        assert_eq!(service(Some("/a")), service(Some("/a/./")));
    }
}
