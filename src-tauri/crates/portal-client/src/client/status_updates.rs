//! What happens on the portal: followed as it comes, or asked for from time to time.

use std::collections::VecDeque;

use cynic::{QueryBuilder, SubscriptionBuilder};
use reqwest::Response;
use reqwest::header::{ACCEPT, HeaderValue};
use secrecy::SecretString;

use super::PortalClient;
use crate::error::ClientError;
use crate::events::EventReader;
use crate::graphql::{self, Credentials};
use crate::operations::status_updates::{
    AfterVariables, FollowStatusUpdates, LookAtStatusUpdates, StatusPage, StatusTick,
};
use crate::retry::repeatedly;
use crate::{http, reply};

const EVENT_STREAM: &str = "text/event-stream";

/// What happens on a portal, as it comes.
#[derive(Debug)]
pub struct StatusStream {
    response: Response,
    events: EventReader,
    ticks: VecDeque<StatusTick>,
    is_complete: bool,
}

impl PortalClient {
    /// Follows what concerns the person, in all of their organizations: what happened after the position `after`, or from
    /// now on without one. The first tick is a position and comes at once. Nothing is tried again.
    ///
    /// # Errors
    /// [`ClientError::ReplyInvalid`] when no events come through, [`ClientError::Unauthenticated`], or when the portal
    /// can't be asked.
    pub async fn follow_status_updates(
        &self,
        token: &SecretString,
        after: Option<&str>,
    ) -> Result<StatusStream, ClientError> {
        let operation = FollowStatusUpdates::build(AfterVariables { after });
        // Of its own: other requests end after a time, and this one does not.
        let http = http::streaming_client(&self.address, self.timeouts)?;
        let request = http
            .post(self.graphql.clone())
            .header(ACCEPT, HeaderValue::from_static(EVENT_STREAM))
            .json(&operation);
        let request = Credentials::account(token).add_to(request)?;
        let response = request.send().await.map_err(ClientError::unanswered)?;
        reply::check_status(&response)?;
        if reply::media_type(&response).as_deref() != Some(EVENT_STREAM) {
            return Err(ClientError::ReplyInvalid {
                detail: format!(
                    "it is no event stream (status {})",
                    response.status().as_u16()
                ),
            });
        }
        Ok(StatusStream {
            response,
            events: EventReader::default(),
            ticks: VecDeque::new(),
            is_complete: false,
        })
    }

    /// What happened after the position `after`, at most 100 updates; without one only the position of now.
    ///
    /// # Errors
    /// [`ClientError::PositionRefused`], [`ClientError::Unauthenticated`], or when the portal can't be asked.
    pub async fn status_updates(
        &self,
        token: &SecretString,
        after: Option<&str>,
    ) -> Result<StatusPage, ClientError> {
        let operation = LookAtStatusUpdates::build(AfterVariables { after });
        let credentials = Credentials::account(token);
        let answer = repeatedly(|| self.run(&operation, credentials))
            .await
            .map_err(of_position)?;
        Ok(answer.status_updates)
    }
}

impl StatusStream {
    /// What comes next; `None` when the portal ended the stream.
    ///
    /// # Errors
    /// [`ClientError::PositionRefused`], [`ClientError::Unauthenticated`] when the session ended,
    /// [`ClientError::TimedOut`] after a time without any sign of life, or when the stream was cut.
    pub async fn next(&mut self) -> Result<Option<StatusTick>, ClientError> {
        loop {
            if let Some(tick) = self.ticks.pop_front() {
                return Ok(Some(tick));
            }
            if self.is_complete {
                return Ok(None);
            }
            let octets = self.response.chunk().await;
            match octets.map_err(ClientError::cut_off)? {
                Some(octets) => self.take(&octets)?,
                None => self.is_complete = true,
            }
        }
    }

    fn take(&mut self, octets: &[u8]) -> Result<(), ClientError> {
        let status = self.response.status().as_u16();
        for event in self.events.take(octets)? {
            match &*event.name {
                "next" => {
                    let tick: FollowStatusUpdates =
                        graphql::read(status, event.data.as_bytes()).map_err(of_position)?;
                    self.ticks.push_back(tick.status_updates);
                }
                "complete" => self.is_complete = true,
                // Of a later contract.
                _ => {}
            }
        }
        Ok(())
    }
}

/// Nothing else of these requests can be wrong.
fn of_position(error: ClientError) -> ClientError {
    match error {
        ClientError::Faulted {
            code: Some(code), ..
        } if code == "BAD_INPUT" => ClientError::PositionRefused,
        error => error,
    }
}
