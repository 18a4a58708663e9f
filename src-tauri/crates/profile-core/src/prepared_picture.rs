//! Making a file that a person chose ready to be a picture: checked, square, small, and without what cameras add.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
};

use crate::organizations::PictureRefusal;

/// Octets that a file may have.
const ACCEPTED_OCTETS: usize = 20 * 1024 * 1024;
/// Pixels on either side of a picture that is accepted.
const ACCEPTED_SIDE: u32 = 8_192;
/// Octets that decoding may take: for a picture of the largest size.
const DECODING_MEMORY: u64 = 4 * ACCEPTED_SIDE as u64 * ACCEPTED_SIDE as u64;
/// Octets that a prepared picture may have.
const PREPARED_OCTETS: usize = 256 * 1024;
/// Pixels on a side of a prepared picture at most; the next one where the one before takes too many octets.
const PREPARED_SIDES: [u32; 3] = [256, 192, 128];
/// Larger pictures are made smaller in two steps, of which the first is quick.
const FIRST_STEP: u32 = 1_024;

/// How a prepared picture begins as a URL.
const DATA_URL: &str = "data:image/png;base64,";

/// The file in base64 as a prepared picture's `data:` URL.
pub(crate) fn prepare(file: String) -> Result<String, PictureRefusal> {
    if file.len() / 4 * 3 > ACCEPTED_OCTETS + 2 {
        return Err(PictureRefusal::TooLarge);
    }
    let bytes = STANDARD
        .decode(&file)
        .map_err(|_| PictureRefusal::NotAPicture)?;
    drop(file);
    if bytes.len() > ACCEPTED_OCTETS {
        return Err(PictureRefusal::TooLarge);
    }
    let (picture, orientation) = decode(&bytes)?;
    for side in PREPARED_SIDES {
        let png = encode(square(&picture, side, orientation))?;
        if png.len() <= PREPARED_OCTETS {
            return Ok(format!("{DATA_URL}{}", STANDARD.encode(png)));
        }
    }
    Err(PictureRefusal::TooLarge)
}

/// The PNG in base64 that is in a prepared picture's URL; `None` for any other text.
pub(crate) fn base64_of(picture: &str) -> Option<&str> {
    picture.strip_prefix(DATA_URL)
}

/// The picture, of several the first, and how it is to be turned.
fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), PictureRefusal> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(ACCEPTED_SIDE);
    limits.max_image_height = Some(ACCEPTED_SIDE);
    limits.max_alloc = Some(DECODING_MEMORY);
    let format = image::guess_format(bytes).map_err(refusal)?;
    match format {
        ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP => {}
        // The decoder fills up what is missing.
        ImageFormat::Jpeg if is_whole_jpeg(bytes) => {}
        _ => return Err(PictureRefusal::NotAPicture),
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    if decoder.total_bytes() > DECODING_MEMORY {
        return Err(PictureRefusal::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    Ok((picture, orientation))
}

fn refusal(error: ImageError) -> PictureRefusal {
    tracing::debug!(%error, "a picture is refused");
    match error {
        ImageError::Limits(_) => PictureRefusal::TooLarge,
        _ => PictureRefusal::NotAPicture,
    }
}

/// Whether the mark that ends a picture follows the one that begins its pixels. The segments before that may hold
/// a smaller picture with an end of its own.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xff, kind, after @ ..] = rest {
        match (*kind, after) {
            // Marks may be filled up.
            (0xff, _) => rest = &rest[1..],
            (0xda, _) => return after.windows(2).any(|mark| mark == [0xff, 0xd9]),
            (_, [high, low, ..]) => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = after.get(length.max(2)..).unwrap_or_default();
            }
            _ => return false,
        }
    }
    false
}

/// The square in the middle of the picture, turned as it is to be, of at most `side` pixels.
fn square(picture: &DynamicImage, side: u32, orientation: Orientation) -> DynamicImage {
    let (width, height) = picture.dimensions();
    let whole = width.min(height);
    let (left, top) = ((width - whole) / 2, (height - whole) / 2);
    let middle = picture.view(left, top, whole, whole);
    let side = side.min(whole);
    let small = if whole > FIRST_STEP {
        let less = imageops::thumbnail(&*middle, FIRST_STEP, FIRST_STEP);
        imageops::resize(&less, side, side, FilterType::Lanczos3)
    } else if whole > side {
        imageops::resize(&*middle, side, side, FilterType::Lanczos3)
    } else {
        middle.to_image()
    };
    let mut square = DynamicImage::ImageRgba8(small);
    square.apply_orientation(orientation);
    square
}

/// A PNG of the pixels alone; transparency only where there is any.
fn encode(square: DynamicImage) -> Result<Vec<u8>, PictureRefusal> {
    let is_opaque = square.pixels().all(|(_, _, pixel)| pixel.0[3] == u8::MAX);
    let square = if is_opaque {
        DynamicImage::ImageRgb8(square.into_rgb8())
    } else {
        square
    };
    let mut png = Vec::new();
    let (compression, filter) = (CompressionType::Best, PngFilter::Adaptive);
    let encoder = PngEncoder::new_with_quality(&mut png, compression, filter);
    square.write_with_encoder(encoder).map_err(refusal)?;
    Ok(png)
}
