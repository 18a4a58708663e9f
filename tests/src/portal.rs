//! A portal as its own process, with sample data in a database of its own.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use xtask::desktop::Desktop;

use crate::programs::program;

/// An account of the sample data.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// What they sign in with.
    pub email: &'static str,
    /// Their password.
    pub password: &'static str,
    /// Full name as others see it.
    pub display_name: &'static str,
}

/// The person that tests are about, unless they say otherwise.
pub const ADA: Person = Person {
    email: "ada@acme.example",
    password: "sample",
    display_name: "Ada Lovelace",
};

/// A running portal; ends when it is dropped.
#[derive(Debug)]
pub struct Portal {
    process: Child,
    address: String,
    directory: PathBuf,
}

impl Portal {
    /// Starts a portal with sample data, which lives as long as the desktop.
    ///
    /// # Errors
    /// When it is not built or doesn't start.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let directory = desktop.directory().join("portal");
        std::fs::create_dir(&directory)?;
        let loaded = portal_server(desktop, "sample", &directory)?
            .stdout(Stdio::null())
            .status()
            .await?;
        ensure!(loaded.success(), "the sample data was not loaded");
        let (process, address) = serve(desktop, &directory, "127.0.0.1:0").await?;
        Ok(Self {
            process,
            address,
            directory,
        })
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Kills it without warning.
    ///
    /// # Errors
    /// When it is already gone.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.process.kill().await?)
    }

    /// Starts it again after [`Self::kill`], at the same address with the same data.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn restart(&mut self, desktop: &Desktop) -> Result<()> {
        let listen = self.address.trim_start_matches("http://");
        (self.process, self.address) = serve(desktop, &self.directory, listen).await?;
        Ok(())
    }

    /// Ends a session, as when the person signs out of it elsewhere.
    ///
    /// # Errors
    /// When the portal doesn't confirm it.
    pub async fn revoke(&self, token: &str) -> Result<()> {
        // Fails when a provider is installed already, which is just as well.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let answer: Value = reqwest::Client::builder()
            .no_proxy()
            .build()?
            .post(format!("{}/graphql", self.address))
            .bearer_auth(token)
            .json(&json!({ "query": "mutation { signOut { at } }" }))
            .send()
            .await?
            .json()
            .await?;
        ensure!(
            answer["data"]["signOut"]["at"].is_string(),
            "not signed out: {answer}"
        );
        Ok(())
    }
}

async fn serve(desktop: &Desktop, directory: &PathBuf, listen: &str) -> Result<(Child, String)> {
    let mut process = portal_server(desktop, "serve", directory)?
        .args(["--listen", listen])
        .stdout(Stdio::piped())
        .spawn()?;
    let output = process
        .stdout
        .take()
        .context("standard output is not piped")?;
    let line = BufReader::new(output).lines().next_line().await?;
    let line: Value = serde_json::from_str(&line.context("the portal did not start")?)?;
    let address = line["address"]
        .as_str()
        .context("the portal names no address")?;
    Ok((process, address.to_owned()))
}

/// The operator's program, with the portal's data; the desktop's keeper ends it at the latest.
fn portal_server(desktop: &Desktop, command: &str, directory: &PathBuf) -> Result<Command> {
    let mut server = Command::from(desktop.command(program("portal-server")?));
    server
        .arg(command)
        .args([
            "--database",
            "sqlite:portal.db",
            "--objects",
            "file:objects",
        ])
        .current_dir(directory)
        .kill_on_drop(true);
    Ok(server)
}
