package io.reprise.runtime.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Reads the certificates of the authorities that are trusted. Stateless and thread-safe. */
public final class Authorities {
  private Authorities() {}

  /**
   * Returns a key store in memory with the certificates of a PEM file.
   *
   * @throws io.reprise.runtime.config.ConfigException if the file cannot be read or is not valid
   */
  public static KeyStore read(Path file) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (var certificate : PemFile.read(file).certificates()) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificates cannot be kept in memory", e);
    }
  }
}
