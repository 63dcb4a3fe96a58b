//! Whatever is done, undone and redone, in any order: every undo gives back the earlier bytes.

use proptest::prelude::*;

use super::super::{LogEntry, Version};
use super::{Folder, TWO, agreement};

/// Something that is done to a registry.
#[derive(Debug, Clone)]
enum Step {
    Title(usize, u8),
    Remove(usize),
    Add(usize),
    Owner(u8),
    /// Several records in one command.
    All(u8),
    Undo(usize),
    Redo(usize),
    /// A command that is killed when its line is in the log and the registry not yet replaced.
    Killed(u8),
    /// A registry formatted by another program.
    LaidOut,
}

const IDS: [&str; 4] = ["a-2020", "b-2021", "c", "d"];

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..IDS.len(), any::<u8>()).prop_map(|(at, text)| Step::Title(at, text % 4)),
        2 => (0..IDS.len()).prop_map(Step::Remove),
        2 => (0..IDS.len()).prop_map(Step::Add),
        1 => any::<u8>().prop_map(|text| Step::Owner(text % 3)),
        1 => any::<u8>().prop_map(|text| Step::All(text % 4)),
        4 => (1_usize..4).prop_map(Step::Undo),
        4 => (1_usize..4).prop_map(Step::Redo),
        1 => any::<u8>().prop_map(|text| Step::Killed(text % 4)),
        1 => Just(Step::LaidOut),
    ]
}

/// What an editor would keep: the texts before what can be undone, and after what can be redone.
#[derive(Debug, Default)]
struct Model {
    undo: Vec<String>,
    redo: Vec<String>,
}

impl Model {
    fn run(&mut self, folder: &Folder, step: &Step) {
        let before = folder.text();
        match step {
            Step::Title(at, text) if before.contains(&quoted(IDS[*at])) => {
                folder.title(IDS[*at], &text.to_string()).unwrap();
            }
            Step::Remove(at) if before.contains(&quoted(IDS[*at])) => {
                folder.remove(IDS[*at]).unwrap();
            }
            Step::Add(at) if !before.contains(&quoted(IDS[*at])) => {
                folder.add(IDS[*at]).unwrap();
            }
            Step::Title(..) | Step::Remove(_) | Step::Add(_) => {}
            Step::Owner(text) => {
                folder.owner(&text.to_string()).unwrap();
            }
            Step::All(text) => retitle_all(folder, *text),
            Step::Undo(count) => return self.undo(folder, *count),
            Step::Redo(count) => return self.redo(folder, *count),
            Step::Killed(text) => {
                let text_of_log = folder.path("registry.log.jsonl");
                let had = text_of_log.exists().then(|| folder.log_text());
                retitle_all(folder, *text);
                // One that the registry had already would be no change, and so no line.
                if folder.text() == before {
                    assert_eq!(text_of_log.exists().then(|| folder.log_text()), had);
                }
                return folder.put("registry.json", before);
            }
            Step::LaidOut => return lay_out(folder),
        }
        if folder.text() != before {
            self.undo.push(before);
            self.redo.clear();
        }
    }

    fn undo(&mut self, folder: &Folder, count: usize) {
        let before = folder.text();
        if count > self.undo.len() {
            assert_eq!(folder.undo(count).unwrap_err().code(), 1);
            assert_eq!(folder.text(), before);
            return;
        }
        assert_eq!(folder.undo(count).unwrap().value.len(), count);
        let mut later = before;
        for _ in 0..count {
            let earlier = self.undo.pop().unwrap();
            self.redo.push(later);
            later = earlier;
        }
        assert_eq!(folder.text(), later);
    }

    fn redo(&mut self, folder: &Folder, count: usize) {
        let before = folder.text();
        if count > self.redo.len() {
            assert_eq!(folder.redo(count).unwrap_err().code(), 1);
            assert_eq!(folder.text(), before);
            return;
        }
        assert_eq!(folder.redo(count).unwrap().value.len(), count);
        let mut earlier = before;
        for _ in 0..count {
            let later = self.redo.pop().unwrap();
            self.undo.push(earlier);
            earlier = later;
        }
        assert_eq!(folder.text(), earlier);
    }
}

fn quoted(id: &str) -> String {
    format!("\"id\": \"{id}\"")
}

fn retitle_all(folder: &Folder, text: u8) {
    folder
        .change_as(&["edit", "-", "--title"], |draft| {
            for id in draft.ids()? {
                let mut agreement = draft.get(id.as_str())?.unwrap();
                agreement.title = text.to_string().into();
                draft.put(agreement);
            }
            Ok(())
        })
        .unwrap();
}

/// Writes the same registry with tabs, and back: what mou wrote is what it finds again.
fn lay_out(folder: &Folder) {
    let text = folder.text();
    folder.put("registry.json", text.replace("\n      ", "\n\t\t"));
    folder.store().log().unwrap();
    folder.put("registry.json", text);
}

proptest! {
    // Every command syncs twice or thrice, so that a case takes its time.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_undo_gives_back_the_earlier_bytes(steps in prop::collection::vec(any_step(), 1..20)) {
        let folder = Folder::with(TWO);
        let mut model = Model::default();
        for step in &steps {
            model.run(&folder, step);
        }
        let history = folder.log();
        prop_assert_eq!(&history.warnings, &Vec::<String>::new());
        for trail in history.entries.iter().flat_map(LogEntry::record_changes) {
            prop_assert_ne!(&trail.before_version(), &trail.after_version);
            prop_assert!(trail.after_version != Version::Lost);
            if let Some(agreement) = trail.after_version.agreement() {
                prop_assert_eq!(Some(&agreement.id), trail.id.as_ref());
            }
        }
        if !model.undo.is_empty() {
            folder.undo(model.undo.len()).unwrap();
            prop_assert_eq!(folder.text(), TWO);
        }
    }
}

#[test]
fn a_registry_that_was_empty_is_empty_again() {
    let folder = Folder::new();
    folder.add("a").unwrap();
    folder
        .change(|draft| {
            draft.put(agreement("b"));
            Ok(())
        })
        .unwrap();
    folder.undo(2).unwrap();
    assert!(folder.text().ends_with("\"agreements\": []\n}\n"));
}
