//! A portal whose clock is the system's until it is set forward: `portal_with_clock NAME LISTEN DATABASE OBJECTS KEY_FILE`.
//!
//! Each line of input has so many seconds go by at once.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use portal_server::PortalConfig;
use portal_server::exports::ExportPolicy;
use portal_server::surroundings::{Clock, Surroundings, SystemClock, SystemRandomness};
use serde_json::json;

struct ForwardClock {
    system: SystemClock,
    ahead: Mutex<Duration>,
}

impl ForwardClock {
    fn ahead(&self) -> Duration {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ForwardClock {
    fn now(&self) -> DateTime<Utc> {
        self.system.now() + self.ahead()
    }

    fn elapsed(&self) -> Duration {
        self.system.elapsed() + self.ahead()
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, listen, database, objects, key_file] = &arguments[..] else {
        bail!("five arguments are needed");
    };
    let clock = Arc::new(ForwardClock {
        system: SystemClock::new(),
        ahead: Mutex::default(),
    });
    let listen: SocketAddr = listen.parse()?;
    let config = PortalConfig {
        name: name.clone(),
        // With another one, that would take up what seems to have been left alone for all the time that goes by at once.
        exports: ExportPolicy {
            workers: 1,
            ..ExportPolicy::default()
        },
        surroundings: Surroundings {
            clock: clock.clone(),
            randomness: Arc::new(SystemRandomness),
        },
        ..PortalConfig::new(
            listen,
            database.parse()?,
            objects.parse()?,
            PathBuf::from(key_file),
        )
    };
    let running = portal_server::start(config).await?;
    let address = format!("http://{}", running.address());
    println!("{}", json!({ "address": address }));
    let reading = tokio::task::spawn_blocking(move || {
        for seconds in std::io::stdin().lines() {
            let mut ahead = clock.ahead.lock().unwrap_or_else(PoisonError::into_inner);
            *ahead += Duration::from_secs(seconds?.parse()?);
        }
        Ok::<_, anyhow::Error>(())
    });
    reading.await??;
    running.stop().await;
    Ok(())
}
