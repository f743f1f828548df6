package dev.inlay.registry;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The pause an answer asks for: seconds or a date (RFC 9110 §10.2.3).
final class RetryAfter {
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    static Optional<Duration> of(HttpResponse<byte[]> response, Instant now) {
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(text -> parse(text.strip(), now));
    }

    static Optional<Duration> parse(String text, Instant now) {
        if (!text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
