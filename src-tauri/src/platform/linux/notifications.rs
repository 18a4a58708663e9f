//! Notifications by the Desktop Notifications Specification of freedesktop.org.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use notify_rust::{Notification, NotificationHandle, NotificationResponse};
use tokio::sync::oneshot;

use crate::platform::Offers;

/// What the specification calls a press on the notification itself.
const PRESSED: &str = "default";
/// What the button of a notification is called on the bus.
const BUTTON: &str = "button";

/// Each that is there is listened to on a connection of its own: of more than that the oldest goes.
const MOST: usize = 16;

/// Those that are there, oldest first: each goes once its sender does.
static THERE: Mutex<VecDeque<oneshot::Sender<()>>> = Mutex::new(VecDeque::new());

/// Shows a notification, with what it offers where the service has a way to say so. Blocks.
///
/// Where the service takes markup in a body, text that came from elsewhere must not bring links or pictures along: see
/// section "Markup" of the specification.
pub(crate) fn show_notification(
    mut notification: Notification,
    body: &str,
    offers: Offers,
) -> notify_rust::error::Result<()> {
    let capabilities = notify_rust::get_capabilities().unwrap_or_default();
    let takes = |capability: &str| capabilities.iter().any(|name| name == capability);
    if takes("body-markup") {
        notification.body(&escape_markup(body));
    } else {
        notification.body(body);
    }
    if !takes("actions") {
        return notification.show().map(drop);
    }
    notification.action(PRESSED, &offers.press.label);
    if let Some(button) = &offers.button {
        notification.action(BUTTON, &button.label);
    }
    let shown = notification.show()?;
    let (sender, goes) = oneshot::channel();
    let mut there = THERE.lock().unwrap_or_else(PoisonError::into_inner);
    there.retain(|each| !each.is_closed());
    if there.len() == MOST {
        there.pop_front();
    }
    there.push_back(sender);
    tauri::async_runtime::spawn(listen(shown, offers, goes));
    Ok(())
}

/// Waits for a press as long as the notification is there.
async fn listen(shown: NotificationHandle, offers: Offers, goes: oneshot::Receiver<()>) {
    let mut act = None;
    let response = shown.wait_for_action_async(|response| {
        act = match response {
            NotificationResponse::Default => Some(offers.press.act),
            NotificationResponse::Action(id) if id == BUTTON => {
                offers.button.map(|button| button.act)
            }
            _ => None,
        };
    });
    tokio::select! {
        () = response => {}
        _ = goes => shown.close_async().await,
    }
    if let Some(act) = act {
        // What is done may block.
        std::thread::spawn(act);
    }
}

fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(
            escape_markup("<b>Ada</b> & Co"),
            "&lt;b&gt;Ada&lt;/b&gt; &amp; Co"
        );
    }
}
