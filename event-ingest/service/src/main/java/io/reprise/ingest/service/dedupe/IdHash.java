package io.reprise.ingest.service.dedupe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An event's identity in 128 bits: the first of SHA-256 over its source, a zero byte (which no
 * attribute holds) and its id. Nobody can make two events of one identity on purpose.
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
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
