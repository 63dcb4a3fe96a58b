//! A text in, proposed agreements with quotations out: a press release, a web page, or the agreement itself.
//!
//! Five steps, each in its own module, and each using only the results of the steps before it:
//!
//! 1. [`text`] reads a file of any accepted format as plain text, and knows where each character is in the file.
//! 2. [`sentences`] divides the blocks of the text into sentences, and these into words.
//! 3. [`mentions`] finds what the words name: dates, lengths of time, instruments, bodies, people, countries.
//! 4. [`facts`] decides which agreements the text is about and what it says of each, by rules.
//! 5. [`proposal`] holds the result: every fact with its quotations and how certain it is.
//!
//! What the text does not say stays unknown: a wrong date is worse than none. Lists of words and names are kept
//! in text files beside the modules that use them.

pub mod facts;
pub mod mentions;
pub mod proposal;
pub mod sentences;
pub mod text;

pub use facts::propose;
pub use proposal::{
    AttributedActivity, Certainty, Fact, Proposal, RelatedInstrument, StatedRenewal,
};
pub use text::{PublishedFrom, Quotation, SourceText, TextFormat, is_pdf, pdf_text};
