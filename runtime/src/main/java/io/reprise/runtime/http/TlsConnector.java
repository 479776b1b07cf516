package io.reprise.runtime.http;

import io.reprise.runtime.tls.CertifiedKey;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Listens for HTTP/1.1 over TLS 1.2 and 1.3, with one certificate. Confined to the thread that
 * starts the server.
 */
final class TlsConnector {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final HttpConfig config;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();

  /**
   * Reads the certificate and its key.
   *
   * @throws io.reprise.runtime.config.ConfigException if a file cannot be read or is not valid
   */
  TlsConnector(HttpConfig config) {
    this.config = config;
    tls.setIncludeProtocols(PROTOCOLS);
    tls.setRenegotiationAllowed(false);
    use(config.tls().readIdentity());
  }

  private void use(CertifiedKey identity) {
    tls.setKeyStore(identity.keyStore());
    tls.setKeyStorePassword(CertifiedKey.password());
  }

  /** Adds the listener to a server that has not started. */
  Connector connect(Server server, HttpConfiguration plain) {
    var https = new HttpConfiguration(plain);
    https.setSecureScheme("https");
    // The client checks that the certificate is for the host that it calls. A check of the header
    // Host here would refuse callers of a proxy that passes on the name by which it was called.
    https.addCustomizer(new SecureRequestCustomizer(false));
    var connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(https));
    connector.setHost(config.host());
    connector.setPort(config.port());
    return connector;
  }
}
