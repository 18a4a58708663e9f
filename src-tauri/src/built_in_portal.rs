//! The portal that the app brings along, on loopback, in this very process.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use portal_server::domain::Role as ServerRole;
use portal_server::objects::ObjectsAddress;
use portal_server::payments::PaymentsConfig;
use portal_server::store::DatabaseAddress;
use portal_server::{PortalConfig, RunningPortal};
use profile_core::portals::SampleAccount;
use profile_core::ports::{BuiltInPortal, BuiltInPortalError};
use profile_core::profile::Role;
use tokio::sync::Mutex;
use url::Url;

use crate::platform;

/// Starts `portal-server` on demand. The app still speaks to it over HTTP, as to any other portal.
pub(crate) struct LoopbackPortal {
    directory: PathBuf,
    running: Mutex<Option<(RunningPortal, Url)>>,
}

impl LoopbackPortal {
    /// A portal that keeps its database and files in `directory`.
    pub(crate) fn new(directory: PathBuf) -> Self {
        Self {
            directory,
            running: Mutex::default(),
        }
    }

    /// Ends it, if it runs, after the requests it is answering.
    pub(crate) async fn stop(&self) {
        if let Some((portal, _)) = self.running.lock().await.take() {
            portal.stop().await;
        }
    }
}

#[async_trait]
impl BuiltInPortal for LoopbackPortal {
    async fn start(&self) -> Result<Url, BuiltInPortalError> {
        let mut running = self.running.lock().await;
        if let Some((_, origin)) = &*running {
            return Ok(origin.clone());
        }
        platform::create_private_directory(&self.directory).map_err(failed)?;
        let portal = portal_server::start(config(&self.directory))
            .await
            .map_err(failed)?;
        let origin = Url::parse(&format!("http://{}", portal.address())).map_err(failed)?;
        *running = Some((portal, origin.clone()));
        Ok(origin)
    }

    fn sample_accounts(&self) -> Vec<SampleAccount> {
        portal_server::sample::accounts()
            .into_iter()
            .map(|account| SampleAccount {
                display_name: account.display_name,
                email: account.email,
                password: account.password,
                organization: account.organization,
                roles: account.roles.into_iter().map(role).collect(),
            })
            .collect()
    }
}

/// A free port on loopback: the built-in portal is for this machine alone.
fn config(directory: &Path) -> PortalConfig {
    let database = DatabaseAddress::Sqlite(directory.join("portal.db"));
    let objects = ObjectsAddress::from(directory.join("objects"));
    PortalConfig {
        name: "Built-in portal".to_owned(),
        sample_data: true,
        payments: PaymentsConfig::Sandbox,
        ..PortalConfig::new(
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            database,
            objects,
            directory.join("portal.key"),
        )
    }
}

fn failed(error: impl std::fmt::Display) -> BuiltInPortalError {
    BuiltInPortalError(error.to_string())
}

fn role(role: ServerRole) -> Role {
    match role {
        ServerRole::Owner => Role::Owner,
        ServerRole::Admin => Role::Admin,
        ServerRole::BillingAdmin => Role::BillingAdmin,
        ServerRole::DeviceTechnician => Role::DeviceTechnician,
        ServerRole::DeviceEnroller => Role::DeviceEnroller,
        ServerRole::WorkflowEditor => Role::WorkflowEditor,
        ServerRole::WorkflowDeployer => Role::WorkflowDeployer,
        ServerRole::ChartEditor => Role::ChartEditor,
        ServerRole::ChartViewerOnly => Role::ChartViewerOnly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_starts_once_and_again_over_the_same_data() -> Result<(), Box<dyn std::error::Error>>
    {
        let directory = tempfile::tempdir()?;
        let portal = LoopbackPortal::new(directory.path().join("built-in"));
        let (first, second) = tokio::join!(portal.start(), portal.start());
        assert_eq!(first?, second?);
        portal.stop().await;
        portal.start().await?;
        portal.stop().await;
        Ok(())
    }

    #[tokio::test]
    async fn a_place_that_can_not_be_written_is_named() -> Result<(), Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let file = directory.path().join("file");
        std::fs::write(&file, "")?;
        let portal = LoopbackPortal::new(file.join("built-in"));
        assert!(portal.start().await.is_err());
        Ok(())
    }
}
