package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.StoredId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads the identity of an event from the headers of its stored record. */
public final class EventIdentity {
  private static final String SOURCE = "ce_source";
  private static final String ID = "ce_id";

  private EventIdentity() {}

  /** Returns the event's id hash and position; empty if the record is not an event. */
  public static Optional<StoredId> of(ConsumerRecord<byte[], byte[]> record) {
    var source = text(record.headers(), SOURCE);
    var id = text(record.headers(), ID);
    return source == null || id == null
        ? Optional.empty()
        : Optional.of(
            new StoredId(
                IdHash.of(source, id), record.partition(), record.offset(), record.timestamp()));
  }

  private static @Nullable String text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
