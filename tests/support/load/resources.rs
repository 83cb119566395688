//! One function for each kind of event.

use super::{
    message::{Event, Link, Property, Resource},
    world::{Person, World},
};

const AVAILABILITY: &[&str] = &["Online", "Away", "Busy", "DoNotDisturb", "BeRightBack", "IdleOnline", "IdleBusy", "Offline"];
const ACTIVITY: &[&str] =
    &["in-a-meeting", "on-the-phone", "presenting", "off-work", "in-a-conference", "urgent-interruptions-only", "En déplacement"];
const NETWORKS: &[&str] = &["SameEnterprise", "SameEnterprise", "Federated", "PublicCloud", "Everyone"];
/// What one may do with a participant, as the rights of the user allow.
const POWERS: &[(&str, &str)] = &[
    ("participantMessaging", "messaging"),
    ("participantAudio", "audio"),
    ("participantVideo", "video"),
    ("participantApplicationSharing", "applicationSharing"),
    ("participantDataCollaboration", "dataCollaboration"),
    ("participantPanoramicVideo", "panoramicVideo"),
    ("eject", "eject"),
    ("promote", "promote"),
    ("demote", "demote"),
];

impl Event {
    fn new(kind: &'static str, link: Link, resource: Option<Resource>) -> Self {
        Self { kind, link, within: None, status: None, resource }
    }

    fn about(kind: &'static str, resource: Resource) -> Self {
        Self::new(kind, Link::new(resource.role, &*resource.href), Some(resource))
    }

    /// An event that comes without its resource.
    pub fn bare(kind: &'static str, rel: &'static str, href: impl Into<String>) -> Self {
        Self::new(kind, Link::new(rel, href), None)
    }
}

/// A member that no schema knows.
fn surprise(world: &mut World<'_>, resource: &mut Resource) {
    if world.chance(92) {
        return;
    }
    match world.dice.u32(..3) {
        0 => resource.flag("isExternal", true),
        1 => resource.set("futureCounter", Property::Number(world.dice.u32(1_000..100_000))),
        _ => etag_of_operation(world, resource),
    }
}

/// A member that is named like nothing else, for the client to hand back.
fn etag_of_operation(world: &mut World<'_>, resource: &mut Resource) {
    resource.text(&world.guid(), "hand this back with a later change");
}

pub fn presence(world: &mut World<'_>, embedded: bool) -> Event {
    let person = world.person();
    let contact = world.of(&person, "people");
    let href = format!("{contact}/presence");
    let mut event = Event::bare("updated", "contactPresence", &*href);
    event.within = Some(Link::new("contact", contact));
    if !embedded {
        return event;
    }
    let mut resource = Resource::new("contactPresence", href);
    if world.chance(40) {
        resource.text("activity", world.pick(ACTIVITY));
    }
    resource.text("availability", world.pick(AVAILABILITY));
    resource.text("deviceType", world.pick(&["PC", "Mobile", "Web", "Desktop", "Unknown"]));
    if world.chance(79) {
        resource.set("lastActive", Property::Date(world.instant()));
    }
    surprise(world, &mut resource);
    Event { resource: Some(resource), ..event }
}

pub fn message(world: &mut World<'_>, conversation: &str) -> Event {
    let incoming = world.chance(79);
    let status = if world.chance(75) { Some(if world.chance(99) { "Success" } else { "Failure" }) } else { None };
    let mut resource = Resource::new("message", format!("{conversation}/messaging/messages/{}", world.dice.u32(1..700)));
    resource.text("direction", if incoming { "Incoming" } else { "Outgoing" });
    let person = world.person();
    let participant = Link::titled("participant", format!("{conversation}/participants/{}", person.address), &person.name);
    if incoming {
        resource.link("contact", world.of(&person, "people"));
        resource.links.push(participant);
    } else {
        resource.text("operationId", world.hex(32));
        let failed = status == Some("Failure");
        resource.text("status", if failed { "Failed" } else { world.pick(&["Succeeded", "Pending"]) });
        if failed {
            resource.links.push(Link { rel: "failedDeliveryParticipant", many: true, ..participant });
        }
    }
    resource.set("timeStamp", Property::Date(world.instant()));
    resource.link("messaging", format!("{conversation}/messaging"));
    let (html, both, coded) = (world.chance(36), world.chance(31), world.chance(if incoming { 18 } else { 14 }));
    if html {
        let base64 = world.chance(39);
        resource.link("htmlMessage", world.html(base64));
    }
    if !html || both {
        resource.link("plainMessage", world.plain(coded && !html));
    }
    surprise(world, &mut resource);
    Event { status, ..Event::about(if status.is_some() { "completed" } else { "started" }, resource) }
}

/// A participant, in full or with what anybody may know.
fn participant(world: &mut World<'_>, conversation: &str, person: &Person, full: bool) -> Resource {
    let href = format!("{conversation}/participants/{}", person.address);
    let mut resource = Resource::new("participant", &*href);
    resource.text("sourceNetwork", world.pick(NETWORKS));
    resource.flag("anonymous", world.chance(5));
    let lobby = full && world.chance(5);
    let contact = world.of(person, "people");
    resource.link("conversation", conversation);
    resource.link("contact", &*contact);
    resource.link("contactPresence", format!("{contact}/presence"));
    resource.link("contactPhoto", world.of(person, "photos"));
    if full {
        resource.flag("inLobby", lobby);
        resource.flag("local", false);
        resource.flag("organizer", world.chance(22));
        resource.text("role", world.pick(&["Attendee", "Leader"]));
        for (name, percent) in [("otherPhoneNumber", 25), ("workPhoneNumber", 60)] {
            if world.chance(percent) {
                resource.text(name, world.phone());
            }
        }
        resource.link("me", format!("{}/me", world.root));
        for power in POWERS {
            if world.chance(59) {
                resource.links_below(&href, &[*power]);
            }
        }
        if lobby {
            resource.links_below(&href, &[("admit", "admit"), ("reject", "reject")]);
        }
    }
    resource.text("name", &*person.name);
    resource.text("uri", format!("sip:{}", person.address));
    surprise(world, &mut resource);
    resource
}

pub fn joined(world: &mut World<'_>, conversation: &str) -> Event {
    let local = world.chance(8);
    let person = if local { world.me.clone() } else { world.person() };
    let full = !local && world.chance(57);
    let role = if local { "localParticipant" } else { "participant" };
    let resource = participant(world, conversation, &person, full).playing(role);
    let mut event = Event::about("added", resource);
    event.link.title = Some(person.name);
    if !local && world.chance(27) {
        let rel = world.pick(&["participants", "leaders", "attendees"]);
        event.within = Some(Link::new(rel, format!("{conversation}/{rel}")));
    }
    event
}

pub fn invitation(world: &mut World<'_>, conversation: &str) -> Event {
    let kind = world.pick(&["started", "updated", "completed"]);
    let (incoming, completed) = (world.chance(63), kind == "completed");
    let (from, to) = (world.person(), world.person());
    let href = world.invitation();
    let mut resource = Resource::new("messagingInvitation", &*href);
    resource.text("direction", if incoming { "Incoming" } else { "Outgoing" });
    resource.text("importance", if world.chance(32) { "Urgent" } else { "Normal" });
    resource.text("threadId", world.thread());
    resource.text("state", if completed { "Connected" } else { "Connecting" });
    resource.text("subject", world.subject());
    resource.link("to", world.of(&to, "people"));
    resource.link("conversation", conversation);
    if !incoming {
        resource.text("operationId", world.hex(32));
        resource.text("to", format!("sip:{}", to.address));
    }
    match (incoming, kind) {
        (true, "started") => {
            resource.link("accept", format!("{href}/accept?sessionContext={}", world.guid()));
            resource.link("decline", format!("{href}/decline?sessionContext={}&reason=Local", world.guid()));
        }
        (false, "started" | "updated") => resource.link("cancel", format!("{href}/cancel")),
        _ => {}
    }
    resource.link("messaging", format!("{conversation}/messaging"));
    resource.link("message", world.plain(false));
    resource.embedded.push(participant(world, conversation, &from, false).playing("from"));
    if completed {
        let person = world.person();
        resource.link("acceptedByContact", world.of(&person, "people"));
        let accepted = participant(world, conversation, &person, true).playing("acceptedByParticipant");
        resource.embedded.push(Resource { many: true, ..accepted });
    }
    surprise(world, &mut resource);
    Event { status: completed.then_some("Success"), ..Event::about(kind, resource) }
}

pub fn conversation(world: &mut World<'_>, href: &str) -> Event {
    let mut resource = Resource::new("conversation", href);
    resource.text("state", world.pick(&["Connected", "Conferencing", "Disconnected", "Incoming"]));
    resource.text("threadId", world.thread());
    resource.text("subject", world.subject());
    let modalities: &[&[&str]] = &[&[], &["Messaging"], &["Messaging", "Audio"]];
    resource.set("activeModalities", Property::List(world.pick(modalities)));
    resource.text("importance", "Normal");
    resource.flag("recording", world.chance(8));
    if world.chance(48) {
        resource.set("participantCount", Property::Number(world.dice.u32(2..250)));
        resource.set("created", Property::Date(world.instant()));
        resource.flag("readLocally", true);
    }
    let places = ["applicationSharing", "audioVideo", "dataCollaboration", "messaging", "phoneAudio"];
    resource.links_below(href, &places.map(|place| (place, place)));
    let me = format!("{href}/participants/{}", world.me.address);
    resource.links.push(Link::titled("localParticipant", me, &world.me.name));
    let id = href.rsplit('/').next().unwrap_or_default();
    resource.link("addParticipant", format!("{}/communication/participantInvitations?conversation={id}", world.root));
    if world.chance(37) {
        let places = ["participants", "attendees", "leaders", "lobby", "onlineMeeting"];
        resource.links_below(href, &places.map(|place| (place, place)));
    }
    surprise(world, &mut resource);
    resource.etag = world.chance(27).then(|| world.dice.u32(100_000_000..));
    Event::about("updated", resource)
}

pub fn messaging(world: &mut World<'_>, conversation: &str) -> Event {
    let href = format!("{conversation}/messaging");
    let connected = world.chance(64);
    let mut resource = Resource::new("messaging", &*href);
    resource.text("state", if connected { "Connected" } else { "Connecting" });
    resource.link("conversation", conversation);
    if connected {
        resource.set("negotiatedMessageFormats", Property::List(&["Plain", "Html"]));
        let places = [
            ("stopMessaging", "terminate"),
            ("sendMessage", "messages"),
            ("setIsTyping", "typing"),
            ("typingParticipants", "typingParticipants"),
        ];
        resource.links_below(&href, &places);
    }
    Event::about("updated", resource)
}

pub fn communication(world: &mut World<'_>) -> Event {
    let href = format!("{}/communication", world.root);
    let mut resource = Resource::new("communication", &*href);
    etag_of_operation(world, &mut resource);
    resource.set("supportedModalities", Property::List(&["Messaging"]));
    resource.set("supportedMessageFormats", Property::List(&["Plain"]));
    let places = [
        ("conversations", "conversations?filter=active"),
        ("startMessaging", "messagingInvitations"),
        ("startOnlineMeeting", "onlineMeetingInvitations?onlineMeetingUri=adhoc"),
        ("joinOnlineMeeting", "onlineMeetingInvitations"),
    ];
    resource.links_below(&href, &places);
    resource.etag = Some(world.dice.u32(100_000_000..));
    Event::about("updated", resource)
}
