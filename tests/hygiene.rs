//! The derive works where every name of the prelude means something else.

#![deny(warnings)]
#![allow(non_camel_case_types, reason = "the names are chosen to shadow")]

mod shadowed {
    #![allow(dead_code, unreachable_pub, reason = "the names are there to shadow")]

    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct Box;
    pub struct Vec;
    pub struct String;
    pub struct Into;
    pub struct From;
    pub struct Iterator;
    pub struct IntoIterator;
    pub struct Default;
    pub struct Send;
    pub struct Sync;
    pub struct str;
    pub struct bool;
    pub struct usize;
    pub struct i64;
    pub struct u32;
    pub mod std {}
    pub mod core {}
    pub mod alloc {}
    pub mod serde {}
    pub mod ucwa_model {}
    pub struct Codec;
    pub struct Record;
    pub struct Enumeration;

    #[derive(::std::fmt::Debug, ::std::default::Default, ::ucwa_model::Codec)]
    #[ucwa(rel = "shadow")]
    pub struct Shadow {
        #[ucwa(required, range = "1..=2")]
        pub number: ::std::option::Option<::std::primitive::i64>,
        pub subject: ::std::option::Option<::ucwa_model::Subject>,
        pub flag: ::std::option::Option<::std::primitive::bool>,
        pub self_link: ::std::option::Option<::ucwa_model::Link>,
        pub shadow: ::std::vec::Vec<Self>,
        pub shade: ::std::option::Option<Shade>,
        pub extra: ::ucwa_model::Extra,
    }

    #[derive(::std::fmt::Debug, ::std::cmp::PartialEq, ::ucwa_model::Enumeration)]
    pub enum Shade {
        Some,
        None,
        Other(::ucwa_model::UnrecognizedValue),
    }
}

/// The library under another name, as where a crate of somebody else passes it on.
mod passed_on {
    pub(crate) mod vendor {
        pub(crate) use ::ucwa_model as protocol;
    }

    /// Stands where the name of the library would be looked for.
    mod ucwa_model {}

    use vendor::protocol::{Extra, UnrecognizedValue};

    #[derive(Debug, Default, vendor::protocol::Codec)]
    #[ucwa(rel = "leaf", crate = vendor::protocol)]
    pub(crate) struct Leaf {
        pub(crate) colour: Option<Colour>,
        pub(crate) extra: Extra,
    }

    #[derive(Debug, vendor::protocol::Enumeration)]
    #[ucwa(crate = "vendor::protocol")]
    pub(crate) enum Colour {
        Green,
        Other(UnrecognizedValue),
    }
}

/// A derive adds nothing of its own to the type.
mod untouched {
    use ucwa_model::{Codec, Enumeration, Extra, UnrecognizedValue};

    #[derive(Debug, Default, Codec)]
    #[ucwa(rel = "plain")]
    pub(crate) struct Plain {
        pub(crate) extra: Extra,
    }

    impl Plain {
        pub(crate) const __FIELDS: u8 = 1;
        pub(crate) const SHAPE: u8 = 2;
        pub(crate) const FIELDS: u8 = 3;
    }

    #[derive(Debug, Enumeration)]
    pub(crate) enum Word {
        Other(UnrecognizedValue),
    }

    impl Word {
        pub(crate) const ENUMERATION: u8 = 4;
        pub(crate) const KNOWN: u8 = 5;
        pub(crate) const TABLE: u8 = 6;
    }
}

#[test]
fn derives_add_nothing_to_the_type() {
    use ucwa_model::{Codec, Enumeration};
    use untouched::{Plain, Word};

    assert_eq!([Plain::__FIELDS, Plain::SHAPE, Plain::FIELDS], [1, 2, 3]);
    assert_eq!([Word::ENUMERATION, Word::KNOWN, Word::TABLE], [4, 5, 6]);
    assert_eq!((<Plain as Codec>::SHAPE.rel, <Word as Enumeration>::TABLE.name), ("plain", "Word"));
}

#[test]
fn the_library_may_have_another_name() {
    use ucwa_model::Codec;

    let leaf = passed_on::Leaf::from_json(r#"{"rel":"leaf","colour":"Green"}"#).unwrap();
    assert!(matches!(leaf.colour, Some(passed_on::Colour::Green)));
    assert!(leaf.extra.is_empty());
}

#[test]
fn shadowed_names_do_not_matter() {
    use ucwa_model::Codec;

    let shadow =
        shadowed::Shadow::from_json(r#"{"rel":"shadow","number":1,"shade":"None","_embedded":{"shadow":[{}]}}"#).unwrap();
    assert_eq!(shadow.number, Some(1));
    assert_eq!(shadow.shadow.len(), 1);
    assert_eq!(shadow.shade, Some(shadowed::Shade::None));
    assert_eq!(shadowed::Shadow::SHAPE.fields.len(), 6);
}
