//! Compares the app's start with an empty Tauri window: `cargo xtask bench start`.
//!
//! All run in turns on one headless desktop: the app, the window as Tauri opens it, and the same window with the
//! settings that the app makes for WebKit in its environment, to tell their part. Time runs from the start of the process until a bar
//! of text is in the screen's memory: in the app it is the display name of a remembered session,
//! in the empty window its only line. No program takes part in the measurement.

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
        let rounds: usize = std::env::args()
            .nth(1)
            .context("how many rounds?")?
            .parse()?;
        ensure!(rounds > 0, "at least one round is needed");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let scene = runtime.block_on(remembered_session())?;
        let contestants = [
            ("app", app(&scene)?),
            ("empty window", empty_window(&scene)?),
            ("same, app's settings", with_settings_of_the_app(&scene)?),
        ];
        let mut starts = contestants.map(|contestant| (contestant, Vec::new()));
        let count = starts.len();
        for round in 1..=rounds {
            // Another begins each round, since each starts while the one before ends.
            for number in (0..count).cycle().skip(round % count).take(count) {
                let ((name, program), measured) = &mut starts[number];
                let start = measure(&scene.desktop, program, &format!("{number}-{round}"))?;
                eprintln!("{round:>3} of {rounds}   {name:<22} {start}");
                measured.push(start);
            }
        }
        let starts = starts.map(|((name, _), measured)| (name, measured));
        report("Content on screen, ms", &starts, Start::milliseconds);
        report("Memory (PSS), MiB", &starts, Start::mebibytes);
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

    /// The app, where the session is remembered.
    fn app(scene: &Scene) -> Result<Command> {
        let mut command = scene.desktop.command(program("portal-profile")?);
        command.arg("--data-dir").arg(scene.data("first"));
        Ok(command)
    }

    /// The empty window as Tauri opens it.
    fn empty_window(scene: &Scene) -> Result<Command> {
        Ok(scene.desktop.command(program("examples/empty_window")?))
    }

    /// The empty window, which draws and runs scripts in the way that the app chooses for itself.
    fn with_settings_of_the_app(scene: &Scene) -> Result<Command> {
        let mut command = empty_window(scene)?;
        command
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("JSC_thresholdForJITAfterWarmUp", "20000");
        Ok(command)
    }

    /// Prints medians with their range, and how the app's compares with each.
    fn report(what: &str, starts: &[(&str, Vec<Start>)], figure: fn(&Start) -> f64) {
        println!("\n{what}");
        let mut app = None;
        for (name, starts) in starts {
            let mut figures: Vec<_> = starts.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            let (median, least, most) = (median(&figures), figures[0], figures[figures.len() - 1]);
            let app = *app.get_or_insert(median);
            println!(
                "  {name:<22} median {median:>7.1}   from {least:.1} to {most:.1}   app's ratio {:.3}",
                app / median
            );
        }
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
