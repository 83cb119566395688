//! Other people: what is seen of them, and how close they are.

use ucwa_model::{
    AnyResource,
    enumerations::{EventType, PrivacyRelationshipLevel},
    http::{Answer, Content, Refusal},
    people::ContactPrivacyRelationship2Put,
};

use super::{
    call::{Call, Outcome, found, not_found, unfit},
    routes::{Route, route},
    versioned::{replaced, replacing},
};
use crate::{
    acts::presence,
    photo,
    shown::{application, people as shown, privacy},
    world::{World, application::hub, happening::Happening, user::UserId},
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("people", &[("GET", "people", Some(people))]),
    route("people/privacyRelationships", &[("GET", "myPrivacyRelationships", Some(privacy_relationships))]),
    route("people/privacyRelationships/{}", &[("GET", "myPrivacyRelationship", Some(privacy_relationship))]),
    route("people/{}", &[("GET", "contact", Some(contact))]),
    route("people/{}/presence", &[("GET", "contactPresence", Some(contact_presence))]),
    route("people/{}/note", &[("GET", "contactNote", Some(contact_note))]),
    route("people/{}/location", &[("GET", "contactLocation", Some(contact_location))]),
    route("people/{}/photo", &[("GET", "contactPhoto", Some(contact_photo))]),
    route("people/{}/supportedModalities", &[("GET", "contactSupportedModalities", Some(contact_modalities))]),
    route(
        "people/{}/privacyRelationship",
        &[
            ("GET", "contactPrivacyRelationship", Some(contact_privacy)),
            ("GET", "contactPrivacyRelationship2", Some(contact_privacy)),
            ("PUT", "contactPrivacyRelationship2", Some(set_contact_privacy)),
        ],
    ),
    route(
        "people/{}/privacyRelationship/resetContactPrivacyRelationship",
        &[("POST", "resetContactPrivacyRelationship", Some(reset_contact_privacy))],
    ),
];

/// Who is called so.
pub(super) fn called(world: &World, name: &str) -> Result<UserId, Box<Refusal>> {
    let name = name.trim();
    let name = name.strip_prefix("sip:").unwrap_or(name);
    world.users.iter().position(|user| user.address.eq_ignore_ascii_case(name)).ok_or_else(not_found)
}

/// Whom a path names.
fn who(world: &World, call: &Call) -> Result<UserId, Box<Refusal>> {
    called(world, call.text(0))
}

/// GET of `people`.
fn people(_: &mut World, call: &Call) -> Outcome {
    found(Some(application::people(call.application)))
}

/// GET of `contact`.
fn contact(world: &mut World, call: &Call) -> Outcome {
    found(shown::contact(world, call.application, who(world, call)?))
}

/// GET of `contactPresence`.
fn contact_presence(world: &mut World, call: &Call) -> Outcome {
    found(shown::contact_presence(world, call.application, who(world, call)?))
}

/// GET of `contactNote`.
fn contact_note(world: &mut World, call: &Call) -> Outcome {
    found(shown::contact_note(world, call.application, who(world, call)?))
}

/// GET of `contactLocation`.
fn contact_location(world: &mut World, call: &Call) -> Outcome {
    found(shown::contact_location(world, call.application, who(world, call)?))
}

/// GET of `contactSupportedModalities`.
fn contact_modalities(world: &mut World, call: &Call) -> Outcome {
    found(shown::contact_modalities(world, call.application, who(world, call)?))
}

/// GET of `contactPhoto`.
fn contact_photo(world: &mut World, call: &Call) -> Outcome {
    let user = world.users.get(who(world, call)?).ok_or_else(not_found)?;
    picture(&user.address, call)
}

/// A picture of somebody, in the size that a query asks for.
pub(super) fn picture(address: &str, call: &Call) -> Outcome {
    let size = call.request.parameter_of("size");
    let pixels = photo::pixels(size).ok_or_else(|| unfit("expected a `size` such as `HR64X64`"))?;
    Ok(Answer::content(Content::new("image/png", photo::of(address, pixels))))
}

/// GET of `contactPrivacyRelationship`.
fn contact_privacy(world: &mut World, call: &Call) -> Outcome {
    found(privacy::of_contact(world, call.application, who(world, call)?))
}

/// PUT of `contactPrivacyRelationship`.
fn set_contact_privacy(world: &mut World, call: &Call) -> Outcome {
    let user = who(world, call)?;
    let input: ContactPrivacyRelationship2Put = replacing(call, privacy::of_contact(world, call.application, user))?;
    let level = input.relationship_level.filter(|level| !matches!(level, PrivacyRelationshipLevel::Unrecognized(_)));
    let level = level.ok_or_else(|| unfit("expected a known `relationshipLevel`"))?;
    change_privacy(world, call, user, Some(level));
    replaced(privacy::of_contact(world, call.application, user))
}

/// POST of `resetContactPrivacyRelationship`: it is again what it would be if nothing had been said.
fn reset_contact_privacy(world: &mut World, call: &Call) -> Outcome {
    let user = who(world, call)?;
    change_privacy(world, call, user, None);
    Ok(Answer::done())
}

/// Tells the user's own applications; and who is blocked, or no longer, sees the user otherwise.
fn change_privacy(world: &mut World, call: &Call, user: UserId, level: Option<PrivacyRelationshipLevel>) {
    let Some(own) = world.users.get_mut(call.user).map(|own| &mut own.contacts.privacy) else { return };
    match level {
        Some(level) => own.insert(user, level),
        None => own.remove(&user),
    };
    for id in world.reachable(call.user) {
        let shown = privacy::of_contact(world, id, user).map(AnyResource::from);
        if let Some(shown) = shown {
            let people = hub(id, "people");
            world.tell(id, Happening::new(people, EventType::Updated, "contactPrivacyRelationship", shown));
        }
    }
    let theirs = world.applications_of(user).filter(|(_, one)| one.subscriptions.follow(call.user));
    for id in theirs.map(|(id, _)| id).collect::<Vec<_>>() {
        presence::tell_all(world, id, call.user);
    }
}

/// GET of `myPrivacyRelationships`.
fn privacy_relationships(world: &mut World, call: &Call) -> Outcome {
    found(privacy::levels(world, call.application))
}

/// GET of `myPrivacyRelationship`.
fn privacy_relationship(world: &mut World, call: &Call) -> Outcome {
    found(privacy::level(world, call.application, &PrivacyRelationshipLevel::from(call.text(0))))
}
