package dev.inlay.registry;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is reached without a proxy: hosts with all that is below them, addresses and ranges of
/// such, each with a port or for all of them; `*` for everything.
///
/// @param entries in lower case
record NoProxy(List<String> entries) {
    private static final String ALL = "*";

    NoProxy {
        entries = List.copyOf(entries);
    }

    /// Reads a list parted by commas.
    static NoProxy parse(String list) {
        return new NoProxy(
                Arrays.stream(list.toLowerCase(Locale.ROOT).split(",", -1))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .toList());
    }

    /// Whether this address is reached without one.
    boolean includes(URI uri) {
        var host = bare(uri.getHost().toLowerCase(Locale.ROOT));
        var address = address(host);
        return host.equals("localhost")
                || address.filter(InetAddress::isLoopbackAddress).isPresent()
                || entries.stream().anyMatch(entry -> fits(entry, host, port(uri), address));
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static boolean fits(
            String entry, String host, int port, Optional<InetAddress> address) {
        if (entry.equals(ALL)) {
            return true;
        }
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return address.filter(it ->
                            isInRange(it, entry.substring(0, slash), entry.substring(slash + 1)))
                    .isPresent();
        }
        int colon = entry.lastIndexOf(':');
        boolean ported = (colon > 0 && entry.indexOf(':') == colon) || entry.contains("]:");
        var name = bare(ported ? entry.substring(0, colon) : entry);
        return (!ported || entry.substring(colon + 1).equals(Integer.toString(port)))
                && isNamed(name.startsWith("*.") ? name.substring(1) : name, host, address);
    }

    /// A name that begins with a dot means only what is below it.
    private static boolean isNamed(String name, String host, Optional<InetAddress> address) {
        return name.equals(host)
                || (address.isEmpty() && host.endsWith(name.startsWith(".") ? name : "." + name))
                || (address.isPresent() && address.equals(address(name)));
    }

    private static boolean isInRange(InetAddress address, String from, String bits) {
        var first = address(from);
        if (first.isEmpty() || !bits.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] one = first.get().getAddress();
        byte[] other = address.getAddress();
        int length = Integer.parseInt(bits);
        if (one.length != other.length || length > one.length * Byte.SIZE) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((one[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    /// No name is looked up.
    private static Optional<InetAddress> address(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }
}
