//! `ucwa completions` and `ucwa man`: what a system wants to know of the command.

use std::io;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{Outcome, args::Args, output};

/// The script that completes the command line in a shell.
pub(crate) fn completions(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "ucwa", &mut script);
    output::write(script)
}

/// The manual: a page for the command, and one for each verb.
pub(crate) fn pages() -> Outcome {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    output::outcome(page(&command, &mut pages))?;
    output::write(pages)
}

fn page(command: &Command, pages: &mut Vec<u8>) -> io::Result<()> {
    Man::new(command.clone()).render(pages)?;
    command.get_subcommands().try_for_each(|verb| page(verb, pages))
}
