//! [`Fetched`], a resource with its etag, which can be put back.

use ::http::Method;

use crate::{
    Codec,
    enumerations::ErrorCode,
    http::{Answer, AnswerError, BuildError, Call, Etag, Href, Put, Refusal, Replaceable, Request, fields},
};

/// A resource as it was fetched, with its etag.
///
/// ```
/// use http::Response;
/// use ucwa_model::{Format, people::Group2, http::{Answer, Base, Fetched, Operation}};
///
/// let get = Operation::find("group2", "GET").unwrap();
/// let body = r#"{"rel":"group","id":"7","name":"Friends","56de7bbf":"please pass this in a PUT request",
///     "_links":{"self":{"href":"/groups/7"}}}"#;
/// let answer = Response::builder().header("content-type", "application/json").header("etag", "\"42\"").body(body)?;
///
/// let mut group: Fetched<Group2> = Answer::read(get, &answer)?.into_fetched()?;
/// group.value.name = Some("Family".parse()?);
/// let put = group.put().to_http(&Base::new("https://lync.contoso.com", Format::Json)?)?;
/// assert_eq!(put.headers()["if-match"], "\"42\"");
/// assert_eq!(
///     std::str::from_utf8(put.body())?,
///     r#"{"rel":"group","id":"7","name":"Family","56de7bbf":"please pass this in a PUT request"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fetched<T> {
    /// The resource, to be read and changed.
    pub value: T,
    /// Its version, as the header says it, or else the body.
    pub etag: Option<Etag>,
}

impl<T: Codec> Fetched<T> {
    /// A resource that came another way, as with an event; its etag is that of its body.
    pub fn new(value: T) -> Self {
        let etag = value.extra().etag().and_then(Etag::new);
        Self { value, etag }
    }

    /// The PUT that makes the resource what the value is now, where its link `self` leads: every property goes back, unknown ones too,
    /// with the etag in `If-Match`; links and embedded resources do not.
    pub fn put<R, A>(&self) -> Call<A>
    where
        T: Replaceable<Rel = R>,
        R: Put<Answer = A>,
    {
        let own = fields::link(&self.value, "self");
        Call::new(R::OPERATION, own, "self").map(|request| self.fill(request))
    }

    /// The PUT at an href. It works for every type, and finds only now whether the schema has a PUT for it.
    ///
    /// # Errors
    /// If it has none.
    pub fn put_to(&self, href: impl Into<Href>) -> Result<Request, BuildError> {
        Request::find(T::SHAPE.name, &Method::PUT, href).map(|request| self.fill(request))
    }

    /// Adds the properties and the etag.
    fn fill(&self, request: Request) -> Request {
        let Some(shape) = request.operation().input() else { return request };
        let mut input = (shape.new)();
        fields::copy_properties(&self.value, &mut *input);
        let request = request.with_record(input);
        match &self.etag {
            Some(etag) => request.with_if_match(etag.clone()),
            None => request,
        }
    }
}

impl Answer {
    /// The resource in the body as that type, with its etag: a type of the schema, of any revision of the rel, or one of yours.
    ///
    /// # Errors
    /// If the body is another resource, or none.
    pub fn into_fetched<T: Codec>(self) -> Result<Fetched<T>, AnswerError> {
        let header = self.etag.clone();
        let wrong = |found: String| AnswerError::Resource { expected: T::SHAPE.name.to_owned(), found };
        let resource = self.into_resource().ok_or_else(|| wrong("none".to_owned()))?;
        let value = resource.read_as::<T>().map_err(|other| wrong(format!("`{}`", other.record().shape().name)))?;
        let etag = header.or_else(|| value.extra().etag().and_then(Etag::new));
        Ok(Fetched { value, etag })
    }
}

impl Request {
    /// For servers: whether the resource still has a version that the request is for. Without a quoted etag in `If-Match` the refusal
    /// is 428; with others than this one, or with this one in `If-None-Match`, it is 412.
    ///
    /// # Errors
    /// The refusal to answer with.
    pub fn check_version(&self, current: &Etag) -> Result<(), Box<Refusal>> {
        let refuse = |code, message| Err(Box::new(Refusal::of(code, None, message)));
        let is_unwanted = self.if_none_match().is_some_and(|versions| versions.matches_weakly(current));
        match self.if_match().filter(|versions| !versions.is_bare()) {
            Some(versions) if versions.matches_strongly(current) && !is_unwanted => Ok(()),
            Some(_) => refuse(ErrorCode::PreconditionFailed, "The resource has changed."),
            None => refuse(ErrorCode::PreconditionRequired, "A PUT needs the etag in If-Match."),
        }
    }
}
