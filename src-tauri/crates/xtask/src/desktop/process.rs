//! A background process of a desktop.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// How long a process may take until it is ready.
const START_BUDGET: Duration = Duration::from_secs(30);

/// Ended and waited for when it is dropped. What it started itself is the keeper's to end.
#[derive(Debug)]
pub(super) struct Process(Child);

impl Process {
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let child = command.spawn();
        let name = command.get_program();
        Ok(Self(child.with_context(|| {
            format!("{} can't be started", name.display())
        })?))
    }

    /// Starts a process and waits for the line it prints when it is ready.
    pub(super) fn start_and_read_line(command: &mut Command) -> Result<(Self, String)> {
        let mut process = Self::start(command.stdout(Stdio::piped()))?;
        let output = process
            .0
            .stdout
            .take()
            .context("standard output is not piped")?;
        let (sender, first_line) = mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = BufReader::new(output).read_line(&mut line);
            // Nobody waits any more when the budget is spent.
            let _ = sender.send(read.map(|_| line));
        });
        let name = command.get_program();
        let line = first_line
            .recv_timeout(START_BUDGET)
            .with_context(|| format!("{} does not get ready", name.display()))??;
        ensure!(
            !line.is_empty(),
            "{} ended before it was ready",
            name.display()
        );
        Ok((process, line.trim_end().to_owned()))
    }

    pub(super) fn take_stdin(&mut self) -> Result<ChildStdin> {
        self.0.stdin.take().context("standard input is not piped")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Err(error) = self.0.kill().and_then(|()| self.0.wait().map(drop)) {
            eprintln!("the end of a process was not awaited: {error}");
        }
    }
}
