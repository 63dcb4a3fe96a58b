//! Circles between files: files that mention each other, directly or through other files.
//!
//! A file mentions the files that define the names which it imports, re-exports or writes as a path
//! (`super::scan::find`). A name that another file re-exports is followed to its definition.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use regex::Regex;

use super::source::{Parts, sources, without_tests};

/// A path in the code, such as `store`, `log`, `Line`.
type Names = Vec<String>;

/// A name that a file imports.
#[derive(Debug, PartialEq, Eq)]
struct Import {
    /// What it is called in the file; `*` for everything.
    name: String,
    /// Its path as written.
    path: Names,
}

/// A file, with what its code mentions.
#[derive(Default)]
struct Module {
    file: String,
    imports: Vec<Import>,
    /// The code without its imports.
    code: String,
}

/// The files by the full paths of their modules; that of the root is empty.
#[derive(Default)]
struct Modules(BTreeMap<Names, Module>);

/// The files that each file mentions.
type Mentions = BTreeMap<String, BTreeSet<String>>;

impl Modules {
    fn new(files: Vec<(String, String)>) -> Self {
        let mut modules = Self::default();
        for (file, text) in files {
            let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
            let path = if stem == "lib" { Names::new() } else { names(stem, "/") };
            let (imports, code) = imports(&Parts::new(without_tests(&text)).code);
            modules.0.insert(path, Module { file, imports, code });
        }
        modules
    }

    /// Returns the full path of a path that is written in a module; `None` if it leads out of the
    /// source.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        let within = |parents: &[String]| Some([parents, rest].concat());
        match first.as_str() {
            "crate" => within(&[]),
            "self" => within(module),
            "super" => {
                let parent = &module[..module.len().checked_sub(1)?];
                let is_again = rest.first().is_some_and(|name| name == "super");
                if is_again { self.absolute(parent, rest) } else { within(parent) }
            }
            _ => {
                let child = [module, std::slice::from_ref(first)].concat();
                if self.0.contains_key(&child) {
                    return within(&child);
                }
                let import = self.import(module, first)?;
                // An import of the name by itself would lead back here.
                let import = (import.path[0] != *first).then_some(&import.path)?;
                within(&self.absolute(module, import)?)
            }
        }
    }

    fn import(&self, module: &[String], name: &str) -> Option<&Import> {
        self.0.get(module)?.imports.iter().find(|import| import.name == name)
    }

    /// Returns the module that defines the item at a full path; `None` if the path is that of a
    /// module or leads out of the source.
    fn definition(&self, path: &[String]) -> Option<&Names> {
        let inner = (0..=path.len()).rev().find(|length| self.0.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(inner);
        let name = rest.first()?;
        if let Some(import) = self.import(module, name) {
            let import = self.absolute(module, &import.path)?;
            let further = [&import[..], &rest[1..]].concat();
            return (further != path).then(|| self.definition(&further))?;
        }
        self.0.get_key_value(module).map(|(module, _)| module)
    }

    /// Returns the files that each file mentions.
    fn mentions(&self) -> Mentions {
        let path = Regex::new(r"\b[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+").unwrap();
        let mut mentions = Mentions::new();
        for (module, Module { file, imports, code }) in &self.0 {
            let imported = imports.iter().map(|import| import.path.clone());
            let written = path.find_iter(code).map(|path| names(path.as_str(), "::"));
            let paths = imported.chain(written);
            let mentioned = paths
                .filter_map(|path| self.definition(&self.absolute(module, &path)?))
                .map(|module| self.0[module].file.clone())
                .filter(|mentioned| mentioned != file);
            mentions.insert(file.clone(), mentioned.collect());
        }
        mentions
    }
}

fn names(path: &str, separator: &str) -> Names {
    path.split(separator).map(|name| name.trim().to_owned()).collect()
}

/// Returns the imports of a file, and the code between them.
fn imports(code: &str) -> (Vec<Import>, String) {
    let import = Regex::new(r"(?m)^[ \t]*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap();
    let mut found = Vec::new();
    import.captures_iter(code).for_each(|one| expand(&[], &one[1], &mut found));
    (found, import.replace_all(code, "").into_owned())
}

/// Adds what `a::{b, c::{self, d as e}}` imports.
fn expand(parents: &[String], tree: &str, found: &mut Vec<Import>) {
    if let Some((path, group)) = tree.split_once('{') {
        let mut parents = parents.to_vec();
        parents.extend(names(path, "::").into_iter().filter(|name| !name.is_empty()));
        let group = &group[..group.rfind('}').unwrap()];
        let mut depth = 0;
        let members = group.split(|letter| {
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            letter == ',' && depth == 0
        });
        members
            .filter(|member| !member.trim().is_empty())
            .for_each(|member| expand(&parents, member, found));
        return;
    }
    let (path, other_name) = tree.split_once(" as ").unwrap_or((tree, ""));
    let mut path = [parents, &names(path, "::")].concat();
    path.pop_if(|last| last == "self" && !parents.is_empty());
    let own_name = path.last().unwrap().as_str();
    let name = if other_name.is_empty() { own_name } else { other_name.trim() };
    found.push(Import { name: name.to_owned(), path: path.clone() });
}

/// Returns a shortest way along the mentions from one file to another, without the first one.
fn way<'m>(mentions: &'m Mentions, from: &str, to: &str) -> Option<Vec<&'m str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut next: VecDeque<&str> = VecDeque::from([mentions.get_key_value(from)?.0.as_str()]);
    while let Some(file) = next.pop_front() {
        for mentioned in mentions.get(file).into_iter().flatten() {
            if came_from.contains_key(mentioned.as_str()) {
                continue;
            }
            came_from.insert(mentioned, file);
            next.push_back(mentioned);
            if mentioned == to {
                let mut way = vec![mentioned.as_str()];
                while came_from[way[0]] != from {
                    way.insert(0, came_from[way[0]]);
                }
                return Some(way);
            }
        }
    }
    None
}

/// Returns the groups of files of which each one leads to each other one.
fn circles(mentions: &Mentions) -> BTreeSet<BTreeSet<&str>> {
    let is_way = |from: &str, to: &str| way(mentions, from, to).is_some();
    let in_circle: Vec<&str> =
        mentions.keys().map(String::as_str).filter(|file| is_way(file, file)).collect();
    let group = |file: &str| -> BTreeSet<&str> {
        let others = in_circle.iter().copied();
        others.filter(|other| is_way(file, other) && is_way(other, file)).collect()
    };
    in_circle.iter().map(|file| group(file)).collect()
}

#[test]
fn no_files_mention_each_other_in_a_circle() {
    let mentions = Modules::new(sources()).mentions();
    let circles: Vec<String> = circles(&mentions)
        .iter()
        // `extract` is new, and its files still have to be sorted.
        .filter(|circle| !circle.iter().all(|file| file.starts_with("extract/")))
        .map(|circle| {
            let file = circle.first().unwrap();
            format!("{file} -> {}", way(&mentions, file, file).unwrap().join(" -> "))
        })
        .collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn circle_is_found_through_imports_paths_and_re_exports_but_not_in_one_direction() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let mentions = Modules::new(vec![
        file("lib.rs", "mod a;\nmod b;\npub use a::first as renamed;\n"),
        file("a/mod.rs", "mod x;\nmod y;\npub use self::{x::X, y::{Y, other}};\n"),
        file("a/x.rs", "use crate::b::{self, Beyond};\nfn to(y: super::Y) { b::go(y) }\n"),
        file("a/y.rs", "/// crate::a::X\npub struct Y; const TEXT: &str = \"super::X\";\n"),
        file("b.rs", "use crate::a;\nuse std::fmt::{self, Write as _};\nfn go() { a::X::of() }\n"),
    ]);
    let mentions = mentions.mentions();
    let of = |file: &str| -> Vec<&str> { mentions[file].iter().map(String::as_str).collect() };
    assert_eq!(of("lib.rs"), ["a/mod.rs"]);
    assert_eq!(of("a/mod.rs"), ["a/x.rs", "a/y.rs"]);
    assert_eq!(of("a/x.rs"), ["a/y.rs", "b.rs"]);
    assert_eq!(of("a/y.rs"), [""; 0]);
    assert_eq!(of("b.rs"), ["a/x.rs"]);
    assert_eq!(circles(&mentions), BTreeSet::from([BTreeSet::from(["a/x.rs", "b.rs"])]));
    assert_eq!(way(&mentions, "a/mod.rs", "b.rs").unwrap(), ["a/x.rs", "b.rs"]);
}
