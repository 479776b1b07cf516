package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.client.WorkerClient;
import org.jspecify.annotations.Nullable;

/** Reads the records of one topic, page by page. */
public interface RecordPages {
  /**
   * Reads one page of a partition.
   *
   * @param from the first offset of the page; null for the first offset that is still stored
   * @param to end of the range, exclusive; null for the end of the committed records
   * @param limit the largest number of records in the page
   * @return an object with {@code records}; {@code covered}, the range of offsets that were read;
   *     {@code next}, the first offset of the next page; and {@code to}, the end of the range
   */
  JsonNode read(int partition, @Nullable Long from, @Nullable Long to, int limit);

  /** Returns the pages of a topic that a replay worker reads. */
  static RecordPages of(WorkerClient worker, String topic) {
    return (partition, from, to, limit) ->
        worker.records(
            topic,
            partition,
            "?limit="
                + limit
                + (from == null ? "" : "&from=" + from)
                + (to == null ? "" : "&to=" + to));
  }
}
