package io.reprise.ingest.service.index;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Appends records to index topics with acks=all. Thread-safe. */
@FunctionalInterface
public interface IndexSink {
  /**
   * Appends a record without waiting for its acknowledgement.
   *
   * @param done called once, on any thread: with null if the record is stored, otherwise with the
   *     failure, after which the record may or may not be stored
   */
  void append(String topic, int partition, byte[] value, Consumer<@Nullable Exception> done);
}
