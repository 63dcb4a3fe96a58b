//! What the column of a sheet holds, told from its name.

use std::fmt;
use std::str::FromStr;

use super::table::DERIVED;
use crate::domain::search::fold;
use crate::domain::{Field, Malformed};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A field of the agreement.
    Field(Field),
    /// The partner, or partners: the parties but for the one that keeps the sheet.
    Partner,
    /// The country of the partner.
    Country,
    /// The term, as a bare number of these units.
    TermIn(&'static str),
    /// The term or the last day, whichever the cell reads as.
    Validity,
    /// A field of the user's own.
    Own(String),
    /// Nothing that is read.
    Nothing,
}

/// The usual words of real registers, without case, blanks and punctuation.
static WORDS: [(Target, &[&str]); 19] = [
    (
        Target::Field(Field::Title),
        &[
            "agreement",
            "agreementname",
            "agreementtitle",
            "mou",
            "mouname",
            "moutitle",
            "nameofagreement",
            "nameofmou",
            "nameoftheagreement",
            "nameofthemou",
            "subject",
            "subjectofmou",
            "titleofagreement",
            "titleofmou",
            "titleoftheagreement",
            "titleofthemou",
            "treaty",
            "treatyname",
        ],
    ),
    (
        Target::Field(Field::Kind),
        &[
            "agreementtype",
            "instrument",
            "kindofagreement",
            "moutype",
            "type",
            "typeofagreement",
            "typeofmou",
        ],
    ),
    (
        Target::Partner,
        &[
            "agreementwith",
            "agency",
            "collaboratinginstitution",
            "collaboratinginstitutions",
            "collaboratingorganization",
            "collaborator",
            "company",
            "contractingparty",
            "counterpart",
            "counterparty",
            "institute",
            "institution",
            "institutionname",
            "institutions",
            "mousignedwith",
            "mouwith",
            "nameofinstitution",
            "nameoforganization",
            "nameofpartner",
            "nameofpartnerinstitution",
            "nameoftheinstitution",
            "nameoftheorganization",
            "nameofthepartner",
            "nameofthepartnerinstitution",
            "organization",
            "organizationname",
            "organizations",
            "otherparty",
            "partner",
            "partneragency",
            "partnerinstitute",
            "partnerinstitution",
            "partnerinstitutionname",
            "partnerinstitutions",
            "partnername",
            "partnerorganization",
            "partnerorganizations",
            "partners",
            "partneruniversity",
            "signedwith",
            "university",
        ],
    ),
    (
        Target::Field(Field::Parties),
        &[
            "firstparty",
            "party",
            "party1",
            "party2",
            "party3",
            "partya",
            "partyb",
            "partyc",
            "partiesinvolved",
            "contractingparties",
            "secondparty",
        ],
    ),
    (
        Target::Country,
        &["country", "countries", "countryname", "countryofpartner", "nation", "partnercountry"],
    ),
    (
        Target::Field(Field::Signed),
        &[
            "agreementdate",
            "dateofagreement",
            "dateofexecution",
            "dateofmou",
            "dateofsignature",
            "dateofsigning",
            "datesigned",
            "executiondate",
            "moudate",
            "mousigneddate",
            "mousigningdate",
            "signaturedate",
            "signeddate",
            "signedon",
            "signingdate",
        ],
    ),
    (
        Target::Field(Field::Place),
        &["placeofsignature", "placeofsigning", "placesigned", "signedat"],
    ),
    (Target::Field(Field::Signatories), &["signatory", "signedby"]),
    (Target::Field(Field::Witnesses), &["witness"]),
    (
        Target::Field(Field::Effective),
        &[
            "begindate",
            "commencementdate",
            "dateeffective",
            "dateofcommencement",
            "dateofentryintoforce",
            "effectivedate",
            "effectivefrom",
            "entryintoforce",
            "entryintoforcedate",
            "from",
            "fromdate",
            "inforcefrom",
            "inforcesince",
            "start",
            "startdate",
            "startingdate",
            "validfrom",
        ],
    ),
    (
        Target::Field(Field::End),
        &[
            "dateofexpiration",
            "dateofexpiry",
            "enddate",
            "endingdate",
            "expiration",
            "expirationdate",
            "expires",
            "expireson",
            "expiry",
            "expirydate",
            "lastday",
            "mouenddate",
            "mouexpirydate",
            "todate",
            "until",
            "validthrough",
            "validtill",
            "validto",
            "validuntil",
            "validupto",
        ],
    ),
    (
        Target::Field(Field::Term),
        &[
            "agreementperiod",
            "duration",
            "durationofagreement",
            "durationofmou",
            "mouduration",
            "mouperiod",
            "period",
            "periodofvalidity",
            "tenure",
            "termlength",
            "validityperiod",
        ],
    ),
    (Target::Validity, &["mouvalidity", "validity", "validityofmou", "validityoftheagreement"]),
    (
        Target::TermIn("years"),
        &[
            "durationinyears",
            "durationyears",
            "periodinyears",
            "periodyears",
            "terminyears",
            "termyears",
            "validityinyears",
            "validityyears",
            "years",
        ],
    ),
    (
        Target::TermIn("months"),
        &[
            "durationinmonths",
            "durationmonths",
            "periodinmonths",
            "terminmonths",
            "termmonths",
            "validityinmonths",
        ],
    ),
    (Target::Field(Field::Notice), &["noticeperiod", "terminationnotice"]),
    (
        Target::Field(Field::Areas),
        &[
            "area",
            "areaofcollaboration",
            "areaofcooperation",
            "areasofcollaboration",
            "areasofcooperation",
            "scopeofcooperation",
            "subjectarea",
            "thematicarea",
            "thematicareas",
        ],
    ),
    (
        Target::Field(Field::Contact),
        &[
            "contactname",
            "contactperson",
            "coordinator",
            "focalperson",
            "focalpoint",
            "nodalofficer",
            "pointofcontact",
            "responsible",
            "responsibleofficer",
            "responsibleperson",
        ],
    ),
    (Target::Field(Field::Notes), &["comment", "comments", "note", "remark", "remarks"]),
];

/// Returns what a column of this name holds, where that is known: the fields and the derived
/// columns by their names, and the usual words of real registers.
///
/// ```
/// use mou::domain::Field;
/// use mou::exchange::incoming::column::{Target, called};
///
/// assert_eq!(called("Date of Signing"), Some(Target::Field(Field::Signed)));
/// assert_eq!(called("Partner institution"), Some(Target::Partner));
/// assert_eq!(called("Status"), Some(Target::Nothing));
/// assert_eq!(called("Budget"), None);
/// ```
#[must_use]
pub fn called(name: &str) -> Option<Target> {
    let plain = plain(name);
    if let Some(field) = Field::ALL.into_iter().find(|field| field.name() == plain) {
        return Some(Target::Field(field));
    }
    let words = WORDS.iter().find(|(_, words)| words.contains(&plain.as_str()));
    if let Some((target, _)) = words {
        return Some(target.clone());
    }
    let is_derived = DERIVED.iter().any(|derived| self::plain(derived) == plain);
    is_derived.then_some(Target::Nothing)
}

/// Tells whether it is known what a column of this name holds.
pub(super) fn is_known(name: &str) -> bool {
    called(name).is_some()
}

/// Returns the name without case, accents, blanks and punctuation, and with American endings.
pub(super) fn plain(name: &str) -> String {
    let plain: String = fold(name).chars().filter(|letter| letter.is_alphanumeric()).collect();
    plain.replace("organisation", "organization")
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Partner => f.write_str("partner"),
            Self::Country => f.write_str("country"),
            Self::TermIn(unit) => f.write_str(unit),
            Self::Validity => f.write_str("validity"),
            Self::Own(name) => write!(f, "fields.{name}"),
            Self::Nothing => f.write_str("-"),
        }
    }
}

impl FromStr for Target {
    type Err = Malformed;

    /// Reads what a mapping says: a field, `partner`, `country`, `years`, `months`, `validity`,
    /// `fields.NAME`, or `-` for a column that is not read.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        Ok(match text {
            "partner" => Self::Partner,
            "country" => Self::Country,
            "years" => Self::TermIn("years"),
            "months" => Self::TermIn("months"),
            "validity" => Self::Validity,
            "-" => Self::Nothing,
            _ => match text.strip_prefix("fields.").map(str::trim) {
                Some(name) if !name.is_empty() => Self::Own(name.to_owned()),
                _ => Self::Field(text.parse()?),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_plain_sorted_out_and_each_of_one_column() {
        let mut seen = std::collections::BTreeSet::new();
        for (_, words) in &WORDS {
            for word in *words {
                assert_eq!(plain(word), *word);
                assert!(seen.insert(*word), "{word}");
                assert!(Field::ALL.iter().all(|field| field.name() != *word), "{word}");
            }
        }
    }

    #[test]
    fn columns_are_told_by_the_usual_words_whatever_their_case_blanks_and_punctuation() {
        for (name, target) in [
            ("Date signed", "signed"),
            ("Date of Signature:", "signed"),
            ("EXPIRATION DATE", "end"),
            ("Valid until", "end"),
            ("Duration", "term"),
            ("Duration (years)", "years"),
            ("Validity", "validity"),
            ("Name of the Partner Organisation", ""),
            ("Partner Organisation", "partner"),
            ("Contracting Party", "partner"),
            ("Partners", "partner"),
            ("parties", "parties"),
            ("Country", "country"),
            ("Type", "kind"),
            ("In force from", "effective"),
            ("Entry Into Force Date", "effective"),
            ("Areas", "areas"),
            ("Status", "-"),
            ("act_by", "-"),
            ("Ends", "-"),
            ("Budget", ""),
        ] {
            let told = called(name).map(|target| target.to_string()).unwrap_or_default();
            assert_eq!(told, target, "{name}");
            if !target.is_empty() {
                assert_eq!(target.parse::<Target>().unwrap().to_string(), target);
            }
        }
    }
}
