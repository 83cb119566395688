//! What a body is that does not name itself: told by the names of its members where they leave no doubt.

use crate::{
    ChannelLinks, Events,
    any::NewResource,
    descriptor::{self, Field, Form, Kind, Shape},
    dialect::{is_rel, plain_rel},
    document::Sniffed,
    enumerations::ErrorCode,
};

/// The names of the members of a body, by where they stand.
#[derive(Debug, Default)]
pub(crate) struct MemberNames {
    pub(crate) properties: Vec<String>,
    pub(crate) links: Vec<String>,
    pub(crate) embedded: Vec<String>,
}

/// Links other than `self` that lead somewhere and that a resource must have all of, to be known by its members.
const ENOUGH_LINKS: usize = 3;

/// No body of the schema has more members of a kind; of what has more, the first are noted.
const MOST: usize = 256;

/// Inputs that are named of those that a body may be.
const INPUTS: usize = 3;

/// The rel of a response of the event channel, which servers leave out.
const EVENTS: &str = "events";

/// The links of a response of the event channel that has no senders.
const CHANNEL: [&str; 4] = ["self", "next", "resync", "resume"];

/// The links that tell discovery's resources, and what has them; of two the first.
const DISCOVERY: [(&str, &str); 3] = [("user", "root"), ("applications", "user"), ("redirect", "root")];

/// Adds a name, unless there are more than any body has.
pub(crate) fn note(names: &mut Vec<String>, name: &str) {
    if names.len() < MOST {
        names.push(name.to_owned());
    }
}

/// Whether an object is a response of the event channel for certain: it has a list of senders, as nothing else has, or says so.
pub(crate) fn is_response(rel: Option<&str>, has_senders: bool) -> bool {
    has_senders || rel.is_some_and(|rel| is_rel(rel, EVENTS))
}

/// Whether these links, and nothing else, are what a response of the event channel without senders has: they lead on.
fn are_of_channel(links: &[&str]) -> bool {
    links.iter().all(|link| CHANNEL.contains(&plain_rel(link))) && links.iter().any(|link| plain_rel(link) != "self")
}

impl Events {
    /// Whether the object that has been read as a response is one, by the rule by which a [`Document`](crate::Document) is told.
    pub(crate) fn is_response(&self) -> bool {
        let ChannelLinks { self_link, next_link, resync_link, resume_link, extra } = &self.channel;
        if is_response(extra.rel(), self.senders.is_some()) {
            return true;
        }
        if extra.rel().is_some() || !extra.properties().is_empty() || !extra.embedded().is_empty() {
            return false; // it has more than links
        }
        let mut links = Vec::new();
        for (name, link) in CHANNEL.into_iter().zip([self_link, next_link, resync_link, resume_link]) {
            if link.is_some() {
                links.push(name);
            }
        }
        for (name, _) in extra.links() {
            links.push(name.as_str());
        }
        are_of_channel(&links)
    }
}

impl MemberNames {
    /// What a body with these members is.
    pub(crate) fn tell(&self) -> Sniffed {
        if [&self.properties, &self.links, &self.embedded].iter().any(|names| names.len() >= MOST) {
            return Sniffed::Unrecognized(Vec::new());
        }
        if self.is_channel() {
            return Sniffed::Events;
        }
        if let Some(rel) = self.discovery() {
            return Sniffed::Resource(Some(rel.to_owned()));
        }
        let mut shapes = self.resources();
        match (shapes.next(), shapes.next()) {
            (None, _) => Sniffed::Unrecognized(self.inputs()),
            (Some(shape), None) => Sniffed::Resource(Some(shape.rel.to_owned())),
            // several types have these members: which one it is cannot be said
            (Some(_), Some(_)) => Sniffed::Resource(None),
        }
    }

    /// Whether an error body has this code and these members.
    pub(crate) fn is_reason(&self, code: &str) -> bool {
        const DETAILS: [&str; 4] = ["subcode", "message", "debugInfo", "parameters"];
        !matches!(ErrorCode::from(code), ErrorCode::Unrecognized(_))
            || self.properties.iter().any(|name| DETAILS.contains(&name.as_str()))
    }

    /// Whether `property` is all there is.
    pub(crate) fn is_only(&self, property: &str) -> bool {
        self.properties == [property] && self.links.is_empty() && self.embedded.is_empty()
    }

    fn is_channel(&self) -> bool {
        let links: Vec<&str> = self.links.iter().map(String::as_str).collect();
        self.properties.is_empty() && self.embedded.is_empty() && are_of_channel(&links)
    }

    fn discovery(&self) -> Option<&'static str> {
        if !self.properties.is_empty() || !self.embedded.is_empty() {
            return None;
        }
        let has = |rel: &str| self.links.iter().any(|link| plain_rel(link) == rel);
        DISCOVERY.iter().find(|(link, _)| has(link)).map(|(_, rel)| *rel)
    }

    /// The resources that have all of these members.
    fn resources(&self) -> impl Iterator<Item = &'static Shape> {
        let own = descriptor::definitions().filter_map(|one| one.shape.filter(|shape| shape.name == one.name));
        let fitting = own.filter(|shape| shape.form == Form::Resource && self.fits_resource(shape));
        fitting.filter(|shape| NewResource::for_rel(Some(shape.rel)).record().shape().name == shape.name) // the latest of its rel
    }

    fn fits_resource(&self, shape: &Shape) -> bool {
        let leads = |name: &&String| {
            let field = find(shape.links(), plain_rel(name));
            field.is_some_and(|field| matches!(field.kind, Kind::Link) && field.name != "self")
        };
        self.links.iter().filter(leads).count() >= ENOUGH_LINKS
            && self.properties.iter().all(|name| find(shape.properties(), name).is_some())
            && self.links.iter().all(|name| find(shape.links(), plain_rel(name)).is_some())
            && self.embedded.iter().all(|name| find(shape.embedded(), plain_rel(name)).is_some())
    }

    /// The inputs that a body with these members may be, as in `startMessaging2:POST`; those with the fewest others come first.
    fn inputs(&self) -> Vec<String> {
        if self.properties.is_empty() && self.links.is_empty() {
            return Vec::new();
        }
        let mut fitting = Vec::new();
        for (definition, operation) in descriptor::operations() {
            if let Some(shape) = operation.input.filter(|shape| self.fits_input(shape)) {
                fitting.push((shape.fields.len(), format!("{}:{}", definition.name, operation.method)));
            }
        }
        let mut inputs = Vec::new();
        while inputs.len() < INPUTS
            && let Some((first, _)) = fitting.iter().enumerate().min_by_key(|(_, found)| *found)
        {
            inputs.push(fitting.swap_remove(first).1);
        }
        inputs
    }

    /// Whether an input has all of these members, and these are all that it needs. Servers match names without case.
    fn fits_input(&self, shape: &Shape) -> bool {
        let names = || self.properties.iter().map(String::as_str).chain(self.links.iter().map(|link| plain_rel(link)));
        let present = |field: &Field| names().any(|name| name.eq_ignore_ascii_case(field.name));
        self.embedded.is_empty()
            && shape.form == Form::Input
            && shape.fields.iter().all(|field| present(field) || !field.required)
            && names().all(|name| shape.fields.iter().any(|field| name.eq_ignore_ascii_case(field.name)))
    }
}

fn find<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    fields.iter().find(|field| field.name == name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use crate::{Code, Decoded, Decoder, Document, Format, Responses};

    /// What a body is taken for; of one that is not recognised, what is said of it.
    fn taken_for(format: Format, body: &str) -> String {
        let Decoded { value: document, report } = Decoder::new(format).lenient().decode::<Document>(body.as_bytes()).unwrap();
        let strict = Decoder::new(format).strict().decode::<Document>(body.as_bytes());
        let unrecognized = report.deviations.iter().find(|found| found.code == Code::Unrecognized);
        assert_eq!(strict.is_err_and(|error| error.code() == Code::Unrecognized), unrecognized.is_some(), "{body}");
        match (unrecognized, document) {
            (Some(found), _) => found.to_string(),
            (None, Document::Events(_)) => "events".to_owned(),
            (None, Document::OptionsMetadata(_)) => "optionsMetadata".to_owned(),
            (None, Document::OperationsQueued(_)) => "operationsQueued".to_owned(),
            (None, Document::Resource(resource)) => resource.record().shape().name.to_owned(),
        }
    }

    const NOTHING: &str = "1:1: expected a message that says what it is, but found one that does not";

    #[test]
    fn json_is_told_by_what_leaves_no_doubt() {
        for (body, expected) in [
            (r#"{"name":"left-pad","version":"1.3.0","description":"","main":"index.js"}"#, NOTHING),
            (r#"{"User":{"Links":[{"token":"Ucwa","href":"https://lync.contoso.com/ucwa"}]}}"#, NOTHING),
            (r#"{"error":"invalid_grant","ms_rtc_passiveauthuri":"https://sts.contoso.com"}"#, NOTHING),
            (r#"{"_links":{"self":{"href":"/x"}}}"#, NOTHING),
            (r#"{"_links":{"self":{"href":"/x"},"conversation":{"href":"/c"}}}"#, NOTHING),
            (r#"{"code":"DE","name":"Germany"}"#, NOTHING),
            (r#"{"metadata":[1,2]}"#, NOTHING),
            (r#"{"operations":[],"name":"x"}"#, NOTHING),
            ("{}", NOTHING),
            (
                r#"{"OperationId":"1","to":"sip:a@contoso.com","_links":{"message":{"href":"data:,Hi"}}}"#,
                "1:1: expected a message that says what it is, but found what may be an input of \
                 startMessaging:POST or startMessaging2:POST",
            ),
            (r#"{"code":"Conflict"}"#, "reason"),
            (r#"{"code":"Melted","message":"too hot"}"#, "reason"),
            (r#"{"sender":[]}"#, "events"),
            (r#"{"rel":"people","sender":[]}"#, "events"),
            (r#"{"rel":"events","x":1}"#, "events"),
            (r#"{"rel":"service:events","_links":{}}"#, "events"),
            (r#"{"rel":"people","_links":{"next":{"href":"/events?ack=2"}}}"#, "people"),
            (r#"{"_links":{"next":{"href":"/events?ack=2"}},"x":1}"#, NOTHING),
            (r#"{"_links":{"next":5,"self":{"href":"/e"}}}"#, "events"),
            (r#"{"_links":{"next":{"href":"/e"}},"_embedded":{}}"#, "events"),
            (r#"{"_links":{"next":{"href":"/e"}},"_embedded":{"x":{}}}"#, NOTHING),
            (r#"{"_links":{"self":{"href":"/events?ack=1"},"next":{"href":"/events?ack=2"}}}"#, "events"),
            (r#"{"_links":{"self":{"href":"/r"},"user":{"href":"/u"},"xframe":{"href":"/f"}}}"#, "root"),
            (r#"{"_links":{"redirect":{"href":"https://contoso.com/r"}}}"#, "root"),
            (r#"{"_links":{"applications":{"href":"/a","revision":"2"}}}"#, "user"),
            (r#"{"metadata":[{"httpMethod":"POST"}]}"#, "optionsMetadata"),
            (r#"{"operations":[null]}"#, "operationsQueued"),
            (
                r#"{"culture":"en-US","_links":{"batch":{"href":"/b"},"events":{"href":"/e"},"policies":{"href":"/p"}}}"#,
                "application",
            ),
            // two resources have these members, and no others
            (
                r#"{"direction":"Incoming","_links":{"answer":{"href":"/a"},"conversation":{"href":"/c"},"dismiss":{"href":"/d"}}}"#,
                "resource",
            ),
        ] {
            assert_eq!(taken_for(Format::Json, body), expected, "{body}");
            // a stream tells responses by the same rule
            let response = Responses::new(body.as_bytes()).next().unwrap();
            assert_eq!(response.is_ok(), expected == "events", "{body}");
        }
    }

    #[test]
    fn xml_too() {
        for (root, children, expected) in [
            ("resource", "", NOTHING),
            ("resource", r#"<property name="name">left-pad</property>"#, NOTHING),
            ("resource", r#"<link rel="user" href="/u"/><link rel="xframe" href="/f"/>"#, "root"),
            ("resource", r#"<link rel="applications" href="/a"/>"#, "user"),
            (
                "resource",
                r#"<link rel="batch" href="/b"/><link rel="events" href="/e"/><link rel="policies" href="/p"/>"#,
                "application",
            ),
            (
                "input",
                r#"<property name="operationId">1</property><property name="to">sip:a@contoso.com</property><link rel="message" href="data:,Hi"/>"#,
                "1:1: expected a message that says what it is, but found what may be an input of \
                 startMessaging:POST or startMessaging2:POST",
            ),
        ] {
            let body = format!("<{root} xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">{children}</{root}>");
            assert_eq!(taken_for(Format::Xml, &body), expected, "{body}");
        }
    }

    #[test]
    fn what_is_no_message_says_where_it_breaks() {
        for body in [r#"{"name" "x"}"#, "[1]", r#"{"name":"x"} {"#] {
            let error = Decoder::new(Format::Json).strict().decode::<Document>(body.as_bytes()).unwrap_err();
            assert_ne!(error.code(), Code::Unrecognized, "{body}");
        }
    }
}
