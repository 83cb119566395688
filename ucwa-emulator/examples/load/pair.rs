//! Two who chat.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tokio::time::{sleep, timeout};
use ucwa_model::{
    communication::{Message, Messaging, MessagingInvitation, SendMessage, StartMessaging2},
    enumerations::{
        Direction,
        EventType::{Completed, Started},
    },
};

use crate::{
    Args, Outcome,
    client::Client,
    tally::{Tally, count},
};

/// How long nobody waits for what is going to come: on a busy machine, and after a fault, it takes its time.
const PATIENCE: Duration = Duration::from_secs(40);
/// How long one listens after the end for what must not come: a message that has been heard.
const SILENCE: Duration = Duration::from_secs(3);

/// One invites the other, and both say numbered messages in turn until the time is up.
pub(crate) async fn chat(
    pair: usize,
    mut one: Client,
    mut other: Client,
    args: Args,
    tally: Arc<Tally>,
    start: Instant,
) -> Outcome<()> {
    let invite =
        StartMessaging2::new(pair.to_string().parse()?).with_to(format!("sip:user{}@contoso.com", other.number()).parse()?);
    one.http().call(&one.communication.start_messaging_link.post(invite)).await?;
    let (first, second) = tokio::try_join!(connect(&mut one), connect(&mut other))?;
    let ends = start + Duration::from_secs(args.seconds);
    let (of_one, of_other) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
    let side = |own: &Arc<AtomicU64>, others: &Arc<AtomicU64>, messaging| Side {
        said: Arc::clone(own),
        others: Arc::clone(others),
        heard: 0,
        messaging,
        tally: Arc::clone(&tally),
        start,
        ends,
    };
    let (begins, answers) = (side(&of_one, &of_other, first), side(&of_other, &of_one, second));
    let (begins, answers) = tokio::try_join!(begins.talk(&mut one, &args, true), answers.talk(&mut other, &args, false))?;
    for (said, heard) in [(begins.0, answers.1), (answers.0, begins.1)] {
        tally.lost.fetch_add(said.saturating_sub(heard), Relaxed);
    }
    Ok(())
}

/// Waits until the conversation is there; who is invited accepts.
async fn connect(client: &mut Client) -> Outcome<Messaging> {
    let http = client.http();
    loop {
        let event = timeout(PATIENCE, client.events.recv()).await?.ok_or("the channel has ended")?;
        let Some(invitation) = event.resource_as::<MessagingInvitation>() else { continue };
        let incoming = invitation.direction == Some(Direction::Incoming);
        if event.event_type == Some(Started) && incoming {
            http.call(&invitation.accept_link.post()).await?;
        } else if event.event_type == Some(Completed) {
            return Ok(http.call(&invitation.messaging_link.get()).await?.value);
        }
    }
}

/// One side of a chat.
struct Side {
    said: Arc<AtomicU64>,
    /// How many the other has said.
    others: Arc<AtomicU64>,
    /// The number of the latest message of the other.
    heard: u64,
    messaging: Messaging,
    tally: Arc<Tally>,
    start: Instant,
    ends: Instant,
}

impl Side {
    /// Says the messages of a burst, hears those of the other side, and begins again. How many were said and heard.
    async fn talk(mut self, client: &mut Client, args: &Args, begins: bool) -> Outcome<(u64, u64)> {
        if begins {
            self.say(client, args.burst).await?;
        }
        loop {
            let last = Instant::now() >= self.ends;
            let has_all = self.heard >= self.others.load(Relaxed);
            let patience = if last && has_all { SILENCE } else { PATIENCE };
            let event = match timeout(patience, client.events.recv()).await {
                Ok(event) => event,
                Err(_) if last => return Ok((self.said.load(Relaxed), self.heard)),
                Err(_) => continue,
            };
            let event = event.ok_or("the channel has ended")?;
            let Some(message) = event.resource_as::<Message>() else { continue };
            if message.direction != Some(Direction::Incoming) {
                continue;
            }
            self.hear(&message.text().ok_or("expected a text")??);
            if self.heard.is_multiple_of(args.burst) && !last {
                sleep(Duration::from_millis(args.pause)).await;
                self.say(client, args.burst).await?;
            }
        }
    }

    async fn say(&mut self, client: &Client, messages: u64) -> Outcome<()> {
        for _ in 0..messages {
            let number = self.said.fetch_add(1, Relaxed) + 1;
            let text = format!("{number} {}", self.start.elapsed().as_nanos());
            let call = self.messaging.send_message_link.post(SendMessage::text(number.to_string(), &text));
            client.http().call(&call).await?;
            count(&self.tally.said);
        }
        Ok(())
    }

    fn hear(&mut self, text: &str) {
        let mut parts = text.split_whitespace().map(str::parse::<u64>);
        let (Some(Ok(number)), Some(Ok(at))) = (parts.next(), parts.next()) else {
            return count(&self.tally.disordered);
        };
        match number {
            number if number == self.heard + 1 => {
                count(&self.tally.heard);
                self.tally.took(self.start.elapsed().saturating_sub(Duration::from_nanos(at)));
                self.heard = number;
            }
            number if number <= self.heard => count(&self.tally.doubled),
            number => {
                count(&self.tally.disordered);
                self.heard = number;
            }
        }
    }
}
