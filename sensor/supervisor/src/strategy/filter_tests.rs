//! The compiled program, run by a small interpreter of the kernel's BPF, says what the table says.

use super::*;
use crate::strategy::UNKNOWN;

/// The kernel refuses longer programs (`BPF_MAXINSNS`).
const LONGEST: usize = 4096;

const SENSOR: Sensor = Sensor {
    pid: 7,
    first: 9,
    last: 14,
};

/// What the kernel would do with this call.
fn run(program: &[Instruction], architecture: u32, number: u32, arguments: &[u64; 6]) -> u32 {
    let mut data = Vec::new();
    data.extend(number.to_le_bytes());
    data.extend(architecture.to_le_bytes());
    data.extend(0_u64.to_le_bytes());
    for argument in arguments {
        data.extend(argument.to_le_bytes());
    }
    let mut accumulator = 0_u32;
    let mut at = 0_usize;
    loop {
        let Instruction {
            code,
            if_true,
            if_false,
            value,
        } = program[at];
        at += 1;
        let mut branch = |holds: bool| at += usize::from(if holds { if_true } else { if_false });
        match code {
            0x20 => {
                let from = value as usize;
                accumulator = u32::from_le_bytes(data[from..from + 4].try_into().unwrap());
            }
            0x15 => branch(accumulator == value),
            0x35 => branch(accumulator >= value),
            0x25 => branch(accumulator > value),
            0x45 => branch(accumulator & value != 0),
            0x05 => at += value as usize,
            0x06 => return value,
            other => panic!("instruction {other:#x} is not known"),
        }
    }
}

fn expected(number: u32, arguments: &[u64; 6], shape: Shape) -> u32 {
    let row = Table::native().row(number);
    if row.strategy == Strategy::Absent {
        Action::Refuse(row.refusal).value()
    } else if row.notified(shape).holds(arguments, &SENSOR) {
        Action::Notify.value()
    } else {
        Action::Pass.value()
    }
}

/// Splitmix64: enough randomness for tests, the same for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Values near the edges of the tests as often as any others.
    fn argument(&mut self) -> u64 {
        const TELLING: [u64; 26] = [
            0,
            1,
            2,
            3,
            4,
            7,
            8,
            9,
            14,
            15,
            22,
            28,
            35,
            41,
            47,
            57,
            0o100,
            0o1000,
            0o200_000,
            0o10_000_000,
            0o20_200_000,
            0x5412,
            0x1002,
            0xffff_ffff,
            0x7e02_0000,
            0x8000_0000,
        ];
        let low = TELLING[(self.next() % 26) as usize];
        match self.next() % 4 {
            0 => self.next(),
            1 => low | (self.next() << 32),
            2 => low | 1 << (self.next() % 64),
            _ => low,
        }
    }
}

#[test]
fn the_program_says_what_the_table_says() {
    let seed = std::process::id().into();
    let mut random = Random(seed);
    for shape in [Shape::Learning, Shape::Lean] {
        let program = compile(Table::native(), &SENSOR, shape);
        for number in (0..700).chain([0x3fff_ffff, 0x4000_0000, 0x4000_003b, u32::MAX]) {
            for _ in 0..300 {
                let arguments = std::array::from_fn(|_| random.argument());

                let answer = run(&program, ARCHITECTURE, number, &arguments);

                let row = Table::native().row(number);
                let want = expected(number, &arguments, shape);
                assert_eq!(
                    answer, want,
                    "{} {arguments:x?} {shape:?} seed {seed}",
                    row.name
                );
            }
        }
    }
}

#[test]
fn calls_through_a_foreign_table_are_notified_whatever_their_number() {
    const I386: u32 = 0x4000_0003;
    let program = compile(Table::native(), &SENSOR, Shape::Lean);
    for number in 0..700 {
        assert_eq!(run(&program, I386, number, &[0; 6]), Action::Notify.value());
        assert_eq!(
            run(&program, ARCHITECTURE, number | 0x4000_0000, &[0; 6]),
            Action::Notify.value()
        );
    }
}

#[test]
fn numbers_of_kernels_to_come_are_notified() {
    let program = compile(Table::native(), &SENSOR, Shape::Lean);
    assert_eq!(Table::native().row(471), &UNKNOWN);
    assert_eq!(
        run(&program, ARCHITECTURE, 471, &[0; 6]),
        Action::Notify.value()
    );
}

#[test]
fn opening_a_directory_or_reading_a_file_passes_when_lean() {
    let program = compile(Table::native(), &SENSOR, Shape::Lean);
    let openat = |flags: u64| run(&program, ARCHITECTURE, 257, &[0, 0, flags, 0, 0, 0]);

    assert_eq!(openat(0o0), Action::Pass.value());
    assert_eq!(openat(0o200_000), Action::Pass.value());
    assert_eq!(
        openat(0o1000),
        Action::Notify.value(),
        "O_RDONLY|O_TRUNC truncates"
    );
    assert_eq!(
        openat(0o20_200_002),
        Action::Notify.value(),
        "O_TMPFILE|O_RDWR"
    );
}

#[test]
fn options_of_sockets_pass_unless_they_lead_packets_another_way() {
    let program = compile(Table::native(), &SENSOR, Shape::Lean);
    let setsockopt =
        |level: u64, option: u64| run(&program, ARCHITECTURE, 54, &[3, level, option, 0, 0, 0]);

    assert_eq!(setsockopt(0, 4), Action::Notify.value(), "IP_OPTIONS");
    assert_eq!(setsockopt(41, 57), Action::Notify.value(), "IPV6_RTHDR");
    assert_eq!(setsockopt(6, 4), Action::Pass.value(), "TCP_KEEPIDLE");
    assert_eq!(setsockopt(0, 1), Action::Pass.value(), "IP_TOS");
    assert_eq!(setsockopt(41, 26), Action::Pass.value(), "IPV6_V6ONLY");
}

#[test]
fn signals_of_programs_to_themselves_stay_cheap() {
    let program = compile(Table::native(), &SENSOR, Shape::Lean);
    let tgkill = |process: u64| {
        run(
            &program,
            ARCHITECTURE,
            234,
            &[process, process + 1, 23, 0, 0, 0],
        )
    };

    assert_eq!(tgkill(4321), Action::Pass.value());
    assert_eq!(tgkill(7), Action::Notify.value());
    assert_eq!(tgkill(12), Action::Notify.value());
}

#[test]
fn the_program_is_short_and_hot_calls_are_near_its_root() {
    for shape in [Shape::Learning, Shape::Lean] {
        let program = compile(Table::native(), &SENSOR, shape);

        assert!(
            program.len() < LONGEST / 2,
            "{} instructions",
            program.len()
        );
    }
}
