package dev.inlay.local.cli;

import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.instrument.Chain;
import dev.inlay.instrument.Link;
import dev.inlay.instrument.PackagedSensorLayers;
import dev.inlay.local.store.ImagePlace;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says whether an instrumented image is what it says it is.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Check an instrumented image against everything it says about itself, link by link: its"
                    + " tag, its manifests, labels, sensor, settings, policy, original and attestation.",
            "Ends with 0 when no link is broken, with 1 when one is."
        })
final class VerifyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "REF",
            description =
                    "the instrumented image, with its registry's host; or oci:DIR[:TAG], docker-archive:FILE[:NAME:TAG]")
    private String reference = "";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "public key (PEM) that policy and attestation have to be signed with; the control plane of one machine keeps it in policy-key.pem")
    private List<Path> keys = List.of();

    @Option(
            names = "--sensor",
            paramLabel = "DIGEST",
            description = "a sensor layer of another build that is known")
    private Set<String> sensors = Set.of();

    @Option(names = "--json", description = "the links as JSON")
    private boolean json;

    @Override
    public Integer call() {
        var known = new LinkedHashSet<Digest>();
        sensors.forEach(each -> known.add(Digest.require(each, "--sensor")));
        var trust = new Chain.Trust(known, keys.stream().map(PublicKeys::read).toList());
        List<Link> links;
        try (var place = ImagePlace.of(reference, Registries::at)) {
            links =
                    new Chain(place.store(), new PackagedSensorLayers(), trust)
                            .check(place.reference());
        }
        boolean holds = links.stream().noneMatch(link -> link.state() == Link.State.BROKEN);
        if (json) {
            print(links, holds);
        } else {
            print(links);
            System.err.println(
                    holds
                            ? reference + " is what it says it is"
                            : "inlay: " + reference + " is not what it says it is");
        }
        return holds ? Exit.DONE : Exit.FAILED;
    }

    private static void print(List<Link> links) {
        var grid = new Grid("LINK", "PLATFORM", "STATE", "FOUND");
        links.forEach(link -> grid.row(link.name(), link.of(), link.state().text(), link.text()));
        grid.print(System.out);
    }

    private void print(List<Link> links, boolean holds) {
        var answer = Json.object().put("reference", reference).put("holds", holds);
        var list = answer.putArray("links");
        links.forEach(link ->
                list.addObject()
                        .put("link", link.name())
                        .put("platform", link.of())
                        .put("state", link.state().text())
                        .put("text", link.text()));
        System.out.println(answer);
    }
}
