//! XML: bytes ⇄ records. [`reader`] and [`writer`] know the grammar, [`decode`] and [`encode`] know UCWA's use of it.
//!
//! # Where XML cannot say what JSON says
//!
//! Members of the schema need nothing: their types and their multiplicity are known. For the rest, attributes of the namespace
//! [`MARKUP`] say what would be lost, and readers that do not know them may ignore them. [`Encoder`](crate::Encoder) lists them.

mod anchor;
pub(crate) mod decode;
pub(crate) mod encode;
mod envelope;
pub(crate) mod events;
pub(crate) mod plain;
mod reader;
mod reason;
pub(crate) mod route;
mod writer;

pub(crate) use self::{
    reader::{Reader, Scope, Tag, Token, forbidden, is_name},
    writer::Writer,
};
use crate::{Code, Error, context::Context};

/// The namespace of every UCWA element.
pub(crate) const UCWA: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";
/// The namespace of `xsi:nil`.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The namespace of the attributes that keep what XML has no form for.
pub(crate) const MARKUP: &str = "urn:ucwa-model:markup";

/// Refuses in what has been written a text, or a number of attributes or declarations, beyond the limits.
#[cold]
pub(crate) fn check_texts(cx: &mut Context<'_>, text: &str) -> Result<(), Error> {
    let (mut reader, mut length) = (Reader::new(text), 0);
    loop {
        match reader.next(cx)? {
            Token::Text { text, .. } => {
                length += text.len();
                cx.bound(0, Code::TextLength, cx.limits.text, length)?;
            }
            Token::Eof => return Ok(()),
            Token::Start(_) | Token::End => length = 0,
        }
    }
}

/// Whether XML 1.0 can carry a character.
pub(crate) fn is_xml_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
