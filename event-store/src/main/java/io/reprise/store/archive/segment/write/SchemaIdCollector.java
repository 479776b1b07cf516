package io.reprise.store.archive.segment.write;

import io.reprise.schemas.wire.WireFormat;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the schema ids at the beginning of record values in Confluent's wire format. A value in
 * another format may happen to begin with a zero byte; the next four bytes are then mistaken for an
 * id. Such values could give as many ids as there are records, so only the first {@value #MOST} ids
 * are kept.
 */
final class SchemaIdCollector {
  private static final int MOST = 1_000;

  private final Set<Integer> ids = new TreeSet<>();
  // The last schema id, kept because the next value nearly always has the same id.
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
