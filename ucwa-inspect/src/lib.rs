//! What HTTP exchanges of UCWA say, and a page to look at them in a browser.
//!
//! An [`Exchange`] is a value, wherever it comes from. [`Recogniser`] finds those that are UCWA's; [`Lines`] tell of one, and a [`Page`]
//! shows them. [`facts`] are what a person asks of a message, [`describe`] has the types of members in words.

mod batch;
mod data;
pub mod describe;
mod exchange;
pub mod facts;
mod message;
mod page;
mod recognise;
mod schema;
mod secret_name;
mod tell;
pub mod utf16;

pub use self::{
    exchange::{Exchange, Faults},
    message::{Message, document, type_of},
    page::{Page, live_page},
    recognise::{Recognised, Recogniser, broken_response},
    secret_name::{is_credentials_scheme, is_secret_name, is_secret_parameter},
    tell::Lines,
};

/// The example of the README is run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
