//! Purchases as they are listed.

use portal_server::payments::SandboxAction;
use portal_server::store::organizations;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Shop, of_pack, text};
use crate::support::{Backend, GRACE, LINUS, MEI, Tested, code, field};

const LIST: &str =
    "query ($first: Int! = 50, $after: String) { creditPurchases(first: $first, after: $after) {
    cursor data { id } } }";
const OPEN: &str = "{ openCreditPurchases { id state } }";

#[rstest]
#[tokio::test]
async fn purchases_are_listed_page_by_page_the_newest_first(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let mut begun = Vec::new();
    // The clock stands still: ids alone tell their order.
    for number in 0..5 {
        let purchase = shop.pending(&format!("listed {number}")).await?;
        begun.push(purchase["id"].clone());
    }
    begun.sort_by_key(|id| id.as_str().unwrap_or_default().to_owned());
    begun.reverse();
    let mut listed = Vec::new();
    let mut after = Value::Null;
    for expected in [2, 2, 1] {
        let page = shop
            .ask(LIST, json!({ "first": 2, "after": after }))
            .await?;
        let page = field("creditPurchases", page)?;
        let data = page["data"].as_array().unwrap();
        assert_eq!(data.len(), expected);
        listed.extend(data.iter().map(|purchase| purchase["id"].clone()));
        after = page["cursor"].clone();
    }
    assert_eq!(after, Value::Null);
    assert_eq!(listed, begun);
    for variables in [
        json!({ "first": 0 }),
        json!({ "first": 101 }),
        json!({ "after": "?" }),
    ] {
        let answer = shop.ask(LIST, variables).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"), "{answer}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_app_that_comes_back_finds_what_it_waited_for(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let (waits, ended) = (shop.pending("waits").await?, shop.pending("ended").await?);
    shop.press(&ended, "decline").await?;
    let grace = shop.portal.sign_in(GRACE).await?;
    let pack = shop.packs().await?.swap_remove(0);
    shop.begin_as(&grace, of_pack(&pack, "of somebody else"))
        .await?;
    let open = field("openCreditPurchases", shop.ask(OPEN, Value::Null).await?)?;
    assert_eq!(open, json!([{ "id": waits["id"], "state": "PENDING" }]));
    let all = field("creditPurchases", shop.ask(LIST, Value::Null).await?)?;
    assert_eq!(all["data"].as_array().map(Vec::len), Some(3));

    // What was paid and not heard of is found out by whoever lists it.
    let (_, token) = text(&waits["checkoutUrl"])?.rsplit_once('/').unwrap();
    let other = shop.other();
    let sandbox = other.sandbox().unwrap();
    assert!(sandbox.act(token, SandboxAction::Pay).await?);
    let open = field("openCreditPurchases", shop.ask(OPEN, Value::Null).await?)?;
    assert_eq!(open, json!([]));
    assert_eq!(shop.see(&waits["id"]).await?["state"], "CREDITED");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn purchases_of_another_organization_look_like_none(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let shop = Shop::new(backend).await?;
    let begun = shop.pending("ours").await?;
    let linus = shop.portal.sign_in(LINUS).await?;
    let theirs = organizations::shared_by_name(shop.portal.store.read(), "Borealis Foods").await?;
    let theirs = theirs[0].id.to_string();
    let look = "query ($id: ID!) { creditPurchase(id: $id) { id } }";
    let variables = json!({ "id": begun["id"] });
    let answer = shop
        .portal
        .ask_about(&theirs, &linus, look, variables.clone())
        .await?;
    assert_eq!(answer, json!({ "data": { "creditPurchase": null } }));
    let cancel = "mutation ($id: ID!) { cancelCreditPurchase(id: $id) { __typename } }";
    let answer = shop
        .portal
        .ask_about(&theirs, &linus, cancel, variables.clone())
        .await?;
    let kind = &answer["data"]["cancelCreditPurchase"]["__typename"];
    assert_eq!(kind, "CreditPurchaseNotFound");
    let mei = shop.portal.sign_in(MEI).await?;
    for document in [look, cancel] {
        let answer = shop.ask_as(&mei, document, variables.clone()).await?;
        assert_eq!(code(&answer), Some("FORBIDDEN"), "{answer}");
    }
    assert_eq!(shop.see(&begun["id"]).await?["state"], "PENDING");
    Ok(())
}
