const _: () = {
    use ::ucwa_model as __ucwa_model;
    const FIELD_0: __ucwa_model::private::Access<Vec<Folio>> = <Vec<
        Folio,
    > as __ucwa_model::private::Member>::ACCESS;
    const _: () = ::core::assert!(
        FIELD_0.says_all(),
        "expected `Option<Vec<T>>`: a list property can be there and empty"
    );
    const FIELD_1: __ucwa_model::private::Access<Vec<::ucwa_model::Link>> = <Vec<
        ::ucwa_model::Link,
    > as __ucwa_model::private::Member>::ACCESS;
    const _: () = ::core::assert!(
        FIELD_1.says_all(),
        "expected `Option<Vec<T>>`: a list property can be there and empty"
    );
    const FIELD_2: __ucwa_model::private::Access<Option<::ucwa_model::Text>> = <Option<
        ::ucwa_model::Text,
    > as __ucwa_model::private::Member>::ACCESS;
    const _: () = ::core::assert!(
        FIELD_2.says_all(),
        "expected `Option<Vec<T>>`: a list property can be there and empty"
    );
    const DECLARED: [__ucwa_model::descriptor::Field; 3usize] = [
        __ucwa_model::private::field(
            __ucwa_model::__names!("inner"),
            FIELD_0.kind,
            FIELD_0.many,
            false,
            ::core::option::Option::None,
            "",
        ),
        __ucwa_model::private::field(
            __ucwa_model::__names!("page"),
            FIELD_1.kind,
            FIELD_1.many,
            false,
            ::core::option::Option::None,
            "",
        ),
        __ucwa_model::private::field(
            __ucwa_model::__names!("title"),
            FIELD_2.kind,
            FIELD_2.many,
            true,
            ::core::option::Option::None,
            "",
        ),
    ];
    const ORDER: [::core::primitive::usize; 3usize] = __ucwa_model::private::order(
        &DECLARED,
    );
    const FIELDS: &[__ucwa_model::descriptor::Field] = &__ucwa_model::private::sorted(
        &DECLARED,
        &ORDER,
    );
    static PLACES: [::core::primitive::u16; __ucwa_model::lookup::size(3usize)] = __ucwa_model::private::places(
        FIELDS,
    );
    static SHAPE: __ucwa_model::descriptor::Shape = __ucwa_model::private::shape(
        "folio",
        "folio",
        __ucwa_model::descriptor::Form::Resource,
        FIELDS,
        &PLACES,
        __ucwa_model::private::new::<Folio>,
    );
    impl __ucwa_model::Codec for Folio {
        const SHAPE: &'static __ucwa_model::descriptor::Shape = &SHAPE;
    }
    impl __ucwa_model::record::Record for Folio {
        fn shape(&self) -> &'static __ucwa_model::descriptor::Shape {
            &SHAPE
        }
        fn slot(
            &self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn __ucwa_model::record::FieldAccess> {
            match __ucwa_model::private::declared(&ORDER, index) {
                0usize => ::core::option::Option::Some((FIELD_0.slot)(&self.inner)),
                1usize => ::core::option::Option::Some((FIELD_1.slot)(&self.page_links)),
                2usize => ::core::option::Option::Some((FIELD_2.slot)(&self.title)),
                _ => ::core::option::Option::None,
            }
        }
        fn slot_mut(
            &mut self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&mut dyn __ucwa_model::record::FieldAccess> {
            match __ucwa_model::private::declared(&ORDER, index) {
                0usize => {
                    ::core::option::Option::Some((FIELD_0.slot_mut)(&mut self.inner))
                }
                1usize => {
                    ::core::option::Option::Some(
                        (FIELD_1.slot_mut)(&mut self.page_links),
                    )
                }
                2usize => {
                    ::core::option::Option::Some((FIELD_2.slot_mut)(&mut self.title))
                }
                _ => ::core::option::Option::None,
            }
        }
        fn extra(&self) -> &__ucwa_model::Extra {
            &self.extra
        }
        fn extra_mut(&mut self) -> &mut __ucwa_model::Extra {
            &mut self.extra
        }
    }
    __ucwa_model::__record! {
        Folio
    }
};
