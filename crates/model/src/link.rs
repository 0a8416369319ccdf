//! A drawing inside an address: compact JSON, deflated, in letters that need no escaping.
//!
//! The text is a version digit and base64url of a zlib stream, whose checksum tells a damaged link from a whole one.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use miniz_oxide::{
    deflate::compress_to_vec_zlib,
    inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit},
};

use crate::{
    architecture::Architecture,
    file::{self, LoadError, Loaded},
    text::Message,
};

/// Longest link made or read, in characters: chat programs and mail cut longer ones.
pub const MAX_CHARS: usize = 16_000;
/// Most bytes a link may unfold to; a link at the limit of characters unfolds to about 100,000.
const MAX_INFLATED_BYTES: usize = 2_000_000;
/// First character: how the rest is packed.
const PACKING: char = '1';
/// zlib's best compression; a drawing at the limit takes a few milliseconds.
const LEVEL: u8 = 9;

/// The drawing does not fit into a link; send it as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the link would have {chars} characters, more than {limit}; send the drawing as a file")]
pub struct TooLarge {
    pub chars: usize,
    pub limit: usize,
}

/// Why a link opens nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LinkError {
    #[error("the link is damaged or cut off; ask for it again, or for the file")]
    Damaged,
    #[error("the link was made by a newer Plimsoll; reload the page to get it")]
    Newer,
    #[error("the link has more than {limit} characters; ask for the file")]
    TooLong { limit: usize },
    #[error("the link unfolds to more than {limit_bytes} bytes; ask for the file")]
    Inflated { limit_bytes: usize },
    #[error(transparent)]
    Drawing(#[from] LoadError),
}

impl TooLarge {
    pub fn message(&self) -> Message {
        Message::new("link-too-large").with("chars", self.chars).with("limit", self.limit)
    }
}

impl LinkError {
    /// The same for people, through the message table.
    pub fn message(&self) -> Message {
        match self {
            Self::Damaged => Message::new("link-damaged"),
            Self::Newer => Message::new("link-newer"),
            Self::TooLong { limit } => Message::new("link-too-long").with("limit", *limit),
            Self::Inflated { .. } => Message::new("link-inflated"),
            Self::Drawing(error) => error.message(),
        }
    }
}

/// The drawing, with its settings and seed, as text for the fragment of an address. `engine` is the version of the
/// simulator whose numbers the sender sees.
///
/// # Errors
/// [`TooLarge`] if the text would have more than [`MAX_CHARS`] characters.
pub fn encode(architecture: &Architecture, engine: &str) -> Result<String, TooLarge> {
    let packed = compress_to_vec_zlib(file::with_engine(architecture, engine).as_bytes(), LEVEL);
    let mut link = String::from(PACKING);
    URL_SAFE_NO_PAD.encode_string(packed, &mut link);
    if link.len() > MAX_CHARS {
        return Err(TooLarge { chars: link.len(), limit: MAX_CHARS });
    }
    Ok(link)
}

/// Reads what [`encode`] made, with or without a leading `#`. A link made with another engine than `engine` says so
/// in the first notice, because its numbers may differ from those that the sender saw.
///
/// # Errors
/// [`LinkError`] if nothing can be made of it.
pub fn decode(link: &str, engine: &str) -> Result<Loaded, LinkError> {
    let link = link.trim();
    let link = link.strip_prefix('#').unwrap_or(link);
    if link.len() > MAX_CHARS {
        return Err(LinkError::TooLong { limit: MAX_CHARS });
    }
    let packed = match link.strip_prefix(PACKING) {
        Some(packed) => packed,
        None if link.starts_with(|it: char| it.is_ascii_digit()) => return Err(LinkError::Newer),
        None => return Err(LinkError::Damaged),
    };
    let packed = URL_SAFE_NO_PAD.decode(packed).map_err(|_| LinkError::Damaged)?;
    let bytes =
        decompress_to_vec_zlib_with_limit(&packed, MAX_INFLATED_BYTES).map_err(|it| match it.status {
            TINFLStatus::HasMoreOutput => LinkError::Inflated { limit_bytes: MAX_INFLATED_BYTES },
            _ => LinkError::Damaged,
        })?;
    let (mut loaded, made_with) = file::load_with_engine(&bytes)?;
    if made_with != engine {
        let notice = Message::new("link-other-engine").with("made_with", made_with).with("engine", engine);
        loaded.notices.insert(0, notice);
    }
    Ok(loaded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Texts;

    const EVERY_FIELD: &str = include_str!("../../../tests/files/every-field.json");

    fn drawing() -> Architecture {
        file::load(EVERY_FIELD).expect("it is readable").architecture
    }

    #[test]
    fn a_link_opens_the_same_drawing() {
        let link = encode(&drawing(), "1.0").expect("it fits");
        assert!(link.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_'), "{link}");
        let loaded = decode(&format!(" #{link}\n"), "1.0").expect("it opens");
        assert_eq!(loaded, file::load(EVERY_FIELD).expect("it is readable"));
    }

    #[test]
    fn a_link_of_another_engine_says_so() {
        let link = encode(&drawing(), "1.0").expect("it fits");
        let loaded = decode(&link, "1.1").expect("it opens");
        assert_eq!(
            Texts::english().say(&loaded.notices[0]),
            "The link was made with engine 1.0 and this one is 1.1: its numbers may differ from those the sender saw"
        );
    }

    #[test]
    fn every_damaged_letter_is_noticed() {
        let link = encode(&drawing(), "1.0").expect("it fits");
        for position in 0..link.len() {
            let mut damaged = link.clone().into_bytes();
            damaged[position] = if damaged[position] == b'A' { b'B' } else { b'A' };
            let damaged = String::from_utf8(damaged).expect("it is ASCII");
            // The last letter may carry bits that mean nothing.
            let opened = decode(&damaged, "1.0").map(|it| it.architecture);
            assert!(opened.is_err() || opened == Ok(drawing()), "letter {position} changed the drawing");
            assert!(decode(&link[..position], "1.0").is_err(), "cut off at {position}");
        }
    }

    #[test]
    fn a_drawing_that_is_too_large_says_how_large() {
        let mut drawing = drawing();
        // Noise, so that it cannot be packed.
        let mut state = 1_u64;
        drawing.note = (0..30_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from(b'!' + (state >> 58) as u8)
            })
            .collect();
        let refused = encode(&drawing, "1.0").expect_err("it does not fit");
        assert_eq!(refused.limit, 16_000);
        assert!(refused.chars > 30_000, "{refused}");
    }

    #[test]
    fn a_bomb_is_not_unfolded() {
        let bomb = compress_to_vec_zlib(&vec![b' '; 10_000_000], 9);
        let link = format!("1{}", URL_SAFE_NO_PAD.encode(bomb));
        assert_eq!(decode(&link, "1.0"), Err(LinkError::Inflated { limit_bytes: 2_000_000 }));
        assert_eq!(decode(&"1".repeat(20_000), "1.0"), Err(LinkError::TooLong { limit: 16_000 }));
        assert_eq!(decode("2abc", "1.0"), Err(LinkError::Newer));
        assert_eq!(decode("", "1.0"), Err(LinkError::Damaged));
    }
}
