//! Creating organizations, and naming them.

use futures_util::future::join_all;
use portal_server::administration::{AdministrationError, OrganizationSelection};
use portal_server::domain::{Feature, Plan};
use portal_server::store::{features, organizations};
use rstest::rstest;

use super::Operator;
use crate::support::{Backend, Tested};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_callers_stay_within_the_limit(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    let owner = operator.add_account("ada@acme.example").await?;
    let email = "ada@acme.example".parse()?;
    let names: Vec<_> = (0..8)
        .map(|n| format!("Organization {n}").parse().unwrap())
        .collect();
    let adding = names.iter().map(|name| {
        operator
            .administration
            .add_organization(name, &email, Plan::Free)
    });
    let added = join_all(adding).await;
    for refused in added.iter().filter_map(|added| added.as_ref().err()) {
        let AdministrationError::OrganizationLimitReached { owned, limit, .. } = refused else {
            panic!("{refused}");
        };
        assert_eq!((*owned, *limit), (3, 3));
    }
    assert_eq!(added.iter().filter(|added| added.is_ok()).count(), 3);
    let owned = organizations::count_owned(operator.store.read(), owner).await?;
    assert_eq!(owned, 3, "the personal account is not counted");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_name_that_several_have_is_no_selection(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    operator.add_account("ada@acme.example").await?;
    let (name, owner) = ("ACME".parse()?, "ada@acme.example".parse()?);
    let add = || {
        operator
            .administration
            .add_organization(&name, &owner, Plan::Free)
    };
    let (first, second) = (add().await?, add().await?);
    let set = async |selection: OrganizationSelection| {
        operator
            .administration
            .set_plan(&selection, Plan::Team)
            .await
    };
    let refused = set("ACME".parse()?).await.unwrap_err();
    let message = refused.to_string();
    assert!(message.contains(&first.to_string()) && message.contains(&second.to_string()));
    set(second.to_string().parse()?).await?;
    let plan = async |id| {
        let found = organizations::by_id(operator.store.read(), id).await?;
        anyhow::Ok(found.unwrap().plan)
    };
    assert_eq!(
        (plan(first).await?, plan(second).await?),
        (Plan::Free, Plan::Team)
    );
    let unknown = set("Unknown".parse()?).await;
    assert!(matches!(
        unknown,
        Err(AdministrationError::NoSuchOrganization(_))
    ));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn features_go_on_and_off_as_often_as_one_likes(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    let ada = operator.add_account("ada@acme.example").await?;
    let selection: OrganizationSelection = "personal:ada@acme.example".parse()?;
    let personal = organizations::personal_of(operator.store.read(), ada).await?;
    for on in [true, true, false, false, true] {
        operator
            .administration
            .set_feature(&selection, Feature::ApiKeys, on)
            .await?;
        let database = operator.store.read();
        assert_eq!(
            features::is_on(database, personal.id, Feature::ApiKeys).await?,
            on
        );
        assert!(!features::is_on(database, personal.id, Feature::ChartDataExport).await?);
    }
    Ok(())
}
