//! Local files that a full disk cut off or a bad one turned bits of: the app starts all the same.

use std::fs;
use std::path::{Path, PathBuf};

use profile_core::app::ProfileApp;
use profile_core::offline::FirstFrame;
use profile_core::preferences::Theme;
use profile_core::start::{Stage, Start};
use profile_core::{language, window_place, zoom};

use crate::fake_portal::FakePortal;
use crate::machine::Machine;

/// How many single bits are turned in each file.
const TURNED: usize = 1_000;

/// Each file cut at every 64th octet, and with one of many bits turned, which are spread over it.
fn damaged(whole: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let cut = (0..whole.len())
        .step_by(64)
        .map(|length| whole[..length].to_vec());
    let bits = whole.len() * 8;
    let turned = (0..TURNED).map(move |number| {
        let mut octets = whole.to_vec();
        // A step that has no factor in common with most lengths meets all parts of a file.
        let bit = number * 7_919 % bits;
        octets[bit / 8] ^= 1 << (bit % 8);
        octets
    });
    cut.chain(turned)
}

async fn used(machine: &Machine, portal: &FakePortal) -> ProfileApp {
    let app = machine.signed_in(portal).await;
    app.set_theme(Theme::Dark).await.unwrap();
    app.notifications().await.unwrap();
    let start = app.next_start().unwrap();
    let frame = FirstFrame {
        drawn_from: serde_json::to_string(&start).unwrap(),
        markup: "<p>Ada</p>".into(),
    };
    app.keep_first_frame(frame).await;
    app.leave_notifications().await;
    zoom::remember(&*machine.store, zoom::Zoom::default());
    language::remember(&*machine.store, Some(language::Language::De)).unwrap();
    app
}

fn is_told_from_the_start(start: &Start) -> bool {
    !matches!(
        start.stage,
        Stage::AlreadyRunning | Stage::DataDirectoryUnusable { .. }
    )
}

#[tokio::test]
async fn damaged_settings_cost_no_start() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    drop(used(&machine, &portal).await);
    let whole = serde_json::to_vec(&machine.store.all()).unwrap();
    let mut read = 0;
    for octets in damaged(&whole) {
        // What is no settings any more is set aside before it gets here.
        let Ok(settings) = serde_json::from_slice(&octets) else {
            continue;
        };
        read += 1;
        machine.store.hold(settings);
        assert!(is_told_from_the_start(&machine.app().start(Vec::new())));
        let _place = window_place::remembered(&*machine.store);
        let _zoom = zoom::remembered(&*machine.store);
        let _language = language::remembered(&*machine.store);
    }
    assert!(
        read > 100,
        "most turned bits lie in texts and numbers: {read}"
    );
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[tokio::test]
async fn a_damaged_cache_costs_no_start() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    drop(used(&machine, &portal).await);
    let folder = machine.cache.path().join("profiles");
    let files = files_in(&folder);
    assert!(files.len() >= 2, "a profile and its first frame: {files:?}");
    for file in &files {
        let whole = fs::read(file).unwrap();
        for octets in damaged(&whole) {
            fs::write(file, &octets).unwrap();
            let app = machine.app();
            let start = app.start(Vec::new());
            assert!(
                matches!(start.stage, Stage::SignedIn { .. }),
                "{file:?}: {start:?}"
            );
            let _frame = app.first_frame(&serde_json::to_string(&start).unwrap());
        }
        fs::write(file, &whole).unwrap();
    }
    let start = machine.app().start(Vec::new());
    let Stage::SignedIn { snapshot, .. } = start.stage else {
        panic!("{start:?}");
    };
    assert!(snapshot.is_some(), "whole again");
}
