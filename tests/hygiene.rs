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

    #[derive(::std::fmt::Debug, ::std::default::Default, ::ucwa_model::Resource)]
    #[ucwa(rel = "shadow")]
    pub struct Shadow {
        #[ucwa(required, range = "1..=2")]
        pub number: ::std::option::Option<::std::primitive::i64>,
        pub subject: ::std::option::Option<::ucwa_model::Subject>,
        pub flag: ::std::option::Option<::std::primitive::bool>,
        pub self_link: ::std::option::Option<::ucwa_model::Link>,
        pub shadow: ::std::vec::Vec<Self>,
        pub extra: ::ucwa_model::Extra,
    }
}

#[test]
fn shadowed_names_do_not_matter() {
    use ucwa_model::Codec;

    let shadow = shadowed::Shadow::from_json(r#"{"rel":"shadow","number":1,"_embedded":{"shadow":[{}]}}"#).unwrap();
    assert_eq!(shadow.number, Some(1));
    assert_eq!(shadow.shadow.len(), 1);
    assert_eq!(shadowed::Shadow::SHAPE.fields.len(), 5);
}
