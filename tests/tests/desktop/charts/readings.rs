//! What charts show, and the files that are made of it.

use anyhow::{Context, Result};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

use super::saved::{Calculation, Table, events_of_pieces, has_a_drawing, saved};
use super::{all_drawn, at_charts, open};

/// Bars of the pieces that two conveyors moved.
const PIECES: &str = "[data-test=chart]:first-of-type";
/// How many each of them moved in all.
const TOTALS: &str = "[data-test=chart]:has([data-test=large-number])";

#[expect(clippy::cast_precision_loss, reason = "there are not so many")]
const COUNT: Calculation = |values| values.len() as f64;
const SUM: Calculation = |values| values.iter().sum();
const AVERAGE: Calculation = |values| SUM(values) / COUNT(values);
const MAXIMUM: Calculation = |values| values.iter().copied().fold(f64::MIN, f64::max);

#[tokio::test]
async fn each_range_and_calculation_is_what_the_database_adds_up_to() -> Result<()> {
    let scene = Scene::new().await?;
    let app = at_charts(&scene, ADA).await?;
    open(&app, "Line 4 throughput").await?;
    let events = events_of_pieces(&scene).await?;
    let cases = [
        ("week", "sum", SUM),
        ("day", "average", AVERAGE),
        ("month", "count", COUNT),
        ("quarter", "maximum", MAXIMUM),
    ];
    let mut widths = Vec::new();
    for (range, calculation, work_out) in cases {
        app.press(&hook(&format!("range-{range}"))).await?;
        app.select(&format!("{PIECES} {}", hook("calculation")), calculation)
            .await?;
        all_drawn(&app).await?;
        let table = Table::saved(&scene, &app, PIECES).await?;
        table.check(&events, work_out)?;
        widths.push(table.rows.len());
    }
    assert!(widths.windows(2).any(|two| two[0] != two[1]), "{widths:?}");
    Ok(())
}

#[tokio::test]
async fn the_table_the_read_out_and_the_picture_are_of_what_is_drawn() -> Result<()> {
    let scene = Scene::new().await?;
    let app = at_charts(&scene, ADA).await?;
    open(&app, "Line 4 throughput").await?;
    let file = Table::saved(&scene, &app, PIECES).await?;
    app.point_at(&format!("{PIECES} {}", hook("plot"))).await?;
    let read_out = lines(&app.text(&hook("read-out")).await?);
    let picture = saved(&app, PIECES, "save-picture").await?;
    has_a_drawing(&picture)?;

    app.press(&format!("{PIECES} {}", hook("chart-actions")))
        .await?;
    app.press(&hook("toggle-table")).await?;
    app.see(&format!("{PIECES} {}", hook("readings"))).await?;
    app.see_no(&format!("{PIECES} {}", hook("plot"))).await?;
    let shown = whole_table(&app).await?;
    assert_eq!(shown[0][1..], file.names);
    assert_eq!(shown.len(), file.rows.len() + 1);
    // The latest first.
    for (shown, (_, wanted)) in shown[1..].iter().rev().zip(&file.rows) {
        let shown: Vec<_> = shown[1..].iter().map(|cell| number_in(cell)).collect();
        assert_eq!(&shown, wanted);
    }
    let pointed = shown.iter().find(|row| row[0] == read_out[0]);
    let pointed = pointed.with_context(|| format!("{read_out:?} is not in the table"))?;
    let series = file.names.iter().zip(&pointed[1..]);
    let wanted: Vec<_> = series.flat_map(|(name, value)| [name, value]).collect();
    assert_eq!(read_out[1..].iter().collect::<Vec<_>>(), wanted);

    // Another chart of the workspace has one number for each device. Its first bucket is a shorter one, which begins
    // later than that of the bars.
    let events = events_of_pieces(&scene).await?;
    let totals = Table::saved(&scene, &app, TOTALS).await?;
    let since = totals.rows[0].0.timestamp_micros();
    let numbers = lines(&app.text(&hook("large-number")).await?);
    assert_eq!(numbers.len(), 2 * events.len());
    for number in numbers.chunks(2) {
        let events = events.get(&number[0]).context("an unknown device")?;
        let within = events.iter().filter(|event| event.0 >= since);
        let sum: f64 = within.map(|event| event.1).sum();
        assert_eq!(number_in(&number[1]), Some(sum));
    }
    Ok(())
}

/// The head of a chart's table and its rows, page by page.
async fn whole_table(app: &App) -> Result<Vec<Vec<String>>> {
    let earlier = format!("{PIECES} {}", hook("earlier"));
    let cells = format!(
        "return [...document.querySelectorAll('{PIECES} [data-test=readings] tr')].map(row => \
         [...row.cells].map(cell => cell.innerText.trim()))"
    );
    let more = format!("return document.querySelector('{earlier}:not(:disabled)') !== null");
    let mut table: Vec<Vec<String>> = serde_json::from_value(app.evaluate(&cells).await?)?;
    while app.evaluate(&more).await? == true {
        app.press(&earlier).await?;
        let page: Vec<Vec<String>> = serde_json::from_value(app.evaluate(&cells).await?)?;
        table.extend(page.into_iter().skip(1));
    }
    Ok(table)
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

/// As the page writes it, such as `1,204.5`.
fn number_in(cell: &str) -> Option<f64> {
    cell.replace(',', "").parse().ok()
}
