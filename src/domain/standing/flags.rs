//! What is to be noticed about an agreement.

use strum::VariantArray;

use super::{Spans, Standing};
use crate::domain::counting;
use crate::domain::date::Day;
use crate::domain::event::Decision;
use crate::domain::life::Life;
use crate::domain::status::{End, Flag, Status};
use crate::domain::tenure::Tenure;

impl Tenure {
    /// Raises the flags, in the order in which they are shown; the rest of the standing is there.
    pub(super) fn raise_flags(
        &self,
        standing: &mut Standing,
        life: &Life,
        idle_since: Option<Day>,
        today: Day,
        spans: &Spans,
    ) {
        let status = standing.status;
        let in_force = status.is_in_force();
        // Life says that no renewal follows once notice is given or a termination counts.
        let missed =
            in_force && life.will_renew && self.is_notice_in_time(life, today) == Some(false);
        let dormant_before = || counting::back(today, spans.dormant);
        let lapse = life.decision == Some(Decision::Lapse);
        let holds = |flag: Flag, standing: &Standing| match flag {
            Flag::NoticeMissed => missed,
            Flag::Expiring => {
                in_force && standing.ends_within(today, counting::window_end(today, spans.within))
            }
            Flag::AutoRenewed => in_force && life.previous_end.is_some(),
            Flag::EndUnknown => {
                (in_force || status == Status::Upcoming)
                    && !self.is_pending()
                    && standing.ends == End::Unknown
            }
            Flag::Pending => status == Status::Upcoming && self.is_pending(),
            Flag::Lapsed => status == Status::Expired && standing.succeeded_by.is_empty() && !lapse,
            Flag::Dormant => {
                let early = |since| dormant_before().is_some_and(|before| since <= before);
                status == Status::Active && idle_since.is_some_and(early)
            }
            Flag::Decided => {
                let open = in_force || matches!(status, Status::Upcoming | Status::Expired);
                open && life.decision.is_some()
            }
            Flag::ObligationOverdue => {
                self.activities.iter().any(|activity| activity.is_overdue(today))
            }
            Flag::ReviewDue => in_force && self.is_review_due(life, today),
            Flag::Conflict => self.conflict,
        };
        standing.flags =
            Flag::VARIANTS.iter().copied().filter(|flag| holds(*flag, standing)).collect();
    }
}
