//! Which columns there are.

use std::{collections::BTreeSet, fmt::Write};

use insta::assert_snapshot;
use ucwa_arrow::{
    Table,
    arrow_schema::{DataType, TimeUnit},
};
use ucwa_model::descriptor::{self, Form, Kind};

fn columns(table: &Table) -> String {
    let mut text = String::new();
    for field in table.schema().fields() {
        writeln!(text, "{}: {}", field.name(), field.data_type()).unwrap();
    }
    text
}

#[test]
fn columns_of_responses_and_events() {
    assert_snapshot!(columns(&Table::responses()), @"
    offset: Int64
    length: Int64
    format: Utf8
    self_href: Utf8
    ack: Int64
    next_rel: Utf8
    next_href: Utf8
    senders: Int64
    events: Int64
    broken: Int64
    fault_code: Utf8
    fault_message: Utf8
    foreign_raw: Utf8
    ");
    assert_snapshot!(columns(&Table::events()), @r#"
    offset: Int64
    event_index: Int64
    sender_rel: Utf8
    sender_href: Utf8
    event_type: Utf8
    rel: Utf8
    href: Utf8
    title: Utf8
    in_rel: Utf8
    in_href: Utf8
    in_title: Utf8
    status: Utf8
    reason_code: Utf8
    reason_subcode: Utf8
    role: Utf8
    resource_rel: Utf8
    resource_href: Utf8
    time: Timestamp(µs, "UTC")
    text: Utf8
    resource: Utf8
    error_code: Utf8
    error_path: Utf8
    error_message: Utf8
    raw: Utf8
    "#);
}

#[test]
fn columns_of_rels() {
    assert_snapshot!(columns(&Table::rel("message").unwrap()), @r#"
    offset: Int64
    event_index: Int64
    role: Utf8
    sender_rel: Utf8
    sender_href: Utf8
    event_type: Utf8
    rel: Utf8
    href: Utf8
    title: Utf8
    in_rel: Utf8
    in_href: Utf8
    in_title: Utf8
    status: Utf8
    reason_code: Utf8
    reason_subcode: Utf8
    direction: Utf8
    operationId: Utf8
    resource_status: Utf8
    timeStamp: Timestamp(µs, "UTC")
    htmlMessage: Utf8
    plainMessage: Utf8
    self_href: Utf8
    contact_href: Utf8
    failedDeliveryParticipant_href: List(Utf8, field: 'element')
    messaging_href: Utf8
    participant_href: Utf8
    extra: Utf8
    "#);
    assert_snapshot!(columns(&Table::rel("participant").unwrap()), @"
    offset: Int64
    event_index: Int64
    role: Utf8
    sender_rel: Utf8
    sender_href: Utf8
    event_type: Utf8
    rel: Utf8
    href: Utf8
    title: Utf8
    in_rel: Utf8
    in_href: Utf8
    in_title: Utf8
    status: Utf8
    reason_code: Utf8
    reason_subcode: Utf8
    anonymous: Boolean
    inLobby: Boolean
    local: Boolean
    name: Utf8
    organizer: Boolean
    otherPhoneNumber: Utf8
    resource_role: Utf8
    sourceNetwork: Utf8
    uri: Utf8
    workPhoneNumber: Utf8
    self_href: Utf8
    admit_href: Utf8
    contact_href: Utf8
    contactPhoto_href: Utf8
    contactPresence_href: Utf8
    conversation_href: Utf8
    demote_href: Utf8
    eject_href: Utf8
    me_href: Utf8
    participantApplicationSharing_href: Utf8
    participantAudio_href: Utf8
    participantDataCollaboration_href: Utf8
    participantMessaging_href: Utf8
    participantPanoramicVideo_href: Utf8
    participantVideo_href: Utf8
    promote_href: Utf8
    reject_href: Utf8
    extra: Utf8
    ");
    assert_snapshot!(columns(&Table::rel("contact").unwrap()), @r#"
    offset: Int64
    event_index: Int64
    role: Utf8
    sender_rel: Utf8
    sender_href: Utf8
    event_type: Utf8
    rel: Utf8
    href: Utf8
    title: Utf8
    in_rel: Utf8
    in_href: Utf8
    in_title: Utf8
    status: Utf8
    reason_code: Utf8
    reason_subcode: Utf8
    company: Utf8
    department: Utf8
    emailAddresses: List(Utf8, field: 'element')
    homePhoneNumber: Utf8
    sourceNetworkIconUrl: Utf8
    mobilePhoneNumber: Utf8
    name: Utf8
    office: Utf8
    otherPhoneNumber: Utf8
    sourceNetwork: Utf8
    resource_title: Utf8
    type: Utf8
    expires: Timestamp(µs, "UTC")
    uri: Utf8
    workPhoneNumber: Utf8
    self_href: Utf8
    contactLocation_href: Utf8
    contactNote_href: Utf8
    contactPhoto_href: Utf8
    contactPresence_href: Utf8
    contactPrivacyRelationship_href: Utf8
    contactSupportedModalities_href: Utf8
    extra: Utf8
    "#);
}

#[test]
fn every_rel_has_a_table_whose_names_are_one_in_any_case() {
    assert!(Table::names().count() > 90);
    for name in Table::names() {
        let table = Table::named(name).unwrap();
        assert_eq!(table.name(), name);
        let (schema, mut seen) = (table.schema(), BTreeSet::new());
        for field in schema.fields() {
            assert!(seen.insert(field.name().to_lowercase()), "{name} has {} twice", field.name());
            assert!(field.is_nullable());
            let known = match field.data_type() {
                DataType::List(item) => item.name() == "element" && item.data_type() == &DataType::Utf8 && item.is_nullable(),
                DataType::Timestamp(unit, zone) => (unit, zone.as_deref()) == (&TimeUnit::Microsecond, Some("UTC")),
                other => matches!(other, DataType::Utf8 | DataType::Boolean | DataType::Int64),
            };
            assert!(known, "{name}.{}: {}", field.name(), field.data_type());
        }
    }
    assert_eq!(Table::named("service:message").unwrap().name(), "message");
    let error = Table::named("massage").unwrap_err();
    assert_eq!(error.to_string(), "expected `responses`, `events` or the rel of a resource, but found `massage`");
}

/// Properties, links and data links are columns; what has a structure of its own is in `extra`.
#[test]
fn every_member_but_embedded_resources_is_a_column() {
    let mut count = 0;
    for definition in descriptor::definitions() {
        let Some(shape) = descriptor::shape_of_rel(definition.rel).filter(|shape| shape.form == Form::Resource) else { continue };
        let schema = Table::rel(definition.rel).unwrap().schema();
        for field in shape.fields.iter().filter(|field| !matches!(field.kind, Kind::Embedded(_))) {
            let name = if matches!(field.kind, Kind::Link) { format!("{}_href", field.name) } else { field.name.to_owned() };
            let names = [format!("resource_{name}"), name];
            assert!(names.iter().any(|name| schema.field_with_name(name).is_ok()), "{}.{}", shape.name, field.name);
            count += 1;
        }
    }
    assert!(count > 900, "{count}");
}
