//! What of an agreement stands in a calendar.

use crate::domain::{
    Activity, Agreement, Date, Day, Duration, End, Lead, Progress, RenewalBy, Settings, Standing,
    Status, Text, back, friday_before,
};

/// An agreement, with what follows from its facts on the day.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// What follows from its facts.
    pub standing: &'a Standing,
    /// Whether its current period will be followed by another by itself.
    pub will_renew: bool,
}

/// One or several whole days that are to be seen in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occasion {
    /// What it is: `end`, `notice`, `review`, `start`, `activity-<n>`.
    pub(super) kind: String,
    /// The first day.
    pub(super) first: Day,
    /// The last day, included.
    pub(super) last: Day,
    /// The last day on which it may be: of a month that is all that is known, its last.
    over: Day,
    pub(super) summary: String,
    /// By lines.
    pub(super) description: Vec<String>,
    /// How many days before the first day the calendar rings.
    pub(super) alarms: Vec<i64>,
}

/// How long before an act-by date the calendar rings, where nothing else is said.
const USUAL_LEAD: [&str; 2] = ["P6M", "P1M"];

impl Told<'_> {
    /// Returns what stands in a calendar of an agreement that is upcoming or in force: its first
    /// day, where that is to come, its last day, the day by which to act, the next review, what is
    /// due and what is planned. What is wholly past on `today` is left out.
    ///
    /// A date that is known to the month or year stands on its first possible day, and says so.
    pub(super) fn occasions(&self, settings: &Settings, today: Day) -> Vec<Occasion> {
        let status = self.standing.status;
        if status != Status::Upcoming && !status.is_in_force() {
            return Vec::new();
        }
        let mut occasions = Vec::new();
        occasions.extend(self.start());
        occasions.extend(self.end(settings));
        occasions.extend(self.act_by(settings));
        occasions.extend(self.activities());
        occasions.retain(|occasion| occasion.over >= today);
        occasions
    }

    fn start(&self) -> Option<Occasion> {
        let first = crate::domain::Tenure::from_values(self.agreement).first_day();
        let first = first.filter(|_| self.standing.status == Status::Upcoming)?;
        Some(self.occasion("start", first, &format!("{} takes effect", self.kind())))
    }

    fn end(&self, settings: &Settings) -> Option<Occasion> {
        let End::On(end) = self.standing.ends else {
            return None;
        };
        let what = if self.will_renew { "ends, or renews automatically" } else { "ends" };
        let mut occasion = self.occasion("end", end, &format!("{} {what}", self.kind()));
        if self.standing.act_by == Some(end) {
            occasion.alarms = self.alarms(end, settings);
        }
        Some(occasion)
    }

    /// Returns the day by which to act, where it is another than the last day, and there is
    /// something to act on.
    fn act_by(&self, settings: &Settings) -> Option<Occasion> {
        let act_by = self.standing.act_by?;
        let (kind, summary) = match self.standing.ends {
            End::On(end) if end == act_by || self.standing.settled => return None,
            End::On(_) => ("notice", "Last day to give notice"),
            End::Indefinite | End::Unknown => ("review", "Review due"),
        };
        let mut occasion = self.occasion(kind, act_by, summary);
        occasion.alarms = self.alarms(act_by, settings);
        if let Some(friday) = friday_before(act_by) {
            occasion.description.insert(0, format!("On a weekend: the Friday before is {friday}"));
        }
        Some(occasion)
    }

    fn activities(&self) -> impl Iterator<Item = Occasion> {
        self.agreement.activities.iter().filter_map(|activity| {
            let is_planned = activity.status == Some(Progress::Planned);
            let is_open = is_planned || activity.status == Some(Progress::Ongoing);
            match activity.due {
                Some(due) if is_open => Some(self.activity(activity, due, due, "Due: ")),
                None if is_planned => {
                    let first = activity.from.or(activity.on).or(activity.until)?;
                    let last = activity.day().filter(|last| *last > first).unwrap_or(first);
                    Some(self.activity(activity, first, last, ""))
                }
                _ => None,
            }
        })
    }

    fn activity(&self, activity: &Activity, first: Date, last: Date, what: &str) -> Occasion {
        let contact = activity.contact.as_ref().or(self.agreement.contact.as_ref());
        let told = [
            ("Under", Some(self.agreement.title.clone())),
            ("Kind", activity.kind.clone()),
            ("Place", activity.place.clone()),
            ("Participants", Some(activity.participants.join("; ").into())),
            ("Contact", contact.cloned()),
            ("Notes", activity.notes.clone()),
        ];
        let mut description: Vec<String> = named(told).collect();
        description.push(format!("mou activity show {}/{}", self.agreement.id, activity.n));
        Occasion {
            kind: format!("activity-{}", activity.n),
            first: first.first(),
            last: last.first(),
            over: last.last(),
            summary: format!("{what}{}{}", activity.title, precision(first)),
            description,
            alarms: Vec::new(),
        }
    }

    fn occasion(&self, kind: &str, date: Date, what: &str) -> Occasion {
        Occasion {
            kind: kind.to_owned(),
            first: date.first(),
            last: date.first(),
            over: date.last(),
            summary: format!("{what}: {}{}", self.agreement.title, precision(date)),
            description: self.description(),
            alarms: Vec::new(),
        }
    }

    /// Returns the kind of the agreement as the beginning of a sentence.
    fn kind(&self) -> String {
        let mut letters = self.agreement.kind.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn description(&self) -> Vec<String> {
        let agreement = self.agreement;
        let parties: Vec<String> = agreement.parties.iter().map(ToString::to_string).collect();
        let renewal = agreement.renewal.map(|renewal| {
            let most = renewal.max.map(|max| format!(", at most {max} times"));
            let how = match renewal.by {
                RenewalBy::Itself => "automatic",
                RenewalBy::Agreement => "by agreement",
            };
            format!("{how}, for {}{}", renewal.every.in_words(), most.unwrap_or_default())
        });
        let told = [
            ("Parties", Some(parties.join("; ").into())),
            ("Contact", agreement.contact.clone()),
            ("Renewal", renewal.map(Text::from)),
            ("Notice", agreement.notice.map(|notice| notice.in_words().into())),
        ];
        let mut lines: Vec<String> = named(told).collect();
        lines.push(format!("mou show {}", agreement.id));
        lines
    }

    /// Returns how many days before the date the calendar rings: at the lead times of the
    /// agreement, else the registry's, counted back on the calendar; not at all where nothing is
    /// left to act on.
    fn alarms(&self, date: Date, settings: &Settings) -> Vec<i64> {
        if self.standing.settled {
            return Vec::new();
        }
        let mut lead: Vec<Duration> = self.agreement.lead.clone();
        if lead.is_empty() {
            lead = settings.lead.iter().map(|Lead(lead)| *lead).collect();
        }
        if lead.is_empty() {
            lead = USUAL_LEAD.iter().filter_map(|lead| lead.parse().ok()).collect();
        }
        let mut days: Vec<i64> = lead
            .into_iter()
            .filter_map(|lead| back(date.first(), lead))
            .map(|from| date.days_from(from))
            .collect();
        days.sort_unstable_by(|one, two| two.cmp(one));
        days.dedup();
        days
    }
}

/// Says how a date is known that is not one certain day: ` (2023-10)`.
fn precision(date: Date) -> String {
    if date.is_certain_day() { String::new() } else { format!(" ({date})") }
}

fn named<const N: usize>(
    values: [(&'static str, Option<Text>); N],
) -> impl Iterator<Item = String> {
    let told = values.into_iter().filter_map(|(name, value)| Some((name, value?)));
    told.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}"))
}
