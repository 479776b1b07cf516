package io.reprise.runtime.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives a client the certificate that is in force when it opens a connection. The certificate is
 * sent to each server that asks for one, whichever authorities the server names, so that a server
 * that does not trust it says so. If the certificate is replaced during a handshake, that handshake
 * may fail, and a retry succeeds. Thread-safe if the supplier is.
 */
final class SuppliedKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final Supplier<CertifiedKey> key;

  SuppliedKeyManager(Supplier<CertifiedKey> key) {
    this.key = key;
  }

  private @Nullable String alias(String[] keyTypes) {
    return List.of(keyTypes).contains(key.get().key().getAlgorithm()) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias(keyTypes);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return key.get().chain().toArray(new X509Certificate[0]);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key.get().key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
