//! The command, run from outside.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

pub(crate) fn ucwa(args: &[&str], stdin: &[u8]) -> Output {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("ucwa"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a command that fails before it reads has closed the pipe
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

/// Exit status, standard output, standard error.
pub(crate) fn story(args: &[&str], stdin: &[u8]) -> String {
    let Output { status, stdout, stderr } = ucwa(args, stdin);
    let (stdout, stderr) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    format!("exit {}\n--- stdout\n{stdout}--- stderr\n{stderr}", status.code().unwrap())
}
