//! How close the others are to the signed-in user.

use std::collections::BTreeMap;

use ucwa_model::{
    Link,
    enumerations::PrivacyRelationshipLevel,
    people::{ContactPrivacyRelationship2, MyPrivacyRelationship, MyPrivacyRelationships},
};

use super::{link, people::contact_path, versioned::versioned};
use crate::world::{
    World,
    application::{ApplicationId, place},
    user::UserId,
};

/// The path of all of them.
pub(crate) const RELATIONSHIPS: &str = "people/privacyRelationships";

/// How close somebody is.
pub(crate) fn of_contact(world: &World, id: ApplicationId, user: UserId) -> Option<ContactPrivacyRelationship2> {
    let (path, own) = (contact_path(world, user), world.applications.get(&id)?.user);
    let mut shown = ContactPrivacyRelationship2::default();
    shown.relationship_level = Some(world.privacy(own, user));
    shown.self_link = Link::new(place(id, &format!("{path}/privacyRelationship"))).with_revision("2").into();
    shown.reset_contact_privacy_relationship_link =
        link(id, &format!("{path}/privacyRelationship/resetContactPrivacyRelationship"));
    Some(versioned(world, shown))
}

/// Those on the contact list, and those of whom the user has said how close they are, by how close they are.
fn by_level(world: &World, own: UserId) -> BTreeMap<PrivacyRelationshipLevel, Vec<UserId>> {
    let mut levels: BTreeMap<_, Vec<UserId>> = BTreeMap::new();
    let Some(user) = world.users.get(own) else { return levels };
    let mut everybody = user.contacts.all();
    everybody.extend(user.contacts.privacy.keys());
    everybody.into_iter().for_each(|other| levels.entry(world.privacy(own, other)).or_default().push(other));
    levels
}

/// Everybody of one level.
pub(crate) fn level(world: &World, id: ApplicationId, level: &PrivacyRelationshipLevel) -> Option<MyPrivacyRelationship> {
    let levels = by_level(world, world.applications.get(&id)?.user);
    let mut shown = MyPrivacyRelationship::default();
    shown.relationship_level = Some(level.clone());
    shown.self_link = link(id, &format!("{RELATIONSHIPS}/{}", level.as_str()));
    let contacts = levels.get(level)?.iter().map(|user| Link::new(place(id, &contact_path(world, *user))));
    shown.contact_links = contacts.collect();
    Some(shown)
}

/// All levels that somebody has.
pub(crate) fn levels(world: &World, id: ApplicationId) -> Option<MyPrivacyRelationships> {
    let levels = by_level(world, world.applications.get(&id)?.user);
    let mut shown = MyPrivacyRelationships::default();
    shown.self_link = link(id, RELATIONSHIPS);
    shown.my_privacy_relationship = levels.keys().filter_map(|one| level(world, id, one)).collect();
    Some(shown)
}
