//! Pictures of the app as it is on screen.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::time::{Instant, sleep};
use xtask::desktop::{Desktop, Framebuffer};

use crate::app::{App, PATIENCE};

/// For so long nothing may move before a picture is taken.
const STILL: Duration = Duration::from_millis(250);

impl App {
    /// Saves what is on screen in the place of the app's window, once it stands still, as PNG.
    /// WebDriver's own pictures never arrive for some pages.
    ///
    /// # Errors
    /// When the screen doesn't come to rest, or the file can't be written.
    pub async fn save_picture(&self, desktop: &Desktop, file: &Path) -> Result<()> {
        self.evaluate_async("await new Promise(drawn => requestAnimationFrame(drawn))")
            .await?;
        let pixels = at_rest(&desktop.framebuffer()?).await?;
        let size = self.evaluate("return [innerWidth, innerHeight]").await?;
        let [width, height]: [usize; 2] = serde_json::from_value(size)?;
        let bytes_per_line = desktop.framebuffer()?.bytes_per_line();
        let lines = pixels.chunks(bytes_per_line).take(height);
        let window = lines.flat_map(|line| line.chunks(4).take(width));
        let colors: Vec<u8> = window
            .flat_map(|pixel| [pixel[2], pixel[1], pixel[0]])
            .collect();
        save(file, width, height, &colors)
            .with_context(|| format!("{} can't be written", file.display()))
    }
}

/// The screen's pixels after it did not change for a while.
async fn at_rest(screen: &Framebuffer) -> Result<Vec<u8>> {
    let deadline = Instant::now() + PATIENCE;
    let (mut before, mut now) = (Vec::new(), Vec::new());
    loop {
        screen.read(&mut now)?;
        if now == before {
            return Ok(now);
        }
        ensure!(Instant::now() < deadline, "the screen doesn't come to rest");
        std::mem::swap(&mut before, &mut now);
        sleep(STILL).await;
    }
}

fn save(file: &Path, width: usize, height: usize, colors: &[u8]) -> Result<()> {
    let mut encoder = png::Encoder::new(
        std::fs::File::create(file)?,
        width.try_into()?,
        height.try_into()?,
    );
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    Ok(encoder.write_header()?.write_image_data(colors)?)
}
