const _: &::core::primitive::str = ::core::include_str!("schema/index.toml");
const _: &::core::primitive::str = ::core::include_str!(
    "schema/enumerations/Colour.toml"
);
///A colour of paper.
#[derive(
    ::core::clone::Clone,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::cmp::PartialOrd,
    ::core::cmp::Ord,
    ::core::hash::Hash,
)]
#[non_exhaustive]
pub enum Colour {
    ///As snow.
    White,
    ///As night.
    Black,
    /// A value that the schema does not know, with its exact text.
    Unrecognized(::ucwa_model::UnrecognizedValue),
}
impl Colour {
    /// The table of the enumeration.
    pub const ENUMERATION: &'static ::ucwa_model::descriptor::Enumeration = {
        static TABLE: ::ucwa_model::descriptor::Enumeration = ::ucwa_model::descriptor::Enumeration {
            name: "Colour",
            doc: "A colour of paper.",
            members: &[
                ::ucwa_model::descriptor::Member {
                    name: "White",
                    doc: "As snow.",
                },
                ::ucwa_model::descriptor::Member {
                    name: "black",
                    doc: "As night.",
                },
            ],
            notes: &[],
        };
        &TABLE
    };
    /// The value on the wire.
    #[must_use]
    pub fn as_str(&self) -> &::core::primitive::str {
        match self {
            Self::White => "White",
            Self::Black => "black",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
    fn known(text: &::core::primitive::str) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(
            match text {
                "White" => Self::White,
                "black" => Self::Black,
                _ => return ::core::option::Option::None,
            },
        )
    }
}
::ucwa_model::__enumeration! {
    Colour
}
/// All enumerations.
pub(crate) static ENUMERATIONS: &[&::ucwa_model::descriptor::Enumeration] = &[
    Colour::ENUMERATION,
];
