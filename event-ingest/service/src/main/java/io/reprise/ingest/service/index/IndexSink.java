package io.reprise.ingest.service.index;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where index records are written to: a topic, under acks=all. Thread-safe. */
@FunctionalInterface
public interface IndexSink {
  /**
   * Appends without waiting.
   *
   * @param done called once, on any thread: with null when it is stored, otherwise with why that is
   *     not known
   */
  void append(String topic, int partition, byte[] value, Consumer<@Nullable Exception> done);
}
