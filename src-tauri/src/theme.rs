//! The system's dark or light setting: read once before the first frame, then followed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use dark_light::Mode;
use profile_core::preferences::ColorScheme;
use profile_core::services::ServiceState;

use crate::platform;

/// How long a first answer may take before the page says that there is none.
const FIRST_ANSWER: Duration = Duration::from_millis(500);

/// The setting, or the state of the service that should have told it.
pub(crate) type Reading = Result<ColorScheme, ServiceState>;

/// The system's setting, read and followed on a thread of its own.
pub(crate) struct SystemTheme {
    received: Receiver<Reading>,
    reader: ThemeReader,
}

/// Reads the setting anew, once something may tell it that could not before.
#[derive(Clone)]
pub(crate) struct ThemeReader {
    readings: Sender<Reading>,
    /// Whether changes are followed.
    follows: Arc<AtomicBool>,
    /// Whether it is being read: a setting that does not answer is asked once.
    reads: Arc<AtomicBool>,
}

impl ThemeReader {
    /// Reads it again, and follows it if that was not possible before. Costs the caller nothing.
    pub(crate) fn read_again(&self) {
        if self.reads.swap(true, Ordering::SeqCst) {
            return;
        }
        let reader = self.clone();
        std::thread::spawn(move || {
            if reader.follows.load(Ordering::SeqCst) {
                reader.read();
            } else {
                follow(&reader);
            }
        });
    }

    /// Reads it once; false when nobody listens any more.
    fn read(&self) -> bool {
        let reading = platform::color_scheme().map(drawn);
        self.reads.store(false, Ordering::SeqCst);
        self.readings.send(reading).is_ok()
    }
}

impl SystemTheme {
    /// Starts to read. Costs the caller nothing, also when the system doesn't answer.
    pub(crate) fn watch() -> Self {
        let (readings, received) = channel();
        let reader = ThemeReader {
            readings,
            follows: Arc::default(),
            reads: Arc::default(),
        };
        reader.read_again();
        Self { received, reader }
    }

    /// Reads it anew later.
    pub(crate) fn reader(&self) -> ThemeReader {
        self.reader.clone()
    }

    /// The first reading, if it comes within `budget`. Later ones go to [`Self::deliver`].
    pub(crate) fn first(&self, budget: Duration) -> Option<Reading> {
        self.received.recv_timeout(budget).ok()
    }

    /// Calls `changed` with each further reading, and with the state of the setting itself when
    /// that changes. `answered` tells that [`Self::first`] had an answer.
    pub(crate) fn deliver(
        self,
        answered: bool,
        changed: impl Fn(ColorScheme) + Send + 'static,
        state: impl Fn(ServiceState) + Send + 'static,
    ) {
        let received = self.received;
        std::thread::spawn(move || {
            let tell = |reading: Reading| match reading {
                Ok(scheme) => {
                    state(ServiceState::Available);
                    changed(scheme);
                }
                Err(fault) => state(fault),
            };
            if !answered {
                match received.recv_timeout(FIRST_ANSWER) {
                    Ok(reading) => tell(reading),
                    Err(RecvTimeoutError::Timeout) => state(ServiceState::Failed),
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            received.into_iter().for_each(tell);
        });
    }
}

/// Subscribes before it reads, so that no change falls between the two.
fn follow(reader: &ThemeReader) {
    let watcher = dark_light::subscribe();
    reader.follows.store(watcher.is_ok(), Ordering::SeqCst);
    if !reader.read() {
        return;
    }
    match watcher {
        Ok(watcher) => {
            for mode in &mut watcher.iter() {
                if reader.readings.send(Ok(drawn(mode))).is_err() {
                    return;
                }
            }
            reader.follows.store(false, Ordering::SeqCst);
        }
        Err(error) => tracing::info!(%error, "changes of the system's theme are not followed"),
    }
}

/// Without a preference the system draws light.
fn drawn(mode: Mode) -> ColorScheme {
    match mode {
        Mode::Dark => ColorScheme::Dark,
        Mode::Light | Mode::Unspecified => ColorScheme::Light,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_does_not_answer_is_reported_and_still_followed() {
        let (readings, received) = channel();
        let (states, seen_states) = channel();
        let (schemes, seen_schemes) = channel();
        let theme = SystemTheme {
            received,
            reader: ThemeReader {
                readings: readings.clone(),
                follows: Arc::default(),
                reads: Arc::default(),
            },
        };
        theme.deliver(
            false,
            move |scheme| assert!(schemes.send(scheme).is_ok()),
            move |state| assert!(states.send(state).is_ok()),
        );
        assert_eq!(seen_states.recv(), Ok(ServiceState::Failed));
        assert!(readings.send(Ok(ColorScheme::Dark)).is_ok());
        assert_eq!(seen_schemes.recv(), Ok(ColorScheme::Dark));
        assert_eq!(seen_states.recv(), Ok(ServiceState::Available));
    }
}
