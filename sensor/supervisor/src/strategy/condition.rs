//! When a call is notified: a few tests on its argument registers, simple enough for BPF, and evaluated here in the same words
//! so that tests can hold the compiled program against them.

/// The processes the filter must know by number: the sensor itself.
///
/// A process is reached by its pid and, in most calls, also by the tid of any of its threads. The sensor starts all of its
/// threads in one go before the application exists, so their numbers are a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sensor {
    /// Its pid.
    pub pid: u32,
    /// Smallest tid of its other threads.
    pub first: u32,
    /// Largest tid of its other threads.
    pub last: u32,
}

/// What the compiled program has to say, told without BPF.
#[cfg(test)]
impl Sensor {
    /// Whether the number names the sensor.
    #[must_use]
    pub fn is(&self, number: u32) -> bool {
        number == self.pid || (self.first..=self.last).contains(&number)
    }
}

/// One test on one argument register. The kernel takes pids, flags, families and options as 32-bit values, so these look
/// at the lower half; whatever sits in the upper one does not change what the kernel does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Any of these bits is set.
    AnyBit(u8, u32),
    /// None of these bits is set.
    NoBit(u8, u32),
    /// It has this value.
    Is(u8, u32),
    /// It has another value.
    Not(u8, u32),
    /// It is not zero, all 64 bits of it: a pointer that is there.
    Present(u8),
    /// As a signed number it is zero or below: process groups, everybody.
    NotPositive(u8),
    /// This one has this value, and that one that value.
    Both(u8, u32, u8, u32),
    /// It names the sensor.
    Sensor(u8),
}

/// When a call is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It passes in BPF.
    Never,
    /// Every time.
    Always,
    /// When at least one test holds.
    Any(&'static [Test]),
}

#[cfg(test)]
impl Test {
    /// Whether the test holds for these registers.
    #[must_use]
    pub fn holds(self, arguments: &[u64; 6], sensor: &Sensor) -> bool {
        let whole = |index: u8| arguments.get(usize::from(index)).copied().unwrap_or(0);
        let lower = |index: u8| u32::try_from(whole(index) & 0xffff_ffff).unwrap_or(0);
        match self {
            Self::AnyBit(index, mask) => lower(index) & mask != 0,
            Self::NoBit(index, mask) => lower(index) & mask == 0,
            Self::Is(index, value) => lower(index) == value,
            Self::Not(index, value) => lower(index) != value,
            Self::Present(index) => whole(index) != 0,
            Self::NotPositive(index) => lower(index) == 0 || lower(index) & 0x8000_0000 != 0,
            Self::Both(one, value, other, with) => lower(one) == value && lower(other) == with,
            Self::Sensor(index) => sensor.is(lower(index)),
        }
    }
}

#[cfg(test)]
impl Condition {
    /// Whether a call with these registers is notified.
    #[must_use]
    pub fn holds(self, arguments: &[u64; 6], sensor: &Sensor) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Any(tests) => tests.iter().any(|test| test.holds(arguments, sensor)),
        }
    }
}
