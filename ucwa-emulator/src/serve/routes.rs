//! Which path of an application is which resource, and what answers for each of its methods. Only the server knows: clients go by
//! links.

use ::http::Method;
use ucwa_model::{HttpMethodMetadata, OptionsMetadata, http::Operation};

use super::{
    call::{Call, Outcome},
    communication, discovery, me, people,
};
use crate::world::World;

/// What answers a request.
pub(super) type Handler = fn(&mut World, &Call) -> Outcome;

/// A method, the definition that it is of, and what answers; nothing for events, which are waited for.
type Entry = (&'static str, &'static str, Option<Handler>);

/// A path below an application, where `{}` stands for any one part, and its methods: each with the definition that it is of.
struct Route {
    path: &'static str,
    methods: &'static [Entry],
}

const fn route(path: &'static str, methods: &'static [Entry]) -> Route {
    Route { path, methods }
}

const ROUTES: &[Route] = &[
    route("", &[("GET", "application", Some(discovery::get)), ("DELETE", "application", Some(discovery::delete))]),
    route("events", &[("GET", "events", None)]),
    route("me", &[("GET", "me", Some(me::me))]),
    route("me/makeMeAvailable", &[("POST", "makeMeAvailable2", Some(me::make_me_available))]),
    route("me/reportMyActivity", &[("POST", "reportMyActivity", Some(me::report_my_activity))]),
    route("me/note", &[("GET", "note", Some(me::note)), ("POST", "note", Some(me::set_note))]),
    route("me/presence", &[("GET", "presence", Some(me::presence)), ("POST", "presence", Some(me::set_presence))]),
    route("me/location", &[("GET", "location", Some(me::location)), ("POST", "location", Some(me::set_location))]),
    route("me/phones", &[("GET", "phones", Some(me::phones))]),
    route("me/phones/{}", &[("GET", "phone", Some(me::phone))]),
    route("me/photo", &[("GET", "photo", Some(me::photo))]),
    route("people", &[("GET", "people", Some(people::people))]),
    route("people/{}", &[("GET", "contact", Some(people::contact))]),
    route("people/{}/presence", &[("GET", "contactPresence", Some(people::presence))]),
    route("people/{}/note", &[("GET", "contactNote", Some(people::note))]),
    route("people/{}/location", &[("GET", "contactLocation", Some(people::location))]),
    route("communication", &[("GET", "communication", Some(communication::communication))]),
    route("communication/messagingInvitations", &[("POST", "startMessaging2", Some(communication::start))]),
    route("communication/invitations/{}", &[("GET", "messagingInvitation", Some(communication::invitation))]),
    route("communication/invitations/{}/accept", &[("POST", "accept", Some(communication::accept))]),
    route("communication/invitations/{}/decline", &[("POST", "decline", Some(communication::decline))]),
    route("communication/invitations/{}/cancel", &[("POST", "cancel", Some(communication::cancel))]),
    route("communication/conversations", &[("GET", "conversations", Some(communication::conversations))]),
    route(
        "communication/conversations/{}",
        &[("GET", "conversation", Some(communication::conversation)), ("DELETE", "conversation", Some(communication::leave))],
    ),
    route("communication/conversations/{}/participants/{}", &[("GET", "participant", Some(communication::participant))]),
    route(
        "communication/conversations/{}/participants/{}/messaging",
        &[("GET", "participantMessaging", Some(communication::participant_messaging))],
    ),
    route("communication/conversations/{}/messaging", &[("GET", "messaging", Some(communication::messaging))]),
    route(
        "communication/conversations/{}/messaging/messages",
        &[("GET", "messages", Some(communication::messages)), ("POST", "sendMessage", Some(communication::send))],
    ),
    route("communication/conversations/{}/messaging/messages/{}", &[("GET", "message", Some(communication::message))]),
    route("communication/conversations/{}/messaging/typing", &[("POST", "setIsTyping", Some(communication::type_))]),
    route("communication/conversations/{}/messaging/terminate", &[("POST", "stopMessaging", Some(communication::leave))]),
];

/// What a path and a method lead to.
pub(super) enum Found {
    Operation(Operation, Option<Handler>, Vec<String>),
    /// What OPTIONS says.
    Options(OptionsMetadata),
    /// The resource takes another method.
    OtherMethod,
    Nothing,
}

/// Finds what answers for a path below an application. Clients double slashes.
pub(super) fn find(path: &str, method: &Method) -> Found {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let matching = ROUTES.iter().find_map(|route| Some((route, ids(route, &parts)?)));
    let Some((route, ids)) = matching else { return Found::Nothing };
    if method == Method::OPTIONS {
        return Found::Options(metadata(route));
    }
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let entry = route.methods.iter().find(|(name, _, _)| *name == method.as_str());
    let operation = entry.and_then(|(method, name, handler)| Some((Operation::find(name, method)?, *handler)));
    operation.map_or(Found::OtherMethod, |(operation, handler)| Found::Operation(operation, handler, ids))
}

/// What stands for the `{}` of a route, if a path fits it.
fn ids(route: &Route, parts: &[&str]) -> Option<Vec<String>> {
    let pattern = route.path.split('/').filter(|part| !part.is_empty());
    let mut ids = Vec::new();
    let mut rest = parts.iter();
    for wanted in pattern {
        let part = rest.next()?;
        match wanted {
            "{}" => ids.push((*part).to_owned()),
            wanted if wanted.eq_ignore_ascii_case(part) => {}
            _ => return None,
        }
    }
    rest.next().is_none().then_some(ids)
}

fn metadata(route: &Route) -> OptionsMetadata {
    let mut metadata = OptionsMetadata::default();
    for (method, _, _) in route.methods {
        let mut one = HttpMethodMetadata::default();
        one.http_method = Some((*method).into());
        metadata.methods.push(one);
    }
    metadata
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// `docs/emulator.md` says of each operation whether it is emulated. Set `UPDATE_EMULATED` to write it anew.
    #[test]
    fn the_documentation_lists_all_operations() {
        let emulated: BTreeSet<(&str, &str)> =
            ROUTES.iter().flat_map(|route| route.methods).map(|(method, name, _)| (*name, *method)).collect();
        let special = [
            ("root", "GET"),
            ("user", "GET"),
            ("xframe", "GET"),
            ("applications2", "GET"),
            ("applications2", "POST"),
            ("batch", "POST"),
        ];
        let is_there = |operation: &Operation| {
            let key = (operation.name(), operation.table().method);
            emulated.contains(&key) || special.contains(&key)
        };
        let all: Vec<Operation> = Operation::all().collect();
        let count = all.iter().filter(|operation| is_there(operation)).count();
        let mut text = format!("{HEAD}{count} of {} operations are emulated.\n\n| operation | |\n| --- | --- |\n", all.len());
        for operation in &all {
            text.push_str(&format!("| `{operation}` | {} |\n", if is_there(operation) { "emulated" } else { "not yet" }));
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/emulator.md");
        if std::env::var_os("UPDATE_EMULATED").is_some() {
            fs::write(&file, &text).unwrap();
        }
        assert!(
            fs::read_to_string(&file).unwrap_or_default() == text,
            "docs/emulator.md is out of date: run with UPDATE_EMULATED=1"
        );
        for (name, method) in emulated {
            assert!(Operation::find(name, method).is_some_and(|operation| operation.name() == name), "{method} {name}");
        }
    }

    const HEAD: &str = "# What is emulated\n\nEach operation of the schema, and whether `ucwa-emulator` has it; a test writes this list. What is not emulated is\nanswered with 404 or 405.\n\n";
}
