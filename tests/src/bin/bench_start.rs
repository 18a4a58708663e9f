//! Compares the app's start with an empty Tauri window: `cargo xtask bench start`.
//!
//! Both run in turns on one headless desktop. Time runs from the start of the process until a bar
//! of text is in the screen's memory: in the app it is the display name of a remembered session,
//! in the empty window its only line. Neither program takes part in the measurement.

#[cfg(target_os = "linux")]
fn main() -> anyhow::Result<()> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("a headless desktop needs Linux")
}

#[cfg(target_os = "linux")]
mod linux {
    use std::process::Command;

    use anyhow::{Context, Result, ensure};
    use portal_profile_tests::measure::{CONTENT, Start, measure};
    use portal_profile_tests::page::hook;
    use portal_profile_tests::portal::ADA;
    use portal_profile_tests::programs::program;
    use portal_profile_tests::scene::Scene;

    pub(crate) fn main() -> Result<()> {
        let pairs: u32 = std::env::args()
            .nth(1)
            .context("how many pairs?")?
            .parse()?;
        ensure!(pairs > 0, "at least one pair is needed");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let scene = runtime.block_on(remembered_session())?;
        let (mut app, mut empty) = (Vec::new(), Vec::new());
        for pair in 1..=pairs {
            let mut reference = empty_window(&scene)?;
            let reference = measure(&scene.desktop, &mut reference, &format!("empty-{pair}"))?;
            let mut ours = scene.desktop.command(program("portal-profile")?);
            ours.arg("--data-dir").arg(scene.data("first"));
            let ours = measure(&scene.desktop, &mut ours, &format!("app-{pair}"))?;
            eprintln!("{pair:>3} of {pairs}   app {ours}   empty window {reference}");
            app.push(ours);
            empty.push(reference);
        }
        report("Content on screen, ms", &app, &empty, Start::milliseconds);
        report("Memory (PSS), MiB", &app, &empty, Start::mebibytes);
        Ok(())
    }

    /// A portal, and a person signed in to it whose name is the bar.
    async fn remembered_session() -> Result<Scene> {
        let scene = Scene::new().await?;
        let app = scene.sign_in_at("first", ADA).await?;
        app.press(&hook("theme-light")).await?;
        app.press(&hook("edit-display-name")).await?;
        app.type_into("input[name=displayName]", CONTENT).await?;
        app.press(&hook("save-display-name")).await?;
        app.read(&hook("display-name"), CONTENT).await?;
        app.see_no("[data-busy]").await?;
        app.kill().await?;
        Ok(scene)
    }

    /// The empty window, which draws and runs scripts in the way that the app chooses for itself.
    fn empty_window(scene: &Scene) -> Result<Command> {
        let mut command = scene.desktop.command(program("examples/empty_window")?);
        command
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("JSC_thresholdForJITAfterWarmUp", "20000");
        Ok(command)
    }

    /// Prints medians with their range, and how they compare.
    fn report(what: &str, app: &[Start], empty: &[Start], figure: fn(&Start) -> f64) {
        let sorted = |starts: &[Start]| {
            let mut figures: Vec<_> = starts.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            figures
        };
        let (app, empty) = (sorted(app), sorted(empty));
        println!("\n{what}");
        for (name, figures) in [("app", &app), ("empty window", &empty)] {
            let (least, most) = (figures[0], figures[figures.len() - 1]);
            println!(
                "  {name:<13} median {:>7.1}   from {least:.1} to {most:.1}",
                median(figures)
            );
        }
        println!("  {:<13} {:.3}", "ratio", median(&app) / median(&empty));
    }

    fn median(sorted: &[f64]) -> f64 {
        let middle = sorted.len() / 2;
        if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        }
    }
}
