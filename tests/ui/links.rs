//! What a link does not take, what it does, and what it answers.

use ucwa_model::{
    LinkTo,
    communication::{Messaging, MessagingInvitation, SendMessage},
    http::{Answer, AnswerError, Call, Fetched},
    me::Note,
    people::{Contact, Group2},
    rel,
};

fn wrong_method(invitation: &MessagingInvitation, messaging: &Messaging, note: &Fetched<Note>) {
    invitation.accept_link.get();
    invitation.messaging_link.put(SendMessage::new("1"));
    invitation.messaging_link.post();
    invitation.messaging_link.delete();
    messaging.send_message_link.options();
    note.put();
}

fn wrong_input(invitation: &MessagingInvitation, messaging: &Messaging) {
    messaging.send_message_link.post();
    messaging.send_message_link.post(SendMessage::new("1"));
    invitation.accept_link.post("now");
}

fn wrong_answer(invitation: &MessagingInvitation, messaging: &Messaging, answer: Answer) -> Result<(), AnswerError> {
    let contact: Fetched<Contact> = invitation.messaging_link.get().finish(answer.clone())?;
    let message: LinkTo<rel::Conversation, _> = messaging.send_message_link.post(SendMessage::text("1", "Hi")).finish(answer)?;
    let nothing: Call<()> = invitation.messaging_link.get();
    Ok(())
}

fn wrong_revision(group: &Group2) {
    group.self_link.at_revision::<3>();
}

fn wrong_rel(link: LinkTo<Contact>) {
    link.get();
}

fn main() {}
