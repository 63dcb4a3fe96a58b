//! The widths of characters, in the only form that the library reads rightly.

use pdf_extract::{Document, Object, ObjectId};

/// A font has no more characters.
const MAX_CHARACTERS: i64 = 1 << 16;

/// A name in a font, and its value.
type FontEntry = (&'static [u8], Object);

/// Rewrites the widths of fonts with many characters: `first last width` as a list of widths, and the usual width as a
/// whole number. The library takes each of these for something else, and then finds the ends of words at wrong places.
pub(super) fn spell_out(document: &mut Document) {
    let rewritten: Vec<(ObjectId, Vec<FontEntry>)> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, rewritten(document, object)?)))
        .collect();
    for (id, entries) in rewritten {
        if let Ok(font) = document.get_dictionary_mut(id) {
            for (key, value) in entries {
                font.set(key, value);
            }
        }
    }
}

/// Returns the entries of a font that must be written in another way.
fn rewritten(document: &Document, object: &Object) -> Option<Vec<FontEntry>> {
    let font = object.as_dict().ok()?;
    let is_of_many = font
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|name| name.starts_with(b"CIDFontType"));
    let entry = |key| document.dereference(font.get(key).ok()?).ok().map(|(_, object)| object);
    if !is_of_many {
        return None;
    }
    let mut entries: Vec<FontEntry> = Vec::new();
    if let Some(widths) = entry(b"W").and_then(|widths| widths.as_array().ok()) {
        entries.push((b"W", Object::Array(lists(document, widths))));
    }
    if let Some(Object::Real(width)) = entry(b"DW") {
        #[expect(clippy::cast_possible_truncation, reason = "a width is at most a few thousand")]
        entries.push((b"DW", Object::Integer(width.round() as i64)));
    }
    Some(entries)
}

/// Returns widths as `first [width …]` only. What has another form is left out.
fn lists(document: &Document, widths: &[Object]) -> Vec<Object> {
    let widths: Vec<&Object> = widths
        .iter()
        .map(|object| document.dereference(object).map_or(object, |(_, found)| found))
        .collect();
    let mut lists = Vec::with_capacity(widths.len());
    let mut rest = widths.as_slice();
    while let [first, second, tail @ ..] = rest {
        rest = tail;
        let Ok(first) = first.as_i64() else { continue };
        if let Object::Array(list) = second {
            let numbers = list.iter().filter(|width| width.as_float().is_ok()).cloned().collect();
            lists.extend([Object::Integer(first), Object::Array(numbers)]);
            continue;
        }
        let [width, tail @ ..] = rest else { break };
        rest = tail;
        if let (Ok(last), Ok(_)) = (second.as_i64(), width.as_float())
            && (0..MAX_CHARACTERS).contains(&first)
            && (first..MAX_CHARACTERS).contains(&last)
        {
            let list = (first..=last).map(|_| (*width).clone()).collect();
            lists.extend([Object::Integer(first), Object::Array(list)]);
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_widths_become_lists() {
        let number = |width| Object::Integer(width);
        let widths = [
            number(3),
            number(5),
            Object::Real(250.5),
            number(9),
            Object::Array(vec![number(300)]),
            number(20),
            number(1 << 40),
            number(1),
            number(7),
        ];
        let expected = vec![
            number(3),
            Object::Array(vec![Object::Real(250.5); 3]),
            number(9),
            Object::Array(vec![number(300)]),
        ];
        assert_eq!(lists(&Document::new(), &widths), expected);
    }
}
