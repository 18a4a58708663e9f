//! Members of an organization and their roles.

mod belonging;
mod listing;
mod roles;

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::Person;
use portal_profile_tests::scene::Scene;
use portal_server::domain::Role;
use portal_server::store::memberships;

const ACME: &str = "ACME Robotics";
const PAGE: &str = "[data-test=members-page][data-state=ready]";

/// A member's row, or something in it.
async fn row(scene: &Scene, person: Person, within: &str) -> Result<String> {
    let account = scene.account(person).await?;
    Ok(format!(
        "[data-test=member][data-member='{account}'] {within}"
    ))
}

/// The roles of a person at ACME, as the portal holds them.
async fn held(scene: &Scene, person: Person) -> Result<Vec<Role>> {
    let (organization, account) = (
        scene.organization(ACME).await?,
        scene.account(person).await?,
    );
    let store = scene.store().await?;
    Ok(memberships::roles(store.read(), organization.id, account).await?)
}

/// Opens the members of ACME, where the person works or can go to.
async fn open_members(app: &App) -> Result<()> {
    app.press(&hook("nav-members")).await?;
    app.see(PAGE).await.map(drop)
}
