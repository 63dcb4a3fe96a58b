//! The fields of an agreement by name: how each is read from what a person types, changed, told.

use std::fmt;
use std::str::FromStr;

use super::agreement::Agreement;
use super::date::Day;
use super::malformed::Malformed;
use super::party::Party;
use super::reference::Document;
use super::term::{Basis, Renewal};
use super::typed;

/// A field of an agreement, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are documented where they stand, in `Agreement`")]
pub enum Field {
    Id,
    Title,
    Kind,
    Parties,
    Signed,
    Place,
    Signatories,
    Witnesses,
    Effective,
    Term,
    End,
    Basis,
    Renewal,
    Notice,
    Review,
    Lead,
    Areas,
    Tags,
    Contact,
    Succeeds,
    Under,
    Related,
    References,
    Documents,
    Events,
    Notes,
    Fields,
    Conflicts,
    Activities,
}

/// What a value that is being set may need to know beside its text.
pub struct Setting<'a> {
    /// The day that relative dates are counted from.
    pub today: Day,
    /// Finds the party that the registry already has under a name or short name.
    pub known: &'a dyn Fn(&str) -> Option<Party>,
    /// Finds the SHA-256 of a document at a path relative to the registry.
    pub hash: &'a dyn Fn(&str) -> Result<Option<String>, Malformed>,
}

impl fmt::Debug for Setting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("today", &self.today).finish_non_exhaustive()
    }
}

impl Field {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 29] = [
        Self::Id,
        Self::Title,
        Self::Kind,
        Self::Parties,
        Self::Signed,
        Self::Place,
        Self::Signatories,
        Self::Witnesses,
        Self::Effective,
        Self::Term,
        Self::End,
        Self::Basis,
        Self::Renewal,
        Self::Notice,
        Self::Review,
        Self::Lead,
        Self::Areas,
        Self::Tags,
        Self::Contact,
        Self::Succeeds,
        Self::Under,
        Self::Related,
        Self::References,
        Self::Documents,
        Self::Events,
        Self::Notes,
        Self::Fields,
        Self::Conflicts,
        Self::Activities,
    ];

    /// Returns the name: the key in the file, the column, the word of the documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Kind => "kind",
            Self::Parties => "parties",
            Self::Signed => "signed",
            Self::Place => "place",
            Self::Signatories => "signatories",
            Self::Witnesses => "witnesses",
            Self::Effective => "effective",
            Self::Term => "term",
            Self::End => "end",
            Self::Basis => "basis",
            Self::Renewal => "renewal",
            Self::Notice => "notice",
            Self::Review => "review",
            Self::Lead => "lead",
            Self::Areas => "areas",
            Self::Tags => "tags",
            Self::Contact => "contact",
            Self::Succeeds => "succeeds",
            Self::Under => "under",
            Self::Related => "related",
            Self::References => "references",
            Self::Documents => "documents",
            Self::Events => "events",
            Self::Notes => "notes",
            Self::Fields => "fields",
            Self::Conflicts => "conflicts",
            Self::Activities => "activities",
        }
    }

    /// Returns the values of the field, each as a person types it; none where it is absent.
    #[must_use]
    pub fn values(self, of: &Agreement) -> Vec<String> {
        match self {
            Self::Id => vec![of.id.to_string()],
            Self::Title => vec![of.title.clone()],
            Self::Kind => vec![of.kind.clone()],
            Self::Parties => texts(&of.parties),
            Self::Signed => one(of.signed),
            Self::Place => one(of.place.as_ref()),
            Self::Signatories => texts(&of.signatories),
            Self::Witnesses => texts(&of.witnesses),
            Self::Effective => one(of.effective),
            Self::Term => one(of.term),
            Self::End => one(of.end),
            Self::Basis => {
                if of.basis == Basis::Including {
                    vec!["including".to_owned()]
                } else {
                    Vec::new()
                }
            }
            Self::Renewal => one(of.renewal),
            Self::Notice => one(of.notice),
            Self::Review => one(of.review),
            Self::Lead => texts(&of.lead),
            Self::Areas => of.areas.clone(),
            Self::Tags => of.tags.clone(),
            Self::Contact => one(of.contact.as_ref()),
            Self::Succeeds => texts(&of.succeeds),
            Self::Under => one(of.under.as_ref()),
            Self::Related => of.related.clone(),
            Self::References => texts(&of.references),
            Self::Documents => texts(&of.documents),
            Self::Events => texts(&of.events),
            Self::Notes => one(of.notes.as_ref()),
            Self::Fields => of.fields.iter().map(|(key, value)| format!("{key}={value}")).collect(),
            Self::Conflicts => of.conflicts.iter().map(|conflict| conflict.field.clone()).collect(),
            Self::Activities => texts(&of.activities),
        }
    }

    /// Returns the values of the field as one text: what `why`, `log` and the tables show.
    #[must_use]
    pub fn text(self, of: &Agreement) -> String {
        self.values(of).join("; ")
    }

    /// Sets the field to what was typed; a list to all of the values, anything else to the one.
    ///
    /// Fails where a value is malformed, where a single value was wanted, and for what is not set
    /// in this way: the id, events, conflicts and activities.
    pub fn set(
        self,
        of: &mut Agreement,
        values: &[String],
        with: &Setting<'_>,
    ) -> Result<(), Malformed> {
        let today = with.today;
        match self {
            Self::Title => of.title = single(self, values)?,
            Self::Kind => of.kind = single(self, values)?,
            Self::Parties => {
                of.parties.clear();
                gather(&mut of.parties, each(values, |text| party(text, with))?);
            }
            Self::Signed => of.signed = Some(typed::stated(&single(self, values)?, today)?),
            Self::Place => of.place = Some(single(self, values)?),
            Self::Signatories => of.signatories = each(values, typed::person)?,
            Self::Witnesses => of.witnesses = each(values, typed::person)?,
            Self::Effective => of.effective = Some(typed::stated(&single(self, values)?, today)?),
            Self::Term => of.term = Some(typed::term(&single(self, values)?)?),
            Self::End => of.end = Some(typed::date(&single(self, values)?, today)?),
            Self::Basis => of.basis = single(self, values)?.parse()?,
            Self::Renewal => {
                let every = typed::duration(&single(self, values)?)?;
                let max = of.renewal.and_then(|renewal| renewal.max);
                of.renewal = Some(Renewal { every, max });
            }
            Self::Notice => of.notice = Some(typed::duration(&single(self, values)?)?),
            Self::Review => of.review = Some(typed::duration(&single(self, values)?)?),
            Self::Lead => of.lead = each(values, typed::duration)?,
            Self::Areas => of.areas = distinct(self, values)?,
            Self::Tags => of.tags = distinct(self, values)?,
            Self::Contact => of.contact = Some(single(self, values)?),
            Self::Succeeds => of.succeeds = each(&distinct(self, values)?, str::parse)?,
            Self::Under => of.under = Some(single(self, values)?.parse()?),
            Self::Related => of.related = distinct(self, values)?,
            Self::References => of.references = each(values, |text| typed::reference(text, today))?,
            Self::Documents => of.documents = each(values, |text| document(text, with))?,
            Self::Notes => of.notes = Some(single(self, values)?),
            Self::Fields => of.fields = each(values, typed::field)?.into_iter().collect(),
            Self::Id | Self::Events | Self::Conflicts | Self::Activities => {
                return Err(Malformed::new(format!("`{}` is not set by a flag", self.name())));
            }
        }
        Ok(())
    }

    /// Adds to a list what was typed, but for what stands there already.
    ///
    /// Fails where a value is malformed, and for fields that are no lists.
    pub fn add(
        self,
        of: &mut Agreement,
        values: &[String],
        with: &Setting<'_>,
    ) -> Result<(), Malformed> {
        let mut more = of.clone();
        self.set(&mut more, values, with)?;
        match self {
            Self::Parties => gather(&mut of.parties, more.parties),
            Self::Signatories => extend(&mut of.signatories, more.signatories),
            Self::Witnesses => extend(&mut of.witnesses, more.witnesses),
            Self::Lead => extend(&mut of.lead, more.lead),
            Self::Areas => extend(&mut of.areas, more.areas),
            Self::Tags => extend(&mut of.tags, more.tags),
            Self::Succeeds => extend(&mut of.succeeds, more.succeeds),
            Self::Related => extend(&mut of.related, more.related),
            Self::References => extend(&mut of.references, more.references),
            Self::Documents => extend(&mut of.documents, more.documents),
            Self::Fields => of.fields.extend(more.fields),
            _ => return Err(Malformed::new(format!("`{}` is not a list", self.name()))),
        }
        Ok(())
    }

    /// Removes from a list the items that are called so: by their whole text or what names them (a
    /// party's or person's name or short name, a reference's or document's title, a field's key).
    /// Returns the values that named nothing.
    #[must_use]
    pub fn remove(self, of: &mut Agreement, values: &[String]) -> Vec<String> {
        let mut missing = Vec::new();
        for value in values {
            let called = |text: &str| text.eq_ignore_ascii_case(value) || text == value;
            let removed = match self {
                Self::Parties => cut(&mut of.parties, |party| {
                    party.is_called(value) || called(&party.to_string())
                }),
                Self::Signatories => cut(&mut of.signatories, |person| {
                    called(&person.name) || called(&person.to_string())
                }),
                Self::Witnesses => cut(&mut of.witnesses, |person| {
                    called(&person.name) || called(&person.to_string())
                }),
                Self::Lead => cut(&mut of.lead, |lead| {
                    typed::duration(value).is_ok_and(|duration| duration == *lead)
                }),
                Self::Areas => cut(&mut of.areas, |area| called(area)),
                Self::Tags => cut(&mut of.tags, |tag| called(tag)),
                Self::Succeeds => cut(&mut of.succeeds, |id| called(id.as_str())),
                Self::Related => cut(&mut of.related, |related| called(related)),
                Self::References => cut(&mut of.references, |reference| {
                    called(&reference.title)
                        || reference.url.as_deref().is_some_and(called)
                        || called(&reference.to_string())
                }),
                Self::Documents => cut(&mut of.documents, |document| {
                    called(&document.title)
                        || document.path.as_deref().is_some_and(called)
                        || called(&document.to_string())
                }),
                Self::Fields => {
                    let key = value.split_once('=').map_or(value.as_str(), |(key, _)| key);
                    of.fields.remove(key).is_some()
                }
                _ => false,
            };
            if !removed {
                missing.push(value.clone());
            }
        }
        missing
    }

    /// Empties the field. Returns whether it can be empty: an id, a title and parties cannot.
    #[must_use]
    pub fn clear(self, of: &mut Agreement) -> bool {
        match self {
            Self::Id | Self::Title | Self::Parties => return false,
            Self::Kind => of.kind = super::agreement::USUAL_KIND.to_owned(),
            Self::Signed => of.signed = None,
            Self::Place => of.place = None,
            Self::Signatories => of.signatories.clear(),
            Self::Witnesses => of.witnesses.clear(),
            Self::Effective => of.effective = None,
            Self::Term => of.term = None,
            Self::End => of.end = None,
            Self::Basis => of.basis = Basis::default(),
            Self::Renewal => of.renewal = None,
            Self::Notice => of.notice = None,
            Self::Review => of.review = None,
            Self::Lead => of.lead.clear(),
            Self::Areas => of.areas.clear(),
            Self::Tags => of.tags.clear(),
            Self::Contact => of.contact = None,
            Self::Succeeds => of.succeeds.clear(),
            Self::Under => of.under = None,
            Self::Related => of.related.clear(),
            Self::References => of.references.clear(),
            Self::Documents => of.documents.clear(),
            Self::Events => of.events.clear(),
            Self::Notes => of.notes = None,
            Self::Fields => of.fields.clear(),
            Self::Conflicts => of.conflicts.clear(),
            Self::Activities => of.activities.clear(),
        }
        true
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Field {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::ALL
            .into_iter()
            .find(|field| field.name() == text)
            .ok_or_else(|| Malformed::new(format!("`{text}` is not a field")))
    }
}

fn texts<T: fmt::Display>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}

fn one<T: fmt::Display>(value: Option<T>) -> Vec<String> {
    value.iter().map(T::to_string).collect()
}

fn single(field: Field, values: &[String]) -> Result<String, Malformed> {
    match values {
        [value] if !value.trim().is_empty() => Ok(value.clone()),
        [_] => Err(Malformed::new(format!("`{field}` cannot be blank"))),
        _ => Err(Malformed::new(format!("`{field}` takes one value"))),
    }
}

fn each<T>(
    values: &[String],
    read: impl Fn(&str) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    values.iter().map(|text| read(text)).collect()
}

fn distinct(field: Field, values: &[String]) -> Result<Vec<String>, Malformed> {
    let mut kept = Vec::new();
    if values.iter().any(|value| value.trim().is_empty()) {
        return Err(Malformed::new(format!("a value of `{field}` cannot be blank")));
    }
    extend(&mut kept, values.to_vec());
    Ok(kept)
}

/// Adds to the parties those that are not among them; each is one party, however it is called.
fn gather(parties: &mut Vec<Party>, more: Vec<Party>) {
    for party in more {
        if !parties.iter().any(|here| here.is_called(&party.name)) {
            parties.push(party);
        }
    }
}

fn extend<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// Removes the items for which `is_meant`; returns whether there were any.
fn cut<T>(list: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> bool {
    let before = list.len();
    list.retain(|item| !is_meant(item));
    list.len() < before
}

/// Reads a party; what the registry already has takes over its name, short name and country.
fn party(text: &str, with: &Setting<'_>) -> Result<Party, Malformed> {
    let party = typed::party(text)?;
    Ok(match (with.known)(&party.name) {
        Some(known) => Party {
            name: known.name,
            short: known.short.or(party.short),
            country: known.country.or(party.country),
            ..Party::default()
        },
        None => party,
    })
}

fn document(text: &str, with: &Setting<'_>) -> Result<Document, Malformed> {
    let (title, path) = typed::document(text)?;
    let sha256 = (with.hash)(&path)?;
    Ok(Document { title, path: Some(path), sha256 })
}
