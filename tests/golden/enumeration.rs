const _: () = {
    use ::ucwa_model as __ucwa_model;
    impl __ucwa_model::Enumeration for Shade {
        const TABLE: &'static __ucwa_model::descriptor::EnumerationDefinition = {
            static TABLE: __ucwa_model::descriptor::EnumerationDefinition = __ucwa_model::private::enumeration_definition(
                "Shade",
                "",
                &[
                    __ucwa_model::private::known_value("Light", ""),
                    __ucwa_model::private::known_value("dark", ""),
                ],
                &[],
            );
            &TABLE
        };
        const ALL: &'static [Self] = &[Self::Light, Self::Dark];
        #[inline]
        fn index(
            &self,
        ) -> ::core::result::Result<
            ::core::primitive::usize,
            &__ucwa_model::UnrecognizedValue,
        > {
            match self {
                Self::Light => ::core::result::Result::Ok(0usize),
                Self::Dark => ::core::result::Result::Ok(1usize),
                Self::Other(value) => ::core::result::Result::Err(value),
            }
        }
        #[inline]
        fn known(index: ::core::primitive::usize) -> ::core::option::Option<Self> {
            match index {
                0usize => ::core::option::Option::Some(Self::Light),
                1usize => ::core::option::Option::Some(Self::Dark),
                _ => ::core::option::Option::None,
            }
        }
        #[inline]
        fn unrecognized(value: __ucwa_model::UnrecognizedValue) -> Self {
            Self::Other(value)
        }
    }
    __ucwa_model::__enumeration! {
        Shade
    }
};
