//! Becoming another program, with exactly the arguments and environment that were given.

use std::convert::Infallible;
use std::ffi::{CStr, CString, c_char};
use std::io;
use std::ptr;

unsafe extern "C" {
    /// The C runtime's environment: a list of strings that ends with a null pointer.
    static environ: *const *const c_char;
}

/// The environment as it was handed to this process, entry by entry, entries without `=` included.
#[must_use]
pub fn environment() -> Vec<CString> {
    // SAFETY: nothing in this program changes the environment, so reading the pointer races with nobody.
    let mut entry = unsafe { environ };
    let mut entries = Vec::new();
    while !entry.is_null() {
        // SAFETY: `entry` has not passed the null that ends the list, checked below before each step.
        let text = unsafe { *entry };
        if text.is_null() {
            break;
        }
        // SAFETY: entries of the environment are strings that end with NUL and are never freed.
        entries.push(unsafe { CStr::from_ptr(text) }.to_owned());
        // SAFETY: this entry was not the terminating null, so there is one more.
        entry = unsafe { entry.add(1) };
    }
    entries
}

/// Runs the program in place of this one. Comes back only when that did not work.
///
/// # Errors
/// What the kernel says.
pub fn execute(
    program: &CStr,
    arguments: &[CString],
    environment: &[CString],
) -> io::Result<Infallible> {
    let arguments = pointers(arguments);
    let environment = pointers(environment);
    // SAFETY: three pointers to NUL-terminated data that outlives the call: a string and two lists of strings ending with null.
    unsafe { libc::execve(program.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
    Err(io::Error::last_os_error())
}

/// Ends this process at once: no destructors, no buffers. For children that share the sensor's memory image.
pub fn leave(status: i32) -> ! {
    // SAFETY: takes a number, does not return.
    unsafe { libc::_exit(status) }
}

fn pointers(strings: &[CString]) -> Vec<*const c_char> {
    let ended = strings.iter().map(|string| string.as_ptr());
    ended.chain([ptr::null()]).collect()
}
