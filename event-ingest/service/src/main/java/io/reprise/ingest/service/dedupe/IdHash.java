package io.reprise.ingest.service.dedupe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An event's identity as a hash: the first 128 bits of SHA-256 over the event's source, a zero byte
 * (which no attribute contains) and the event's id. A sender cannot feasibly construct two events
 * with the same hash.
 */
public record IdHash(long high, long low) {

  public static IdHash of(String source, String id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(source.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      var hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
      return new IdHash(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks SHA-256, which every JDK must provide", e);
    }
  }
}
