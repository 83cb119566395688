//! XML: bytes ⇄ records. [`reader`] and [`writer`] know the grammar, [`decode`] and [`encode`] know UCWA's use of it.
//!
//! # Where XML cannot say what JSON says
//!
//! Members of the schema need nothing: their types and their multiplicity are known. For the rest, attributes of the namespace
//! [`MARKUP`] say what would be lost, and readers that do not know them may ignore them. [`Encoder`](crate::Encoder) lists them.

mod anchor;
mod characters;
pub(crate) mod decode;
pub(crate) mod encode;
mod envelope;
pub(crate) mod events;
pub(crate) mod plain;
mod reader;
mod reason;
pub(crate) mod route;
pub(crate) mod sniff;
mod writer;

use self::characters::{forbidden, is_name, is_xml_char};
pub(crate) use self::{
    reader::{Reader, Scope, Tag, Token},
    writer::Writer,
};

/// The namespace of every UCWA element.
pub(crate) const UCWA: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";
/// The namespace of `xsi:nil`.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The namespace of the attributes that keep what XML has no form for.
pub(crate) const MARKUP: &str = "urn:ucwa-model:markup";
