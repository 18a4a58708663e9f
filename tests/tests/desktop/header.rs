//! Who the person is, as the page's head and its navigation bar show it.

use std::fs::{File, remove_dir_all};
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, LINUS};
use portal_profile_tests::scene::{PROFILE, Scene};
use xtask::desktop::Desktop;

/// Both places with the person's picture.
const AVATARS: [&str; 2] = [
    "[data-test=profile-page] [data-test=avatar]",
    "[data-test=nav-account] [data-test=avatar]",
];

/// What Ada's picture shows at some places, as parts of its size: hair, face, and a blue shirt.
const PLACES: [(f64, f64); 3] = [(0.5, 0.22), (0.5, 0.45), (0.5, 0.85)];

#[tokio::test]
async fn the_email_address_is_copied() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("copy-email")).await?;
    app.see("[data-test=copy-email] .done").await?;
    assert_eq!(scene.desktop.clipboard()?, ADA.email);
    Ok(())
}

#[tokio::test]
async fn the_picture_is_drawn() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let picture = Picture::read(Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src-tauri/crates/portal-server/assets/ada.png"
    )))?;
    for avatar in AVATARS {
        app.see(&format!("{avatar} img")).await?;
        app.settle().await?;
        for place in PLACES {
            let drawn = drawn_at(&scene.desktop, &app, avatar, place).await?;
            let wanted = picture.at(place);
            ensure!(
                is_near(drawn, wanted),
                "{avatar} is {drawn:?} at {place:?}, the picture {wanted:?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn without_a_picture_the_initials_stand_on_their_own_color() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    initials(&scene.desktop, &app, "LO").await
}

#[tokio::test]
async fn a_picture_that_is_gone_leaves_the_initials() -> Result<()> {
    let scene = Scene::new().await?;
    remove_dir_all(scene.portal.directory().join("objects"))?;
    let app = scene.sign_in_at("first", ADA).await?;
    initials(&scene.desktop, &app, "AL").await
}

/// Whether both avatars show these initials and no picture, on a ground that is neither the page's nor a gray.
async fn initials(desktop: &Desktop, app: &App, wanted: &str) -> Result<()> {
    for avatar in AVATARS {
        app.read(avatar, wanted).await?;
        app.see_no(&format!("{avatar} img")).await?;
        let ground = drawn_at(desktop, app, avatar, (0.5, 0.1)).await?;
        let (least, most) = (ground.iter().min(), ground.iter().max());
        let span = most.zip(least).map_or(0, |(most, least)| most - least);
        ensure!(span > 40, "{avatar} has the ground {ground:?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_name_in_the_navigation_bar_opens_the_profile() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("open-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    app.see_no(PROFILE).await?;
    app.press(&hook("nav-account")).await?;
    app.see(PROFILE).await?;
    app.see_no(&hook("sessions-page")).await?;
    app.press(&hook("open-sessions")).await?;
    app.see(&hook("sessions-page")).await?;
    app.press(AVATARS[1]).await?;
    app.see(PROFILE).await?;
    Ok(())
}

/// Red, green and blue on screen at a part of an element's width and height.
async fn drawn_at(
    desktop: &Desktop,
    app: &App,
    selector: &str,
    (x, y): (f64, f64),
) -> Result<[u8; 3]> {
    let place = format!(
        "const box = document.querySelector('{selector}').getBoundingClientRect(); \
         return [box.left + {x} * box.width, box.top + {y} * box.height].map(Math.floor)"
    );
    let [column, line]: [usize; 2] = serde_json::from_value(app.evaluate(&place).await?)?;
    let [blue, green, red, _] = desktop.framebuffer()?.pixel(column, line)?;
    Ok([red, green, blue])
}

fn is_near(one: [u8; 3], other: [u8; 3]) -> bool {
    one.iter()
        .zip(other)
        .all(|(one, other)| one.abs_diff(other) < 16)
}

/// An image of red, green and blue.
struct Picture {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
}

impl Picture {
    fn read(file: &Path) -> Result<Self> {
        let mut reader = png::Decoder::new(BufReader::new(File::open(file)?)).read_info()?;
        let size = reader.output_buffer_size();
        let mut pixels = vec![0; size.context("the picture is too large")?];
        let frame = reader.next_frame(&mut pixels)?;
        ensure!(
            frame.color_type == png::ColorType::Rgb,
            "the picture is not of three colors"
        );
        Ok(Self {
            pixels,
            width: frame.width.try_into()?,
            height: frame.height.try_into()?,
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "places lie within a small picture"
    )]
    fn at(&self, (x, y): (f64, f64)) -> [u8; 3] {
        let column = (x * self.width as f64) as usize;
        let line = (y * self.height as f64) as usize;
        let offset = (line * self.width + column) * 3;
        [0, 1, 2].map(|part| self.pixels[offset + part])
    }
}
