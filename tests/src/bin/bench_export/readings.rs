//! The database, and exports of it.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_profile_tests::programs::program;
use tempfile::TempDir;

pub(crate) const OWNER: &str = "ada@acme.example";
pub(crate) const PASSWORD: &str = "as long as it takes";
pub(crate) const PERSONAL: &str = "personal:ada@acme.example";

/// How long an export is left alone between two looks at its memory.
const LOOK: Duration = Duration::from_millis(2);

const DEVICES: usize = 10;

/// What each device puts out under each key, as SQLite works it out of a number.
const KEYS: [(&str, &str, &str); 3] = [
    (
        "temperature",
        "1.5",
        "(n.i * 7919 + s.id) % 100003 / 100.0, NULL, NULL",
    ),
    (
        "speed",
        "2.5",
        "abs(sin(n.i * 0.001 + s.id)) * 1500, NULL, NULL",
    ),
    (
        "state",
        "idle",
        "NULL, CASE (n.i + s.id) / 50 % 4 WHEN 0 THEN 'idle' WHEN 1 THEN 'picking' \
         WHEN 2 THEN 'placing' ELSE 'waiting for the operator' END, NULL",
    ),
];

/// What an export came to.
pub(crate) struct Export {
    pub(crate) time: Duration,
    /// The most that it took, in octets.
    pub(crate) memory: u64,
    /// Of the file, in octets.
    pub(crate) size: u64,
}

impl Export {
    pub(crate) fn mebibytes(&self) -> f64 {
        self.size as f64 / f64::from(1 << 20)
    }
}

/// A database with readings of some devices, one each second from each.
pub(crate) struct Readings {
    directory: TempDir,
    pub(crate) rows: u64,
}

impl Readings {
    /// Days with all readings.
    pub(crate) const DAYS: [&str; 2] = ["2025-01-01", "2025-12-31"];
    /// Days without any.
    pub(crate) const BEFORE: [&str; 2] = ["2024-01-01", "2024-12-31"];

    pub(crate) fn new(rows: u64) -> Result<Self> {
        let readings = Self {
            directory: tempfile::tempdir()?,
            rows,
        };
        readings.add_owner()?;
        let mut first = "time,device,skill,workflow,key,value\n".to_owned();
        for device in 0..DEVICES {
            for (key, value, _) in KEYS {
                let device = format!("Robot {device},Sensor,Palletizing");
                first += &format!("2025-01-01T00:00:00Z,{device},{key},{value}\n");
            }
        }
        fs::write(readings.path("first.csv"), first)?;
        readings.run(&["import", "--organization", PERSONAL, "first.csv"])?;
        readings.fill()?;
        Ok(readings)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Gives devices places and tags, and each stream its part of the readings.
    fn fill(&self) -> Result<()> {
        let each = self.rows / (DEVICES * KEYS.len()) as u64;
        let mut text = "BEGIN; DELETE FROM output_events;
             UPDATE devices SET location = 'Hall 3', time_zone = 'Europe/Berlin';
             INSERT INTO device_tags SELECT id, 'packing' FROM devices;
             INSERT INTO device_tags SELECT id, 'first floor' FROM devices;"
            .to_owned();
        for (key, _, values) in KEYS {
            text += &format!(
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {each})
                 INSERT INTO output_events
                 SELECT s.id, (1735689600 + n.i) * 1000000, 0, {values}
                 FROM streams s CROSS JOIN n WHERE s.key = '{key}';"
            );
        }
        text += "COMMIT; PRAGMA wal_checkpoint(TRUNCATE); SELECT count(*) FROM output_events;";
        let counted = self.shell(&text, Stdio::piped())?;
        let expected = each * (DEVICES * KEYS.len()) as u64;
        let counted = String::from_utf8(counted)?;
        let last = counted.lines().last();
        ensure!(
            last == Some(&expected.to_string()),
            "sqlite3 counted {counted}"
        );
        Ok(())
    }

    /// Exports days, and answers what came of it.
    pub(crate) fn export(&self, format: &str, [from, to]: [&str; 2]) -> Result<Export> {
        let file = self.path("exported");
        let begun = Instant::now();
        let mut export = self.server(
            &[
                "export",
                "--organization",
                PERSONAL,
                "--from",
                from,
                "--to",
                to,
                "--format",
                format,
                "--out",
                "exported",
                "--force",
            ],
            Stdio::null(),
        )?;
        let status = PathBuf::from(format!("/proc/{}/status", export.id()));
        let mut memory = 0;
        let done = loop {
            memory = memory.max(peak(&fs::read_to_string(&status).unwrap_or_default()));
            if let Some(done) = export.try_wait()? {
                break done;
            }
            std::thread::sleep(LOOK);
        };
        let time = begun.elapsed();
        ensure!(done.success(), "the export failed");
        ensure!(memory > 0, "no memory was counted");
        let size = fs::metadata(file)?.len();
        Ok(Export { time, memory, size })
    }

    /// How long the shell of SQLite takes for the same events.
    pub(crate) fn export_with_shell(&self) -> Result<Duration> {
        let file = self.path("shell.csv");
        let begun = Instant::now();
        self.shell(
            "SELECT e.at AS time, w.name AS workflow, d.name AS device, k.name AS skill, d.location, s.key,
                 s.kind AS type, coalesce(e.number, e.text, e.boolean) AS value
             FROM output_events e JOIN streams s ON s.id = e.stream_id JOIN devices d ON d.id = s.device_id
                 JOIN skills k ON k.id = s.skill_id JOIN workflows w ON w.id = k.workflow_id
             WHERE e.at >= 1735689600000000 AND e.at < 1767225600000000
             ORDER BY e.at, e.stream_id, e.ordinal",
            File::create(&file)?,
        )?;
        let time = begun.elapsed();
        ensure!(
            fs::metadata(file)?.len() > self.rows * 20,
            "the shell wrote too little"
        );
        Ok(time)
    }

    fn shell(&self, text: &str, output: impl Into<Stdio>) -> Result<Vec<u8>> {
        let mut shell = Command::new("sqlite3");
        shell.args(["-csv", "-header"]).arg(self.path("portal.db"));
        shell.arg(text).stdout(output).stderr(Stdio::inherit());
        let shell = shell.spawn();
        let shell = shell.context("sqlite3 is not installed: apt-get install sqlite3")?;
        let output = shell.wait_with_output()?;
        ensure!(output.status.success(), "sqlite3 failed");
        Ok(output.stdout)
    }

    fn add_owner(&self) -> Result<()> {
        fs::write(self.path("password"), PASSWORD)?;
        let add = [
            "account",
            "add",
            "--email",
            OWNER,
            "--name",
            "Ada Lovelace",
            "--password-stdin",
        ];
        let mut adding = self.command(&add)?;
        adding
            .stdin(File::open(self.path("password"))?)
            .stdout(Stdio::null());
        ensure!(adding.status()?.success(), "no account was added");
        Ok(())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Result<()> {
        let status = self.server(arguments, Stdio::null())?.wait()?;
        ensure!(status.success(), "{arguments:?} failed");
        Ok(())
    }

    pub(crate) fn server(&self, arguments: &[&str], output: Stdio) -> Result<Child> {
        Ok(self.command(arguments)?.stdout(output).spawn()?)
    }

    fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut server = Command::new(program("portal-server")?);
        server.args(arguments).current_dir(self.directory.path());
        Ok(server)
    }
}

/// Reads the line `VmHWM: 1234 kB`.
fn peak(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024
}
