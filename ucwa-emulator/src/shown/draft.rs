//! Resources that are filled by the names of their members: for those that are many and alike. A name that the schema does not know
//! is found out on the way out, where every answer is checked.

use ucwa_model::{
    AnyResource, DataLink, Date, Entry, Link, Value,
    descriptor::Field,
    record::{FieldAccess, Record, Scalar, WireValue},
};

use crate::world::application::{ApplicationId, place};

/// A resource that is being filled.
pub(crate) struct Draft<'a> {
    record: &'a mut dyn Record,
    application: ApplicationId,
}

/// A resource of an application, by its rel and its path there.
pub(crate) fn draft(application: ApplicationId, rel: &str, own: &str, fill: impl FnOnce(&mut Draft<'_>)) -> AnyResource {
    let mut resource = AnyResource::for_rel(rel);
    let mut draft = Draft { record: resource.record_mut(), application };
    draft.link("self", own);
    fill(&mut draft);
    resource
}

impl Draft<'_> {
    /// Sets a property that is a text, an enumeration, or anything else that texts stand for.
    pub(crate) fn text(&mut self, name: &str, value: impl AsRef<str>) -> &mut Self {
        self.property(name, Scalar::Text(value.as_ref().into()))
    }

    /// Sets a property, if there is a value.
    pub(crate) fn maybe(&mut self, name: &str, value: Option<impl AsRef<str>>) -> &mut Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// Sets a list of texts, which may be empty.
    pub(crate) fn texts<T: AsRef<str>>(&mut self, name: &str, values: impl IntoIterator<Item = T>) -> &mut Self {
        if let Some(slot) = self.slot(name, Section::Properties) {
            slot.begin();
        }
        for value in values {
            self.text(name, value);
        }
        self
    }

    /// Sets a property that is true or false.
    pub(crate) fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        self.property(name, Scalar::Boolean(value))
    }

    /// Sets a property that is a number.
    pub(crate) fn number(&mut self, name: &str, value: i64) -> &mut Self {
        self.property(name, Scalar::Number(&value.to_string()))
    }

    /// Adds a property of a name that somebody has chosen.
    pub(crate) fn open(&mut self, name: &str, value: Value) -> &mut Self {
        self.record.extra_mut().push_property(name, value);
        self
    }

    /// Sets a date, if there is one.
    pub(crate) fn date(&mut self, name: &str, value: Option<Date>) -> &mut Self {
        match value {
            Some(value) => self.property(name, Scalar::Date(value)),
            None => self,
        }
    }

    /// Links to a path of the application.
    pub(crate) fn link(&mut self, name: &str, path: &str) -> &mut Self {
        let link = Link::new(place(self.application, path));
        self.put_link(name, link)
    }

    /// Links to a path of the application where something holds.
    pub(crate) fn link_if(&mut self, is: bool, name: &str, path: &str) -> &mut Self {
        if is { self.link(name, path) } else { self }
    }

    /// Links to several paths of the application.
    pub(crate) fn links(&mut self, name: &str, paths: impl IntoIterator<Item = String>) -> &mut Self {
        for path in paths {
            self.link(name, &path);
        }
        self
    }

    /// Sets a link that carries its content, if there is one.
    pub(crate) fn data(&mut self, name: &str, data: Option<&DataLink>) -> &mut Self {
        match data {
            Some(data) => self.put_link(name, data.as_link().clone()),
            None => self,
        }
    }

    /// Embeds a resource, by its role and its path.
    pub(crate) fn embed(&mut self, role: &str, own: &str, fill: impl FnOnce(&mut Draft<'_>)) -> &mut Self {
        let application = self.application;
        match self.slot(role, Section::Embedded).and_then(FieldAccess::open) {
            Some(record) => {
                let mut draft = Draft { record, application };
                draft.link("self", own);
                fill(&mut draft);
            }
            None => {
                let resource = self::draft(application, role, own, fill);
                self.record.extra_mut().push_embedded(role, Entry::One(resource));
            }
        }
        self
    }

    fn property(&mut self, name: &str, value: Scalar<'_>) -> &mut Self {
        let fits = self.slot(name, Section::Properties).is_some_and(|slot| slot.put(WireValue::Scalar(value)).is_ok());
        if !fits {
            self.record.extra_mut().push_property(name, Value::Null);
        }
        self
    }

    fn put_link(&mut self, name: &str, link: Link) -> &mut Self {
        let fits = self.slot(name, Section::Links).is_some_and(|slot| slot.put(WireValue::Link(link.clone())).is_ok());
        if !fits {
            self.record.extra_mut().push_link(name, Entry::One(link));
        }
        self
    }

    fn slot(&mut self, name: &str, section: Section) -> Option<&mut dyn FieldAccess> {
        let shape = self.record.shape();
        let (before, fields): (usize, &[Field]) = match section {
            Section::Properties => (0, shape.properties()),
            Section::Links => (shape.properties().len(), shape.links()),
            Section::Embedded => (shape.properties().len() + shape.links().len(), shape.embedded()),
        };
        let index = fields.iter().position(|field| field.name == name)?;
        self.record.slot_mut(before + index)
    }
}

/// The parts of a resource: a name may stand in several.
#[derive(Clone, Copy)]
enum Section {
    Properties,
    Links,
    Embedded,
}
