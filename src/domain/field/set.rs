//! How a field is set, added to, cut and emptied.

use super::{Field, Setting};
use crate::domain::agreement::{Agreement, USUAL_KIND};
use crate::domain::malformed::Malformed;
use crate::domain::party::Party;
use crate::domain::reference::Document;
use crate::domain::term::{Basis, Renewal};
use crate::domain::text::Text;
use crate::domain::typed;

impl Field {
    /// Sets the field to what was typed; a list to all of the values, anything else to the one.
    ///
    /// Fails where a value is malformed, where a single value was wanted, and for what is not set
    /// in this way: the id, events, conflicts and activities.
    pub fn set<T: AsRef<str>>(
        self,
        of: &mut Agreement,
        values: &[T],
        with: &Setting<'_>,
    ) -> Result<(), Malformed> {
        let today = with.today;
        match self {
            Self::Title => of.title = single(self, values)?.into(),
            Self::Kind => of.kind = single(self, values)?.into(),
            Self::Parties => {
                of.parties.clear();
                gather(&mut of.parties, each(values, |text| party(text, with))?);
            }
            Self::Signed => of.signed = Some(typed::stated(single(self, values)?, today)?),
            Self::Place => of.place = Some(single(self, values)?.into()),
            Self::Signatories => of.signatories = each(values, typed::person)?,
            Self::Witnesses => of.witnesses = each(values, typed::person)?,
            Self::Effective => {
                of.effective = Some(typed::effective(single(self, values)?, today)?);
            }
            Self::Term => of.term = Some(typed::term(single(self, values)?)?),
            Self::End => of.end = Some(typed::date(single(self, values)?, today)?),
            Self::Basis => of.basis = single(self, values)?.parse()?,
            Self::Renewal => {
                let every = typed::duration(single(self, values)?)?;
                let (by, max) = of.renewal.map(|was| (was.by, was.max)).unwrap_or_default();
                of.renewal = Some(Renewal { every, by, max });
            }
            Self::Notice => of.notice = Some(typed::duration(single(self, values)?)?),
            Self::Review => of.review = Some(typed::duration(single(self, values)?)?),
            Self::Lead => {
                of.lead.clear();
                extend(&mut of.lead, each(values, typed::duration)?);
            }
            Self::Areas => of.areas = distinct(self, values)?,
            Self::Tags => of.tags = distinct(self, values)?,
            Self::Contact => of.contact = Some(single(self, values)?.into()),
            Self::Succeeds => of.succeeds = each(&distinct(self, values)?, str::parse)?,
            Self::Under => of.under = Some(single(self, values)?.parse()?),
            Self::Related => of.related = distinct(self, values)?,
            Self::References => of.references = each(values, |text| typed::reference(text, today))?,
            Self::Documents => of.documents = each(values, |text| document(text, with))?,
            Self::Notes => of.notes = Some(single(self, values)?.into()),
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
                    let is_meant = |key: &str, has: &str| {
                        key == value || typed::field(value).is_ok_and(|(k, v)| k == key && v == has)
                    };
                    let before = of.fields.len();
                    of.fields.retain(|key, has| !is_meant(key, has));
                    of.fields.len() < before
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
            Self::Kind => of.kind = USUAL_KIND.into(),
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

fn single<T: AsRef<str>>(field: Field, values: &[T]) -> Result<&str, Malformed> {
    match values {
        [value] if !value.as_ref().trim().is_empty() => Ok(value.as_ref()),
        [_] => Err(Malformed::new(format!("`{field}` cannot be blank"))),
        _ => Err(Malformed::new(format!("`{field}` takes one value"))),
    }
}

fn each<T>(
    values: &[impl AsRef<str>],
    read: impl Fn(&str) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    values.iter().map(|text| read(text.as_ref())).collect()
}

fn distinct(field: Field, values: &[impl AsRef<str>]) -> Result<Vec<Text>, Malformed> {
    let mut kept = Vec::new();
    if values.iter().any(|value| value.as_ref().trim().is_empty()) {
        return Err(Malformed::new(format!("a value of `{field}` cannot be blank")));
    }
    extend(&mut kept, values.iter().map(|value| value.as_ref().into()).collect());
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
    Ok(Document { title: title.into(), path: Some(path.into()), sha256: sha256.map(Text::from) })
}
