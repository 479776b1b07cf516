package io.reprise.runtime.tls;

import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS contexts of clients. Stateless and thread-safe. */
public final class ClientTls {
  private ClientTls() {}

  /**
   * Returns the TLS context of a client without a certificate. If the client refuses a certificate,
   * the cause of the failure is a {@link RefusedCertificateException}.
   *
   * @param authorities the PEM file with the certificates of the authorities that the client
   *     trusts; null to trust those that the JDK trusts
   * @throws io.reprise.runtime.config.ConfigException if the file cannot be read or is not valid
   */
  public static SSLContext context(@Nullable Path authorities) {
    return create(authorities, null);
  }

  /**
   * Returns the TLS context of a client that sends a certificate to servers that ask for one.
   * Otherwise equal to {@link #context(Path)}.
   *
   * @param key called for each new connection; thread-safe
   */
  public static SSLContext context(@Nullable Path authorities, Supplier<CertifiedKey> key) {
    return create(authorities, new KeyManager[] {new SuppliedKeyManager(key)});
  }

  /**
   * Returns what opens TLS connections of a client without a certificate to an address; null if the
   * address is not {@code https}. The authorities are as in {@link #context(Path)}.
   *
   * @throws io.reprise.runtime.config.ConfigException if the file cannot be read or is not valid
   */
  public static @Nullable SSLSocketFactory socketFactory(URI address, @Nullable Path authorities) {
    return "https".equalsIgnoreCase(address.getScheme())
        ? context(authorities).getSocketFactory()
        : null;
  }

  private static SSLContext create(@Nullable Path authorities, KeyManager @Nullable [] keys) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities == null ? null : Authorities.read(authorities));
      var judge =
          Stream.of(factory.getTrustManagers())
              .filter(X509ExtendedTrustManager.class::isInstance)
              .map(X509ExtendedTrustManager.class::cast)
              .findFirst()
              .orElseThrow();
      var context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {new ExplainingTrustManager(judge)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot create a TLS context", e);
    }
  }
}
