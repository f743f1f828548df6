package dev.inlay.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.world.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A machine with an arm64 processor, as an emulator makes one: a real kernel, which starts one
/// program from the memory it was given and is turned off when that has ended.
final class OtherMachine {
    private static final Path PARTS = Home.directory().resolve("target/launcher/other-machine");
    private static final int DIRECTORY = 0040755;
    private static final int PROGRAM = 0100755;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private int files;

    OtherMachine() {
        add("init", PROGRAM, read(PARTS.resolve("init")));
    }

    /// Puts a program into it, in a directory of its root.
    void put(String directory, String name, byte[] program) {
        add(directory, DIRECTORY, new byte[0]);
        add(directory + "/" + name, PROGRAM, program);
    }

    /// Runs one in it. What it printed.
    ///
    /// @param directory holds what the machine is given
    String run(Path directory, List<String> command) {
        add("TRAILER!!!", 0, new byte[0]);
        var initrd = directory.resolve("initrd");
        try {
            Files.write(initrd, archive.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var outcome =
                Command.of("qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72")
                        .with(List.of("-smp", "2", "-m", "512", "-nic", "none", "-nographic"))
                        .with(List.of("-no-reboot", "-kernel", PARTS.resolve("kernel").toString()))
                        .with(List.of("-initrd", initrd.toString(), "-append"))
                        .with(
                                List.of(
                                        "console=ttyAMA0 quiet panic=-1 rdinit=/init -- "
                                                + String.join(" ", command)))
                        .run();
        var printed = outcome.output().replace("\r", "");
        assertThat(printed).as(outcome.said()).contains("BEGIN\n", "END 0\n");
        return printed.substring(printed.indexOf("BEGIN\n") + 6, printed.lastIndexOf("END 0\n"));
    }

    /// The form of archive that kernels unpack (Documentation/driver-api/early-userspace,
    /// buffer-format).
    private void add(String name, int mode, byte[] content) {
        int[] fields = {
            ++files, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length() + 1, 0
        };
        var header = new StringBuilder("070701");
        for (int field : fields) {
            header.append("%08X".formatted(field));
        }
        archive.writeBytes((header + name + "\0").getBytes(US_ASCII));
        fill();
        archive.writeBytes(content);
        fill();
    }

    private void fill() {
        archive.writeBytes(new byte[-archive.size() & 3]);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
