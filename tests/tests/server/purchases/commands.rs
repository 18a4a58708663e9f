//! What an operator says to sell credits, and to pay back what was bought.

use anyhow::Context;
use rstest::rstest;

use super::killed::Running;
use crate::support::{Backend, Program, Tested};

#[rstest]
#[tokio::test]
async fn packs_and_amounts_are_sold_and_sold_no_longer(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    let nothing = program.says(&["pack", "list"]).await?;
    assert_eq!(nothing, "Nothing is sold.\n");
    let add = ["pack", "add", "--currency", "EUR"];
    let pack = |credits, price| [&add[..], &["--credits", credits, "--price", price]].concat();
    let id = program.says(&pack("1000", "10.00")).await?;
    program.says(&pack("3000", "25")).await?;
    let price = ["pack", "price", "--per-credit", "0.0125", "--least", "100"];
    let own = [&price[..], &["--currency", "EUR", "--most", "100000"]].concat();
    assert_eq!(program.says(&own).await?, "One credit costs 0.0125 EUR.\n");
    let listed = program.says(&["pack", "list"]).await?;
    for row in [
        &["1000.000", "10.00", "0.01", "EUR"][..],
        &["3000.000", "25.00", "0.00833333", "EUR"],
        &["any amount", "100.000 to 100000.000", "0.0125", "EUR"],
    ] {
        let is_row = |line: &str| row.iter().all(|cell| line.contains(cell));
        assert!(listed.lines().any(is_row), "{row:?}: {listed}");
    }
    for (arguments, complaint) in [
        (pack("0", "1"), "the amount is not more than 0"),
        (pack("-5", "1"), "the amount is not more than 0"),
        (pack("0.0001", "1"), "more than 3 digits after the point"),
        (pack("1000000000000000", "1"), "the amount is more than"),
        (pack("many", "1"), "the amount is not a number"),
        (pack("1", "0"), "the price is not more than 0"),
        (pack("1", "-1"), "the price is not more than 0"),
        (pack("1", "1.001"), "too many digits after the point"),
        (pack("1", "1000000"), "the price is too high"),
        (pack("1", "a lot"), "the price is not a number"),
        (
            vec![
                "pack",
                "add",
                "--credits",
                "1",
                "--price",
                "1",
                "--currency",
                "EURO",
            ],
            "is not the code of a currency",
        ),
        (
            vec![
                "pack",
                "add",
                "--credits",
                "1",
                "--price",
                "1",
                "--currency",
                "USD",
            ],
            "credits are sold in EUR already",
        ),
        (
            [&price[..], &["--currency", "USD", "--most", "1000"]].concat(),
            "credits are sold in EUR already",
        ),
        (
            [&price[..], &["--currency", "EUR", "--most", "99"]].concat(),
            "the least is more than the most",
        ),
        (
            [&price[..], &["--currency", "EUR", "--most", "1000000000"]].concat(),
            "more than can be paid at once",
        ),
        (price.to_vec(), "--currency"),
        (
            vec!["pack", "price", "--none", "--most", "1"],
            "cannot be used with",
        ),
        (
            vec!["pack", "remove", "00000000-0000-0000-0000-000000000007"],
            "there is no pack",
        ),
    ] {
        let complained = program.complains(&arguments).await?;
        assert!(
            complained.contains(complaint),
            "{arguments:?}: {complained}"
        );
    }
    let removed = program.says(&["pack", "remove", id.trim()]).await?;
    assert_eq!(removed, format!("{} is not sold any more.\n", id.trim()));
    let none = program.says(&["pack", "price", "--none"]).await?;
    assert_eq!(none, "Only packs are sold.\n");
    let listed = program.says(&["pack", "list"]).await?;
    assert_eq!(listed.lines().count(), 2, "{listed}");
    Ok(())
}

#[tokio::test]
async fn prices_have_as_many_digits_as_their_currency() -> Tested {
    for (currency, price, shown, refused) in [
        ("JPY", "1500", "1500", "1500.5"),
        ("USD", "15", "15.00", "15.001"),
        ("KWD", "1.5", "1.500", "1.2345"),
    ] {
        let program = Program::new(Backend::Sqlite).await?;
        let add = ["pack", "add", "--currency", currency, "--credits", "1000"];
        let add = |price| [&add[..], &["--price", price]].concat();
        let complained = program.complains(&add(refused)).await?;
        assert!(
            complained.contains("too many digits after the point"),
            "{complained}"
        );
        program.says(&add(price)).await?;
        let listed = program.says(&["pack", "list"]).await?;
        let cells: Vec<&str> = listed.split_whitespace().collect();
        assert!(cells.contains(&shown), "{listed}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_operator_pays_back_while_the_portal_runs(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    assert_eq!(
        program.says(&["purchase", "list"]).await?,
        "Nothing was bought.\n"
    );
    program.says(&["sample"]).await?;
    let running = Running::serve(&program).await?;
    let begun = running.begin("to be paid back").await?;
    let id = begun["id"].as_str().context("no id")?.to_owned();
    let refund = ["purchase", "refund", &id];
    let complained = program.complains(&refund).await?;
    assert!(complained.contains("is pending: there is nothing to pay back"));
    running.pay(&begun).await?;
    let listed = program.says(&["purchase", "list"]).await?;
    for part in [
        &*id,
        "credited",
        "1000.000",
        "15.00 EUR",
        "sandbox",
        "R-000001",
    ] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
    for _ in 0..2 {
        let refunded = program.says(&refund).await?;
        assert_eq!(refunded, "15.00 EUR of ACME Robotics were paid back.\n");
    }
    assert_eq!(running.state(&begun).await?, "REFUNDED");
    let unknown = ["purchase", "refund", "00000000-0000-0000-0000-000000000007"];
    let complained = program.complains(&unknown).await?;
    assert!(complained.contains("there is no purchase"), "{complained}");
    program.says(&["credits", "verify"]).await?;
    running.program.end("TERM").await?;
    Ok(())
}
