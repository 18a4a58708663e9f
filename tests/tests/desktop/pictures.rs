//! Pictures that a person chooses, on their way from the page to the core.

use anyhow::Result;
use portal_profile_tests::scene::Scene;
use serde_json::json;

/// The largest file that is accepted, through the real bridge: a small picture with a very long tail.
#[tokio::test]
async fn a_file_of_twenty_mebibytes_reaches_the_core_whole() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    let script = |mebioctets: usize| {
        format!(
            "const canvas = document.createElement('canvas');
             canvas.width = canvas.height = 30;
             canvas.getContext('2d').fillRect(0, 0, 30, 30);
             const head = atob(canvas.toDataURL('image/png').split(',')[1]);
             const padded = head.padEnd(Math.ceil(head.length / 3) * 3, '\\0');
             const length = {mebioctets} * 1024 * 1024 - padded.length - 3;
             const file = btoa(padded) + 'A'.repeat(Math.floor(length / 3) * 4);
             const outcome = await window.__TAURI_INTERNALS__.invoke('prepare_picture', {{ file }});
             return [outcome.kind, outcome.reason ?? outcome.picture.slice(0, 22)];"
        )
    };
    let prepared = app.evaluate_async(&script(20)).await?;
    assert_eq!(prepared, json!(["prepared", "data:image/png;base64,"]));
    let refused = app.evaluate_async(&script(50)).await?;
    assert_eq!(refused, json!(["refused", "too_large"]));
    Ok(())
}
