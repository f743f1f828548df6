package dev.inlay.behaviour;

import java.util.List;
import java.util.Optional;

/// One distinct thing a program does. Every field is part of its identity, and everything variable
/// in it was templated by the sensor, so a thousand uploads are one behaviour. Adding a kind breaks
/// the build wherever a decision has to be made for it.
public sealed interface Behaviour {
    /// The domain whose mode applies.
    Domain domain();

    /// The word for the kind, as documents spell it.
    String kind();

    /// Real path of the program that does it; empty for a name that was asked for by somebody.
    Optional<String> actor();

    /// Stable and unique: the kind and 128 bits of the hash of the canonical document.
    default String key() {
        return BehaviourDocument.key(this);
    }

    /// A program was started.
    ///
    /// @param program real path of what runs; a script's own path
    /// @param parent the program that called, trampolines looked through
    /// @param arguments templated, `argv[0]` included
    /// @param user effective uid
    /// @param terminal whether it has a controlling terminal
    /// @param outside whether it entered the container from outside: health check, exec session
    /// @param interpreter only for scripts
    /// @param drift how the program file differs from what the image brought
    record Exec(
            String program,
            String parent,
            List<String> arguments,
            long user,
            boolean terminal,
            boolean outside,
            Optional<String> interpreter,
            Optional<Drift> drift)
            implements Behaviour {
        public Exec {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Domain domain() {
            return Domain.PROCESS;
        }

        @Override
        public String kind() {
            return "exec";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// A file was changed, or a sensitive one read.
    ///
    /// @param path real, absolute, templated
    record FileAccess(String program, Access access, String path) implements Behaviour {
        @Override
        public Domain domain() {
            return Domain.FILE;
        }

        @Override
        public String kind() {
            return "file";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// A socket began to listen.
    ///
    /// @param port 0 for one the kernel chooses
    record Listen(String program, Protocol protocol, String address, int port)
            implements Behaviour {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public String kind() {
            return "listen";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// A connection or an addressed datagram went out.
    ///
    /// @param peer the DNS name, when one is known
    /// @param address the address, only when no name is known
    record Connect(
            String program,
            Protocol protocol,
            Optional<String> peer,
            Optional<String> address,
            int port)
            implements Behaviour {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public String kind() {
            return "connect";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }

        /// The name, or the address where no name is known.
        public String target() {
            return peer.or(() -> address).orElse("");
        }
    }

    /// A DNS name was asked for.
    ///
    /// @param name lower case, without the final dot
    record Resolve(String name) implements Behaviour {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public String kind() {
            return "resolve";
        }

        @Override
        public Optional<String> actor() {
            return Optional.empty();
        }
    }

    /// A socket of an unusual family or type was made.
    ///
    /// @param family `packet`, `netlink`, `vsock`, … or the number
    /// @param type `stream`, `datagram`, `raw`, … or the number
    record SocketUse(String program, String family, String type) implements Behaviour {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public String kind() {
            return "socket";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// An identity, a capability or the kernel was reached for.
    ///
    /// @param call the system call
    /// @param detail what of it matters: a uid, a request name, a flag list; may be empty
    record Privilege(String program, String call, String detail) implements Behaviour {
        @Override
        public Domain domain() {
            return Domain.PRIVILEGE;
        }

        @Override
        public String kind() {
            return "privilege";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// A guarded call whose arguments could not be read.
    record Unread(String program, Domain domain, String call) implements Behaviour {
        @Override
        public String kind() {
            return "unread";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// An attempt on the sensor itself: refused in every mode, always a detection.
    record Tamper(String program, String call, String detail) implements Behaviour {
        @Override
        public Domain domain() {
            return Domain.PRIVILEGE;
        }

        @Override
        public String kind() {
            return "tamper";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// What really happened was not what had been allowed; the process was killed. Always a
    /// detection.
    record Mismatch(String program, Domain domain, String call, String detail)
            implements Behaviour {
        @Override
        public String kind() {
            return "mismatch";
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }
}
