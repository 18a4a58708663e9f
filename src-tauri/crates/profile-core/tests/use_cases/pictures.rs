//! Pictures: downloaded once, and made ready to be sent.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, GenericImageView, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage,
};
use profile_core::organizations::{PictureRefusal, PreparePictureOutcome};
use rstest::rstest;

use crate::fake_portal::FakePortal;
use crate::machine::Machine;

async fn prepare(bytes: &[u8]) -> Result<DynamicImage, PictureRefusal> {
    let app = Machine::new().app();
    match app.prepare_picture(STANDARD.encode(bytes)).await.unwrap() {
        PreparePictureOutcome::Prepared { picture } => {
            let base64 = picture.strip_prefix("data:image/png;base64,").unwrap();
            let png = STANDARD.decode(base64).unwrap();
            assert!(png.len() <= 256 * 1024, "{} octets", png.len());
            Ok(image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap())
        }
        PreparePictureOutcome::Refused { reason } => Err(reason),
    }
}

/// Red at the left, green in the middle, blue at the right.
fn striped(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| match 3 * x / width {
        0 => Rgb([255, 0, 0]),
        1 => Rgb([0, 255, 0]),
        _ => Rgb([0, 0, 255]),
    })
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut to = Cursor::new(&mut bytes);
    picture.into().write_to(&mut to, format).unwrap();
    bytes
}

/// A picture of the kind that a camera turned on its side takes.
fn turned_jpeg(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    let exif = [
        b'I',
        b'I',
        42,
        0,
        8,
        0,
        0,
        0,
        1,
        0,
        0x12,
        1,
        3,
        0,
        1,
        0,
        0,
        0,
        orientation,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
    ];
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    encoder.encode_image(picture).unwrap();
    bytes
}

fn is_green(picture: &DynamicImage) -> bool {
    let (width, height) = picture.dimensions();
    let near = |x, y| {
        let Rgba([red, green, blue, _]) = picture.get_pixel(x, y);
        red < 60 && green > 200 && blue < 60
    };
    near(0, 0) && near(width - 1, height - 1) && near(width / 2, height / 2)
}

#[rstest]
#[case(ImageFormat::Png)]
#[case(ImageFormat::Jpeg)]
#[case(ImageFormat::Gif)]
#[case(ImageFormat::WebP)]
#[tokio::test]
async fn the_middle_of_each_kind_of_picture_is_taken(#[case] format: ImageFormat) {
    let prepared = prepare(&encoded(striped(900, 280), format)).await.unwrap();
    assert_eq!(prepared.dimensions(), (256, 256));
    assert!(is_green(&prepared));
}

#[tokio::test]
async fn a_small_picture_keeps_its_size_and_a_large_one_is_made_small_in_two_steps() {
    let small = prepare(&encoded(striped(90, 28), ImageFormat::Png)).await;
    assert_eq!(small.unwrap().dimensions(), (28, 28));
    let one = prepare(&encoded(striped(1, 1), ImageFormat::Png)).await;
    assert_eq!(one.unwrap().dimensions(), (1, 1));
    let large = prepare(&encoded(striped(3_900, 1_100), ImageFormat::Png)).await;
    let large = large.unwrap();
    assert_eq!(large.dimensions(), (256, 256));
    assert!(is_green(&large));
}

#[tokio::test]
async fn a_picture_is_turned_as_the_camera_says_and_keeps_nothing_else_of_it() {
    let halves = RgbImage::from_fn(64, 64, |_, y| match y {
        0..32 => Rgb([255, 0, 0]),
        _ => Rgb([0, 0, 255]),
    });
    // 6: what the camera calls the top is to be at the right.
    let prepared = prepare(&turned_jpeg(&halves, 6)).await.unwrap();
    let red = |x, y| prepared.get_pixel(x, y).0[0] > 150;
    assert!(!red(5, 5) && !red(5, 58) && red(58, 5) && red(58, 58));
    let app = Machine::new().app();
    let file = STANDARD.encode(turned_jpeg(&halves, 6));
    let outcome = app.prepare_picture(file).await.unwrap();
    let PreparePictureOutcome::Prepared { picture } = outcome else {
        panic!("{outcome:?}")
    };
    let png = STANDARD.decode(picture.split_once(',').unwrap().1).unwrap();
    for chunk in [b"eXIf", b"tEXt", b"iCCP"] {
        assert!(!png.windows(4).any(|window| window == chunk));
    }
}

#[tokio::test]
async fn transparency_stays() {
    let clear = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
    let prepared = prepare(&encoded(clear, ImageFormat::Png)).await.unwrap();
    assert_eq!(prepared.get_pixel(20, 20).0[3], 0);
}

/// Nothing compresses noise, so it gets fewer pixels.
#[tokio::test]
async fn a_picture_that_would_take_too_many_octets_is_made_smaller() {
    let mut state = 1_u32;
    let noise = RgbaImage::from_fn(256, 256, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgba((state ^ (state >> 13)).to_le_bytes())
    });
    let prepared = prepare(&encoded(noise, ImageFormat::Png)).await.unwrap();
    assert_eq!(prepared.dimensions(), (192, 192));
}

/// The head of a PNG that says it is of this size.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(striped(8, 8), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc: u32, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[rstest]
#[case(60_000, 60_000)]
#[case(8_193, 1)]
#[case(1, 8_193)]
#[tokio::test]
async fn a_bomb_is_not_decoded(#[case] width: u32, #[case] height: u32) {
    let outcome = prepare(&claiming(width, height)).await;
    assert_eq!(outcome.unwrap_err(), PictureRefusal::TooLarge);
}

#[tokio::test]
async fn a_bomb_of_another_kind_is_not_decoded() {
    let mut gif = encoded(striped(8, 8), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    let mut jpeg = encoded(striped(8, 8), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|mark| mark == [0xff, 0xc0]);
    let size = frame.unwrap() + 5;
    jpeg[size..size + 4].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    for bomb in [gif, jpeg] {
        let refusal = prepare(&bomb).await.unwrap_err();
        assert_eq!(refusal, PictureRefusal::TooLarge);
    }
}

#[rstest]
#[case(ImageFormat::Png)]
#[case(ImageFormat::Jpeg)]
#[case(ImageFormat::Gif)]
#[case(ImageFormat::WebP)]
#[tokio::test]
async fn a_truncated_file_is_no_picture(#[case] format: ImageFormat) {
    let whole = encoded(striped(300, 280), format);
    for length in [whole.len() / 2, whole.len() - 20, 12, 3] {
        let outcome = prepare(&whole[..length]).await;
        assert_eq!(
            outcome.unwrap_err(),
            PictureRefusal::NotAPicture,
            "{length}"
        );
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let bmp = b"BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00";
    for bytes in [svg.as_bytes(), b"", b"GIF89a", bmp, b"%PDF-1.7"] {
        assert_eq!(
            prepare(bytes).await.unwrap_err(),
            PictureRefusal::NotAPicture
        );
    }
    let app = Machine::new().app();
    let outcome = app.prepare_picture("not base64".into()).await.unwrap();
    let reason = PictureRefusal::NotAPicture;
    assert_eq!(outcome, PreparePictureOutcome::Refused { reason });
}

#[rstest]
#[case(50)]
#[case(20)]
#[tokio::test]
async fn a_huge_file_is_refused(#[case] mebioctets: usize) {
    let mut file = encoded(striped(30, 30), ImageFormat::Png);
    file.resize(mebioctets * 1024 * 1024 + 1, 0);
    assert_eq!(prepare(&file).await.unwrap_err(), PictureRefusal::TooLarge);
}

#[tokio::test]
async fn a_picture_is_downloaded_once_and_left_out_when_it_is_not_there() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for _ in 0..2 {
        let picture = app.picture("/avatars/grace.png").await.unwrap();
        assert!(picture.unwrap().starts_with("data:image/png;base64,"));
    }
    assert_eq!(portal.count("grace.png"), 1);
    for path in ["/avatars/missing.png", "//elsewhere.example/a.png"] {
        assert_eq!(app.picture(path).await.unwrap(), None);
    }
    // Whoever is next downloads their own.
    app.sign_out().await.unwrap();
    app.picture("/avatars/grace.png").await.unwrap_err();
}
