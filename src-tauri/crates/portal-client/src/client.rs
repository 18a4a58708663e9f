//! A portal that was found, and what can be asked of it.

mod api_keys;
mod credit_purchases;
mod credits;
mod exports;
mod members;
mod mfa;
mod organizations;
mod pages;
mod sessions;
mod signing_in;
mod status_updates;

use std::time::Duration;

use chrono::{DateTime, Utc};
use cynic::{MutationBuilder, Operation, QueryBuilder};
use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::address::PortalAddress;
use crate::error::ClientError;
use crate::graphql::{Caller, Credentials};
use crate::http::{self, Timeouts};
use crate::operations::display_name::{
    ChangeDisplayName, ChangeDisplayNameInput, ChangeDisplayNameVariables, DisplayNameAnswer,
};
use crate::operations::preferences::{
    ChangePreferences, ChangePreferencesInput, ChangePreferencesVariables, Preferences,
};
use crate::operations::sign_out::SignOut;
use crate::operations::viewer::{
    LookForExports, ProfilePage, ViewerQuery, ViewerWithoutExportsQuery,
};
use crate::picture::{self, Picture};
use crate::retry::repeatedly;
use crate::{discovery, graphql};

pub use status_updates::StatusStream;

/// A portal that speaks the contract. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct PortalClient {
    http: reqwest::Client,
    address: PortalAddress,
    name: String,
    graphql: Url,
    timeouts: Timeouts,
    /// After so long without an octet, a file that is downloaded comes no more.
    stall: Duration,
}

impl PortalClient {
    /// Finds the portal at `address` and checks that it speaks the contract.
    ///
    /// # Errors
    /// Any [`ClientError`] but [`ClientError::Unauthenticated`].
    pub async fn connect(address: PortalAddress, timeouts: Timeouts) -> Result<Self, ClientError> {
        let http = http::client(&address, timeouts)?;
        let description =
            repeatedly(|| discovery::describe(&http, &address, timeouts.description)).await?;
        Ok(Self {
            http,
            address,
            name: description.name,
            graphql: description.graphql,
            timeouts,
            stall: timeouts.stall,
        })
    }

    /// Where the portal is.
    #[must_use]
    pub fn address(&self) -> &PortalAddress {
        &self.address
    }

    /// What the portal calls itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where operations are sent to, such as `https://portal.example/graphql`.
    #[must_use]
    pub fn graphql_url(&self) -> &Url {
        &self.graphql
    }

    /// Revokes the session of `token`; answers when the portal did so.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`] if the session has ended already, or when the portal can't be asked.
    pub async fn sign_out(&self, token: &SecretString) -> Result<DateTime<Utc>, ClientError> {
        let operation = SignOut::build(());
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.sign_out.at)
    }

    /// What the profile page shows, in the organization that `caller` names, else in the one chosen last.
    ///
    /// # Errors
    /// [`ClientError::OrganizationUnavailable`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked.
    pub async fn profile_page(&self, caller: Caller<'_>) -> Result<ProfilePage, ClientError> {
        let operation = ViewerQuery::build(());
        match repeatedly(|| self.run(&operation, caller.into())).await {
            Ok(answer) => Ok(ProfilePage {
                viewer: answer.viewer,
                exports_charts: answer.chart_data_export.is_some(),
            }),
            Err(error) if error.is_of_an_older_portal() => {
                let operation = ViewerWithoutExportsQuery::build(());
                let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
                Ok(ProfilePage {
                    viewer: answer.viewer,
                    exports_charts: false,
                })
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the person may export chart data of the organization in view, for where only the rest of the
    /// profile page is known.
    ///
    /// # Errors
    /// As [`Self::profile_page`].
    pub async fn exports_charts(&self, caller: Caller<'_>) -> Result<bool, ClientError> {
        let operation = LookForExports::build(());
        match repeatedly(|| self.run(&operation, caller.into())).await {
            Ok(answer) => Ok(answer.chart_data_export.is_some()),
            Err(error) if error.is_of_an_older_portal() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Changes the name that others see.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`], or when the portal can't be asked. Refusals are answers.
    pub async fn change_display_name(
        &self,
        caller: Caller<'_>,
        display_name: &str,
    ) -> Result<DisplayNameAnswer, ClientError> {
        let input = ChangeDisplayNameInput { display_name };
        let operation = ChangeDisplayName::build(ChangeDisplayNameVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.change_display_name.into())
    }

    /// Changes preferences and answers all of them as they are then.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`], or when the portal can't be asked.
    pub async fn change_preferences(
        &self,
        token: &SecretString,
        input: ChangePreferencesInput,
    ) -> Result<Preferences, ClientError> {
        let operation = ChangePreferences::build(ChangePreferencesVariables { input });
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.change_preferences.preferences)
    }

    /// Downloads the picture at `path` of this portal.
    ///
    /// # Errors
    /// [`ClientError::ReplyInvalid`] if the path leads elsewhere or there is no picture of a known kind, and
    /// when the portal can't be asked.
    pub async fn picture(&self, path: &str) -> Result<Picture, ClientError> {
        let url = self
            .address
            .at(path)
            .ok_or_else(|| ClientError::ReplyInvalid {
                detail: "the picture lies on another server".into(),
            })?;
        repeatedly(|| picture::download(&self.http, url.clone())).await
    }

    async fn run<Answer, Variables>(
        &self,
        operation: &Operation<Answer, Variables>,
        credentials: Credentials<'_>,
    ) -> Result<Answer, ClientError>
    where
        Answer: DeserializeOwned,
        Variables: Serialize,
    {
        graphql::run(&self.http, &self.graphql, operation, credentials).await
    }
}
