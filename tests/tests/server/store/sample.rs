//! The sample data.

use futures_util::future::try_join_all;
use portal_server::sample::{self, LoadSampleError, Loaded, SampleTime};
use portal_server::store::accounts;
use portal_server::store::entities::{account, device, organization};
use portal_server::surroundings::Clock;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::Operator;
use crate::support::{ADA, Backend, SettableClock, Tested};

async fn load(operator: &Operator) -> Result<Loaded, LoadSampleError> {
    let time = SampleTime {
        until: SettableClock::default().now(),
        days: 2,
    };
    sample::load(
        &operator.store,
        &operator.objects,
        &operator.passwords,
        time,
    )
    .await
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn it_is_loaded_once_also_by_concurrent_callers(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    let loaded = try_join_all((0..4).map(|_| load(&operator))).await?;
    let now = loaded.iter().filter(|loaded| **loaded == Loaded::Now);
    assert_eq!(now.count(), 1);
    let database = operator.store.read();
    assert_eq!(account::Entity::find().count(database).await?, 4);
    assert_eq!(organization::Entity::find().count(database).await?, 4 + 3);
    assert_eq!(device::Entity::find().count(database).await?, 12 + 5);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn loading_again_keeps_what_people_changed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    assert_eq!(load(&operator).await?, Loaded::Now);
    let database = operator.store.read();
    let ada = accounts::by_email(database, &ADA.parse()?).await?.unwrap();
    accounts::set_display_name(database, ada.id, &"Ada King".parse()?).await?;
    assert_eq!(load(&operator).await?, Loaded::Before);
    let ada = accounts::by_id(database, ada.id).await?.unwrap();
    assert_eq!(ada.display_name, "Ada King");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn someone_elses_account_is_left_alone(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    operator.add_account("linus@borealis.example").await?;
    let refused = load(&operator).await;
    assert!(matches!(refused, Err(LoadSampleError::EmailTaken(_))));
    let accounts = account::Entity::find().count(operator.store.read()).await?;
    assert_eq!(accounts, 1, "nothing is half loaded");
    Ok(())
}
