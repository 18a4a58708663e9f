//! API keys: listing, creating, rotating, revoking, and trying one.

use std::convert::Infallible;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use portal_client::{
    self as contract, CreateApiKeyAnswer, IdempotencyKey, RevokeApiKeyAnswer, RotateApiKeyAnswer,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::ProfileApp;
use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::seen::Moment;
use crate::announcements::Announcement;
use crate::api_keys::{
    ApiKeyExpiry, ApiKeyOverlap, ApiKeyStatus, ApiKeys, CreateApiKeyOutcome, IssuedApiKey,
    RevokeApiKeyOutcome, RotateApiKeyOutcome, TriedApiKey,
};
use crate::curl::{self, Shell};
use crate::failure::Failure;
use crate::from_portal;

impl ProfileApp {
    /// The keys of the organization in view; `None` where there are no API keys.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`].
    pub async fn api_keys(&self) -> Result<Option<ApiKeys>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let keys = self.look(&session, &moment, list).await?;
        Ok(keys.map(from_portal::api_keys))
    }

    /// Creates a key. Sensitive.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and
    /// [`ConfirmationRequired`](crate::failure::FailureCode::ConfirmationRequired). Refusals are outcomes.
    pub async fn create_api_key(
        &self,
        name: &str,
        expiry: ApiKeyExpiry,
    ) -> Result<CreateApiKeyOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let before = self.seen_or_fetched(&session).await?;
        let creating = async {
            let mut answer = self.send_creation(&session, &moment, name, expiry).await?;
            if matches!(answer, CreateApiKeyAnswer::Reused) {
                // The key that nobody heard of was revoked since, so this is a wish for another one.
                session.asked.creation.answered();
                answer = self.send_creation(&session, &moment, name, expiry).await?;
            }
            Ok(answer)
        };
        let is_issued = |answer: &_| matches!(answer, CreateApiKeyAnswer::Issued(_));
        let answer = self.change(&session, &moment, creating, is_issued).await?;
        // Only now: asked for again where nobody saw the answer, the same wish brings the same key.
        session.asked.creation.answered();
        let issued = match answer {
            CreateApiKeyAnswer::Issued(issued) => self.issued(&session, *issued).await?,
            refused => return Ok(refused_creation(refused)),
        };
        let expiring = issued.key.status == ApiKeyStatus::Expiring;
        let shown = session.see_organization_change(&moment, |profile| {
            if let Some(summary) = &mut profile.api_keys {
                summary.usable += 1;
                summary.expiring += u32::from(expiring);
            }
        });
        let snapshot = shown?.unwrap_or(before);
        self.keep_profile(&session).await;
        let name = issued.key.name.clone();
        self.announce_to(
            &session,
            Announcement::ApiKeyCreated { name }.about(moment.about()),
        );
        Ok(CreateApiKeyOutcome::Issued {
            issued: Box::new(issued),
            snapshot: Box::new(snapshot),
        })
    }

    /// Gives a key a new secret; the one it has is accepted for the `overlap`. Sensitive.
    ///
    /// # Errors
    /// As [`Self::create_api_key`].
    pub async fn rotate_api_key(
        &self,
        key: &str,
        overlap: ApiKeyOverlap,
    ) -> Result<RotateApiKeyOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let snapshot = self.seen_or_fetched(&session).await?;
        let rotating = async {
            let mut answer = self.send_rotation(&session, &moment, key, overlap).await?;
            if matches!(answer, RotateApiKeyAnswer::Reused) {
                session.asked.rotation.answered();
                answer = self.send_rotation(&session, &moment, key, overlap).await?;
            }
            Ok(answer)
        };
        let is_issued = |answer: &_| matches!(answer, RotateApiKeyAnswer::Issued(_));
        let answer = self.change(&session, &moment, rotating, is_issued).await?;
        session.asked.rotation.answered();
        let issued = match answer {
            RotateApiKeyAnswer::Issued(issued) => self.issued(&session, *issued).await?,
            RotateApiKeyAnswer::NotFound => return Ok(RotateApiKeyOutcome::NotFound),
            RotateApiKeyAnswer::ExpiryRefused => return Ok(RotateApiKeyOutcome::ExpiryRefused),
            RotateApiKeyAnswer::Unavailable => return Ok(RotateApiKeyOutcome::Unavailable),
            RotateApiKeyAnswer::Reused | RotateApiKeyAnswer::Unknown => {
                return Ok(RotateApiKeyOutcome::Unsupported);
            }
        };
        let name = issued.key.name.clone();
        self.announce_to(
            &session,
            Announcement::ApiKeyRotated { name }.about(moment.about()),
        );
        Ok(RotateApiKeyOutcome::Issued {
            issued: Box::new(issued),
            snapshot: Box::new(snapshot),
        })
    }

    /// Ends a key. Sensitive.
    ///
    /// # Errors
    /// As [`Self::create_api_key`].
    pub async fn revoke_api_key(&self, key: &str) -> Result<RevokeApiKeyOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let revoke = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.revoke_api_key(caller, key).await
        };
        let revoking = async {
            // Its name goes with it.
            let name = self.key_name(&session, &moment, key).await?;
            let answer = self.ask_about(&session, moment.organization(), revoke);
            Ok((answer.await?, name))
        };
        let is_revoked = |(answer, _): &_| {
            matches!(
                answer,
                RevokeApiKeyAnswer::Revoked | RevokeApiKeyAnswer::NotFound
            )
        };
        let (answer, name) = self.change(&session, &moment, revoking, is_revoked).await?;
        match answer {
            RevokeApiKeyAnswer::Revoked => {}
            RevokeApiKeyAnswer::NotFound => return Ok(RevokeApiKeyOutcome::NotFound),
            RevokeApiKeyAnswer::Unavailable => return Ok(RevokeApiKeyOutcome::Unavailable),
            RevokeApiKeyAnswer::Unknown => return Ok(RevokeApiKeyOutcome::Unsupported),
        }
        if let Some(name) = name {
            self.announce_to(
                &session,
                Announcement::ApiKeyRevoked { name }.about(moment.about()),
            );
        }
        let snapshot = Box::new(self.fetched_or_seen(&session).await?);
        Ok(RevokeApiKeyOutcome::Revoked { snapshot })
    }

    /// Makes the published call with the `secret` of a key, at the portal in view.
    ///
    /// # Errors
    /// [`ApiKeyRefused`](crate::failure::FailureCode::ApiKeyRefused), which says nothing about the session,
    /// [`NotSignedIn`](crate::failure::FailureCode::NotSignedIn), or why the portal can't be asked.
    pub async fn try_api_key(&self, secret: SecretString) -> Result<TriedApiKey, Failure> {
        let session = self.session()?;
        let moment = session.now();
        let portal = self.portal(&session.key.portal).await?;
        let begun = Instant::now();
        let call = portal.devices_with_key(&secret);
        let devices = moment.in_view.until_over(call).await;
        moment.in_view.check()?;
        let devices = devices.ok_or_else(Failure::organization_changed)??;
        Ok(from_portal::tried_api_key(devices, begun.elapsed()))
    }

    /// Asks for a key. Asked for again before an answer has come, it is the same wish to the last detail, so that
    /// it brings the key that may be there already.
    async fn send_creation(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        name: &str,
        expiry: ApiKeyExpiry,
    ) -> Result<CreateApiKeyAnswer, Failure> {
        let creation = Creation {
            organization: moment.organization().map(str::to_owned),
            name: name.to_owned(),
            expiry,
        };
        let put = || {
            let expires_at = self.expires_at(expiry)?;
            let key = IdempotencyKey::random();
            Ok(CreationWish { expires_at, key })
        };
        let Ok::<_, BeyondCalendar>(wish) = session.asked.creation.wish(creation, put) else {
            return Ok(CreateApiKeyAnswer::ExpiryRefused);
        };
        let CreationWish { expires_at, key } = &wish;
        let create = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.create_api_key(caller, name, *expires_at, key).await
        };
        self.ask_about(session, moment.organization(), create).await
    }

    /// Asks for a new secret, as [`Self::send_creation`] asks for a key.
    async fn send_rotation(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        key: &str,
        overlap: ApiKeyOverlap,
    ) -> Result<RotateApiKeyAnswer, Failure> {
        let rotation = Rotation {
            organization: moment.organization().map(str::to_owned),
            key: key.to_owned(),
            overlap,
        };
        let put = || Ok::<_, Infallible>(IdempotencyKey::random());
        let Ok(wish) = session.asked.rotation.wish(rotation, put);
        let (wish, overlap) = (&wish, from_portal::contract_overlap(overlap));
        let rotate = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.rotate_api_key(caller, key, overlap, wish).await
        };
        self.ask_about(session, moment.organization(), rotate).await
    }

    /// When a key with this expiry ends; fails for what is beyond the calendar.
    fn expires_at(&self, expiry: ApiKeyExpiry) -> Result<Option<DateTime<Utc>>, BeyondCalendar> {
        let clock = &self.shared.ports.clock;
        match expiry {
            ApiKeyExpiry::Never => Ok(None),
            ApiKeyExpiry::Days { days } => {
                let end = clock.now().checked_add_signed(TimeDelta::days(days.into()));
                end.map(Some).ok_or(BeyondCalendar)
            }
            ApiKeyExpiry::On { date } => Ok(Some(clock.end_of_day(date))),
        }
    }

    async fn issued(
        &self,
        session: &Arc<CurrentSession>,
        issued: contract::IssuedApiKey,
    ) -> Result<IssuedApiKey, Failure> {
        let portal = self.portal(&session.key.portal).await?;
        let (url, secret) = (portal.graphql_url().as_str(), issued.secret.expose_secret());
        let curl = curl::command_line(Shell::HERE, url, secret);
        Ok(IssuedApiKey {
            key: from_portal::api_key(issued.api_key),
            secret: issued.secret.into(),
            curl: curl.into(),
        })
    }

    async fn key_name(
        &self,
        session: &Arc<CurrentSession>,
        moment: &Moment,
        key: &str,
    ) -> Result<Option<String>, Failure> {
        let keys = self.ask_about(session, moment.organization(), list).await?;
        let keys = keys.map(|list| list.data);
        let found = keys
            .into_iter()
            .flatten()
            .find(|found| found.id.inner() == key);
        Ok(found.map(|found| found.name))
    }
}

/// A key that a person asks for.
#[derive(PartialEq)]
pub(super) struct Creation {
    /// In which organization.
    organization: Option<String>,
    name: String,
    expiry: ApiKeyExpiry,
}

/// How it was put to the portal.
#[derive(Clone)]
pub(super) struct CreationWish {
    /// An expiry in days counts from the first time it was asked for.
    expires_at: Option<DateTime<Utc>>,
    key: IdempotencyKey,
}

/// A new secret that a person asks for.
#[derive(PartialEq)]
pub(super) struct Rotation {
    /// In which organization.
    organization: Option<String>,
    key: String,
    overlap: ApiKeyOverlap,
}

/// A moment that has no date.
struct BeyondCalendar;

async fn list(
    access: OrganizationAccess,
) -> Result<Option<contract::ApiKeyList>, contract::ClientError> {
    access.portal.api_keys(access.caller()).await
}

fn refused_creation(answer: CreateApiKeyAnswer) -> CreateApiKeyOutcome {
    match answer {
        CreateApiKeyAnswer::NameRefused {
            reason,
            maximum_length,
        } => CreateApiKeyOutcome::NameRefused {
            reason: from_portal::api_key_name_refusal(reason),
            maximum_length,
        },
        CreateApiKeyAnswer::ExpiryRefused => CreateApiKeyOutcome::ExpiryRefused,
        CreateApiKeyAnswer::LimitReached { limit } => CreateApiKeyOutcome::LimitReached { limit },
        CreateApiKeyAnswer::Unavailable => CreateApiKeyOutcome::Unavailable,
        CreateApiKeyAnswer::Issued(_)
        | CreateApiKeyAnswer::Reused
        | CreateApiKeyAnswer::Unknown => CreateApiKeyOutcome::Unsupported,
    }
}
