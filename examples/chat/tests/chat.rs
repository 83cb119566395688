//! The example from end to end, over HTTP on this machine, in both formats: the conversation, and what can go wrong in one.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

#[path = "../src/client.rs"]
mod client;
#[path = "../src/server.rs"]
mod server;

use ucwa_model::{
    AnyResource, Format, LinkTo,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{AnswerError, Batch, EventChannel, Request, Stale},
    me::NotePost,
    rel,
};

use crate::client::{Chat, Client, ClientError};

const TO: &str = "sip:tosh@contoso.com";

async fn chat(format: Format) -> Chat {
    let origin = server::start().await.unwrap();
    Chat::sign_in(Client::new(&origin, format, server::TOKEN).unwrap()).await.unwrap()
}

/// The same test in both formats.
macro_rules! in_both_formats {
    ($($(#[$doc:meta])* async fn $test:ident($format:ident) $body:block)*) => {$(
        $(#[$doc])*
        mod $test {
            use super::*;

            async fn run($format: Format) $body

            #[tokio::test]
            async fn json() {
                run(Format::Json).await;
            }

            #[tokio::test]
            async fn xml() {
                run(Format::Xml).await;
            }
        }
    )*};
}

in_both_formats! {
    /// Two messages and their answers, with what neither a format nor a URL carries as it is.
    async fn a_conversation(format) {
        let said = "5 + 1 > 4 & \"Café\" 100%25\u{1F355}";
        let lines = chat(format).await.talk(TO, "Lunch", &["Hi Tosh", said]).await.unwrap();
        let answer = format!("< You said: {said}");
        assert_eq!(lines, ["* to sip:tosh@contoso.com about Lunch", "> Hi Tosh", "< You said: Hi Tosh", &format!("> {said}"), &answer]);
    }

    /// The server refuses an operation id that has been used, in words that the schema documents.
    async fn an_error(format) {
        let mut chat = chat(format).await;
        chat.invite(TO, "Lunch").await.unwrap();
        let link = &chat.application.communication.as_ref().unwrap().start_messaging_link;
        let start = ucwa_model::communication::StartMessaging2::new("chat-1".parse::<ucwa_model::OperationId>().unwrap());
        let error = chat.client.call(&link.post(start)).await.unwrap_err();
        let ClientError::Answer(AnswerError::Refused(refusal)) = error else { panic!("expected a refusal, but found {error}") };
        assert_eq!(refusal.code(), Some(&ErrorCode::Conflict));
        assert_eq!(refusal.subcode(), Some(&ErrorSubcode::AlreadyExists));
        assert_eq!(refusal.message(), Some("This id has been used."));
        assert!(refusal.documented.is_some());
    }

    /// A wrong token is turned away by somebody who does not speak UCWA, but says where to get another.
    async fn a_page_in_place_of_an_answer(format) {
        let origin = server::start().await.unwrap();
        let error = Chat::sign_in(Client::new(&origin, format, "cwt=wrong").unwrap()).await.unwrap_err();
        let ClientError::Answer(error) = error else { panic!("expected an answer, but found {error}") };
        assert_eq!(error.challenges()[0].token_service().unwrap().unwrap().as_str(), server::TOKEN_SERVICE);
        let AnswerError::Unexpected(page) = error else { panic!("expected a page, but found {error}") };
        assert_eq!(page.status, 401);
        assert_eq!(page.text(), "<html><body>Who are you?</body></html>");
    }

    /// A client that is out of step is told where to go on, and that it has missed something.
    async fn a_resync(format) {
        let mut chat = chat(format).await;
        chat.invite(TO, "Lunch").await.unwrap();
        chat.channel = EventChannel::new("/ucwa/v1/applications/192/events?ack=99");
        assert!(chat.poll().await.unwrap().0.is_empty());
        assert_eq!(chat.stale, Stale::Resources);
        let lines = chat.talk(TO, "Lunch", &["Are you still there?"]).await.unwrap();
        assert_eq!(lines[2], "< You said: Are you still there?");
    }

    /// Three requests in one: what is written, what is read, and what there is not.
    async fn a_batch(format) {
        let chat = chat(format).await;
        let mut batch = Batch::new();
        let note = LinkTo::<rel::Note, _>::new("/ucwa/v1/applications/192/me/note");
        let nowhere = LinkTo::<rel::Note, _>::new("/ucwa/v1/applications/192/nowhere");
        let away = NotePost::new().with_message("Away & gone: ü\r\n--batch");
        batch.push(note.post(away).map(Request::inputs_in_query)).unwrap();
        batch.push(note.get()).unwrap();
        batch.push(nowhere.get()).unwrap();
        let answers = chat.client.call(&chat.application.batch_link.post(batch)).await.unwrap();
        assert_eq!(answers[0].as_ref().unwrap().status, 204);
        let Some(AnyResource::Note(note)) = answers[1].as_ref().unwrap().as_resource() else { panic!("expected a note") };
        assert_eq!(note.message.as_deref(), Some("Away & gone: ü\r\n--batch"));
        assert_eq!(answers[2].as_ref().unwrap_err().to_string(), "404 NotFound: There is no such resource.");
    }
}
