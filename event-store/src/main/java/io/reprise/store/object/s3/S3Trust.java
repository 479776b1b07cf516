package io.reprise.store.object.s3;

import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads whose certificates the client of an object store trusts. Stateless and thread-safe. */
final class S3Trust {
  private S3Trust() {}

  /**
   * Returns trust managers that trust the authorities of a PEM file, and no others.
   *
   * @throws ObjectStoreException if the file cannot be read or has no certificate; not retriable
   */
  static TrustManager[] of(Path authorities) {
    try (var in = Files.newInputStream(authorities)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      if (number == 0) {
        throw unusable(authorities, "has no certificate", null);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (NoSuchFileException e) {
      throw unusable(authorities, "does not exist", e);
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(authorities, "cannot be read (%s)".formatted(e.getMessage()), e);
    }
  }

  private static ObjectStoreException unusable(Path file, String why, @Nullable Exception cause) {
    return ObjectStoreException.fatal(
        "the file %s, ca of the store, %s: give a PEM file with the certificate of the authority that has signed the store's"
            .formatted(file, why),
        cause);
  }
}
