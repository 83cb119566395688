//! A response of the event channel.

use ucwa_model::{Events, Link, Sender};

use crate::world::happening::Happening;

/// The response of the event channel with that number; neighbours of one sender share it.
pub(crate) fn events(place: &str, number: u64, happenings: &[Happening]) -> Events {
    let mut events = Events::default();
    events.channel.self_link = Link::new(format!("{place}?ack={number}")).into();
    events.channel.next_link = Link::new(format!("{place}?ack={}", number + 1)).into();
    let mut senders: Vec<Sender> = Vec::new();
    for Happening { sender: (rel, href), event, .. } in happenings {
        match senders.last_mut().filter(|sender| sender.rel == *rel && sender.href == **href) {
            Some(sender) => sender.events.push(Ok(event.clone())),
            None => {
                let mut sender = Sender::default();
                (sender.rel, sender.href) = ((*rel).into(), href.as_str().into());
                sender.events.push(Ok(event.clone()));
                senders.push(sender);
            }
        }
    }
    events.senders = (!senders.is_empty()).then_some(senders);
    events
}
