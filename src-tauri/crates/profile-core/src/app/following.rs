//! Following what happens on the portal as it comes; where no stream comes through, by asking from time to time.

use std::sync::{Arc, Weak};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use portal_client::ClientError;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep, timeout};

use super::access::Access;
use super::current_session::CurrentSession;
use super::{ProfileApp, Shared};

/// The longest wait before a portal that was cut off is tried again; jitter adds as much.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How long a stream may be silent before the person's return is a reason to doubt it, and how long one has to last so
/// that the next is tried soon after it.
const LIVELY: Duration = Duration::from_secs(15);

/// How following a stream came to its end.
enum Ended {
    /// It came through, and was cut.
    Cut {
        /// Whether it was there for a while.
        lasted: bool,
    },
    /// The portal can't be reached.
    NotReached,
    /// The portal is there, and no stream comes through.
    NotThrough,
    /// The portal does not accept the token.
    Refused,
    /// The portal doesn't know the position.
    PositionRefused,
    /// The session or the app is over.
    Over,
}

impl ProfileApp {
    /// Follows what happens on the portal of the session in force as long as the app is there, and tells the person. To be
    /// spawned once.
    pub async fn follow_status_updates(self) {
        let app = Arc::downgrade(&self.shared);
        let (updates, gone) = (
            Arc::clone(&self.shared.status_updates),
            self.shared.gone.clone(),
        );
        drop(self);
        while let Some(session) = session(&app) {
            // Never what asks for the keyring.
            if let Some(session) = session.filter(|it| it.token.held().is_some()) {
                follow(&app, &session).await;
                continue;
            }
            tokio::select! {
                () = gone.cancelled() => return,
                () = updates.due.notified() => {}
            }
        }
    }

    /// What a request needs, with the token that is known by now.
    async fn aside(&self, session: &Arc<CurrentSession>) -> Result<Access, ClientError> {
        self.access(session).await.map_err(|failure| {
            tracing::debug!(%failure, "what happens on the portal can't be followed");
            ClientError::Unreachable {
                detail: failure.detail,
            }
        })
    }

    /// Asks once for all that happened since.
    async fn ask_for_updates(&self, session: &Arc<CurrentSession>) -> Result<(), ClientError> {
        loop {
            let access = self.aside(session).await?;
            let after = self.told_until(session);
            let page = access
                .portal
                .status_updates(&access.token, after.as_deref())
                .await?;
            for entry in page.entries {
                if session.check().is_err() {
                    return Ok(());
                }
                self.take_entry(session, entry).await;
            }
            self.keep_told(session, page.cursor).await;
            if !page.more || session.check().is_err() {
                return Ok(());
            }
        }
    }
}

fn upgrade(app: &Weak<Shared>) -> Option<ProfileApp> {
    app.upgrade().map(|shared| ProfileApp { shared })
}

/// The session in force, if the app is there.
fn session(app: &Weak<Shared>) -> Option<Option<Arc<CurrentSession>>> {
    upgrade(app).map(|app| app.session().ok())
}

/// Follows what happens until the session or the app is over.
async fn follow(shared: &Weak<Shared>, session: &Arc<CurrentSession>) {
    let mut pauses = pauses();
    let mut followed_before = false;
    loop {
        let Some(app) = upgrade(shared) else { return };
        let patience = app.shared.patience;
        let token = session.token.held();
        let ended = stream(app, session, &mut followed_before).await;
        let (pause, asks) = match ended {
            Ended::Over => return,
            Ended::PositionRefused => {
                tracing::warn!("the portal does not know how far this machine was told");
                if let Some(app) = upgrade(shared) {
                    app.forget_told(session);
                }
                (next(&mut pauses), false)
            }
            // Another token may be there already.
            Ended::Refused if is_other(token, session) => (Duration::ZERO, false),
            // What the person does next says that the session has ended.
            Ended::Refused => (patience.stream_again, false),
            Ended::Cut { lasted } => {
                if lasted {
                    pauses = self::pauses();
                }
                (next(&mut pauses), true)
            }
            Ended::NotReached => (next(&mut pauses), true),
            Ended::NotThrough => (patience.stream_again, true),
        };
        if !rest(shared, session, pause, asks).await {
            return;
        }
    }
}

/// Waits before the stream is tried again, at most for `pause`; the portal is asked from time to time meanwhile if it
/// `asks`. False when the session or the app is over.
async fn rest(
    shared: &Weak<Shared>,
    session: &Arc<CurrentSession>,
    pause: Duration,
    asks: bool,
) -> bool {
    let mut left = pause;
    while !left.is_zero() {
        let Some(app) = upgrade(shared) else {
            return false;
        };
        let part = match asks {
            true => left.min(app.shared.patience.status_updates),
            false => left,
        };
        let (updates, gone) = (
            Arc::clone(&app.shared.status_updates),
            app.shared.gone.clone(),
        );
        drop(app);
        tokio::select! {
            () = session.over().cancelled() => return false,
            () = gone.cancelled() => return false,
            () = updates.due.notified() => return true,
            () = sleep(part) => left = left.saturating_sub(part),
        }
        // A stream that is tried next tells the same.
        if let (true, false, Some(app)) = (asks, left.is_zero(), upgrade(shared)) {
            match app.ask_for_updates(session).await {
                Ok(()) => {}
                Err(ClientError::PositionRefused) => app.forget_told(session),
                Err(error) => tracing::debug!(%error, "what happened is not known"),
            }
        }
    }
    true
}

/// Follows a stream to its end.
async fn stream(
    app: ProfileApp,
    session: &Arc<CurrentSession>,
    followed_before: &mut bool,
) -> Ended {
    let (patience, gone) = (app.shared.patience, app.shared.gone.clone());
    let (updates, over) = (Arc::clone(&app.shared.status_updates), session.over());
    let shared = Arc::downgrade(&app.shared);
    let begin = async {
        let access = app.aside(session).await?;
        let after = app.told_until(session);
        let (portal, token) = (&access.portal, &access.token);
        let mut stream = portal
            .follow_status_updates(token, after.as_deref())
            .await?;
        let first = stream.next().await?;
        Ok::<_, ClientError>((stream, first))
    };
    let begun = tokio::select! {
        () = over.cancelled() => return Ended::Over,
        begun = timeout(patience.first_tick, begin) => begun,
    };
    let (mut stream, first) = match begun {
        Ok(Ok((stream, Some(first)))) => (stream, first),
        Ok(Ok((_, None))) | Err(_) => return Ended::NotThrough,
        Ok(Err(error)) => return ended(&error),
    };
    app.take_tick(session, first).await;
    if std::mem::replace(followed_before, true) {
        app.note_what_is_not_kept(session);
    }
    drop(app);
    let begun = Instant::now();
    let mut heard = begun;
    loop {
        let tick = tokio::select! {
            () = over.cancelled() => return Ended::Over,
            () = gone.cancelled() => return Ended::Over,
            tick = stream.next() => tick,
            () = updates.due.notified() => {
                // After a sleep of the machine nobody knows yet that the connection is gone.
                if heard.elapsed() > LIVELY {
                    return Ended::Cut { lasted: true };
                }
                continue;
            }
        };
        heard = Instant::now();
        match tick {
            Ok(Some(tick)) => {
                let Some(app) = upgrade(&shared) else {
                    return Ended::Over;
                };
                app.take_tick(session, tick).await;
            }
            Ok(None) => break,
            Err(error) => match ended(&error) {
                refused @ (Ended::Refused | Ended::PositionRefused) => return refused,
                _ => break,
            },
        }
    }
    Ended::Cut {
        lasted: begun.elapsed() > LIVELY,
    }
}

fn ended(error: &ClientError) -> Ended {
    tracing::debug!(%error, "the portal is not followed");
    match error {
        ClientError::Unauthenticated => Ended::Refused,
        ClientError::PositionRefused => Ended::PositionRefused,
        ClientError::Unreachable { .. }
        | ClientError::TimedOut
        | ClientError::CertificateUntrusted { .. } => Ended::NotReached,
        _ => Ended::NotThrough,
    }
}

/// Whether the session has another token than the one that was used.
fn is_other(used: Option<SecretString>, session: &CurrentSession) -> bool {
    let held = session.token.held();
    let text = |token: Option<SecretString>| token.map(|it| it.expose_secret().to_owned());
    text(used) != text(held)
}

/// Ever longer, and not the same for all apps that a portal lost at the same time.
fn pauses() -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(LONGEST_PAUSE)
        .with_jitter()
        .without_max_times()
        .build()
}

fn next(pauses: &mut ExponentialBackoff) -> Duration {
    pauses.next().unwrap_or(LONGEST_PAUSE)
}
