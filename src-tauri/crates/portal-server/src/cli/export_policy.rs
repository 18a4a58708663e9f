//! How exports are made and kept, as `portal-server serve` is told.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::Args;

use crate::exports::ExportPolicy;

#[derive(Args)]
pub(super) struct ExportsArgument {
    /// How many exports of chart data run in this process at a time; others wait for their turn
    #[arg(long, default_value = "2", value_name = "EXPORTS")]
    export_workers: NonZeroUsize,
    /// How long an export may run before it is given up
    #[arg(long, default_value = "10m", value_name = "TIME", value_parser = time)]
    export_time: Duration,
    /// For how long the file of an export can be downloaded
    #[arg(long, default_value = "24h", value_name = "TIME", value_parser = time)]
    export_keep: Duration,
    /// After how long without a sign of life from the process that works on an export another takes it up
    #[arg(long, default_value = "60s", value_name = "TIME", value_parser = time)]
    export_lease: Duration,
}

impl ExportsArgument {
    pub(super) fn policy(&self) -> ExportPolicy {
        ExportPolicy {
            workers: self.export_workers.get(),
            allowed: self.export_time,
            kept: self.export_keep,
            lease: self.export_lease,
        }
    }
}

fn time(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text)
        .map_err(|error| format!("{error}; times look like 90s, 10m or 24h"))?;
    if time < Duration::from_secs(1) {
        return Err("it is at least a second".to_owned());
    }
    Ok(time)
}
