//! The six argument registers of a system call, read the way the kernel reads them.

/// The argument registers of one call. A call's `int` parameters are the low half of a register: what a caller leaves in
/// the upper half must not change a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Registers(pub [u64; 6]);

impl Registers {
    /// The whole register: a pointer or a length. A register that does not exist reads as zero.
    #[must_use]
    pub fn word(&self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or(0)
    }

    /// The low half, unsigned: flags, ids, modes.
    #[must_use]
    pub fn half(&self, index: usize) -> u32 {
        let [a, b, c, d, ..] = self.word(index).to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    /// The low half, signed: descriptors, pids, signals.
    #[must_use]
    pub fn int(&self, index: usize) -> i32 {
        i32::from_le_bytes(self.half(index).to_le_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Registers;

    #[test]
    fn ignores_the_upper_half_of_an_int() {
        let registers = Registers([0xdead_beef_ffff_ff9c, 0, 0, 0, 0, 7]);

        assert_eq!(registers.int(0), -100);
        assert_eq!(registers.half(0), 0xffff_ff9c);
        assert_eq!(registers.word(5), 7);
        assert_eq!(registers.word(6), 0);
    }
}
