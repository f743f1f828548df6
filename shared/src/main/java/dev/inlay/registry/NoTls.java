package dev.inlay.registry;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// For a client that speaks in the clear alone: it wants a context whether or not it uses it, and
/// the JDK's takes long to make. This one encrypts nothing and says so to whoever tries.
final class NoTls extends SSLContextSpi {
    private NoTls() {}

    static SSLContext context() {
        return new Context();
    }

    private static final class Context extends SSLContext {
        private Context() {
            super(new NoTls(), new Nobody(), "none");
        }
    }

    private static final class Nobody extends Provider {
        private static final long serialVersionUID = 1;

        private Nobody() {
            super("none", "1", "encrypts nothing");
        }
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return new SSLParameters(new String[0], new String[0]);
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return engineGetDefaultSSLParameters();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException(said().getMessage());
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        throw said();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw said();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        throw said();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        throw said();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        throw said();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        throw said();
    }

    private static UnsupportedOperationException said() {
        return new UnsupportedOperationException("a connection in the clear encrypts nothing");
    }
}
