//! The least a Tauri app can be: one window with a line of text.
//!
//! `cargo xtask bench start` compares the app's start with it.

fn main() -> tauri::Result<()> {
    let context = tauri::generate_context!("examples/empty_window/tauri.conf.json");
    tauri::Builder::default().run(context)
}
