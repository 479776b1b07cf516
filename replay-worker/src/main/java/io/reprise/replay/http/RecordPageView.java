package io.reprise.replay.http;

import io.reprise.replay.browse.RecordPage;
import io.reprise.runtime.access.FieldMask;
import io.reprise.schemas.value.ValueReader;
import io.reprise.store.OffsetRange;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One page of a partition's records, as JSON.
 *
 * @param covered the offset range that this page covers; offsets of the range without a record are
 *     holes
 * @param next first offset of the next page; equal to {@code to} on the last page
 * @param to end of the requested range, exclusive
 */
record RecordPageView(
    String topic,
    int partition,
    OffsetRange covered,
    long next,
    long to,
    List<RecordView> records) {

  /** Shows a page as a caller may see it. Values of which nothing is hidden are in Base64. */
  static RecordPageView of(RecordPage page, FieldMask mask, ValueReader values) {
    return of(page, record -> RecordView.of(record, mask, values));
  }

  /**
   * Shows a page as a caller may see it, with its values as JSON if they can be decoded.
   *
   * @throws io.reprise.schemas.registry.RegistryUnreachableException when the registry cannot be
   *     reached; a retry is safe
   */
  static RecordPageView decoded(RecordPage page, FieldMask mask, ValueReader values) {
    return of(page, record -> RecordView.decoded(record, mask, values));
  }

  private static RecordPageView of(
      RecordPage page, Function<ConsumerRecord<byte[], byte[]>, RecordView> view) {
    return new RecordPageView(
        page.topic(),
        page.partition(),
        page.covered(),
        page.covered().to(),
        page.to(),
        page.records().stream().map(view).toList());
  }
}
