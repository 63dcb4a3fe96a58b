//! Finding the first byte of a JSON string that is special.

/// Bytes that are compared together.
type Lane = wide::u8x16;

/// How many these are.
const LANE_BYTES: usize = 16;

/// Returns how many bytes come before the next quote, backslash or control character.
///
/// Compares sixteen bytes in one step; most texts are shorter.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((lane, behind)) = rest.split_first_chunk::<LANE_BYTES>() {
        let lane = Lane::from(*lane);
        let is_control = lane.min(Lane::splat(0x1f)).simd_eq(lane);
        let is = |byte: u8| lane.simd_eq(Lane::splat(byte));
        let found = (is(b'"') | is(b'\\') | is_control).to_bitmask();
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize;
        }
        rest = behind;
    }
    bytes.len() - rest.len() + plain_in_few(rest)
}

/// Does the same for fewer bytes than a lane has.
#[cold]
fn plain_in_few(bytes: &[u8]) -> usize {
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    bytes.iter().position(is_special).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain;

    proptest! {
        #[test]
        fn a_special_byte_is_found_where_it_is(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            prop_assert_eq!(plain(&bytes), bytes.iter().position(is_special).unwrap_or(bytes.len()));
        }
    }
}
