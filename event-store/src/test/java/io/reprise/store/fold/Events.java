package io.reprise.store.fold;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Events of one user, for tests. */
final class Events {
  private Events() {}

  static FoldEvent at(long offset, byte @Nullable [] value) {
    return at(offset, value, Map.of());
  }

  static FoldEvent at(long offset, byte @Nullable [] value, Map<String, String> headers) {
    var all = new RecordHeaders();
    headers.forEach((name, text) -> all.add(name, text.getBytes(UTF_8)));
    return new FoldEvent("orders", 3, offset, 1_000 + offset, "ada".getBytes(UTF_8), value, all);
  }

  static FoldEvent ofType(long offset, String type) {
    return at(offset, new byte[] {1}, Map.of("ce_type", type));
  }
}
