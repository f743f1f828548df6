package dev.inlay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/// One registry, in the words of the OCI distribution specification. Everything that is read by
/// digest is checked against it; uploads are one POST and one PUT, because ECR's PATCH loses
/// chunks.
public final class Distribution implements ImageStore, RegistryListing {
    private static final int LISTING = 4 * 1024 * 1024;
    private static final int SMALL = 16 * 1024;

    private final Endpoint endpoint;
    private final Authenticator authenticator;
    private final Retry retry;
    private final PutQuota quota;

    /// @param credentials asked at the first request, and when a registry refuses what it got
    /// @param quota of the manifests that are put
    public Distribution(
            RegistryHttp http,
            Endpoint endpoint,
            Credentials credentials,
            Retry retry,
            PutQuota quota) {
        this.endpoint = endpoint;
        this.authenticator = new Authenticator(http, endpoint, credentials);
        this.retry = retry;
        this.quota = quota;
    }

    /// With the usual patience, and what the registry allows one who is alone with it.
    public static Distribution of(String registry, Credentials credentials) {
        return of(registry, credentials, PutQuota.usual(registry));
    }

    /// With the usual patience, and a share of what the registry allows.
    public static Distribution of(String registry, Credentials credentials, PutQuota quota) {
        return new Distribution(
                RegistryHttp.standard(),
                Endpoint.of(registry),
                credentials,
                Retry.patient(),
                quota);
    }

    /// Host and port, as in image references.
    public String registry() {
        return endpoint.registry();
    }

    @Override
    public Optional<Manifest> manifest(String repository, String tag) {
        return fetch(repository, tag);
    }

    @Override
    public Optional<Manifest> manifest(String repository, Digest digest) {
        var manifest = fetch(repository, digest.value());
        manifest.ifPresent(found ->
                verify(digest, found.digest(), "reading manifest " + digest + " of " + repository));
        return manifest;
    }

    @Override
    public Optional<Digest> resolve(String repository, String tag) {
        var what = "asking for tag " + tag + " of " + repository;
        var exchange = accepting(exchange("HEAD", repository, "/manifests/" + tag, what));
        var response = send(exchange, pull(repository));
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        var digest = response.headers().firstValue("Docker-Content-Digest").flatMap(Digest::parse);
        // A refusal of HEAD has no words: GET tells why, or answers after all.
        return response.statusCode() == 200 && digest.isPresent()
                ? digest
                : fetch(repository, tag).map(Manifest::digest);
    }

    @Override
    public byte[] blob(String repository, Digest digest, int limit) {
        var what = "reading blob " + digest + " of " + repository;
        var response =
                send(
                        exchange("GET", repository, "/blobs/" + digest, what).upTo(limit),
                        pull(repository));
        if (response.statusCode() != 200) {
            throw Refusal.of(response).because(what);
        }
        verify(digest, Digest.of(response.body()), what);
        return response.body();
    }

    @Override
    public boolean hasBlob(String repository, Digest digest) {
        var what = "asking for blob " + digest + " of " + repository;
        var response =
                send(exchange("HEAD", repository, "/blobs/" + digest, what), pull(repository));
        return switch (response.statusCode()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw Refusal.of(response).because(what);
        };
    }

    /// Asking first costs as much as sending what is small.
    @Override
    public boolean pushBlob(String repository, Digest digest, byte[] content) {
        if (content.length > SMALL && hasBlob(repository, digest)) {
            return false;
        }
        new Upload(endpoint, authenticator, repository, digest, content).run(retry);
        return true;
    }

    /// Asking first is cheap where putting is what a registry counts; what is about another one is
    /// put again, or it might miss in the list of referrers.
    @Override
    public void putManifest(String repository, Manifest manifest) {
        if (manifest.subject().isEmpty() && hasManifest(repository, manifest.digest())) {
            return;
        }
        var what = "storing manifest " + manifest.digest() + " in " + repository;
        var response = put(repository, manifest.digest().value(), manifest, what);
        if (response.statusCode() != 201) {
            throw Refusal.of(response).because(what);
        }
        if (response.headers().firstValue("OCI-Subject").isEmpty()) {
            manifest.subject()
                    .ifPresent(
                            subject -> new ReferrersTag(this, repository, subject).add(manifest));
        }
    }

    @Override
    public boolean hasManifest(String repository, Digest digest) {
        var what = "asking for manifest " + digest + " of " + repository;
        var exchange = accepting(exchange("HEAD", repository, "/manifests/" + digest, what));
        var response = send(exchange, pull(repository));
        return switch (response.statusCode()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw Refusal.of(response).because(what);
        };
    }

    @Override
    public List<Referrer> referrers(String repository, Digest subject) {
        var exchange =
                exchange(
                                "GET",
                                repository,
                                "/referrers/" + subject,
                                "listing what refers to " + subject + " in " + repository)
                        .with("Accept", MediaType.OCI_INDEX)
                        .upTo(LISTING);
        return new Listing(next -> send(next, pull(repository)), exchange, "manifests")
                .pages()
                .map(entries -> entries.stream().map(ReferrersTag::referrer).toList())
                .map(listed -> listed.stream().flatMap(Optional::stream).toList())
                .orElseGet(() -> new ReferrersTag(this, repository, subject).list());
    }

    @Override
    public Tagging tag(String repository, String tag, Manifest manifest) {
        var what = "tagging " + manifest.digest() + " as " + tag + " in " + repository;
        var response = put(repository, tag, manifest, what);
        if (response.statusCode() == 201) {
            return new Tagging.Done();
        }
        var refusal = Refusal.of(response);
        if (refusal.message().contains("immutable")
                || refusal.code().equals("IMAGE_TAG_ALREADY_EXISTS")) {
            return new Tagging.Immutable(refusal.toString());
        }
        throw refusal.because(what);
    }

    @Override
    public List<String> tags(String repository) {
        return listed(
                exchange("GET", repository, "/tags/list", "listing the tags of " + repository),
                pull(repository),
                "tags");
    }

    @Override
    public List<String> repositories() {
        var exchange =
                Exchange.of(
                        "GET", endpoint.resolve("/v2/_catalog?n=1000"), "listing the repositories");
        return listed(exchange, "registry:catalog:*", "repositories");
    }

    private List<String> listed(Exchange first, String scope, String field) {
        return new Listing(exchange -> send(exchange, scope), first.upTo(LISTING), field)
                .pages().orElse(List.of()).stream().map(JsonNode::asText).toList();
    }

    private Optional<Manifest> fetch(String repository, String reference) {
        var what = "reading manifest " + reference + " of " + repository;
        var exchange = exchange("GET", repository, "/manifests/" + reference, what);
        var response = send(accepting(exchange).upTo(Manifest.MAX_BYTES), pull(repository));
        return switch (response.statusCode()) {
            case 200 -> Optional.of(received(response, what));
            case 404 -> Optional.empty();
            default -> throw Refusal.of(response).because(what);
        };
    }

    /// What a tag points at is checked against what the registry says of it. Pages are not what
    /// registries send: a proxy that wants to be greeted first would make an image of its own.
    private static Manifest received(HttpResponse<byte[]> response, String what) {
        if (mediaType(response).equalsIgnoreCase("text/html")) {
            throw new PermanentFailure(
                    "registry-protocol",
                    what
                            + ": the answer is a page for people; check whether there is a proxy or a login in between");
        }
        var manifest = new Manifest(response.body(), mediaType(response));
        response.headers()
                .firstValue("Docker-Content-Digest")
                .flatMap(Digest::parse)
                .ifPresent(said -> verify(said, manifest.digest(), what));
        return manifest;
    }

    private HttpResponse<byte[]> put(
            String repository, String reference, Manifest manifest, String what) {
        var exchange =
                exchange("PUT", repository, "/manifests/" + reference, what)
                        .sending(manifest.bytes(), manifest.mediaType());
        var puts = new Puts(quota, retry, exchange.attempted());
        return retry.until(
                () -> puts.one(() -> authenticator.send(exchange, pull(repository) + ",push")));
    }

    private HttpResponse<byte[]> send(Exchange exchange, String scope) {
        return retry.until(() -> authenticator.send(exchange, scope));
    }

    private Exchange exchange(String method, String repository, String path, String what) {
        return Exchange.of(
                method,
                endpoint.resolve("/v2/" + repository + path),
                what + " at " + endpoint.registry());
    }

    private static Exchange accepting(Exchange exchange) {
        return exchange.with("Accept", String.join(", ", MediaType.MANIFESTS));
    }

    private static String mediaType(HttpResponse<byte[]> response) {
        var header = response.headers().firstValue("Content-Type").orElse("");
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters)).strip();
    }

    private static String pull(String repository) {
        return "repository:" + repository + ":pull";
    }

    private static void verify(Digest expected, Digest got, String what) {
        if (!expected.equals(got)) {
            throw new PermanentFailure(
                    "registry-content-changed", what + ": the registry sent other content, " + got);
        }
    }
}
