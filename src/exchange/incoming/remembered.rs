//! What was made of names before: a sheet has most of them many times.

use foldhash::HashMap;

/// The most names that are remembered.
const MOST: usize = 8_192;

/// What was made of names that came by.
#[derive(Debug)]
pub struct Remembered<T>(HashMap<String, T>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<T: Clone> Remembered<T> {
    /// Returns what was made of a name, or makes it, and remembers it where there is room.
    pub fn of(&mut self, name: &str, make: impl FnOnce(&str) -> T) -> T {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let new = make(name);
        if self.0.len() < MOST {
            self.0.insert(name.to_owned(), new.clone());
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_made_once_and_the_rest_each_time() {
        let (mut remembered, mut made) = (Remembered::default(), 0);
        for _ in 0..2 {
            for n in 0..=MOST {
                let length = remembered.of(&n.to_string(), |name| {
                    made += 1;
                    name.len()
                });
                assert_eq!(length, n.to_string().len());
            }
        }
        assert_eq!(made, MOST + 2);
    }
}
