//! The program itself, as its own process.

use std::ffi::OsStr;
use std::io;
use std::process::{Output, Stdio};

use anyhow::{Context, Result, ensure};
use portal_profile_tests::programs::program;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;

use super::{Backend, Place, http};

/// `portal-server` with a database of its own.
pub(crate) struct Program {
    pub(crate) place: Place,
}

impl Program {
    pub(crate) async fn new(backend: Backend) -> Result<Self> {
        Ok(Self {
            place: Place::new(backend).await?,
        })
    }

    /// The program in the place's directory, knowing where the data lies.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = self.command_of(program("portal-server")?);
        command.args(arguments);
        Ok(command)
    }

    fn command_of(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.place.directory())
            .env("PORTAL_DATABASE", &self.place.database_argument)
            .env("PORTAL_KEY_FILE", self.place.key_file())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    pub(crate) async fn output(&self, arguments: &[&str]) -> Result<Output> {
        Ok(self.command(arguments)?.output().await?)
    }

    /// What a command says that must succeed.
    pub(crate) async fn says(&self, arguments: &[&str]) -> Result<String> {
        let output = self.output(arguments).await?;
        ensure!(output.status.success(), "{arguments:?}: {output:?}");
        Ok(String::from_utf8(output.stdout)?)
    }

    /// What a command complains about that must fail.
    pub(crate) async fn complains(&self, arguments: &[&str]) -> Result<String> {
        let output = self.output(arguments).await?;
        ensure!(!output.status.success(), "{arguments:?}: {output:?}");
        ensure!(output.stdout.is_empty(), "{arguments:?}: {output:?}");
        Ok(String::from_utf8(output.stderr)?)
    }

    /// What a command says that reads `input`.
    pub(crate) async fn answers(&self, arguments: &[&str], input: &str) -> Result<Output> {
        let mut child = self.command(arguments)?.stdin(Stdio::piped()).spawn()?;
        let mut stdin = child.stdin.take().context("standard input is not piped")?;
        stdin.write_all(input.as_bytes()).await?;
        drop(stdin);
        Ok(child.wait_with_output().await?)
    }

    pub(crate) async fn serve(&self, more: &[&str]) -> Result<RunningProgram> {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        RunningProgram::start(self.command(&arguments)?).await
    }

    /// Serves with these variables in its environment.
    pub(crate) async fn serve_in(
        &self,
        environment: &[(&str, &str)],
        more: &[&str],
    ) -> Result<RunningProgram> {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut command = self.command(&arguments)?;
        command.envs(environment.iter().copied());
        RunningProgram::start(command).await
    }

    /// Serves where no file can grow beyond a size.
    #[cfg(unix)]
    pub(crate) async fn serve_on_small_disk(&self, kibibytes: u32) -> Result<RunningProgram> {
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        RunningProgram::start(self.on_small_disk(kibibytes, &serve)?).await
    }

    /// The program where no file can grow beyond a size.
    #[cfg(unix)]
    pub(crate) fn on_small_disk(&self, kibibytes: u32, arguments: &[&str]) -> Result<Command> {
        // Counted in units of 512 octets. Without the signal, writing fails as on a full disk.
        let limited = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", kibibytes * 2);
        let unlimited = self.command(arguments)?;
        let unlimited = unlimited.as_std();
        let mut command = self.command_of("sh");
        command
            .args(["-c", &limited, "sh"])
            .arg(unlimited.get_program())
            .args(unlimited.get_args());
        Ok(command)
    }
}

/// A portal that answers.
pub(crate) struct RunningProgram {
    pub(crate) address: String,
    pub(crate) child: Child,
    output: Lines<BufReader<ChildStdout>>,
    log: JoinHandle<io::Result<String>>,
    client: Client,
}

impl RunningProgram {
    /// Starts it, logging all there is, and waits until it answers.
    async fn start(mut command: Command) -> Result<Self> {
        let mut child = command.env("PORTAL_LOG", "trace").spawn()?;
        let mut errors = child.stderr.take().context("standard error is not piped")?;
        // Read all the time: a full pipe would hold up the program.
        let log = tokio::spawn(async move {
            let mut log = String::new();
            errors.read_to_string(&mut log).await.map(|_| log)
        });
        let output = child
            .stdout
            .take()
            .context("standard output is not piped")?;
        let mut output = BufReader::new(output).lines();
        let line = output.next_line().await?.context("it did not start")?;
        let line: Value = serde_json::from_str(&line)?;
        let address = line["address"].as_str().context("no address")?.to_owned();
        Ok(Self {
            address,
            child,
            output,
            log,
            client: http()?,
        })
    }

    pub(crate) async fn ask(&self, token: &str, query: &str) -> Result<Value> {
        let response = self
            .client
            .post(format!("{}/graphql", self.address))
            .bearer_auth(token)
            .json(&json!({ "query": query }))
            .send()
            .await?;
        Ok(response.json().await?)
    }

    /// As [`ask`](Self::ask), about the organization with this id.
    pub(crate) async fn ask_about(
        &self,
        organization: &str,
        token: &str,
        query: &str,
    ) -> Result<Value> {
        let request = self.client.post(format!("{}/graphql", self.address));
        let request = request.header("portal-organization", organization);
        let request = request.bearer_auth(token);
        let response = request.json(&json!({ "query": query })).send().await?;
        Ok(response.json().await?)
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Result<Value> {
        let query = format!(
            "mutation {{ signIn(input: {{ email: {email:?}, password: {password:?}, client: \"Tests\" }}) {{
                __typename ... on SignedIn {{ token }} }} }}"
        );
        Ok(self.ask("none", &query).await?["data"]["signIn"].take())
    }

    /// Sends a signal by name, waits for the end, and answers what was logged and whether the end
    /// was clean.
    pub(crate) async fn end(mut self, signal: &str) -> Result<(bool, String)> {
        let pid = self.child.id().context("it has ended already")?;
        let sent = Command::new("kill")
            .args(["-s", signal, &pid.to_string()])
            .status()
            .await?;
        ensure!(sent.success(), "{signal} could not be sent");
        let log = self.log.await??;
        let status = self.child.wait().await?;
        ensure!(
            self.output.next_line().await?.is_none(),
            "more than the address on standard output"
        );
        Ok((status.success(), log))
    }
}
