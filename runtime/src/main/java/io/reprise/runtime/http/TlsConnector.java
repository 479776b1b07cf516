package io.reprise.runtime.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import io.reprise.runtime.metric.HttpMetric;
import io.reprise.runtime.tls.Authorities;
import io.reprise.runtime.tls.CertifiedKey;
import io.reprise.runtime.tls.RotatedKey;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for HTTP/1.1 over TLS 1.2 and 1.3, with one certificate. A changed certificate is used
 * for new connections within seconds; open connections stay as they are. Thread-safe. The creator
 * closes this object.
 */
final class TlsConnector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsConnector.class);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final HttpConfig config;
  private final RotatedKey key;
  private final Clock clock;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("certificate-files");

  /**
   * Reads the certificate and its key.
   *
   * @param clock says how long the certificate is still valid
   * @throws io.reprise.runtime.config.ConfigException if a file cannot be read or is not valid
   */
  TlsConnector(HttpConfig config, MeterRegistry meters, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.key = config.tls().openKey(clock);
    tls.setIncludeProtocols(PROTOCOLS);
    tls.setRenegotiationAllowed(false);
    use(key.current());
    var clients = config.tls().clientCa();
    if (clients != null) {
      tls.setTrustStore(Authorities.read(clients));
      // A caller without a certificate may have a token, or ask for what everyone may see.
      tls.setWantClientAuth(true);
    }
    HttpMetric.CERTIFICATE_LEFT
        .declaration()
        .gauge(meters, this, connector -> connector.left().toSeconds());
  }

  private void use(CertifiedKey identity) {
    tls.setKeyStore(identity.keyStore());
    tls.setKeyStorePassword(CertifiedKey.password());
  }

  private Duration left() {
    return Duration.between(clock.instant(), key.current().endsAt());
  }

  /** Adds the listener to a server that has not started. */
  Connector connect(Server server, HttpConfiguration plain) {
    var https = new HttpConfiguration(plain);
    https.setSecureScheme("https");
    // The client checks that the certificate is for the host that it calls. A check of the header
    // Host here would refuse callers of a proxy that passes on the name by which it was called.
    https.addCustomizer(new SecureRequestCustomizer(false));
    return Listener.open(server, config, https, new SslConnectionFactory(tls, "http/1.1"));
  }

  /** Begins to read the files again. */
  void watch() {
    thread.scheduleWithFixedDelay(
        this::rotate, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void rotate() {
    key.poll().ifPresent(this::reload);
  }

  private void reload(CertifiedKey identity) {
    try {
      tls.reload(factory -> use(identity));
    } catch (Exception e) {
      LOG.error(
          "certificate was read again and cannot be used, restart the service file={}",
          config.tls().certificate(),
          e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
