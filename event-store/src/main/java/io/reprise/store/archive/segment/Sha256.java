package io.reprise.store.archive.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 digests and returns them as 64 hex digits. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 256 << 10;

  private Sha256() {}

  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  public static String hex(byte[] bytes) {
    var digest = start();
    digest.update(bytes);
    return hex(digest);
  }

  /**
   * Returns the SHA-256 digest over the bytes {@code head} followed by the content of {@code file}.
   */
  public static String hex(byte[] head, Path file) throws IOException {
    var digest = start();
    digest.update(head);
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return hex(digest);
  }
}
