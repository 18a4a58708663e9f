//! The app killed at any octet of a download, the portal started anew, and links that are over: what is saved in the end
//! is the file, and at no moment before is anything else there under its name.

use std::fs;
use std::path::Path;
use std::time::Duration;

use profile_core::export_downloads::{DownloadExportOutcome, DownloadState};
use tokio::runtime::{Handle, Runtime};

use crate::export_downloads::{content, until};
use crate::fake_exports::Delivery;
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, sign_in};

const SEEDS: u64 = 200;
/// Seeds that are tried at the same time.
const AT_ONCE: usize = 4;
const LENGTH: usize = 300_000;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Nothing that looks finished is anything else than the file.
fn check_folder(folder: &Path, content: &[u8]) -> bool {
    let mut is_saved = false;
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".part") || name.ends_with(".manifest.json") {
            continue;
        }
        assert_eq!(fs::read(&path).unwrap(), content, "{name}");
        is_saved = true;
    }
    is_saved
}

/// What may go wrong in a run.
fn disturb(portal: &FakePortal, numbers: &mut Numbers) {
    let at = Some(numbers.below(LENGTH));
    let whole = Delivery::default();
    let delivery = match numbers.below(6) {
        0 => Delivery {
            is_over: true,
            ..whole
        },
        1 => Delivery {
            is_whole: true,
            cut_after: at,
            ..whole
        },
        2 => Delivery {
            stall_after: at,
            ..whole
        },
        _ => Delivery {
            cut_after: at,
            ..whole
        },
    };
    let mut account = portal.account();
    account.exports.deliveries.clear();
    account.exports.deliveries.push_back(delivery);
    if numbers.below(10) == 0 {
        // As after a restart of a portal that calls the same content otherwise.
        account.exports.etag = format!("\"{}\"", numbers.below(3));
    }
}

/// One run of the app, until the download is over or the app is killed; answers whether it is over.
async fn run(
    machine: &Machine,
    portal: &FakePortal,
    is_first: bool,
    kill_after: Option<u64>,
) -> bool {
    let app = machine.app();
    if is_first {
        sign_in(&app, portal).await;
        let outcome = app.download_export("exp_1").await.unwrap();
        assert_eq!(outcome, DownloadExportOutcome::Begun);
    } else {
        drop(app.start(Vec::new()));
        app.refresh_profile().await.unwrap();
    }
    let ending = until(&app, |state| match (state, kill_after) {
        (DownloadState::Running { done, .. }, Some(octets)) => *done >= octets,
        (DownloadState::Interrupted { .. }, Some(_)) => true,
        (state, _) => state.is_over(),
    });
    ending.await.is_over()
}

/// Answers whether the download went on where it was at least once.
fn killed_again_and_again(seed: u64, portals: &Handle, content: &[u8]) -> bool {
    let mut numbers = Numbers(seed);
    let mut machine = Machine::new();
    machine.stall = Duration::from_millis(60);
    let portal = portals.block_on(FakePortal::start());
    portal.account().exports.content = content.to_vec();
    let folder = machine.downloads.path().join("Downloads");
    for number in 0.. {
        assert!(number < 50, "seed {seed} never ends");
        let is_quiet = number > 3 && numbers.below(2) == 0;
        if !is_quiet {
            disturb(&portal, &mut numbers);
        }
        let kill_after = (!is_quiet).then(|| numbers.below(LENGTH) as u64);
        let runtime = Runtime::new().unwrap();
        let is_over = runtime.block_on(run(&machine, &portal, number == 0, kill_after));
        // Every task of the app is dropped wherever it is.
        runtime.shutdown_timeout(Duration::from_secs(5));
        let is_saved = check_folder(&folder, content);
        if is_over {
            assert!(is_saved, "seed {seed}");
            break;
        }
    }
    let entries = fs::read_dir(&folder).unwrap().count();
    assert_eq!(entries, 2, "seed {seed}: the file and what it is");
    portal.account().exports.ranges.iter().any(|from| *from > 0)
}

#[test]
fn killed_at_any_octet_a_download_ends_with_the_file() {
    let portals = Runtime::new().unwrap();
    let content = content(LENGTH);
    let resumed: usize = std::thread::scope(|scope| {
        let share = |first: u64| {
            let (portals, content) = (portals.handle(), &content);
            let seeds = (first..SEEDS).step_by(AT_ONCE);
            scope.spawn(move || {
                seeds
                    .filter(|seed| killed_again_and_again(*seed, portals, content))
                    .count()
            })
        };
        let threads: Vec<_> = (0..AT_ONCE as u64).map(share).collect();
        threads.into_iter().map(|it| it.join().unwrap()).sum()
    });
    assert!(
        resumed > SEEDS as usize / 2,
        "only {resumed} went on where they were"
    );
}
