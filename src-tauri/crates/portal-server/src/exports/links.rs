//! Links to the files of exports: each is for one file, one session and five minutes, and is looked at again whenever it is
//! used. Nothing is kept for them: the portal's key proves them.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::Exports;
use super::wanted::manifest_of;
use crate::auth::{ActiveSession, owes_mfa};
use crate::domain::{ExportState, Feature, Members};
use crate::objects::ExportFileName;
use crate::portal::Portal;
use crate::store::entities::export;
use crate::store::{StoreError, exports, features, memberships, organizations};

/// For how long a link can be used.
const LINK_VALID_FOR: TimeDelta = TimeDelta::minutes(5);

/// What the proof is for.
const PURPOSE: &str = "export-link";

/// Octets of what a link says, and of its proof.
const SAID: usize = 16 + 16 + 16 + 8;
const PROOF: usize = 32;

/// A link to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DownloadLink {
    /// The path on this portal.
    pub path: String,
    /// Until when it can be used, in UTC.
    pub expires_at: DateTime<Utc>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedExport {
    /// The export, whose file is there.
    pub export: export::Model,
    /// The organization's name.
    pub organization: String,
}

/// Why a link leads nowhere.
#[derive(Debug, thiserror::Error)]
pub enum LinkRefusal {
    /// The portal never made it.
    #[error("this is no link to a file")]
    NotALink,
    /// Its time or the file's is over, or the right to it was withdrawn.
    #[error("this link is over")]
    Over,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a link says.
struct Said {
    export: Uuid,
    account: Uuid,
    session: Uuid,
    expires_at: DateTime<Utc>,
}

impl Said {
    fn octets(&self) -> Vec<u8> {
        let ids = [self.export, self.account, self.session];
        let mut octets: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
        octets.extend(self.expires_at.timestamp().to_be_bytes());
        octets
    }

    fn read(octets: &[u8]) -> Option<Self> {
        let id = |index: usize| Uuid::from_slice(octets.get(index * 16..(index + 1) * 16)?).ok();
        let seconds = octets.get(48..SAID)?.try_into().ok()?;
        Some(Self {
            export: id(0)?,
            account: id(1)?,
            session: id(2)?,
            expires_at: DateTime::from_timestamp(i64::from_be_bytes(seconds), 0)?,
        })
    }
}

impl Exports {
    /// A new link to the file of `export`, for whoever is signed in with `session`.
    #[must_use]
    pub fn link(&self, session: &ActiveSession, export: &export::Model) -> DownloadLink {
        // To the second, as the link says it.
        let now = self.surroundings.now().timestamp();
        let now = DateTime::from_timestamp(now, 0).unwrap_or_else(|| self.surroundings.now());
        let said = Said {
            export: export.id,
            account: session.account.id,
            session: session.id,
            expires_at: now + LINK_VALID_FOR,
        };
        let mut octets = said.octets();
        octets.extend(self.key.mac(PURPOSE, &octets));
        DownloadLink {
            path: format!("/exports/{}", BASE64URL_NOPAD.encode(&octets)),
            expires_at: said.expires_at,
        }
    }

    fn said_by(&self, token: &str) -> Option<Said> {
        let octets = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
        if octets.len() != SAID + PROOF {
            return None;
        }
        let (said, proof) = octets.split_at(SAID);
        let proven: bool = self.key.mac(PURPOSE, said).ct_eq(proof).into();
        proven.then(|| Said::read(said)).flatten()
    }
}

impl Portal {
    /// What the last part of a link's path leads to, as things are now.
    ///
    /// # Errors
    ///
    /// When it leads nowhere (any more), or the store fails.
    pub async fn linked_export(&self, token: &str) -> Result<LinkedExport, LinkRefusal> {
        let said = self.exports.said_by(token).ok_or(LinkRefusal::NotALink)?;
        let now = self.surroundings.now();
        let linked = self.held(&said).await?;
        let holds = now < said.expires_at && linked.is_ready(now);
        holds.then_some(linked).ok_or(LinkRefusal::Over)
    }

    /// Whether what is being sent along a link may be sent on: whoever began in time may come to the end, as long as they
    /// have the right to it.
    ///
    /// # Errors
    ///
    /// As [`linked_export`](Self::linked_export).
    pub async fn may_be_sent_on(&self, token: &str) -> Result<(), LinkRefusal> {
        let said = self.exports.said_by(token).ok_or(LinkRefusal::NotALink)?;
        self.held(&said).await.map(drop)
    }

    /// The export of a link whose account has the right to it.
    async fn held(&self, said: &Said) -> Result<LinkedExport, LinkRefusal> {
        let database = self.store.read();
        let found = exports::by_id(database, said.export).await?;
        let export = found.ok_or(LinkRefusal::Over)?;
        let id = export.organization_id;
        let organization = organizations::by_id(database, id).await?;
        let organization = organization.ok_or(LinkRefusal::Over)?;
        let roles = memberships::roles(database, id, said.account).await?;
        let open = self.sessions.open_of(said.account).await?;
        let holds = open.iter().any(|session| session.id == said.session)
            && Members::ChartViewers.include(organization.kind, &roles)
            && features::is_on(database, id, Feature::ChartDataExport).await?
            && !owes_mfa(database, &organization, said.account).await?;
        let linked = LinkedExport {
            organization: organization.name,
            export,
        };
        holds.then_some(linked).ok_or(LinkRefusal::Over)
    }
}

impl LinkedExport {
    /// Whether its file can be downloaded at a moment.
    #[must_use]
    pub fn is_ready(&self, now: DateTime<Utc>) -> bool {
        self.export.state == ExportState::Ready
            && self
                .export
                .expires_at
                .is_some_and(|expires_at| now < expires_at)
    }

    /// Octets of its file; `None` when it has none.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        u64::try_from(self.export.size?).ok()
    }

    /// What its file may be called.
    #[must_use]
    pub fn file_name(&self) -> String {
        let (export, organization) = (&self.export, &self.organization);
        let days = match export.first_day == export.last_day {
            true => export.first_day.to_string(),
            false => format!("{} to {}", export.first_day, export.last_day),
        };
        format!("{organization} {days}.{}", export.format.extension())
    }

    /// The manifest of its file, as JSON; `None` when it has none.
    #[must_use]
    pub fn manifest(&self) -> Option<String> {
        let manifest = manifest_of(&self.export, &self.organization, &self.file_name())?;
        Some(manifest.to_json())
    }

    /// The name under which the file is kept; `None` when it has none.
    pub(crate) fn file(&self) -> Option<ExportFileName> {
        let sha256 = self.export.sha256.as_deref()?;
        Some(ExportFileName::new(sha256, self.export.format))
    }
}
