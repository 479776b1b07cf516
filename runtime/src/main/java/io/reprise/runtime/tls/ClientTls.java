package io.reprise.runtime.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS contexts of clients. Stateless and thread-safe. */
public final class ClientTls {
  private ClientTls() {}

  /**
   * Returns the TLS context of a client. If the client refuses a certificate, the cause of the
   * failure is a {@link RefusedCertificateException}.
   *
   * @param authorities the PEM file with the certificates of the authorities that the client
   *     trusts; null to trust those that the JDK trusts
   * @throws io.reprise.runtime.config.ConfigException if the file cannot be read or is not valid
   */
  public static SSLContext context(@Nullable Path authorities) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities == null ? null : trusted(authorities));
      var judge =
          Stream.of(factory.getTrustManagers())
              .filter(X509ExtendedTrustManager.class::isInstance)
              .map(X509ExtendedTrustManager.class::cast)
              .findFirst()
              .orElseThrow();
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new ExplainingTrustManager(judge)}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK cannot create a TLS context", e);
    }
  }

  private static KeyStore trusted(Path authorities) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (var certificate : PemFile.read(authorities).certificates()) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }
}
