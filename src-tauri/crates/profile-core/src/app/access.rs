//! Requests of the session in force: what they need, and when a reply still counts.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use portal_client::{Caller, ClientError, PortalClient};
use secrecy::SecretString;

use super::current_session::{CurrentSession, session_ended};
use super::{ProfileApp, lock};
use crate::failure::{Failure, FailureCode};

/// What a request about the account alone needs.
#[derive(Clone)]
pub(super) struct Access {
    pub(super) portal: PortalClient,
    pub(super) token: SecretString,
}

impl Access {
    /// For a request about `organization`; without one, about the one that was chosen last.
    pub(super) fn about(self, organization: Option<&str>) -> OrganizationAccess {
        OrganizationAccess {
            portal: self.portal,
            token: self.token,
            organization: organization.map(str::to_owned),
        }
    }
}

/// What a request about an organization needs. It can't be made without naming one.
pub(super) struct OrganizationAccess {
    pub(super) portal: PortalClient,
    token: SecretString,
    organization: Option<String>,
}

impl OrganizationAccess {
    /// Who asks, and about which organization.
    pub(super) fn caller(&self) -> Caller<'_> {
        Caller {
            token: &self.token,
            organization: self.organization.as_deref(),
        }
    }
}

impl ProfileApp {
    /// The session in force.
    ///
    /// # Errors
    /// [`FailureCode::Locked`], or [`FailureCode::SessionEnded`] after the portal refused the last one, else
    /// [`FailureCode::NotSignedIn`].
    pub(super) fn session(&self) -> Result<Arc<CurrentSession>, Failure> {
        self.check_unlocked()?;
        let session = lock(&self.shared.session).clone();
        session.ok_or_else(|| match self.shared.session_ended.load(Ordering::Relaxed) {
            true => session_ended(),
            false => Failure::not_signed_in(),
        })
    }

    /// Asks the portal on behalf of `session` about `organization`; without one, about the one that was chosen
    /// last. As [`Self::ask`] otherwise.
    pub(super) async fn ask_about<T, Reply>(
        &self,
        session: &Arc<CurrentSession>,
        organization: Option<&str>,
        request: impl Fn(OrganizationAccess) -> Reply,
    ) -> Result<T, Failure>
    where
        Reply: Future<Output = Result<T, ClientError>>,
    {
        let request = |access: Access| request(access.about(organization));
        self.ask(session, request).await
    }

    /// Asks the portal on behalf of `session`, about the account alone. All requests of a session go through
    /// here but the one that replaces its token and those that nobody is waiting for.
    ///
    /// The portal refuses a token from the moment on that it hands out the next one, so a request that was under
    /// way then is refused too, with nothing done: it is asked again with the new token. Only the newest token
    /// being refused means that the session has ended; when the reply that handed it out was lost, it is worked out.
    ///
    /// # Errors
    /// [`FailureCode::SessionEnded`], [`FailureCode::KeyringUnavailable`], [`FailureCode::NotSignedIn`], or why
    /// the portal can't be asked.
    pub(super) async fn ask<T, Reply>(
        &self,
        session: &Arc<CurrentSession>,
        request: impl Fn(Access) -> Reply,
    ) -> Result<T, Failure>
    where
        Reply: Future<Output = Result<T, ClientError>>,
    {
        let mut access = self.access(session).await?;
        loop {
            let reply = request(access.clone()).await;
            if !matches!(reply, Err(ClientError::Unauthenticated)) {
                session.check()?;
                return Ok(reply?);
            }
            match self.newer_token(session, &access.token).await {
                Some(newer) => access.token = newer,
                None => return Err(self.end_session(session).await),
            }
            session.check()?;
        }
    }

    /// Asks the portal what nobody is waiting for. Unlike with [`Self::ask`], a session that the portal refuses goes
    /// on: what the person does next ends it, and then says so.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub(super) async fn ask_aside<T, Reply>(
        &self,
        session: &Arc<CurrentSession>,
        request: impl FnOnce(Access) -> Reply,
    ) -> Result<T, Failure>
    where
        Reply: Future<Output = Result<T, ClientError>>,
    {
        let reply = request(self.access(session).await?).await;
        session.check()?;
        Ok(reply?)
    }

    /// All that a request of `session` needs.
    pub(super) async fn access(&self, session: &Arc<CurrentSession>) -> Result<Access, Failure> {
        let token = self.token(session).await?;
        let portal = self.portal(&session.key.portal).await?;
        session.check()?;
        Ok(Access { portal, token })
    }

    /// Ends a session that the portal does not accept any more: its token, profile and place are cleared, the
    /// portal and the email stay for the sign-in form.
    pub(super) async fn end_session(&self, session: &Arc<CurrentSession>) -> Failure {
        let _turn = self.shared.session_change.lock().await;
        if self.take_session(session, FailureCode::SessionEnded) {
            if let Err(error) = self.shared.ports.token_store.delete(&session.key).await {
                tracing::warn!(%error, "an ended session stays in the keyring");
            }
            self.forget_session(session).await;
        }
        session.check().err().unwrap_or_else(session_ended)
    }

    /// Takes `session` out of force for `reason`; false when it was not in force.
    pub(super) fn take_session(&self, session: &Arc<CurrentSession>, reason: FailureCode) -> bool {
        let mut current = lock(&self.shared.session);
        if !is_same(current.as_ref(), session) {
            return false;
        }
        *current = None;
        let ended = reason == FailureCode::SessionEnded;
        self.shared.session_ended.store(ended, Ordering::Relaxed);
        self.take_out_of_view(session, reason);
        self.update_services(|states| states.token_storage = None);
        self.shared.tray_due.notify_one();
        true
    }
}

/// Whether `session` is the one in force.
pub(super) fn is_same(
    current: Option<&Arc<CurrentSession>>,
    session: &Arc<CurrentSession>,
) -> bool {
    current.is_some_and(|current| Arc::ptr_eq(current, session))
}
