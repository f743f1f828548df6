//! Packet sockets: what of them no safe crate offers.

use std::io;
use std::os::fd::{AsFd, AsRawFd};

use libc::{sock_filter, sock_fprog, sockaddr_ll, socklen_t};

/// One instruction of a socket filter (classic BPF).
fn step(code: u32, jump: (u8, u8), value: u32) -> sock_filter {
    let code = u16::try_from(code).unwrap_or(u16::MAX);
    sock_filter {
        code,
        jt: jump.0,
        jf: jump.1,
        k: value,
    }
}

/// A filter that keeps whole UDP datagrams from or to a port, over IPv4 (not fragmented) and IPv6 (no extension headers). For
/// a socket that begins at the network header. `SECURITY`: it only saves work, every packet is read again by checked code.
#[must_use]
pub fn udp_port(port: u16) -> Vec<sock_filter> {
    use libc::{
        BPF_ABS, BPF_ALU, BPF_AND, BPF_B, BPF_H, BPF_IND, BPF_JEQ, BPF_JMP, BPF_JSET, BPF_K,
        BPF_LD, BPF_LDX, BPF_MSH, BPF_RET,
    };
    let (port, udp) = (u32::from(port), 17);
    vec![
        step(BPF_LD | BPF_B | BPF_ABS, (0, 0), 0),
        step(BPF_ALU | BPF_AND | BPF_K, (0, 0), 0xf0),
        step(BPF_JMP | BPF_JEQ | BPF_K, (0, 9), 0x40),
        // IPv4: protocol, no fragment, ports behind a header of variable length.
        step(BPF_LD | BPF_B | BPF_ABS, (0, 0), 9),
        step(BPF_JMP | BPF_JEQ | BPF_K, (0, 14), udp),
        step(BPF_LD | BPF_H | BPF_ABS, (0, 0), 6),
        step(BPF_JMP | BPF_JSET | BPF_K, (12, 0), 0x3fff),
        step(BPF_LDX | BPF_MSH | BPF_B, (0, 0), 0),
        step(BPF_LD | BPF_H | BPF_IND, (0, 0), 0),
        step(BPF_JMP | BPF_JEQ | BPF_K, (8, 0), port),
        step(BPF_LD | BPF_H | BPF_IND, (0, 0), 2),
        step(BPF_JMP | BPF_JEQ | BPF_K, (6, 7), port),
        // IPv6: next header, ports behind a header of 40 bytes.
        step(BPF_LD | BPF_B | BPF_ABS, (0, 0), 6),
        step(BPF_JMP | BPF_JEQ | BPF_K, (0, 5), udp),
        step(BPF_LD | BPF_H | BPF_ABS, (0, 0), 40),
        step(BPF_JMP | BPF_JEQ | BPF_K, (2, 0), port),
        step(BPF_LD | BPF_H | BPF_ABS, (0, 0), 42),
        step(BPF_JMP | BPF_JEQ | BPF_K, (0, 1), port),
        step(BPF_RET | BPF_K, (0, 0), u32::MAX),
        step(BPF_RET | BPF_K, (0, 0), 0),
    ]
}

/// Has the kernel drop what the filter does not keep.
///
/// # Errors
/// What the kernel says.
pub fn keep_only(socket: &impl AsFd, filter: &[sock_filter]) -> io::Result<()> {
    let length = u16::try_from(filter.len()).map_err(io::Error::other)?;
    let program = sock_fprog {
        len: length,
        filter: filter.as_ptr().cast_mut(),
    };
    let size = socklen_t::try_from(size_of::<sock_fprog>()).map_err(io::Error::other)?;
    let descriptor = socket.as_fd().as_raw_fd();
    // SAFETY: `program` and the instructions it points to outlive the call, which only reads them; the size is that of `program`.
    let result = unsafe {
        libc::setsockopt(
            descriptor,
            libc::SOL_SOCKET,
            libc::SO_ATTACH_FILTER,
            (&raw const program).cast(),
            size,
        )
    };
    if result == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// Begins to receive: packets of this protocol (in the wire's byte order) on every interface.
///
/// # Errors
/// What the kernel says.
pub fn receive_all(socket: &impl AsFd, protocol: u16) -> io::Result<()> {
    let address = sockaddr_ll {
        sll_family: u16::try_from(libc::AF_PACKET).map_err(io::Error::other)?,
        sll_protocol: protocol,
        sll_ifindex: 0,
        sll_hatype: 0,
        sll_pkttype: 0,
        sll_halen: 0,
        sll_addr: [0; 8],
    };
    let size = socklen_t::try_from(size_of::<sockaddr_ll>()).map_err(io::Error::other)?;
    let descriptor = socket.as_fd().as_raw_fd();
    // SAFETY: `address` is a whole sockaddr_ll, its size is given, and the call only reads it.
    let result = unsafe { libc::bind(descriptor, (&raw const address).cast(), size) };
    if result == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}
