//! The screen: an X server that draws into a file.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::environment::Environment;
use super::process::Process;

/// Width and height of the screen in pixels.
const SIZE: (u32, u32) = (1280, 960);

/// Starts an X server on a free display and answers its number.
pub(super) fn start(environment: &Environment, directory: &Path) -> Result<(Process, u32)> {
    let screen = format!("{}x{}x24", SIZE.0, SIZE.1);
    let mut command = environment.command("Xvfb");
    command
        .args(["-displayfd", "1", "-screen", "0", &screen])
        .args(["-br", "-noreset", "-nolisten", "tcp", "-fbdir"])
        .arg(directory)
        .stderr(File::create(directory.join("Xvfb.log"))?);
    let (process, number) = Process::start_and_read_line(&mut command)?;
    let number = number
        .parse()
        .with_context(|| format!("Xvfb named no display: {number:?}"))?;
    Ok((process, number))
}

/// The pixels on screen, as the X server keeps them in its file.
#[derive(Debug)]
pub struct Framebuffer {
    file: File,
    pixels_at: u64,
    bytes_per_line: usize,
    /// Lines on the screen.
    pub height: usize,
}

impl Framebuffer {
    /// Reads the header of an X window dump: big-endian words, then the colour map, then pixels.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).with_context(|| format!("no screen at {}", path.display()))?;
        let mut header = [0; 100];
        file.read_exact_at(&mut header, 0)?;
        let word = |index: usize| {
            let bytes = header[index * 4..]
                .first_chunk()
                .copied()
                .unwrap_or_default();
            u32::from_be_bytes(bytes)
        };
        const COLOR_MAP_ENTRY: u32 = 12;
        let (header_size, height, bits_per_pixel) = (word(0), word(5), word(11));
        let (bytes_per_line, colors) = (word(12), word(19));
        ensure!(
            bits_per_pixel == 32,
            "the screen has {bits_per_pixel} bits per pixel, not 32"
        );
        Ok(Self {
            file,
            pixels_at: u64::from(header_size + colors * COLOR_MAP_ENTRY),
            bytes_per_line: bytes_per_line as usize,
            height: height as usize,
        })
    }

    /// Reads the screen into `pixels`: lines of blue, green, red and an unused byte.
    ///
    /// # Errors
    /// When the X server is gone.
    pub fn read(&self, pixels: &mut Vec<u8>) -> Result<()> {
        pixels.resize(self.bytes_per_line * self.height, 0);
        Ok(self.file.read_exact_at(pixels, self.pixels_at)?)
    }

    /// Reads one pixel: blue, green, red and an unused byte.
    ///
    /// # Errors
    /// When the X server is gone, or there is no such pixel.
    pub fn pixel(&self, column: usize, line: usize) -> Result<[u8; 4]> {
        let mut pixel = [0; 4];
        let offset = line * self.bytes_per_line + column * pixel.len();
        self.file
            .read_exact_at(&mut pixel, self.pixels_at + offset as u64)?;
        Ok(pixel)
    }

    /// The bytes of one line of the screen.
    #[must_use]
    pub fn bytes_per_line(&self) -> usize {
        self.bytes_per_line
    }
}
