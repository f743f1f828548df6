package dev.inlay.policy;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a rule matches. Texts are patterns unless said otherwise.
public sealed interface Grant {
    /// The domain whose mode applies where no rule matches.
    Domain domain();

    /// The program it is about; empty for names.
    Optional<String> actor();

    /// Programs that start.
    ///
    /// @param parents empty for any
    /// @param users effective uids; empty for any
    /// @param arguments one pattern for each; absent for any
    /// @param terminal absent for both
    /// @param outside absent for both
    record Program(
            String path,
            List<String> parents,
            List<Long> users,
            Optional<List<String>> arguments,
            Optional<Boolean> terminal,
            Optional<Boolean> outside)
            implements Grant {
        public Program {
            parents = List.copyOf(parents);
            users = List.copyOf(users);
            arguments = arguments.map(List::copyOf);
        }

        @Override
        public Domain domain() {
            return Domain.PROCESS;
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(path);
        }
    }

    /// Files that are touched.
    record File(String program, Set<Access> access, String path) implements Grant {
        public File {
            access = Set.copyOf(access);
        }

        @Override
        public Domain domain() {
            return Domain.FILE;
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// Ports that are listened on, whatever the address.
    record Listen(String program, Protocol protocol, int port) implements Grant {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// Peers that are talked to.
    ///
    /// @param peer an address, a CIDR, otherwise the pattern of a DNS name
    record Peer(String program, Protocol protocol, String peer, int port) implements Grant {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// Names that are asked for.
    record Name(String name) implements Grant {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public Optional<String> actor() {
            return Optional.empty();
        }
    }

    /// Sockets of unusual families or types; both are words, not patterns.
    record Socket(String program, String family, String type) implements Grant {
        @Override
        public Domain domain() {
            return Domain.NETWORK;
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// Privileged calls; the call is a word, its detail a pattern.
    record Privilege(String program, String call, String detail) implements Grant {
        @Override
        public Domain domain() {
            return Domain.PRIVILEGE;
        }

        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }

    /// Guarded calls whose arguments cannot be read; the call is a word.
    record Unread(String program, Domain domain, String call) implements Grant {
        @Override
        public Optional<String> actor() {
            return Optional.of(program);
        }
    }
}
