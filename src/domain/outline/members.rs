//! The members of an agreement, as far as an outline has them.

use serde::Deserialize;

use super::Outline;
use super::forms::{DocumentForm, PersonForm, ReferenceForm};
use super::parts::{Done, Happened, PartyOutline};
use super::passed_over::{AnyText, Each, Lent, Rare, Texts};
use crate::domain::agreement::USUAL_KIND;
use crate::domain::date::Date;
use crate::domain::duration::Duration;
use crate::domain::id::Id;
use crate::domain::stated::Stated;
use crate::domain::tenure::{Tenure, signed_on};
use crate::domain::term::{Basis, Renewal, Term};

/// The members of an agreement, in the order in which they are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Members<'a> {
    id: Id,
    #[serde(borrow)]
    title: Lent<'a>,
    #[serde(borrow, default)]
    kind: Kind<'a>,
    #[serde(borrow, default)]
    parties: Vec<PartyOutline<'a>>,
    #[serde(default, deserialize_with = "crate::domain::stated::signing")]
    signed: Option<Stated>,
    #[serde(default, rename = "place")]
    _place: Option<AnyText>,
    #[serde(default, rename = "signatories")]
    _signatories: Each<PersonForm>,
    #[serde(default, rename = "witnesses")]
    _witnesses: Each<PersonForm>,
    #[serde(default)]
    effective: Option<Stated>,
    #[serde(default)]
    term: Option<Term>,
    #[serde(default)]
    end: Option<Date>,
    #[serde(default)]
    basis: Basis,
    #[serde(default)]
    renewal: Option<Renewal>,
    #[serde(default)]
    notice: Option<Duration>,
    #[serde(default)]
    review: Option<Duration>,
    #[serde(default, rename = "lead")]
    _lead: Each<Duration>,
    #[serde(default, rename = "areas")]
    _areas: Each<AnyText>,
    #[serde(default, rename = "tags")]
    _tags: Each<AnyText>,
    #[serde(borrow, default)]
    contact: Option<Lent<'a>>,
    #[serde(default)]
    succeeds: Vec<Id>,
    #[serde(default, rename = "under")]
    _under: Option<Id>,
    #[serde(default, rename = "related")]
    _related: Each<AnyText>,
    #[serde(default, rename = "references")]
    _references: Each<ReferenceForm>,
    #[serde(default, rename = "documents")]
    _documents: Each<DocumentForm>,
    #[serde(default)]
    events: Vec<Happened>,
    #[serde(default, rename = "notes")]
    _notes: Option<AnyText>,
    #[serde(default, rename = "fields")]
    _fields: Texts,
    #[serde(default, rename = "conflicts")]
    _conflicts: Option<Rare>,
    #[serde(default)]
    activities: Vec<Done>,
}

/// The kind of an agreement, which need not be stated.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Kind<'a>(#[serde(borrow)] Lent<'a>);

impl Default for Kind<'_> {
    fn default() -> Self {
        Self(Lent(USUAL_KIND.into()))
    }
}

impl<'a> From<Members<'a>> for Outline<'a> {
    fn from(members: Members<'a>) -> Self {
        let of_parties = members.parties.iter().map(|party| party.signed);
        let tenure = Tenure {
            signed: signed_on(members.signed, of_parties, members.end),
            effective: members.effective,
            term: members.term,
            end: members.end,
            basis: members.basis,
            renewal: members.renewal,
            notice: members.notice,
            review: members.review,
            events: members.events.into_iter().map(|Happened(happening)| happening).collect(),
            deeds: members.activities.into_iter().map(|Done(deed)| deed).collect(),
            conflict: false,
        };
        Self {
            id: members.id,
            title: members.title,
            kind: members.kind.0,
            parties: members.parties,
            signed: members.signed,
            contact: members.contact,
            succeeds: members.succeeds,
            tenure,
        }
    }
}
