//! The command `ucwa-emulator`: starts a server, and says who can sign in.

use std::{fs, path::PathBuf, process::ExitCode};

use clap::Parser;
use ucwa_emulator::{Emulator, Robot, Scenario};

/// A UCWA server in memory, for clients to sign in to.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Args {
    /// The port to listen on; any free one if none is given
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Who there is, as TOML; Ann and Tosh if none is given
    #[arg(long, value_name = "FILE.toml")]
    scenario: Option<PathBuf>,
    /// A port for faults, time and robots, as JSON over HTTP; 0 for any free one
    #[arg(long, value_name = "PORT")]
    control: Option<u16>,
    /// Serves a page to look at in a browser, of every exchange as it happens; on this port, or any free one
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "0")]
    inspect: Option<u16>,
    /// Writes every exchange into an HTTP archive
    #[arg(long, value_name = "FILE.har")]
    log: Option<PathBuf>,
    /// The origin of the URLs that discovery hands out, if something else stands before this server [default: where it listens]
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
    /// Lets robots write to whoever signs in
    #[arg(long)]
    demo: bool,
}

/// What robots write with `--demo`.
const GREETING: &str = "Café at noon? 5 + 1 seats";
/// After how many messages they leave then: who repeats what they say would hear them for ever.
const ENOUGH: usize = 20;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), Box<dyn std::error::Error>> {
    let mut scenario = match &args.scenario {
        Some(path) => {
            let name = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
            let text = fs::read_to_string(path).map_err(|error| name(&error))?;
            Scenario::from_toml(&text).map_err(|error| name(&error))?
        }
        None => Scenario::default(),
    };
    if args.demo {
        for user in &mut scenario.users {
            user.robot = user.robot.take().map(|robot: Robot| robot.with_greeting(GREETING).leaving_after(ENOUGH));
        }
    }
    let users = scenario.users.clone();
    let mut builder = Emulator::builder().scenario(scenario).port(args.port);
    builder = args.control.into_iter().fold(builder, ucwa_emulator::Builder::control);
    builder = args.inspect.into_iter().fold(builder, ucwa_emulator::Builder::inspect);
    builder = args.log.into_iter().fold(builder, ucwa_emulator::Builder::log);
    builder = args.origin.into_iter().fold(builder, ucwa_emulator::Builder::origin);
    let emulator = builder.start().await?;
    println!("listening on {}", emulator.url());
    if let Some(second) = emulator.second_url() {
        println!("  its second server is {second}");
    }
    if let Some(control) = emulator.control_url() {
        println!("  its control port is {control}");
    }
    if let Some(page) = emulator.inspect_url() {
        println!("  what happens is shown at {page}");
    }
    for user in users.iter().filter(|user| user.robot.is_none()) {
        println!("  {} signs in with the password `{}`", user.address, user.password);
    }
    for user in users.iter().filter(|user| user.robot.is_some()) {
        println!("  {} is a robot", user.address);
    }
    tokio::select! {
        () = emulator.run() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}
