//! The command line.

mod examples;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use ucwa_model::Format;

use self::examples::{COMPLETIONS, CONVERT, DATA_URL, EVENTS, EXPORT, INSPECT, LIST, MAN, OVERVIEW, SCHEMA, SHOW, VALIDATE};

/// Converts, validates and explains messages of UCWA, the web API of Skype for Business and Lync servers
#[derive(Parser)]
#[command(name = "ucwa", version, max_term_width = 100, after_help = OVERVIEW)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Convert a message between JSON and XML, or tidy it in its own format
    ///
    /// Nothing is lost: what the schema does not know, and what does not fit it, comes out as it came in. What does not fit is
    /// reported on standard error. Of a capture (HAR, SAZ, raw HTTP) all messages come out, one after another.
    #[command(after_help = CONVERT)]
    Convert(ConvertArgs),
    /// Check messages against the schema: types, limits, required members
    ///
    /// Captures are told by their first bytes: HAR, Fiddler's SAZ and raw HTTP messages. Requests are checked as the inputs of their
    /// operations, answers as what they say to be; what is not UCWA is passed over.
    #[command(after_help = VALIDATE)]
    Validate(ValidateArgs),
    /// Take responses of the event channel apart: one line per event, with the text of messages
    ///
    /// A file may hold any number of responses, in JSON, in XML or both, one after another, also compressed by gzip, or be a capture:
    /// HAR, Fiddler's SAZ, raw HTTP messages. What is broken is told in its place, and costs nothing else.
    #[command(after_help = EVENTS)]
    Events(EventsArgs),
    /// Write a page to look at in a browser: what was asked, answered and told, with the documentation of its members
    ///
    /// The page is one file, which loads nothing and works without a network. It is made from captures (HAR, SAZ, raw HTTP) and from
    /// logs of messages. Tokens, cookies and passwords are left out of it.
    #[command(after_help = INSPECT)]
    Inspect(InspectArgs),
    /// Decode a data URL, as a message body is one, or build one
    #[command(after_help = DATA_URL)]
    DataUrl(DataUrlArgs),
    /// Look up the protocol: resources, enumerations, operations
    #[command(after_help = SCHEMA)]
    Schema {
        #[command(subcommand)]
        command: SchemaCommand,
    },
    /// Print the script that completes the command line in a shell
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual, in the format of `man`
    #[command(after_help = MAN)]
    Man,
}

#[derive(Parser)]
pub(crate) struct ConvertArgs {
    /// The format of the message; guessed from its first byte if absent
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<FormatArg>,
    /// The format to write
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: FormatArg,
    /// The type of a message that does not name itself, as `startMessaging2:POST` for a request input
    #[arg(long = "as", value_name = "NAME[:METHOD]")]
    pub(crate) type_name: Option<String>,
    /// Print the text of message bodies, too, on standard error
    #[arg(long)]
    pub(crate) text: bool,
    /// Refuse a message that does not fit the schema
    #[arg(long)]
    pub(crate) strict: bool,
    /// The message; `-` or nothing is standard input
    #[arg(default_value = "-")]
    pub(crate) file: String,
}

#[derive(Parser)]
pub(crate) struct ValidateArgs {
    /// The format of the messages; guessed from the first byte of each if absent
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<FormatArg>,
    /// The type of messages that do not name themselves, as `startMessaging2:POST` for a request input
    #[arg(long = "as", value_name = "NAME[:METHOD]")]
    pub(crate) type_name: Option<String>,
    /// Print one JSON object a message, one line each
    #[arg(long)]
    pub(crate) json: bool,
    /// Decode what lies inside data links, too
    #[arg(long)]
    pub(crate) data: bool,
    /// Pass over text that is no message, as the time stamps of a log
    #[arg(long)]
    pub(crate) ignore_text: bool,
    /// The messages, any number in each file, also by gzip; a folder stands for all in it, `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
}

#[derive(Parser)]
pub(crate) struct EventsArgs {
    /// Take only responses of this format; each says its own if absent
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<FormatArg>,
    /// Count, and print no events
    #[arg(long)]
    pub(crate) summary: bool,
    /// Print JSON: one object a line, or one with --summary
    #[arg(long)]
    pub(crate) json: bool,
    /// Only events of senders with this rel; may be repeated
    #[arg(long, value_name = "REL")]
    pub(crate) sender: Vec<String>,
    /// Only events of this type, as `started`; may be repeated
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) event_type: Vec<String>,
    /// Only events of resources with this rel; may be repeated
    #[arg(long, value_name = "REL")]
    pub(crate) rel: Vec<String>,
    /// Pass over text that is no response, as the time stamps of a log
    #[arg(long)]
    pub(crate) ignore_text: bool,
    /// The responses, any number in each file, also by gzip; a folder stands for all in it, `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
}

#[derive(Parser)]
pub(crate) struct InspectArgs {
    /// Write the page to this file; without, it goes to standard output
    #[arg(short, long, value_name = "PAGE")]
    pub(crate) output: Option<String>,
    /// Pass over text that is no message, as the time stamps of a log
    #[arg(long)]
    pub(crate) ignore_text: bool,
    /// Captures, or messages, any number in each file, also by gzip; a folder stands for all in it, `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
}

#[derive(Parser)]
pub(crate) struct DataUrlArgs {
    /// Print media type, charset, encoding, text and bytes as one JSON object
    #[arg(long, conflicts_with = "encode")]
    pub(crate) json: bool,
    /// Build a data URL of this media type from a file
    #[arg(long, value_name = "MEDIA-TYPE")]
    pub(crate) encode: Option<String>,
    /// Build it in base64, not form-urlencoded
    #[arg(long, requires = "encode")]
    pub(crate) base64: bool,
    /// The data URL, or with --encode the file; `-` is standard input
    #[arg(value_name = "URL|FILE")]
    pub(crate) source: String,
}

#[derive(Subcommand)]
pub(crate) enum SchemaCommand {
    /// List all resources and enumerations
    #[command(after_help = LIST)]
    List {
        /// Compare a folder of messages, or a capture, with the schema: which members were never seen, and which are unknown
        #[arg(long, value_name = "DIR|FILE")]
        coverage: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what a resource or an enumeration is: members, links, events, operations, errors
    #[command(after_help = SHOW)]
    Show {
        /// The protocol's name for it, as in `startMessaging2`
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write the schema in another language, for validators, generators of code and documentation
    #[command(after_help = EXPORT)]
    Export {
        /// The language
        #[arg(long = "as", value_name = "LANGUAGE")]
        language: Language,
        /// Write files into this folder; without, the document goes to standard output
        #[arg(short, long, value_name = "DIR")]
        output: Option<String>,
    },
}

/// The schema languages of others.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// JSON Schema, draft 2020-12: messages in JSON
    JsonSchema,
    /// OpenAPI 3.1: operations
    Openapi,
    /// AsyncAPI 3: the event channel
    Asyncapi,
    /// RELAX NG: messages in XML, by rel; with -o also a grammar for each input
    Relaxng,
    /// XML Schema 1.0: the shape of messages in XML
    Xsd,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    Json,
    Xml,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Json => Self::Json,
            FormatArg::Xml => Self::Xml,
        }
    }
}
