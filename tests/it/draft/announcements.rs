//! Real announcements whose licences permit a copy, with every fact: `tests/data/draft/announcements`.

use super::data;
use super::known::assert_differences;
use super::texts::{differences, whole_texts};

#[test]
fn each_real_announcement_is_drafted_as_it_says() {
    let texts = whole_texts(&data().join("announcements"));
    assert_eq!(texts.len(), 8);
    let differences: Vec<_> = texts.iter().flat_map(differences).collect();
    assert_differences("announcements", &differences);
}
