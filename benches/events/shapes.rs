//! The JSON of the load as types for serde, as a client would write them by hand.
//!
//! `S` is the type of strings: `String`, or [`Slice`] to borrow from the input. Every member is optional, as in the
//! protocol. [`closed`] drops members that it does not know, [`open`] keeps those of resources in a map.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A string that borrows from the input where that has no escapes; serde borrows a bare `Cow` only at the top of a field.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Slice<'a>(#[serde(borrow)] Cow<'a, str>);

macro_rules! shape {
    ([$($other:tt)*] $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* }) => {
        #[derive(Debug, Deserialize, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name<S> {
            $($(#[$attribute])* #[serde(skip_serializing_if = "Option::is_none")] $field: Option<$type>,)*
            $($other)*
        }
    };
}

/// A resource: its properties, its links, and what all resources have.
macro_rules! resource {
    ($other:tt $name:ident { $($field:ident: $type:ty,)* } $links:ident { $($link:ident: $target:ty,)* }) => {
        shape!($other $name {
            $($field: $type,)*
            #[serde(rename = "_links")] links: $links<S>,
            rel: S,
            etag: S,
        });
        shape!([] $links { #[serde(rename = "self")] own: Link<S>, $($link: $target,)* });
    };
}

macro_rules! shapes {
    ($other:tt) => {
        shape!([] Events { #[serde(rename = "_links")] links: Channel<S>, sender: Vec<Sender<S>>, });
        shape!([] Channel { #[serde(rename = "self")] own: Link<S>, next: Link<S>, });
        shape!([] Sender { rel: S, href: S, events: Vec<Event<S>>, });
        shape!([] Event {
            link: EventLink<S>,
            #[serde(rename = "in")] within: EventLink<S>,
            status: S,
            #[serde(rename = "_embedded")] embedded: Embedded<S>,
            #[serde(rename = "type")] kind: S,
        });
        shape!([] EventLink { rel: S, href: S, title: S, });
        shape!([] Link { href: S, title: S, });
        // boxed: an event has one of these at most, and they are large
        shape!([] Embedded {
            contact_presence: Box<ContactPresence<S>>,
            message: Box<Message<S>>,
            participant: Box<Participant<S>>,
            local_participant: Box<Participant<S>>,
            messaging_invitation: Box<MessagingInvitation<S>>,
            conversation: Box<Conversation<S>>,
            messaging: Box<Messaging<S>>,
            communication: Box<Communication<S>>,
        });
        resource!($other ContactPresence { activity: S, availability: S, device_type: S, last_active: S, } ContactPresenceLinks {});
        resource!($other Message { direction: S, operation_id: S, status: S, time_stamp: S, } MessageLinks {
            contact: Link<S>,
            participant: Link<S>,
            messaging: Link<S>,
            plain_message: Link<S>,
            html_message: Link<S>,
            failed_delivery_participant: Vec<Link<S>>,
        });
        resource!($other Participant {
            source_network: S,
            anonymous: bool,
            in_lobby: bool,
            local: bool,
            organizer: bool,
            role: S,
            other_phone_number: S,
            work_phone_number: S,
            name: S,
            uri: S,
        } ParticipantLinks {
            conversation: Link<S>,
            contact: Link<S>,
            contact_presence: Link<S>,
            contact_photo: Link<S>,
            me: Link<S>,
            participant_messaging: Link<S>,
            participant_audio: Link<S>,
            participant_video: Link<S>,
            participant_application_sharing: Link<S>,
            participant_data_collaboration: Link<S>,
            participant_panoramic_video: Link<S>,
            eject: Link<S>,
            promote: Link<S>,
            demote: Link<S>,
            admit: Link<S>,
            reject: Link<S>,
        });
        shape!($other MessagingInvitation {
            direction: S,
            importance: S,
            thread_id: S,
            state: S,
            subject: S,
            operation_id: S,
            to: S,
            #[serde(rename = "_links")] links: MessagingInvitationLinks<S>,
            #[serde(rename = "_embedded")] embedded: Invited<S>,
            rel: S,
        });
        shape!([] MessagingInvitationLinks {
            #[serde(rename = "self")] own: Link<S>,
            to: Link<S>,
            conversation: Link<S>,
            accept: Link<S>,
            decline: Link<S>,
            cancel: Link<S>,
            messaging: Link<S>,
            message: Link<S>,
            accepted_by_contact: Link<S>,
        });
        shape!([] Invited { from: Box<Participant<S>>, accepted_by_participant: Vec<Participant<S>>, });
        resource!($other Conversation {
            state: S,
            thread_id: S,
            subject: S,
            active_modalities: Vec<S>,
            importance: S,
            recording: bool,
            participant_count: u32,
            created: S,
            read_locally: bool,
        } ConversationLinks {
            application_sharing: Link<S>,
            audio_video: Link<S>,
            data_collaboration: Link<S>,
            messaging: Link<S>,
            phone_audio: Link<S>,
            local_participant: Link<S>,
            add_participant: Link<S>,
            participants: Link<S>,
            attendees: Link<S>,
            leaders: Link<S>,
            lobby: Link<S>,
            online_meeting: Link<S>,
        });
        resource!($other Messaging { state: S, negotiated_message_formats: Vec<S>, } MessagingLinks {
            conversation: Link<S>,
            stop_messaging: Link<S>,
            send_message: Link<S>,
            set_is_typing: Link<S>,
            typing_participants: Link<S>,
        });
        resource!($other Communication { supported_modalities: Vec<S>, supported_message_formats: Vec<S>, } CommunicationLinks {
            conversations: Link<S>,
            start_messaging: Link<S>,
            start_online_meeting: Link<S>,
            join_online_meeting: Link<S>,
        });
    };
}

/// Without unknown members.
pub(crate) mod closed {
    use serde::{Deserialize, Serialize};

    shapes!([]);
}

/// With unknown members.
pub(crate) mod open {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    shapes!([#[serde(flatten)] other: BTreeMap<String, serde_json::Value>,]);
}
