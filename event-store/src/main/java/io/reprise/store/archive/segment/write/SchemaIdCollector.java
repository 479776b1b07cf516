package io.reprise.store.archive.segment.write;

import io.reprise.schemas.wire.WireFormat;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the schema ids in the values' prefixes. A value in another format than Confluent's may
 * begin with a zero byte too, and four of its bytes are then mistaken for an id. There can
 * therefore be as many ids as records; only the first {@value #MOST} are kept.
 */
final class SchemaIdCollector {
  private static final int MOST = 1_000;

  private final Set<Integer> ids = new TreeSet<>();
  // Caches the last schema id, because successive values nearly always have the same one.
  private int last;

  void see(byte @Nullable [] value) {
    if (value == null || ids.size() == MOST) {
      return;
    }
    var id = WireFormat.schemaId(value);
    if (id.isPresent() && (id.getAsInt() != last || ids.isEmpty())) {
      last = id.getAsInt();
      ids.add(last);
    }
  }

  Set<Integer> all() {
    return Collections.unmodifiableSet(ids);
  }
}
