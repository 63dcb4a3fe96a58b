//! What is kept to the end of the program.

/// Keeps what is about to be printed for as long as the program runs.
///
/// A command that has printed is done: to give back the memory of some hundred thousand rows, each on its
/// own, would take about as long as to print them.
pub(crate) fn keep<T: ?Sized>(printed: impl Into<Box<T>>) -> &'static T {
    Box::leak(printed.into())
}
