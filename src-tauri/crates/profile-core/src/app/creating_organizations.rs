//! Creating an organization.

use std::convert::Infallible;
use std::sync::Arc;

use portal_client::{CreateOrganizationAnswer, IdempotencyKey};

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use super::moving::Choice;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::organizations::{CreateOrganizationOutcome, PictureRefusal};
use crate::prepared_picture;

/// An organization that a person asks for: its name, and its picture as it is sent.
#[derive(PartialEq)]
pub(super) struct Founding {
    name: String,
    png: Option<String>,
}

impl ProfileApp {
    /// Creates an organization and works in it from now on. `picture` as it was prepared.
    ///
    /// # Errors
    /// As [`Self::switch_organization`]. Refusals are outcomes.
    pub async fn create_organization(
        &self,
        name: &str,
        picture: Option<&str>,
    ) -> Result<CreateOrganizationOutcome, Failure> {
        let session = self.session()?;
        let png = picture.map(prepared_picture::base64_of);
        if png == Some(None) {
            let reason = PictureRefusal::NotAPicture;
            return Ok(CreateOrganizationOutcome::PictureRefused { reason });
        }
        let create = |choice| self.create(&session, choice, name, png.flatten());
        self.in_turn(&session, create).await
    }

    async fn create(
        &self,
        session: &Arc<CurrentSession>,
        choice: Choice,
        name: &str,
        png: Option<&str>,
    ) -> Result<CreateOrganizationOutcome, Failure> {
        let moment = session.now();
        let mut answer = self.send_founding(session, name, png).await?;
        if matches!(answer, CreateOrganizationAnswer::Reused) {
            // The one that nobody heard of was deleted since, so this is a wish for another one.
            answer = self.send_founding(session, name, png).await?;
        }
        Ok(match answer {
            CreateOrganizationAnswer::Created(viewer) => {
                let name = viewer.organization.name.clone();
                let about = viewer.organization.id.inner().to_owned();
                let created = Announcement::OrganizationCreated { name };
                self.announce_to(session, created.about(Some(about)));
                let snapshot = self.enter(session, choice, &moment, *viewer).await?;
                let snapshot = Box::new(snapshot);
                CreateOrganizationOutcome::Created { snapshot }
            }
            CreateOrganizationAnswer::NameRefused {
                reason,
                maximum_length,
            } => CreateOrganizationOutcome::NameRefused {
                reason: from_portal::name_refusal(reason),
                maximum_length,
            },
            CreateOrganizationAnswer::PictureRefused(reason) => {
                CreateOrganizationOutcome::PictureRefused {
                    reason: from_portal::picture_refusal(reason),
                }
            }
            CreateOrganizationAnswer::LimitReached { owned, limit } => {
                CreateOrganizationOutcome::LimitReached { owned, limit }
            }
            CreateOrganizationAnswer::Reused | CreateOrganizationAnswer::Unknown => {
                CreateOrganizationOutcome::Unsupported
            }
        })
    }

    /// Asks for an organization. Asked for again before an answer has come, it is the same wish, so that it brings
    /// the one that may be there already.
    async fn send_founding(
        &self,
        session: &Arc<CurrentSession>,
        name: &str,
        png: Option<&str>,
    ) -> Result<CreateOrganizationAnswer, Failure> {
        let founding = Founding {
            name: name.to_owned(),
            png: png.map(str::to_owned),
        };
        let put = || Ok::<_, Infallible>(IdempotencyKey::random());
        let Ok(wish) = session.asked.founding.wish(founding, put);
        let wish = &wish;
        let create = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.create_organization(token, name, png, wish).await
        };
        let answer = self.ask(session, create).await?;
        session.asked.founding.answered();
        Ok(answer)
    }
}
