//! JSON: bytes ⇄ records. [`reader`] and [`writer`] know the grammar, [`decode`] and [`encode`] know UCWA's use of it; [`token`] is
//! the seam between them, and [`interop`] puts serde on the other side of that.

mod anchor;
pub(crate) mod decode;
pub(crate) mod encode;
mod envelope;
pub(crate) mod events;
#[cfg(feature = "serde")]
pub(crate) mod interop;
mod names;
mod reader;
pub(crate) mod route;
pub(crate) mod skip;
pub(crate) mod sniff;
#[cfg(feature = "serde")]
mod tape;
pub(crate) mod token;
mod value;
mod writer;

pub(crate) use self::{
    names::Memory,
    reader::{Reader, number_end},
    token::Kind,
    value::{check_texts, literal, parse_literal},
    writer::Writer,
};
