package io.reprise.runtime.tls;

import io.reprise.runtime.config.ConfigKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Configures the encryption of HTTP. Certificate and key are given together, or neither: then HTTP
 * is not encrypted.
 *
 * @param certificate the PEM file with the certificate of the service, followed by the certificates
 *     of intermediate authorities; none when left out
 * @param key the PEM file with the private key of the first certificate; none when left out
 * @param ca the PEM file with the certificates of the authorities whom this service trusts when it
 *     asks other instances; those that the JDK trusts when left out
 * @param clientCa the PEM file with the certificates of the authorities whose client certificates
 *     say who calls; when left out, no caller is asked for a certificate
 */
public record TlsConfig(
    @ConfigKey(
            "The PEM file with the certificate of the service, followed by those of intermediate"
                + " authorities. When this file or the key has changed, both are read again within"
                + " seconds.")
        @Nullable Path certificate,
    @ConfigKey("The PEM file with the private key of the certificate, in PKCS #8, not encrypted.")
        @Nullable Path key,
    @ConfigKey(
            value =
                "The PEM file with the certificates of the authorities that the service trusts when"
                    + " it asks other instances of itself. Only compactors do.",
            defaultsTo = "the authorities that the JDK trusts")
        @Nullable Path ca,
    @ConfigKey(
            "The PEM file with the certificates of the authorities whose client certificates say"
                + " who calls: the common name (CN) of the subject is the principal. A caller may"
                + " send a token instead. A changed file is read when the service starts again.")
        @Nullable Path clientCa) {
  /** HTTP is not encrypted. */
  public static final TlsConfig NONE = new TlsConfig(null, null, null, null);

  public TlsConfig {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          (certificate == null ? "certificate" : "key")
              + " is missing: give the paths of both files, certificate and key");
    }
    if ((ca != null || clientCa != null) && certificate == null) {
      throw new IllegalArgumentException(
          (ca != null ? "ca" : "clientCa")
              + " is given without certificate and key: give all three, or none");
    }
  }

  /** Creates the configuration of a service that asks no caller for a certificate. */
  public TlsConfig(@Nullable Path certificate, @Nullable Path key, @Nullable Path ca) {
    this(certificate, key, ca, null);
  }

  /** Returns whether HTTP is encrypted. */
  public boolean isOn() {
    return certificate != null;
  }

  /** Returns the scheme of the URLs of the service. */
  public String scheme() {
    return isOn() ? "https" : "http";
  }

  /**
   * Reads certificate and key of a service whose HTTP is encrypted.
   *
   * @throws io.reprise.runtime.config.ConfigException if a file cannot be read or is not valid
   */
  public RotatedKey openKey(Clock clock) {
    return new RotatedKey(
        Objects.requireNonNull(certificate, "TLS is not configured"),
        Objects.requireNonNull(key, "TLS is not configured"),
        clock);
  }

  /**
   * Returns the TLS context for requests to other instances of the service. If callers are asked
   * for certificates, the service sends its own one.
   *
   * @throws io.reprise.runtime.config.ConfigException if a file cannot be read or is not valid
   */
  public SSLContext clientContext() {
    if (clientCa == null) {
      return ClientTls.context(ca);
    }
    var own = openKey(Clock.systemUTC());
    return ClientTls.context(ca, own::newest);
  }
}
