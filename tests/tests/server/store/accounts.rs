//! Adding accounts.

use futures_util::future::join_all;
use portal_server::administration::{AccountToAdd, AdministrationError};
use portal_server::domain::{PasswordRefusal, Role};
use portal_server::objects::Shelf;
use portal_server::store::entities::{account, organization};
use portal_server::store::{accounts, memberships, organizations};
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use secrecy::SecretString;

use super::Operator;
use crate::support::{Backend, Tested};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_concurrent_callers_one_gets_the_address(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    let spellings = ["ada@acme.example", "Ada@acme.example", "ADA@ACME.EXAMPLE"];
    let added = join_all((0..9).map(|n| operator.add_account(spellings[n % 3]))).await;
    let refused = added
        .iter()
        .filter(|added| matches!(added, Err(AdministrationError::EmailTaken(_))))
        .count();
    assert_eq!(
        (added.iter().filter(|added| added.is_ok()).count(), refused),
        (1, 8)
    );
    assert_eq!(
        account::Entity::find().count(operator.store.read()).await?,
        1
    );
    assert_eq!(
        organization::Entity::find()
            .count(operator.store.read())
            .await?,
        1
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn every_account_owns_a_personal_account(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let operator = Operator::new(backend).await?;
    let ids = [
        operator.add_account("ada@acme.example").await?,
        operator.add_account("grace@acme.example").await?,
    ];
    let database = operator.store.read();
    for id in ids {
        let personal = organizations::personal_of(database, id).await?;
        assert_eq!(
            memberships::roles(database, personal.id, id).await?,
            [Role::Owner]
        );
    }
    assert!(ids[0] < ids[1], "ids made later sort later");
    Ok(())
}

#[tokio::test]
async fn a_picture_is_kept_without_what_it_need_not_tell() -> Tested {
    let operator = Operator::new(Backend::Sqlite).await?;
    let add = async |email: &str, picture: &[u8]| {
        let account = AccountToAdd {
            email: email.parse()?,
            display_name: "Someone".parse()?,
            password: SecretString::from("long enough"),
            picture: Some(picture.to_vec()),
        };
        let id = operator
            .administration
            .add_account(account, &operator.passwords, &operator.objects)
            .await?;
        anyhow::Ok(accounts::by_id(operator.store.read(), id).await?)
    };
    let png = include_bytes!("../../../../src-tauri/crates/portal-server/assets/ada.png");
    let account = add("ada@acme.example", png).await?.unwrap();
    let name = account.avatar.unwrap().parse().unwrap();
    let kept = operator.objects.get(Shelf::Avatars, &name).await?.unwrap();
    assert!(kept.starts_with(b"\x89PNG"));

    assert!(add("grace@acme.example", &png[..100]).await.is_err());
    assert_eq!(
        account::Entity::find().count(operator.store.read()).await?,
        1
    );
    Ok(())
}

#[tokio::test]
async fn a_short_password_is_refused() -> Tested {
    let operator = Operator::new(Backend::Sqlite).await?;
    let account = AccountToAdd {
        email: "ada@acme.example".parse()?,
        display_name: "Ada".parse()?,
        password: SecretString::from("7 chars"),
        picture: None,
    };
    assert!(!format!("{account:?}").contains("7 chars"));
    let added = operator
        .administration
        .add_account(account, &operator.passwords, &operator.objects)
        .await;
    assert!(matches!(
        added,
        Err(AdministrationError::Password(PasswordRefusal::TooShort))
    ));
    Ok(())
}
