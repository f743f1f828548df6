//! What the sensor and the application's process tell each other before the application begins.
//!
//! Both share one table of descriptors until the exec, so an end that one of them closes is closed for the other:
//! nobody closes anything, and the death of the other side has to be noticed in another way.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, WaitId, WaitIdOptions};

use crate::strategy::Sensor;
use crate::sys::fork;

/// How often the sensor looks whether the application's process is still there while it waits for it.
const LOOK: Duration = Duration::from_millis(20);

/// Two pipes, both closed by the exec.
#[derive(Debug)]
pub struct Rendezvous {
    ready: (OwnedFd, OwnedFd),
    listener: (OwnedFd, OwnedFd),
}

impl Rendezvous {
    /// Makes the pipes.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            ready: pipe_with(PipeFlags::CLOEXEC)?,
            listener: pipe_with(PipeFlags::CLOEXEC)?,
        })
    }

    /// The sensor: its threads are there, under these numbers.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn tell_ready(&self, sensor: Sensor) -> io::Result<()> {
        let bytes: Vec<u8> = [sensor.pid, sensor.first, sensor.last]
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        rustix::io::write(&self.ready.1, &bytes)?;
        Ok(())
    }

    /// The application's process: waits for the sensor's threads.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn await_ready(&self) -> io::Result<Sensor> {
        let mut told = [0; 12];
        if rustix::io::retry_on_intr(|| rustix::io::read(&self.ready.0, &mut told))? < told.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut numbers = told
            .chunks_exact(4)
            .map(|bytes| bytes.try_into().map_or(0, u32::from_le_bytes));
        let mut next = || numbers.next().unwrap_or_default();
        Ok(Sensor {
            pid: next(),
            first: next(),
            last: next(),
        })
    }

    /// The application's process: hands the listener over, or says why there is none.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn tell_listener(&self, listener: io::Result<OwnedFd>) -> io::Result<()> {
        let number = match listener {
            Ok(listener) => fork::hand_over(listener),
            Err(error) => -error.raw_os_error().unwrap_or(Errno::IO.raw_os_error()),
        };
        rustix::io::write(&self.listener.1, &number.to_le_bytes())?;
        Ok(())
    }

    /// The sensor: waits for the listener.
    ///
    /// # Errors
    /// Why there is none: the application's process could not make one (what the kernel told it), or ended before.
    pub fn await_listener(&self, application: Pid) -> io::Result<OwnedFd> {
        let timeout = Timespec::try_from(LOOK).map_err(io::Error::other)?;
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        loop {
            let descriptor = self.listener.0.as_fd();
            let mut waited = [PollFd::new(&descriptor, PollFlags::IN)];
            if rustix::event::poll(&mut waited, Some(&timeout))? > 0 {
                let mut told = [0; 4];
                rustix::io::read(descriptor, &mut told)?;
                let number = i32::from_le_bytes(told);
                return fork::adopt(number).ok_or_else(|| io::Error::from_raw_os_error(-number));
            }
            if rustix::process::waitid(WaitId::Pid(application), look)?.is_some() {
                return Err(Errno::SRCH.into());
            }
        }
    }
}
