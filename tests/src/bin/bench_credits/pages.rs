//! From request to reply.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;
use portal_profile_tests::script::Script;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::COUNT;

/// What a page may take from request to reply, in milliseconds.
const PAGE_WITHIN: f64 = 50.0;
/// What the section may take from request to reply, in milliseconds.
const SECTION_WITHIN: f64 = 30.0;

const PAGE: &str = "query ($filter: CreditFilter, $before: Int) {
    creditTransactions(filter: $filter, first: 50, before: $before) {
        data { number kind amount balanceAfter at text reference actor } next } }";
const SECTION: &str = "{ credits(timeZone: \"Europe/Berlin\") {
    balance usage { date credits } today estimate { days daily monthly daysLeft runsOutOn }
    recent { number kind amount balanceAfter at text reference actor } viewerCanBuy buyers } }";

/// A page, and what the shell reads it with.
struct Look {
    name: &'static str,
    filter: Value,
    before: Option<i64>,
    condition: &'static str,
}

/// Measures each in turns with the shell.
pub(crate) async fn measure(scene: &Scene, organization: Uuid, tries: usize) -> Result<()> {
    let script = Script::sign_in(scene.portal.address(), ADA.email, ADA.password).await?;
    let bench = Bench {
        script: script.about(organization),
        organization,
        file: scene.portal.directory().join("portal.db"),
    };
    println!("Pages of a ledger of {COUNT} transactions, medians of {tries}, in turns");
    let looks = [
        ("first", json!({}), None, "1"),
        ("middle", json!({}), Some(COUNT / 2), "number < 500000"),
        (
            "type",
            json!({ "kinds": ["GRANT"] }),
            None,
            "kind = 'grant'",
        ),
        (
            "text",
            json!({ "text": "rare" }),
            None,
            "words LIKE '%rare%'",
        ),
        (
            "amount",
            json!({ "least": "1000" }),
            None,
            "abs(amount) >= 1000000",
        ),
        (
            "time",
            json!({ "until": "2026-09-01T00:00:00Z" }),
            None,
            "at < '2026-09-01'",
        ),
    ];
    for (name, filter, before, condition) in looks {
        let look = Look {
            name,
            filter,
            before,
            condition,
        };
        let (mut portal, mut shell) = (Vec::new(), Vec::new());
        for _ in 0..tries {
            portal.push(bench.page(&look).await?);
            shell.push(bench.with_shell(&look)?);
        }
        let portal = compare(look.name, portal, shell);
        ensure!(portal < PAGE_WITHIN, "the page takes too long");
    }
    let (mut portal, mut shell) = (Vec::new(), Vec::new());
    for _ in 0..tries {
        let begun = Instant::now();
        let answer = bench.script.ask(SECTION, json!({})).await?;
        portal.push(begun.elapsed());
        let days = answer["credits"]["usage"].as_array().map(Vec::len);
        ensure!(days == Some(30), "{answer}");
        shell.push(bench.usage_with_shell()?);
    }
    let portal = compare("section", portal, shell);
    ensure!(portal < SECTION_WITHIN, "the section takes too long");
    Ok(())
}

fn compare(name: &str, portal: Vec<Duration>, shell: Vec<Duration>) -> f64 {
    let (portal, shell) = (median(portal), median(shell));
    println!(
        "  {name:<8} {portal:>7.1} ms   sqlite3 shell {shell:>7.1} ms   ratio {:>6.2}",
        portal / shell
    );
    portal
}

struct Bench {
    script: Script,
    organization: Uuid,
    file: PathBuf,
}

impl Bench {
    async fn page(&self, look: &Look) -> Result<Duration> {
        let variables = json!({ "filter": look.filter, "before": look.before });
        let begun = Instant::now();
        let answer = self.script.ask(PAGE, variables).await?;
        let time = begun.elapsed();
        let page = &answer["creditTransactions"];
        ensure!(page["data"].is_array(), "{answer}");
        Ok(time)
    }

    /// The same page by the shell of SQLite, with its start.
    fn with_shell(&self, look: &Look) -> Result<Duration> {
        self.shell(&format!(
            "SELECT * FROM credit_transactions WHERE organization_id = x'{}' AND {} \
             ORDER BY number DESC LIMIT 50;",
            self.organization.simple(),
            look.condition
        ))
    }

    /// Usage of 31 days by the shell of SQLite, with its start.
    fn usage_with_shell(&self) -> Result<Duration> {
        self.shell(&format!(
            "SELECT begins_at / 86400, sum(amount) FROM credit_usage_quarters \
             WHERE organization_id = x'{}' AND begins_at > unixepoch() - 31 * 86400 GROUP BY 1;",
            self.organization.simple()
        ))
    }

    fn shell(&self, statement: &str) -> Result<Duration> {
        let begun = Instant::now();
        let output = read(&self.file, statement)?;
        let time = begun.elapsed();
        ensure!(!output.is_empty(), "the shell found nothing: {statement}");
        Ok(time)
    }
}

fn read(file: &Path, statement: &str) -> Result<Vec<u8>> {
    let output = Command::new("sqlite3")
        .arg("-readonly")
        .arg(file)
        .arg(statement)
        .output()
        .context("sqlite3 is not installed: apt-get install sqlite3")?;
    ensure!(
        output.status.success(),
        "sqlite3: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(output.stdout)
}

/// In milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}
