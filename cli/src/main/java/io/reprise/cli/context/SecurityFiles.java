package io.reprise.cli.context;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files with which a command proves to a service who calls, and recognises the service.
 *
 * @param token the file that holds the token to send; null to send no token
 * @param ca the PEM file with the certificates of the authorities whose services are trusted; null
 *     to trust the authorities that the JDK trusts
 * @param certificate the PEM file with the client certificate to send; null to send none
 * @param key the PEM file with the private key of the client certificate
 */
public record SecurityFiles(
    @Nullable Path token, @Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {
  /** No file at all. */
  public static final SecurityFiles NONE = new SecurityFiles(null, null, null, null);

  /**
   * Returns these files, and those of {@code others} in the place of missing ones. Certificate and
   * key are never mixed.
   */
  public SecurityFiles orElse(SecurityFiles others) {
    boolean hasPair = certificate != null || key != null;
    return new SecurityFiles(
        token == null ? others.token : token,
        ca == null ? others.ca : ca,
        hasPair ? certificate : others.certificate,
        hasPair ? key : others.key);
  }
}
