//! What `--help` ends with: examples, and what the exit status means.

pub(super) const OVERVIEW: &str = "\
Examples:
  ucwa convert --to json message.xml
  ucwa validate --as startMessaging2:POST request.json
  ucwa events log.jsonl
  ucwa schema show messagingInvitation

`ucwa VERB --help` has more of each.";

pub(super) const CONVERT: &str = "\
Examples:
  ucwa convert --to json message.xml
  ucwa convert --to xml --as startMessaging2:POST request.json
  ucwa convert --to json --text message.json

Exit status: 0 fine, 1 the message is at fault, 2 the command line is.";

pub(super) const VALIDATE: &str = "\
Examples:
  ucwa validate messages/ invitation.xml
  ucwa validate --as startMessaging2:POST request.json
  ucwa validate --json --ignore-text gateway.log.gz

Exit status: 0 all are valid, 1 some are not or cannot be read, 2 the command line is at fault.";

pub(super) const EVENTS: &str = "\
Examples:
  ucwa events log.jsonl.gz
  ucwa events --sender conversation --rel message log.jsonl
  ucwa events --json --ignore-text gateway.log
  ucwa events --summary logs/

Exit status: 0 fine, 1 something is broken or cannot be read, 2 the command line is at fault.";

pub(super) const INSPECT: &str = "\
Examples:
  ucwa inspect trace.har -o page.html
  ucwa inspect --ignore-text gateway.log.gz > page.html

Exit status: 0 fine, 1 something cannot be read, 2 the command line is at fault.";

pub(super) const DATA_URL: &str = "\
Examples:
  ucwa data-url 'data:text/plain;charset=utf-8,Hi+Tosh%0d%0a'
  ucwa data-url --json - < url.txt
  ucwa data-url --encode text/plain message.txt

Exit status: 0 fine, 1 the URL is at fault, 2 the command line is.";

pub(super) const SCHEMA: &str = "\
Examples:
  ucwa schema list
  ucwa schema show startMessaging2";

pub(super) const LIST: &str = "\
Examples:
  ucwa schema list
  ucwa schema list --json
  ucwa schema list --coverage captures/";

pub(super) const SHOW: &str = "\
Examples:
  ucwa schema show startMessaging2
  ucwa schema show Importance --json";

pub(super) const EXPORT: &str = "\
Examples:
  ucwa schema export --as json-schema > ucwa.schema.json
  ucwa schema export --as relaxng -o grammars/
  ucwa schema export --as openapi | jq '.paths | keys'";

pub(super) const COMPLETIONS: &str = "\
Examples:
  ucwa completions bash > ~/.local/share/bash-completion/completions/ucwa
  ucwa completions zsh > ~/.zfunc/_ucwa
  ucwa completions fish > ~/.config/fish/completions/ucwa.fish";

pub(super) const MAN: &str = "\
Examples:
  ucwa man | man -l -
  ucwa man > ~/.local/share/man/man1/ucwa.1";
