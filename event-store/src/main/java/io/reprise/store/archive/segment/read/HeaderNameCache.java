package io.reprise.store.archive.segment.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the names of record headers. For each position in a record's list of headers, remembers
 * the name that was decoded last. Most records have the same header names in the same order, so
 * most names are decoded only once.
 */
final class HeaderNameCache {
  private static final int PLACES = 64;
  private static final int MAX_KEPT_BYTES = 128;

  private record Kept(byte[] utf8, String name) {}

  private final @Nullable Kept[] places = new @Nullable Kept[PLACES];

  /**
   * Returns the name of a header, decoded from {@code bytes[from, to)}. {@code place} is the
   * position of the header in its record's list of headers.
   */
  String of(int place, byte[] bytes, int from, int to) {
    if (place >= PLACES || to - from > MAX_KEPT_BYTES) {
      return text(bytes, from, to);
    }
    var kept = places[place];
    if (kept == null || !Arrays.equals(kept.utf8, 0, kept.utf8.length, bytes, from, to)) {
      kept = new Kept(Arrays.copyOfRange(bytes, from, to), text(bytes, from, to));
      places[place] = kept;
    }
    return kept.name;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
