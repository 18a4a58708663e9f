//! `portal-server export`: good files, and what is left when there can be none.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use portal_server::domain::ExportFormat;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::process::Child;

use super::workshop::read_back;
use crate::support::{Backend, Program, Tested};

const OWNER: &str = "ada@acme.example";
const PERSONAL: &str = "personal:ada@acme.example";

/// Events, one each second from noon on.
const EVENTS: u32 = 40_000;

/// The program with a personal account that has events on 1 March 2026, from noon on.
struct Station {
    program: Program,
}

impl Station {
    async fn new(backend: Backend) -> Result<Self> {
        let program = Program::new(backend).await?;
        let add = ["account", "add", "--email", OWNER, "--name", "Ada Lovelace"];
        program.says(&add).await?;
        let mut readings = "time,device,key,value\n".to_owned();
        for event in 0..EVENTS {
            let (hour, minute, second) = (event / 3600, event / 60 % 60, event % 60);
            let at = format!("2026-03-01T{:02}:{minute:02}:{second:02}Z", 12 + hour);
            writeln!(readings, "{at},Robot,angle,{}", f64::from(event) / 8.0)?;
        }
        let station = Self { program };
        fs::write(station.path("readings.csv"), readings)?;
        let import = ["import", "--organization", PERSONAL, "readings.csv"];
        station.program.says(&import).await?;
        Ok(station)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.program.place.directory().join(name)
    }

    /// The files beside the database whose names begin like this, in order.
    fn files(&self, begin: &str) -> Result<Vec<String>> {
        let mut files = Vec::new();
        for file in fs::read_dir(self.program.place.directory())? {
            files.push(file?.file_name().to_string_lossy().into_owned());
        }
        files.retain(|name| name.starts_with(begin));
        files.sort();
        Ok(files)
    }

    /// The arguments of an export of the day to `out.csv`, where these options don't say otherwise.
    fn export<'a>(options: &[&'a str]) -> Vec<&'a str> {
        let mut arguments = vec!["export"];
        for (option, value) in [
            ("--organization", PERSONAL),
            ("--from", "2026-03-01"),
            ("--to", "2026-03-01"),
            ("--format", "csv"),
            ("--out", "out.csv"),
        ] {
            if !options.contains(&option) {
                arguments.extend([option, value]);
            }
        }
        arguments.extend(options);
        arguments
    }

    async fn says(&self, options: &[&str]) -> Result<String> {
        self.program.says(&Self::export(options)).await
    }

    async fn complains(&self, options: &[&str]) -> Result<String> {
        self.program.complains(&Self::export(options)).await
    }

    fn sha256(&self, name: &str) -> Result<String> {
        let output = std::process::Command::new("sha256sum")
            .arg(self.path(name))
            .output()?;
        let printed = String::from_utf8(output.stdout)?;
        let hash = printed.split_whitespace().next();
        Ok(hash.context("no hash")?.to_owned())
    }

    fn manifest(&self, name: &str) -> Result<Value> {
        let text = fs::read_to_string(self.path(&format!("{name}.manifest.json")))?;
        Ok(serde_json::from_str(&text)?)
    }
}

#[rstest]
#[tokio::test]
async fn a_file_comes_with_a_manifest(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let station = Station::new(backend).await?;
    for format in ExportFormat::ALL {
        let name = format!("out.{}", format.extension());
        let days = ["--from", "2026-02-01", "--time-zone", "Europe/Berlin"];
        let file = ["--format", format.name(), "--out", &name];
        let said = station.says(&[days, file].concat()).await?;
        let hash = station.sha256(&name)?;
        assert!(
            said.starts_with(&format!("{name}: 39,600 rows, ")),
            "{said}"
        );
        assert!(said.ends_with(&format!("\nSHA-256: {hash}\n")), "{said}");
        let mut manifest = station.manifest(&name)?;
        let columns = manifest["columns"].take();
        let size = fs::metadata(station.path(&name))?.len();
        let expected = json!({
            "schemaVersion": 1,
            "organization": "Personal account",
            "firstDay": "2026-02-01",
            "lastDay": "2026-03-01",
            "timeZone": "Europe/Berlin",
            "from": "2026-01-31T23:00:00Z",
            "until": "2026-03-01T23:00:00Z",
            "format": format.name(),
            "raw": false,
            "rows": 39_600,
            "size": size,
            "sha256": hash,
            "file": name,
            "columns": null,
        });
        assert_eq!(manifest, expected);
        assert_eq!(columns[0], json!({ "name": "time", "type": "timestamp" }));
        let reader = if format == ExportFormat::Parquet {
            "pyarrow"
        } else {
            "python"
        };
        let (rows, _) = read_back(reader, format, &station.path(&name)).await?;
        assert_eq!(rows.len(), 39_600);
    }
    assert_eq!(station.files("out.")?.len(), 8, "nothing else is left");
    Ok(())
}

#[tokio::test]
async fn what_can_not_be_written_says_why_and_leaves_nothing() -> Tested {
    let station = Station::new(Backend::Sqlite).await?;
    let directory = station.path("directory");
    fs::create_dir(&directory)?;
    let directory = directory.to_string_lossy().into_owned();
    for (more, complaint) in [
        (
            &["--organization", "Nowhere"][..],
            "there is no organization \"Nowhere\"".to_owned(),
        ),
        (
            &["--to", "2026-02-28"],
            "the last day is before the first day".to_owned(),
        ),
        (
            &["--to", "2999-01-01"],
            "the last day is in the future".to_owned(),
        ),
        (
            &["--from", "1976-03-01"],
            "the range has more than 3660 days".to_owned(),
        ),
        (
            &["--out", &directory],
            format!("{directory} is a directory; name a file in it"),
        ),
        (
            &["--out", "missing/out.csv"],
            "missing/out.csv can't be written: No such file or directory (os error 2)".to_owned(),
        ),
        (&["--out", ".."], ".. does not name a file".to_owned()),
    ] {
        let said = station.complains(more).await?;
        assert_eq!(said, format!("error: {complaint}\n"));
    }
    assert!(station.files("out")?.is_empty());
    for (option, value) in [
        ("--from", "1 March"),
        ("--format", "xlsx"),
        ("--time-zone", "Mars/Olympus"),
    ] {
        let said = station.complains(&[option, value]).await?;
        assert!(said.contains(option), "{said}");
    }
    Ok(())
}

/// Also for whoever may write anywhere: no file can be made in this directory.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_directory_that_can_not_be_written_to_is_named() -> Tested {
    let station = Station::new(Backend::Sqlite).await?;
    let said = station.complains(&["--out", "/sys/out.csv"]).await?;
    assert_eq!(
        said,
        "error: /sys/out.csv can't be written: Permission denied (os error 13)\n"
    );
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_by_force_alone() -> Tested {
    let station = Station::new(Backend::Sqlite).await?;
    for there in ["out.csv", "out.csv.manifest.json"] {
        fs::write(station.path(there), "precious")?;
        let said = station.complains(&[]).await?;
        let expected = format!("error: {there} exists already; --force replaces it\n");
        assert_eq!(said, expected);
        assert_eq!(fs::read_to_string(station.path(there))?, "precious");
        assert_eq!(station.files("out")?, [there]);
        fs::remove_file(station.path(there))?;
    }
    fs::write(station.path("out.csv"), "old")?;
    fs::write(station.path("out.csv.manifest.json"), "old")?;
    station.says(&["--force"]).await?;
    assert_eq!(station.files("out")?, ["out.csv", "out.csv.manifest.json"]);
    let manifest = station.manifest("out.csv")?;
    assert_eq!(manifest["sha256"], station.sha256("out.csv")?);
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn a_full_disk_leaves_no_half_a_file() -> Tested {
    let station = Station::new(Backend::Sqlite).await?;
    for format in ExportFormat::ALL {
        let export = Station::export(&["--format", format.name()]);
        let mut small = station.program.on_small_disk(64, &export)?;
        let output = small.output().await?;
        assert!(!output.status.success() && output.stdout.is_empty());
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(
            said,
            "error: out.csv was not written: there is no room left for it\n"
        );
        assert!(station.files("out")?.is_empty());
    }
    Ok(())
}

/// Waits until some of the file is written.
async fn begun(station: &Station, export: &mut Child) -> Result<()> {
    let part = station.path("out.csv.part");
    while !fs::metadata(&part).is_ok_and(|part| part.len() > 0) {
        ensure!(export.try_wait()?.is_none(), "it ended too soon");
        tokio::task::yield_now().await;
    }
    Ok(())
}

#[cfg(unix)]
#[rstest]
#[tokio::test]
async fn one_that_is_told_to_end_leaves_nothing(#[values("INT", "TERM")] signal: &str) -> Tested {
    let station = Station::new(Backend::Sqlite).await?;
    let mut export = station.program.command(&Station::export(&[]))?.spawn()?;
    begun(&station, &mut export).await?;
    send(signal, &export).await?;
    let output = export.wait_with_output().await?;
    assert!(!output.status.success() && output.stdout.is_empty());
    let said = String::from_utf8(output.stderr)?;
    assert_eq!(said, "error: out.csv was not written: it was stopped\n");
    assert!(station.files("out")?.is_empty());
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn one_that_is_killed_leaves_no_file_under_its_name() -> Tested {
    let station = Station::new(Backend::Sqlite).await?;
    let mut export = station.program.command(&Station::export(&[]))?.spawn()?;
    begun(&station, &mut export).await?;
    send("STOP", &export).await?;
    let said = station.complains(&[]).await?;
    let expected = "error: out.csv can't be written: another export is being written there\n";
    assert_eq!(said, expected);
    send("KILL", &export).await?;
    assert!(!export.wait().await?.success());
    assert_eq!(station.files("out")?, ["out.csv.part"]);
    // What it left is in nobody's way.
    station.says(&[]).await?;
    assert_eq!(station.files("out")?, ["out.csv", "out.csv.manifest.json"]);
    let manifest = station.manifest("out.csv")?;
    assert_eq!(manifest["sha256"], station.sha256("out.csv")?);
    Ok(())
}

#[cfg(unix)]
async fn send(signal: &str, export: &Child) -> Result<()> {
    let pid = export.id().context("it has ended already")?.to_string();
    let mut kill = tokio::process::Command::new("kill");
    let sent = kill.args(["-s", signal, &pid]).status().await?;
    ensure!(sent.success(), "{signal} could not be sent");
    Ok(())
}
