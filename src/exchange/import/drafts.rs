//! The JSON of `mou draft`, as it was printed or edited since: what a record has of it.

use crate::domain::Field;
use crate::json::node::{Member, Node};

/// The member that holds the proposed agreements.
const AGREEMENTS_KEY: &str = "agreements";

/// The member of an activity that was not done under the agreement itself.
const OF_KEY: &str = "of";

/// Returns true if the document is a draft: it has the hash of its source, or its agreements have the words for how
/// their facts are known.
pub(super) fn is_draft(document: &Node) -> bool {
    let has_hash = document.get("source").is_some_and(|source| source.get("sha256").is_some());
    match document.get(AGREEMENTS_KEY) {
        Some(Node::Array(agreements)) => has_hash || agreements.iter().any(is_drafted),
        _ => false,
    }
}

/// Returns true if the agreement is one of a draft.
pub(super) fn is_drafted(agreement: &Node) -> bool {
    matches!(agreement.get("sure"), Some(Node::Object(_)))
        && matches!(agreement.get("unknown"), Some(Node::Array(_)))
}

/// Returns the records of a draft: of each agreement what is stored, in the form of the file.
pub(super) fn records(document: Node) -> Vec<Node> {
    let Node::Object(members) = document else { return Vec::new() };
    let agreements = members.into_iter().find(|member| member.name() == AGREEMENTS_KEY);
    match agreements.map(|member| member.value) {
        Some(Node::Array(agreements)) => agreements.into_iter().map(record).collect(),
        _ => Vec::new(),
    }
}

/// Returns what is stored of an agreement of a draft. What is no agreement stays as it is.
pub(super) fn record(agreement: Node) -> Node {
    let Node::Object(members) = agreement else { return agreement };
    let stored = members.into_iter().filter_map(|member| {
        let field: Field = member.name().parse().ok()?;
        let value = match field {
            Field::Notes => joined_notes(member.value)?,
            // Without the length of the further periods it is only a remark, which the notes have.
            Field::Renewal => Some(member.value).filter(is_whole_renewal)?,
            Field::Activities => own_activities(member.value),
            _ => member.value,
        };
        Some(Member::new(field.name(), value))
    });
    Node::Object(stored.collect())
}

/// Returns the sentences of the notes as one text; `None` if there are none.
fn joined_notes(notes: Node) -> Option<Node> {
    let Node::Array(sentences) = notes else { return Some(notes) };
    let sentences: Vec<String> = sentences.iter().filter_map(Node::as_text).collect();
    (!sentences.is_empty()).then(|| Node::text(&sentences.join("\n")))
}

fn is_whole_renewal(renewal: &Node) -> bool {
    !matches!(renewal, Node::Object(_)) || renewal.get("every").is_some()
}

/// Returns the activities without those of the predecessor, numbered in their order.
fn own_activities(activities: Node) -> Node {
    let Node::Array(activities) = activities else { return activities };
    let own = activities.into_iter().filter(|activity| activity.get(OF_KEY).is_none());
    let numbered = own.zip(1..).map(|(activity, number): (Node, u32)| {
        let Node::Object(mut members) = activity else { return activity };
        members.retain(|member| member.name() != "n");
        members.insert(0, Member::new("n", Node::Scalar(number.to_string())));
        Node::Object(members)
    });
    Node::Array(numbered.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let document = Node::parse(text).unwrap();
        assert!(is_draft(&document), "{text}");
        records(document).iter().map(Node::compact).collect()
    }

    #[test]
    fn record_has_only_what_is_stored() {
        let text = r#"{"source":{"path":"a.txt","sha256":"00"},"agreements":[{"title":"A","kind":"MoU",
            "renewal":{"by":"agreement"},"hints":{"under":{"title":"X"}},"sure":{"title":"composed"},"composed":["title"],
            "unknown":["renewal.every"],"notes":["One.","Two."],"evidence":{},"activities":[
            {"n":1,"title":"before","of":"predecessor"},{"n":2,"title":"now","on":"2024"},{"title":"typed"}]}]}"#;
        let record = r#"{"title":"A","kind":"MoU","notes":"One.\nTwo.","activities":[{"n":1,"title":"now","on":"2024"},{"n":2,"title":"typed"}]}"#;
        assert_eq!(read(text), [record]);
    }

    #[test]
    fn draft_is_known_without_its_source() {
        let text = r#"{"agreements":[{"title":"A","sure":{},"unknown":[],"notes":[],"renewal":{"every":"P1Y"}}]}"#;
        assert_eq!(read(text), [r#"{"title":"A","renewal":{"every":"P1Y"}}"#]);
        for other in [r#"{"agreements":[{"title":"A"}]}"#, "[]", r#"{"source":{"sha256":"0"}}"#] {
            assert!(!is_draft(&Node::parse(other).unwrap()), "{other}");
        }
    }
}
