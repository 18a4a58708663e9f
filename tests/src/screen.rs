//! What is really on screen, frame by frame.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use tokio::time::Instant;
use xtask::desktop::{Desktop, Framebuffer};

use crate::app::PATIENCE;

/// Where the window shows nothing but its ground: at its left edge, half-way down.
const GROUND: (usize, usize) = (3, 400);

/// The color of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

impl Color {
    /// The empty screen.
    pub const BLACK: Self = Self {
        red: 0,
        green: 0,
        blue: 0,
    };

    /// The color of a window's ground, or of the empty screen.
    fn on(screen: &Framebuffer) -> Result<Self> {
        let [blue, green, red, _] = screen.pixel(GROUND.0, GROUND.1)?;
        Ok(Self { red, green, blue })
    }

    /// Whether it is nearer to black than to white.
    #[must_use]
    pub fn is_dark(self) -> bool {
        [self.red, self.green, self.blue]
            .iter()
            .all(|part| *part < 0x60)
    }
}

/// Waits until a window covers the empty screen.
///
/// # Errors
/// When none comes up.
pub async fn wait_for_window(desktop: &Desktop) -> Result<()> {
    wait_for_ground(&desktop.framebuffer()?, |_| true).await
}

/// Waits until the ground of the window on top, at the same place as all others, is as `expected`.
///
/// # Errors
/// When it stays another one.
pub async fn wait_for_ground(screen: &Framebuffer, expected: fn(Color) -> bool) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let color = Color::on(screen)?;
        if color != Color::BLACK && expected(color) {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "the ground stays {color:?}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Records every color that the window's ground takes.
#[derive(Debug)]
pub struct ColorWatch {
    stop: Arc<AtomicBool>,
    watching: JoinHandle<Result<Vec<Color>>>,
}

impl ColorWatch {
    /// Starts with the color that is there now.
    ///
    /// # Errors
    /// When the screen can't be read.
    pub fn start(desktop: &Desktop) -> Result<Self> {
        let screen = desktop.framebuffer()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let watching = std::thread::spawn(move || {
            let mut seen = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let color = Color::on(&screen)?;
                if seen.last() != Some(&color) {
                    seen.push(color);
                }
                std::thread::sleep(Duration::from_micros(200));
            }
            Ok(seen)
        });
        Ok(Self { stop, watching })
    }

    /// The colors in the order they were seen, each different from the one before.
    ///
    /// # Errors
    /// When the screen could not be read.
    pub fn stop(self) -> Result<Vec<Color>> {
        self.stop.store(true, Ordering::Relaxed);
        self.watching
            .join()
            .map_err(|_| anyhow!("the watch ended early"))?
    }
}
