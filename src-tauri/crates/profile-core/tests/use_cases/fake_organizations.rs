//! The fake portal's organizations: which there are, where the session works, and what requests named.

use serde_json::{Value, json};

use crate::fake_portal::{Account, fault};
use crate::fake_purchases::FakePurchases;

/// The organization that every session begins in, another one, and the personal account.
pub(crate) const ACME: &str = "org_1";
pub(crate) const GLOBEX: &str = "org_2";
pub(crate) const PERSONAL: &str = "org_ada";

pub(crate) struct FakeOrganization {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) image_path: Option<String>,
    pub(crate) version: usize,
    pub(crate) mfa_required: bool,
    pub(crate) pinned: Option<Value>,
    unpinned: Option<Value>,
    pub(crate) starred: bool,
    /// What the person may do there.
    pub(crate) viewer_roles: Value,
    /// Whether its plan is a credit-based one.
    pub(crate) on_credits: bool,
    /// Transactions of its credits.
    pub(crate) ledger: u32,
    pub(crate) purchases: FakePurchases,
    /// Below how many credits the person is told.
    pub(crate) threshold: Value,
    /// Emails, each of which is an id and a name as well, and roles.
    pub(crate) members: Vec<(String, Value)>,
}

pub(crate) struct FakeOrganizations {
    pub(crate) all: Vec<FakeOrganization>,
    /// Where the session works.
    pub(crate) chosen: String,
    /// What the request is about.
    viewing: String,
    /// Each operation with the organization that it named, oldest first.
    pub(crate) named: Vec<(String, Option<String>)>,
    /// Idempotency keys, and what each brought.
    wishes: Vec<(Value, String)>,
}

impl FakeOrganization {
    fn new(id: &str, name: &str) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            image_path: None,
            version: 1,
            mfa_required: false,
            pinned: None,
            unpinned: None,
            starred: false,
            viewer_roles: json!(["ADMIN"]),
            on_credits: true,
            ledger: 2,
            purchases: FakePurchases::default(),
            threshold: Value::Null,
            members: Vec::new(),
        }
    }

    fn kind(&self) -> &str {
        if self.id == PERSONAL {
            "PERSONAL"
        } else {
            "SHARED"
        }
    }

    fn mfa_required_since(&self) -> Option<&str> {
        self.mfa_required.then_some("2026-11-01T12:00:00Z")
    }

    pub(crate) fn view(&self) -> Value {
        json!({
            "id": self.id, "name": self.name, "kind": self.kind(), "viewerRoles": self.viewer_roles,
            "imagePath": self.image_path, "mfaRequiredSince": self.mfa_required_since(),
            "viewerCanAdminister": true, "viewerCanLeave": true,
            "viewerPages": ["HOME", "CHARTS", "MEMBERS", "PROFILE", "NEWS"],
            "viewerSeesCredits": self.on_credits,
        })
    }

    fn settings(&self) -> Value {
        json!({
            "name": self.name, "imagePath": self.image_path,
            "version": self.version.to_string(), "mfaRequiredSince": self.mfa_required_since(),
            "members": 12, "membersWithoutMfa": 3, "viewerWithoutMfa": true, "apiKeys": null,
            "deletion": { "devices": 12, "workspaces": 3, "otherMembers": 11, "apiKeys": 0,
                "credits": "12480.500", "exports": 3 },
        })
    }

    fn is_other_pinned(&self, pin: &Value) -> bool {
        self.pinned
            .as_ref()
            .is_some_and(|pinned| pinned["id"] != *pin)
    }

    /// A workspace that tells where it is from.
    fn workspace(&self) -> Value {
        json!({
            "id": "wsp_1", "name": self.name, "private": false, "starred": self.starred,
            "charts": 1, "changedAt": "2026-11-23T12:00:00Z",
        })
    }
}

impl Default for FakeOrganizations {
    fn default() -> Self {
        Self {
            all: vec![
                FakeOrganization::new(PERSONAL, "Ada Lovelace"),
                FakeOrganization::new(ACME, "ACME Robotics"),
                FakeOrganization::new(GLOBEX, "Globex"),
            ],
            chosen: ACME.into(),
            viewing: ACME.into(),
            named: Vec::new(),
            wishes: Vec::new(),
        }
    }
}

impl FakeOrganizations {
    pub(crate) fn with_more(&mut self, count: usize) {
        for number in 0..count {
            let id = format!("org_more_{number}");
            let name = format!("Organization number {number} of a person who has very many");
            self.all.push(FakeOrganization::new(&id, &name));
        }
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.all.iter().any(|organization| organization.id == id)
    }

    pub(crate) fn get(&mut self, id: &str) -> &mut FakeOrganization {
        let mut all = self.all.iter_mut();
        all.find(|organization| organization.id == id).unwrap()
    }

    pub(crate) fn in_view(&self) -> &FakeOrganization {
        let mut all = self.all.iter();
        all.find(|organization| organization.id == self.viewing)
            .unwrap()
    }

    fn in_view_mut(&mut self) -> &mut FakeOrganization {
        let viewing = self.viewing.clone();
        self.get(&viewing)
    }

    /// Which organization each request for `operation` named, oldest first.
    pub(crate) fn named_in(&self, operation: &str) -> Vec<Option<&str>> {
        let requests = self.named.iter().filter(|(asked, _)| asked == operation);
        requests.map(|(_, named)| named.as_deref()).collect()
    }

    /// It is gone, or the person is no member any more.
    pub(crate) fn remove(&mut self, id: &str) {
        self.all.retain(|organization| organization.id != id);
        if self.chosen == id {
            self.chosen = PERSONAL.into();
        }
    }

    fn choose(&mut self, id: &str) {
        self.chosen = id.into();
        self.viewing = id.into();
    }

    /// Turns to what the request is about; answers the fault if that is not there.
    pub(crate) fn turn_to(&mut self, named: Option<&str>) -> Option<Value> {
        let id = named.unwrap_or(&self.chosen).to_owned();
        if !self.has(&id) {
            return Some(fault("ORGANIZATION_UNAVAILABLE"));
        }
        self.viewing = id;
        None
    }

    fn list(&self, variables: &Value) -> Value {
        let first = variables["first"].as_u64().unwrap() as usize;
        let after = variables["after"].as_str();
        let begin = after.map_or(0, |after| after.parse().unwrap());
        let end = self.all.len().min(begin + first);
        let summary = |organization: &FakeOrganization| {
            json!({
                "id": organization.id, "name": organization.name, "kind": organization.kind(),
                "imagePath": organization.image_path, "viewerRoles": ["ADMIN"],
                "lastChosenAt": null, "inView": organization.id == self.viewing,
            })
        };
        let data: Vec<_> = self.all[begin..end].iter().map(summary).collect();
        let cursor = (end < self.all.len()).then(|| end.to_string());
        json!({ "data": data, "cursor": cursor, "owned": 1, "ownedLimit": 3 })
    }

    /// Creates an organization, or finds the one that the wish brought before.
    fn create(&mut self, input: &Value) {
        let wish = &input["idempotencyKey"];
        let known = self.wishes.iter().find(|(known, _)| known == wish);
        let id = match known {
            Some((_, id)) => id.clone(),
            None => {
                let id = format!("org_new_{}", self.wishes.len() + 1);
                let name = input["name"].as_str().unwrap();
                self.all.push(FakeOrganization::new(&id, name));
                if input["picture"].is_string() {
                    self.get(&id).image_path = Some("/avatars/new.png".into());
                }
                self.wishes.push((wish.clone(), id.clone()));
                id
            }
        };
        self.choose(&id);
    }
}

impl Account {
    /// The answer to an operation that this part knows.
    pub(crate) fn organize(&mut self, operation: &str, variables: &Value) -> Option<Value> {
        let input = &variables["input"];
        let there = &mut self.organizations;
        let refused = |name: &str| json!({ "__typename": name, "message": "no" });
        Some(match operation {
            "Organizations" => json!({ "organizations": there.list(variables) }),
            "SwitchOrganization" => {
                let id = input["organization"].as_str().unwrap();
                let result = if there.has(id) {
                    there.choose(id);
                    self.with_viewer("OrganizationSwitched")
                } else {
                    refused("OrganizationNotFound")
                };
                json!({ "switchOrganization": result })
            }
            "CreateOrganization" => {
                there.create(input);
                json!({ "createOrganization": self.with_viewer("OrganizationCreated") })
            }
            "LeaveOrganization" | "DeleteOrganization" => {
                let left = there.viewing.clone();
                there.remove(&left);
                there.choose(PERSONAL);
                if operation == "LeaveOrganization" {
                    json!({ "leaveOrganization": self.with_viewer("OrganizationLeft") })
                } else {
                    json!({ "deleteOrganization": self.with_viewer("OrganizationDeleted") })
                }
            }
            "LookAtOrganizationSettings" => {
                json!({ "organizationSettings": there.in_view().settings() })
            }
            "UpdateOrganization" | "SetMfaRequirement" => {
                let organization = there.in_view_mut();
                let version = organization.version.to_string();
                let result = if input["version"] != version {
                    let settings = organization.settings();
                    json!({ "__typename": "OrganizationChangedMeanwhile", "settings": settings })
                } else {
                    organization.version += 1;
                    if let Some(name) = input["name"].as_str() {
                        organization.name = name.into();
                    }
                    if let Some(required) = input["required"].as_bool() {
                        organization.mfa_required = required;
                    }
                    let settings = organization.settings();
                    let mut result = self.with_viewer("OrganizationUpdated");
                    result["settings"] = settings;
                    result
                };
                if operation == "UpdateOrganization" {
                    json!({ "updateOrganization": result })
                } else {
                    json!({ "setMfaRequirement": result })
                }
            }
            _ => return self.show_page(operation, variables),
        })
    }

    fn show_page(&mut self, operation: &str, variables: &Value) -> Option<Value> {
        let input = &variables["input"];
        let organization = self.organizations.in_view_mut();
        Some(match operation {
            "LookAtHome" => json!({ "home": {
                "devices": null, "deployments": null,
                "credits": { "balance": organization.id }, "exports": null,
            } }),
            "SetCreditThreshold" => {
                json!({ "setCreditThreshold": organization.set_threshold(&input["threshold"]) })
            }
            "Members" => json!({ "members": {
                "data": [member(&organization.name, &json!(["OWNER"]))], "cursor": null, "total": 1,
                "grantableRoles": [{ "role": "ADMIN", "exclusive": true }],
            } }),
            "AddMember" => {
                let email = input["email"].as_str().unwrap();
                let roles = input["roles"].clone();
                organization.members.push((email.into(), roles.clone()));
                let member = member(email, &roles);
                json!({ "addMember": { "__typename": "MemberAdded", "member": member } })
            }
            "ChangeMemberRoles" => {
                let email = input["member"].as_str().unwrap();
                let roles = input["roles"].clone();
                organization.members.push((email.into(), roles.clone()));
                let member = member(email, &roles);
                let result = json!({ "__typename": "MemberRolesChanged", "member": member });
                json!({ "changeMemberRoles": result })
            }
            "RemoveMember" => {
                let email = input["member"].as_str().unwrap();
                organization.members.retain(|(member, _)| member != email);
                let result = json!({ "__typename": "MemberRemoved", "member": email });
                json!({ "removeMember": result })
            }
            "ChartWorkspaces" => json!({ "chartWorkspaces": {
                "data": [organization.workspace()], "cursor": null,
            } }),
            "LookAtChartWorkspace" => json!({ "chartWorkspace": {
                "id": "wsp_1", "name": organization.name, "private": false, "starred": false,
                "charts": [],
            } }),
            "LookAtChart" => json!({ "chartReadings": {
                "from": "2026-11-22T12:00:00Z", "until": "2026-11-23T12:00:00Z", "bucket": "DAY",
                "calculation": "SUM", "buckets": ["2026-11-22T12:00:00Z"], "events": 1,
                "series": [{
                    "name": organization.name, "values": [1.5], "texts": null, "overall": 1.5,
                    "overallText": null,
                }],
            } }),
            "StarChartWorkspace" => {
                organization.starred = input["starred"].as_bool().unwrap();
                let workspace = organization.workspace();
                let result =
                    json!({ "__typename": "ChartWorkspaceStarred", "workspace": workspace });
                json!({ "starChartWorkspace": result })
            }
            "PinPage" => {
                let name = (!input["workspace"].is_null()).then_some("Line 4");
                organization.pinned = Some(json!({
                    "id": format!("{}.{}", input["page"], input["workspace"]), "page": input["page"], "workspace": input["workspace"], "workspaceName": name,
                    "broken": null,
                }));
                json!({ "pinPage": self.with_viewer("PagePinned") })
            }
            "UnpinPage" => {
                let other = organization.is_other_pinned(&input["pin"]);
                if !other {
                    organization.unpinned = organization.pinned.take();
                }
                let name = if other {
                    "PinChangedMeanwhile"
                } else {
                    "PageUnpinned"
                };
                json!({ "unpinPage": self.with_viewer(name) })
            }
            "RestorePin" => {
                let other = organization.is_other_pinned(&input["pin"]);
                if !other {
                    organization.pinned = organization.unpinned.take();
                }
                let name = if other {
                    "PinChangedMeanwhile"
                } else {
                    "PagePinned"
                };
                json!({ "restorePin": self.with_viewer(name) })
            }
            _ => return organization.sell_credits(operation, variables),
        })
    }

    fn with_viewer(&self, name: &str) -> Value {
        json!({ "__typename": name, "viewer": self.viewer() })
    }
}

/// A member whose email is an id and a name as well.
pub(crate) fn member(email: &str, roles: &Value) -> Value {
    json!({
        "id": email, "displayName": email, "email": email, "avatarPath": null, "roles": roles,
        "mfaEnabled": false, "memberSince": "2026-11-23T12:00:00Z", "isViewer": false,
        "rolesCanChange": true, "canBeRemoved": true,
    })
}
