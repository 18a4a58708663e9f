//! Services of the session bus that come, go, or do not answer.

use std::time::Duration;

use profile_core::services::ServiceState;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator};
use zbus::fdo::NameOwnerChanged;
use zbus::{MatchRule, message};

use crate::platform::SystemPart;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";

const PARTS: [(&str, SystemPart); 3] = [
    (NOTIFICATIONS, SystemPart::Notifications),
    ("org.freedesktop.portal.Desktop", SystemPart::Appearance),
    ("org.freedesktop.secrets", SystemPart::Keyring),
];

/// How long a service may take to answer.
const BUDGET: Duration = Duration::from_secs(2);

/// The session bus, on which nothing is waited for long.
pub(super) fn impatient_bus() -> zbus::Result<Connection> {
    Builder::session()?.method_timeout(BUDGET).build()
}

/// Tells of each part that is on the session bus, and whenever one comes there. Blocks as long as that is there.
pub(crate) fn follow_arrivals(tell: impl Fn(SystemPart)) {
    let followed = impatient_bus().and_then(|bus| follow(&bus, &tell));
    if let Err(error) = followed {
        tracing::debug!(%error, "services that come are not noticed");
    }
}

fn follow(bus: &Connection, tell: &impl Fn(SystemPart)) -> zbus::Result<()> {
    let daemon = DBusProxy::new(bus)?;
    for (name, _) in PARTS {
        let rule = MatchRule::builder()
            .msg_type(message::Type::Signal)
            .sender("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .arg(0, name)?;
        daemon.add_match_rule(rule.build())?;
    }
    let messages = MessageIterator::from(bus);
    for (name, part) in PARTS {
        // It came while nobody listened yet.
        if daemon.name_has_owner(name.try_into()?)? {
            tell(part);
        }
    }
    for message in messages {
        let Some(change) = NameOwnerChanged::from_message(message?) else {
            continue;
        };
        let change = change.args()?;
        let part = PARTS.iter().find(|(name, _)| change.name() == name);
        if let (Some((_, part)), true) = (part, change.new_owner().is_some()) {
            tell(*part);
        }
    }
    Ok(())
}

/// Whether a notification service runs and answers, or can be started.
pub(crate) fn notification_service() -> ServiceState {
    let Ok(bus) = impatient_bus() else {
        return ServiceState::Missing;
    };
    match answers(&bus) {
        Ok(true) => ServiceState::Available,
        Ok(false) => ServiceState::Missing,
        Err(_) => ServiceState::Failed,
    }
}

fn answers(bus: &Connection) -> zbus::Result<bool> {
    let daemon = DBusProxy::new(bus)?;
    if daemon.name_has_owner(NOTIFICATIONS.try_into()?)? {
        let path = "/org/freedesktop/Notifications";
        let ask = "GetServerInformation";
        bus.call_method(Some(NOTIFICATIONS), path, Some(NOTIFICATIONS), ask, &())?;
        return Ok(true);
    }
    let activatable = daemon.list_activatable_names()?;
    Ok(activatable
        .iter()
        .any(|name| name.as_str() == NOTIFICATIONS))
}
