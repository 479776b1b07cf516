package io.reprise.cli.client;

import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context that is created when the first TLS connection is opened. An HTTP client creates its
 * TLS context at once, and reads every certificate that the JDK trusts, even if all its requests go
 * to {@code http} addresses. That takes most of the time of a short command.
 *
 * <p>Thread-safe.
 */
final class DeferredTls extends SSLContext {
  /**
   * Creates a context.
   *
   * @param context creates the context that opens the connections; called at most once
   */
  DeferredTls(Supplier<SSLContext> context) {
    super(new Deferred(context), null, "TLS");
  }

  private static final class Deferred extends SSLContextSpi {
    private final Supplier<SSLContext> context;
    private @Nullable SSLContext created;

    Deferred(Supplier<SSLContext> context) {
      this.context = context;
    }

    private synchronized SSLContext context() {
      var present = created == null ? context.get() : created;
      created = present;
      return present;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
      throw new UnsupportedOperationException("a deferred TLS context is initialised already");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return context().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return context().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return context().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return context().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context().getClientSessionContext();
    }

    /**
     * Returns parameters without protocols and cipher suites. An engine that is given none keeps
     * those of its own context.
     */
    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return new SSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return new SSLParameters();
    }
  }
}
