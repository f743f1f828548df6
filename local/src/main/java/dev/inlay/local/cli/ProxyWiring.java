package dev.inlay.local.cli;

import dev.inlay.registry.EnvironmentProxies;
import java.net.ProxySelector;

/// Where this machine's user reaches others through a proxy, so do all commands.
final class ProxyWiring {
    private ProxyWiring() {}

    static void use() {
        EnvironmentProxies.of(System.getenv()).ifPresent(ProxySelector::setDefault);
    }
}
