//! What is on paper, as the web view prints it to a PDF.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::read::ZlibDecoder;
use tokio::time::{Duration, Instant, sleep};

use crate::app::PATIENCE;
use crate::secrets::legible;

const POLL: Duration = Duration::from_millis(30);

/// The title of the system's dialog for printing.
pub const DIALOG: &str = "Print";

/// What the glyphs of a font stand for.
type Letters = BTreeMap<u16, char>;

/// Has the one printer of somebody with this home be a file, on any machine; answers which. It counts for programs that
/// are started from then on. In the dialog it is chosen with Tab and Space, and Enter prints.
///
/// # Errors
/// When the settings can't be written.
pub fn print_to_file(home: &Path) -> Result<PathBuf> {
    let settings = home.join(".config/gtk-3.0");
    std::fs::create_dir_all(&settings)?;
    let printers = "[Settings]\ngtk-print-backends=file\n";
    std::fs::write(settings.join("settings.ini"), printers)?;
    Ok(home.join("output.pdf"))
}

/// Waits until a file is printed, and reads its pages.
///
/// # Errors
/// When it doesn't come, or is no PDF of the web view's making.
pub async fn pages(path: &Path) -> Result<Vec<String>> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let pdf = std::fs::read(path).unwrap_or_default();
        if pdf.trim_ascii_end().ends_with(b"%%EOF") {
            return Pdf(legible(&pdf)).pages();
        }
        ensure!(Instant::now() < deadline, "nothing is printed");
        sleep(POLL).await;
    }
}

/// A PDF, a character for each byte.
struct Pdf(String);

impl Pdf {
    fn pages(&self) -> Result<Vec<String>> {
        let objects = self.0.split(" 0 obj\n").skip(1);
        let pages = objects.filter(|object| object.starts_with("<</Type /Page\n"));
        pages.map(|page| self.page(page)).collect()
    }

    /// What can be read on a page, in lines as it is set.
    fn page(&self, page: &str) -> Result<String> {
        let fonts = page.split_once("/Font <<").context("it has no fonts")?.1;
        let fonts = fonts.split_once(">>").context("its fonts have no end")?.0;
        let mut letters = BTreeMap::new();
        for font in fonts.lines() {
            let (name, font) = font.split_once(' ').context("a font has no name")?;
            letters.insert(name, self.letters(self.object(font)?)?);
        }
        let drawn = self.stream(self.named(page, "/Contents ")?)?;
        let (mut font, mut text) = (None, String::new());
        for line in drawn.lines() {
            if line == "ET" {
                text.push('\n');
            } else if line.ends_with(" Tf") {
                font = line.split(' ').next().and_then(|name| letters.get(name));
            } else if let Some(before) = line.strip_suffix("> Tj") {
                let glyphs = before.rsplit_once('<').context("nothing is drawn")?.1;
                let font = font.context("it is drawn without a font")?;
                for glyph in glyphs.as_bytes().chunks(4) {
                    let letter = font.get(&number(std::str::from_utf8(glyph)?)?);
                    text.push(letter.copied().unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
        }
        Ok(text)
    }

    /// A font's letters: single ones as `<glyph> <letter>`, a range as `<first> <last> <first letter>`.
    fn letters(&self, font: &str) -> Result<Letters> {
        let mut letters = Letters::new();
        let table = self.stream(self.named(font, "/ToUnicode ")?)?;
        for line in table.lines().filter(|line| line.starts_with('<')) {
            let words = line.split_whitespace();
            let numbers = words.map(|word| number(word.trim_matches(['<', '>'])));
            // Some glyphs stand for several letters.
            let Ok(numbers) = numbers.collect::<Result<Vec<_>>>() else {
                continue;
            };
            let (first, last, letter) = match *numbers {
                [glyph, letter] => (glyph, glyph, letter),
                [first, last, letter] => (first, last, letter),
                _ => continue,
            };
            for glyph in first..=last {
                let letter = char::from_u32(u32::from(letter) + u32::from(glyph - first));
                letters.insert(glyph, letter.context("there is no such letter")?);
            }
        }
        Ok(letters)
    }

    /// The object that another one names, such as by `/Contents 7 0 R`.
    fn named<'a>(&'a self, object: &str, name: &str) -> Result<&'a str> {
        let reference = object.split_once(name);
        self.object(reference.with_context(|| format!("it has no {name}"))?.1)
    }

    /// The object of a reference, such as `7 0 R`.
    fn object(&self, reference: &str) -> Result<&str> {
        let number = reference.split(' ').next().unwrap_or_default();
        let begin = format!("\n{number} 0 obj\n");
        let object = self.0.split_once(&begin);
        Ok(object
            .with_context(|| format!("there is no object {number}"))?
            .1)
    }

    fn stream(&self, object: &str) -> Result<String> {
        let stream = object
            .split_once(">> stream\n")
            .context("it has no stream")?
            .1;
        let bytes = stream.chars().map(u8::try_from);
        let bytes = bytes.collect::<Result<Vec<_>, _>>()?;
        let mut unpacked = Vec::new();
        ZlibDecoder::new(&*bytes).read_to_end(&mut unpacked)?;
        Ok(legible(&unpacked))
    }
}

fn number(hex: &str) -> Result<u16> {
    Ok(u16::from_str_radix(hex, 16)?)
}
