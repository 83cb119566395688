//! JSON: bytes ⇄ records. [`reader`] and [`writer`] know the grammar, [`decode`] and [`encode`] know UCWA's use of it.

mod anchor;
mod characters;
pub(crate) mod decode;
pub(crate) mod encode;
mod envelope;
pub(crate) mod events;
mod link;
mod reader;
pub(crate) mod route;
pub(crate) mod skip;
pub(crate) mod sniff;
mod token;
mod value;
mod writer;

#[cfg(feature = "serde")]
pub(crate) use self::value::parse;
pub(crate) use self::{
    reader::Reader,
    token::Kind,
    value::{literal, parse_literal},
    writer::Writer,
};
