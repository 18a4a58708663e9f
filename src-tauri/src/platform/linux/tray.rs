//! Whether there is a tray to be in, by the StatusNotifierItem specification of freedesktop.org.

use profile_core::services::ServiceState;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::{MatchRule, Message, message};

use super::arrivals::impatient_bus;

/// Keeps the list of icons for whatever draws them.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";

/// Tells whether something draws icons of trays, at first and whenever that changes. Blocks as long as the session bus
/// is there.
pub(crate) fn follow_tray_host(report: impl Fn(ServiceState)) {
    let followed = impatient_bus().and_then(|bus| follow(&bus, &report));
    if let Err(error) = followed {
        tracing::debug!(%error, "the tray is not known");
    }
    report(ServiceState::Missing);
}

fn follow(bus: &Connection, report: &impl Fn(ServiceState)) -> zbus::Result<()> {
    let daemon = DBusProxy::new(bus)?;
    let signal = || MatchRule::builder().msg_type(message::Type::Signal);
    let comes_or_goes = signal()
        .sender("org.freedesktop.DBus")?
        .member("NameOwnerChanged")?
        .arg(0, WATCHER)?;
    daemon.add_match_rule(comes_or_goes.build())?;
    daemon.add_match_rule(signal().interface(WATCHER)?.build())?;
    let messages = MessageIterator::from(bus);
    report(tray_host(bus, &daemon));
    for message in messages {
        if is_about_hosts(&message?) {
            report(tray_host(bus, &daemon));
        }
    }
    Ok(())
}

fn is_about_hosts(message: &Message) -> bool {
    let header = message.header();
    let member = header.member().map(|member| member.as_str());
    matches!(
        member,
        Some(
            "NameOwnerChanged" | "StatusNotifierHostRegistered" | "StatusNotifierHostUnregistered"
        )
    )
}

/// A list that nothing draws is none.
fn tray_host(bus: &Connection, daemon: &DBusProxy<'_>) -> ServiceState {
    let is_drawn = || {
        let is_there = daemon.name_has_owner(WATCHER.try_into()?)?;
        if !is_there {
            return Ok(false);
        }
        let watcher = Proxy::new(bus, WATCHER, WATCHER_PATH, WATCHER)?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered")
    };
    match is_drawn() {
        Ok(true) if can_be_in_tray() => ServiceState::Available,
        Ok(_) => ServiceState::Missing,
        Err::<_, zbus::Error>(error) => {
            tracing::debug!(%error, "the tray does not answer");
            ServiceState::Failed
        }
    }
}

/// Whether the library is installed that puts icons into the tray. What asks for it without it ends the app.
fn can_be_in_tray() -> bool {
    const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
    NAMES.into_iter().any(|name| {
        #[expect(
            unsafe_code,
            reason = "loading a library runs what it does at its start"
        )]
        // SAFETY: both only register types with GLib, which is loaded before.
        let library = unsafe { libloading::Library::new(name) };
        library.is_ok()
    })
}
