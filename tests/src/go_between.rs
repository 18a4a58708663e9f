//! A go-between on the way to a portal: it passes everything on until it is told to answer itself.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::awkward::{Awkward, answer};

/// A go-between that runs until it is dropped.
#[derive(Debug)]
pub struct GoBetween {
    address: String,
    duty: Arc<Mutex<Duty>>,
    serving: JoinHandle<()>,
}

/// What is done with those who connect from now on, and those who did.
#[derive(Debug, Default)]
struct Duty {
    /// The way to answer them; absent while they are passed on.
    awkward: Option<Awkward>,
    connections: JoinSet<Result<()>>,
}

impl GoBetween {
    /// Starts one on a free port of loopback, which passes on to the portal at this address.
    ///
    /// # Errors
    /// When it can't listen, or the address is not that of a portal on loopback.
    pub async fn start(portal: &str) -> Result<Self> {
        let portal = portal
            .strip_prefix("http://")
            .context("only plain http is passed on")?
            .to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let duty = Arc::<Mutex<Duty>>::default();
        let serving = tokio::spawn({
            let duty = Arc::clone(&duty);
            async move {
                while let Ok((connection, _)) = listener.accept().await {
                    let mut duty = lock(&duty);
                    match duty.awkward {
                        None => duty.connections.spawn(pass_on(connection, portal.clone())),
                        Some(awkward) => duty.connections.spawn(answer(awkward, connection)),
                    };
                }
            }
        });
        Ok(Self {
            address,
            duty,
            serving,
        })
    }

    /// What to type to get to the portal through it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Cuts all connections and answers the next ones itself.
    pub async fn answer(&self, awkward: Awkward) {
        self.turn_to(Some(awkward)).await;
    }

    /// Cuts all connections and passes the next ones on.
    pub async fn pass_on(&self) {
        self.turn_to(None).await;
    }

    /// Ends when the last connection is cut, so that no request after it goes the old way.
    async fn turn_to(&self, awkward: Option<Awkward>) {
        let next = Duty {
            awkward,
            ..Duty::default()
        };
        let mut before = std::mem::replace(&mut *lock(&self.duty), next);
        before.connections.shutdown().await;
    }
}

impl Drop for GoBetween {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn pass_on(mut client: TcpStream, portal: String) -> Result<()> {
    let mut portal = TcpStream::connect(portal).await?;
    copy_bidirectional(&mut client, &mut portal).await?;
    Ok(())
}

fn lock(duty: &Mutex<Duty>) -> MutexGuard<'_, Duty> {
    duty.lock().unwrap_or_else(PoisonError::into_inner)
}
