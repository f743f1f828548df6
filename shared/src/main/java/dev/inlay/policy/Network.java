package dev.inlay.policy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// A range of addresses: a CIDR, or one address. Never asks DNS.
final class Network {
    private static final int OCTETS = 4;
    private static final int MOST_OF_AN_OCTET = 255;
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

    /// An address written out; IPv4 in IPv6 is IPv4. Hot: every connection without a name is looked
    /// at so.
    static Optional<byte[]> address(String text) {
        return text.indexOf(':') < 0 ? four(text) : six(text);
    }

    private static Optional<byte[]> four(String text) {
        var octets = new byte[OCTETS];
        int from = 0;
        for (int i = 0; i < OCTETS; i++) {
            int dot = text.indexOf('.', from);
            int end = dot < 0 ? text.length() : dot;
            int octet = octet(text, from, end);
            if (octet < 0 || (dot < 0) != (i == OCTETS - 1)) {
                return Optional.empty();
            }
            octets[i] = (byte) octet;
            from = end + 1;
        }
        return Optional.of(octets);
    }

    /// Without zeros in front, by which some mean octal; -1 for what is none.
    private static int octet(String text, int from, int end) {
        boolean padded = end - from > 1 && text.charAt(from) == '0';
        if (from >= end || end - from > 3 || padded) {
            return -1;
        }
        int octet = 0;
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                return -1;
            }
            octet = octet * 10 + c - '0';
        }
        return octet <= MOST_OF_AN_OCTET ? octet : -1;
    }

    private static Optional<byte[]> six(String text) {
        for (int at = 0; at < text.length(); at++) {
            if ("0123456789abcdefABCDEF:.".indexOf(text.charAt(at)) < 0) {
                return Optional.empty();
            }
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
