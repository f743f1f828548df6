package dev.inlay.policy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// A range of addresses: a CIDR, or one address. Never asks DNS.
final class Network {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FOUR = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    private final byte[] address;
    private final int length;

    private Network(byte[] address, int length) {
        this.address = address;
        this.length = length;
    }

    /// What a rule's peer says, when it is an address or a CIDR.
    static Optional<Network> parse(String peer) {
        int slash = peer.indexOf('/');
        if (slash < 0) {
            return address(peer).map(bytes -> new Network(bytes, bytes.length * Byte.SIZE));
        }
        var length = peer.substring(slash + 1);
        if (!LENGTH.matcher(length).matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return address(peer.substring(0, slash))
                .filter(bytes -> bits <= bytes.length * Byte.SIZE)
                .map(bytes -> new Network(bytes, bits));
    }

    /// An address written out; IPv4 in IPv6 is IPv4.
    static Optional<byte[]> address(String text) {
        if (!FOUR.matcher(text).matches() && !SIX.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = length / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = length % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
}
