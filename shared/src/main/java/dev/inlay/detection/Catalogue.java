package dev.inlay.detection;

import static dev.inlay.detection.Severity.CRITICAL;
import static dev.inlay.detection.Severity.HIGH;
import static dev.inlay.detection.Severity.MEDIUM;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Drift;
import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.behaviour.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The detections. Each is a fact about one behaviour, so the same behaviour gives the same
/// detection on every machine and at every time. What depends on what an image usually does (a
/// shell below a web server, a new port) is told only beyond its policy.
public final class Catalogue {
    static final Detection FILELESS =
            Detection.always(
                    "X03", CRITICAL, "was started out of memory or from a deleted file", "T1620");
    static final Detection DROPPED =
            Detection.always(
                    "X01",
                    CRITICAL,
                    "was started, and was written after the container was",
                    "T1105",
                    "T1036");
    static final Detection FOREIGN_DEVICE =
            Detection.always("X04", HIGH, "was started, and is not part of the image", "T1059.004");

    /// Told once for the whole session, whatever is typed in it.
    public static final Detection TERMINAL =
            Detection.asOne(
                    "X08",
                    MEDIUM,
                    "was started on a terminal by somebody from outside",
                    "T1609",
                    "T1059");

    static final Detection TAMPER =
            Detection.always("P15", CRITICAL, "tried to interfere with the sensor", "T1562.001");
    static final Detection MISMATCH =
            Detection.always(
                    "P17",
                    CRITICAL,
                    "did something else than what it had been allowed to",
                    "T1562.001",
                    "T1036");
    static final Detection IO_URING =
            Detection.always("P09", MEDIUM, "tried to set up io_uring, which hides calls", "T1562");
    static final Detection PTRACE =
            Detection.always("P03", HIGH, "reached into another process", "T1055.008", "T1055.009");
    static final Detection NAMESPACE =
            Detection.always("P05", HIGH, "tried to change its namespaces", "T1611");
    static final Detection MOUNT =
            Detection.always("P06", CRITICAL, "tried to change what is mounted", "T1611");
    static final Detection MODULE =
            Detection.always("P07", CRITICAL, "tried to load a kernel module", "T1547.006");
    static final Detection KERNEL =
            Detection.always(
                    "P08", HIGH, "reached for a part of the kernel that exploits need", "T1068");
    static final Detection BY_HANDLE =
            Detection.always("P16", CRITICAL, "tried to open files of the host by handle", "T1611");
    static final Detection CREDENTIALS =
            Detection.beyond(
                    "F04", HIGH, "read a file that holds credentials", "T1003.008", "T1552");
    static final Detection PRELOAD =
            Detection.always("F23", CRITICAL, "wrote what every program will load", "T1574.006");
    static final Detection METADATA =
            Detection.beyond(
                    "N02",
                    HIGH,
                    "talked to the endpoint that hands out the machine's credentials",
                    "T1552.005");
    static final Detection SHELL =
            Detection.beyond(
                    "X05", HIGH, "is a shell started by a service", "T1059.004", "T1505.003");
    static final Detection DOWNLOADER =
            Detection.beyond(
                    "X15", MEDIUM, "is a tool that brings files in or out", "T1105", "T1020");
    static final Detection LISTENER =
            Detection.beyond("N04", HIGH, "opened a new listening port", "T1571", "T1205");
    static final Detection RAW_SOCKET =
            Detection.beyond("N05", MEDIUM, "made a socket that sees raw packets", "T1040");
    static final Detection ODD_SOCKET =
            Detection.beyond(
                    "N17", MEDIUM, "made a socket of a family that exploits use", "T1068", "T1611");

    /// Everything above, for documents and tests.
    public static final List<Detection> ALL =
            List.of(
                    DROPPED,
                    FILELESS,
                    FOREIGN_DEVICE,
                    TERMINAL,
                    SHELL,
                    DOWNLOADER,
                    CREDENTIALS,
                    PRELOAD,
                    METADATA,
                    LISTENER,
                    RAW_SOCKET,
                    ODD_SOCKET,
                    PTRACE,
                    NAMESPACE,
                    MOUNT,
                    MODULE,
                    KERNEL,
                    IO_URING,
                    TAMPER,
                    BY_HANDLE,
                    MISMATCH);

    private static final Set<Detection> TAINTING =
            Set.of(
                    DROPPED,
                    FILELESS,
                    FOREIGN_DEVICE,
                    TERMINAL,
                    PRELOAD,
                    PTRACE,
                    MOUNT,
                    MODULE,
                    BY_HANDLE,
                    TAMPER,
                    MISMATCH);

    /// AWS and the clouds that copied its address; ECS hands out task credentials at its own.
    private static final Set<String> METADATA_ADDRESSES =
            Set.of("169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254");

    private static final Set<String> SHELLS =
            Set.of("sh", "dash", "bash", "ash", "busybox", "zsh", "ksh", "mksh", "fish");
    private static final Set<String> DOWNLOADERS =
            Set.of(
                    "curl",
                    "wget",
                    "nc",
                    "ncat",
                    "nc.openbsd",
                    "nc.traditional",
                    "socat",
                    "scp",
                    "sftp",
                    "ftp",
                    "tftp",
                    "rsync",
                    "ssh",
                    "telnet");

    private static final Set<String> MOUNTS =
            Set.of(
                    "mount",
                    "umount2",
                    "pivot_root",
                    "open_tree",
                    "move_mount",
                    "fsopen",
                    "fsconfig",
                    "fsmount",
                    "fspick",
                    "mount_setattr");
    private static final Set<String> NAMESPACES = Set.of("unshare", "setns", "clone", "clone3");
    private static final Set<String> MODULES =
            Set.of("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load");
    private static final Set<String> PEEKS =
            Set.of("ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd");
    private static final Set<String> KERNEL_PARTS =
            Set.of("bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key");

    private Catalogue() {}

    /// The detection to tell of, given what happened to the behaviour.
    public static Optional<Detection> detect(Behaviour behaviour, Verdict verdict) {
        return of(behaviour).filter(found -> found.always() || verdict != Verdict.ALLOWED);
    }

    /// Whether a behaviour is bad whatever the policy says, and therefore never learnt.
    public static boolean neverLearnt(Behaviour behaviour) {
        return of(behaviour).filter(Detection::always).isPresent();
    }

    /// Whether a container that did this may be in somebody else's hands, so that what it does from
    /// then on says nothing of the image. What programs also try in normal life (a ring that is
    /// refused, a namespace for a sandbox) does not count.
    public static boolean taints(Behaviour behaviour) {
        return of(behaviour).filter(TAINTING::contains).isPresent();
    }

    private static Optional<Detection> of(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Exec exec -> exec(exec);
            case Behaviour.FileAccess(_, var access, var path) -> file(access, path);
            case Behaviour.Connect connect ->
                    when(METADATA_ADDRESSES.contains(connect.target()), METADATA);
            case Behaviour.SocketUse(_, var family, var type) -> socket(family, type);
            case Behaviour.Privilege(_, var call, _) -> call(call);
            case Behaviour.Listen _ -> Optional.of(LISTENER);
            case Behaviour.Unread _, Behaviour.Resolve _ -> Optional.empty();
            case Behaviour.Tamper _ -> Optional.of(TAMPER);
            case Behaviour.Mismatch _ -> Optional.of(MISMATCH);
        };
    }

    private static Optional<Detection> exec(Behaviour.Exec exec) {
        if (exec.drift().isPresent()) {
            return Optional.of(drift(exec.drift().get()));
        }
        var name = name(exec.program());
        return when(exec.outside() && exec.terminal(), TERMINAL)
                .or(() ->
                        when(SHELLS.contains(name) && !SHELLS.contains(name(exec.parent())), SHELL))
                .or(() -> when(DOWNLOADERS.contains(name), DOWNLOADER));
    }

    private static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private static Detection drift(Drift drift) {
        return switch (drift) {
            case MEMORY, DELETED -> FILELESS;
            case WRITTEN -> DROPPED;
            case DEVICE -> FOREIGN_DEVICE;
        };
    }

    private static Optional<Detection> file(Access access, String path) {
        return switch (access) {
            case READ -> when(SensitivePaths.contains(path), CREDENTIALS);
            case CREATE, WRITE, DELETE, RENAME, LINK, ATTRIBUTES ->
                    when(path.equals("/etc/ld.so.preload"), PRELOAD);
        };
    }

    private static Optional<Detection> socket(String family, String type) {
        if (type.equals("raw") && !family.equals("netlink")) {
            return Optional.of(RAW_SOCKET);
        }
        return switch (family) {
            case "packet" -> Optional.of(RAW_SOCKET);
            case "alg", "vsock", "xdp", "rds", "tipc" -> Optional.of(ODD_SOCKET);
            default -> Optional.empty();
        };
    }

    private static Optional<Detection> call(String call) {
        return when(PEEKS.contains(call), PTRACE)
                .or(() -> when(NAMESPACES.contains(call), NAMESPACE))
                .or(() -> when(MOUNTS.contains(call), MOUNT))
                .or(() -> when(MODULES.contains(call), MODULE))
                .or(() -> when(KERNEL_PARTS.contains(call), KERNEL))
                .or(() -> when(call.startsWith("io_uring_"), IO_URING))
                .or(() -> when(call.equals("open_by_handle_at"), BY_HANDLE));
    }

    private static Optional<Detection> when(boolean holds, Detection detection) {
        return holds ? Optional.of(detection) : Optional.empty();
    }
}
