//! The page is drawn larger and smaller, and nothing of it is lost.

use anyhow::{Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::windows::{Frame, Windows};
use serde_json::{Value, json};

const TITLE: &str = "Portal Profile";
/// As WebDriver writes it.
const CONTROL: &str = "\u{e009}";

/// Each page that a person finds by the navigation bar, and what is asked for to see it.
pub(crate) const PAGES: [(&str, &str); 4] = [
    ("nav-home", "home-page"),
    ("nav-charts", "charts-page"),
    ("nav-members", "members-page"),
    ("nav-account", "profile-page"),
];

/// The width of the page in its own pixels.
async fn width(app: &App) -> Result<Value> {
    app.evaluate("return window.innerWidth").await
}

async fn is_drawn_at(app: &App, percent: &str) -> Result<()> {
    app.read(&hook("zoom-percent"), percent).await
}

/// WebDriver points at where things would be at the usual size.
async fn press(app: &App, name: &str) -> Result<()> {
    app.see(&hook(name)).await?;
    let selector = hook(name);
    let press = format!("document.querySelector('{selector}').click()");
    app.evaluate(&press).await.map(drop)
}

#[tokio::test]
async fn it_is_kept_for_the_next_start() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let usual = width(&app).await?.as_f64().unwrap_or_default();
    is_drawn_at(&app, "100%").await?;
    for percent in ["110%", "125%"] {
        app.press_keys(&format!("{CONTROL}+")).await?;
        is_drawn_at(&app, percent).await?;
    }
    let is_narrower = "return Math.abs(window.innerWidth * 1.25 - arguments[0]) < 3";
    app.comes_true(is_narrower, json!(usual)).await?;
    app.see(&hook("window-note")).await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    is_drawn_at(&app, "125%").await?;
    app.comes_true(is_narrower, json!(usual)).await?;
    press(&app, "zoom-out").await?;
    is_drawn_at(&app, "110%").await?;
    app.press_keys(&format!("{CONTROL}0")).await?;
    is_drawn_at(&app, "100%").await?;
    app.comes_true(
        "return Math.abs(window.innerWidth - arguments[0]) < 1",
        json!(usual),
    )
    .await
}

/// WCAG 2.2, 1.4.4: twice the size without loss, also in the smallest window.
#[tokio::test]
async fn nothing_is_cut_off_at_twice_the_size() -> Result<()> {
    let scene = Scene::new().await?;
    let windows = Windows::on(&scene.desktop)?;
    let app = scene.sign_in_at("first", ADA).await?;
    let window = windows.see(TITLE).await?;
    for percent in ["110%", "125%", "150%", "175%", "200%"] {
        press(&app, "zoom-in").await?;
        is_drawn_at(&app, percent).await?;
    }
    for (width, height) in [(1080, 760), (720, 480)] {
        let place = Frame {
            x: 20,
            y: 20,
            width,
            height,
        };
        windows.place(window, place)?;
        app.comes_true(
            "return Math.abs(window.innerWidth * 2 - arguments[0]) < 3",
            json!(width),
        )
        .await?;
        for (link, page) in PAGES {
            press(&app, link).await?;
            app.see(&hook(page)).await?;
            app.see_no("[aria-busy=true]").await?;
            let beyond = app.evaluate(BEYOND).await?;
            ensure!(beyond == json!([]), "{width}, {page}: {beyond}");
        }
    }
    Ok(())
}

/// What is to be seen beyond either edge of the page, which does not scroll by itself.
pub(crate) const BEYOND: &str = "
    const edge = document.documentElement.clientWidth;
    const scrolls = (element) => element && element !== document.documentElement
        && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const found = [...document.querySelectorAll('main *, header *')].filter((element) => {
        const { left, right, width, height } = element.getBoundingClientRect();
        return width > 1 && height > 1 && (left < -1 || right > edge + 1) && !scrolls(element.parentElement);
    });
    return found.slice(0, 5).map((element) => element.outerHTML.slice(0, 160));
";
