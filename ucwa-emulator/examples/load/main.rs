//! Load for an emulator: applications with open polls, which chat in pairs, in JSON and in XML. What is said is numbered, so that what
//! is lost, doubled or out of order shows.
//!
//!     cargo run --release -p ucwa-emulator --example load -- --applications 1000 --seconds 20 --mishaps --faults
//!
//! The server is a process of its own, so that its memory and its time are its own too. Each application needs four descriptors: `ulimit -n 8192`.

mod client;
mod pair;
mod server;
mod tally;

use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use clap::Parser;
use tokio::{task::JoinSet, time::sleep};

use self::{client::Client, server::Server, tally::Tally};

/// Loads an emulator, and prints what it bears.
#[derive(Clone, Debug, Parser)]
struct Args {
    /// How many applications there are; each two of them chat
    #[arg(long, default_value_t = 1000)]
    applications: usize,
    /// How long they chat
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// How many messages each says before it waits for the other
    #[arg(long, default_value_t = 3)]
    burst: u64,
    /// How many milliseconds each waits before it answers
    #[arg(long, default_value_t = 0)]
    pause: u64,
    /// Clients drop connections in the middle of answers, repeat acknowledgements and replace their polls
    #[arg(long)]
    mishaps: bool,
    /// The server answers late, with errors, with pages and with half of a body, and damages events, by chance
    #[arg(long)]
    faults: bool,
    /// Is the server, with this number of users, until its input ends
    #[arg(long, hide = true)]
    serve: Option<usize>,
}

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let args = Args::parse();
    if let Some(users) = args.serve {
        return server::serve(users, args.faults).await;
    }
    let server = Server::start(&args)?;
    let (before, tally) = (server.memory(), Arc::new(Tally::default()));
    let since = Instant::now();
    let mut clients = sign_in(&server, &args, &tally).await?;
    println!("{} applications signed in within {:.1} s", clients.len(), since.elapsed().as_secs_f64());
    // polls are open, and nothing happens
    sleep(Duration::from_secs(2)).await;
    let idle = server.memory();
    println!(
        "memory       {} KiB at the start, {} KiB idle: {:.1} KiB an application",
        before,
        idle,
        (idle - before) as f64 / clients.len() as f64
    );

    let (start, cpu) = (Instant::now(), server.cpu());
    let mut pairs = JoinSet::new();
    let mut number = 0;
    while let (Some(one), Some(other)) = (clients.pop(), clients.pop()) {
        pairs.spawn(pair::chat(number, one, other, args.clone(), Arc::clone(&tally), start));
        number += 1;
    }
    sleep(Duration::from_secs(args.seconds.min(5))).await;
    let warm = server.memory();
    while let Some(ended) = pairs.join_next().await {
        ended??;
    }
    let (passed, cpu) = (start.elapsed(), server.cpu() - cpu);
    println!("memory       {warm} KiB after {} s, {} KiB at the end", args.seconds.min(5), server.memory());
    println!("processor    {:.0} % of one core", cpu.as_secs_f64() / passed.as_secs_f64() * 100.0);
    tally.print(Duration::from_secs(args.seconds));
    let violations = server.stop()?;
    println!("violations   {violations}");
    if tally.is_sound() && violations == 0 { Ok(()) } else { Err("the server is not sound".into()) }
}

/// Signs all users in, a few at a time.
async fn sign_in(server: &Server, args: &Args, tally: &Arc<Tally>) -> Outcome<Vec<Client>> {
    const AT_ONCE: usize = 16;
    let (mut clients, mut waiting) = (Vec::new(), JoinSet::new());
    for number in 0..args.applications {
        if waiting.len() == AT_ONCE {
            clients.extend(waiting.join_next().await.transpose()?.transpose()?);
        }
        waiting.spawn(Client::sign_in(server.url().to_owned(), number, args.mishaps, Arc::clone(tally)));
    }
    while let Some(client) = waiting.join_next().await {
        clients.push(client??);
    }
    clients.sort_by_key(Client::number);
    Ok(clients)
}
