package io.reprise.replay.http;

import io.reprise.replay.browse.RecordPage;
import io.reprise.runtime.access.FieldMask;
import io.reprise.schemas.value.ValueReader;
import io.reprise.store.OffsetRange;
import java.util.List;

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

  static RecordPageView of(RecordPage page, FieldMask mask, ValueReader values) {
    return new RecordPageView(
        page.topic(),
        page.partition(),
        page.covered(),
        page.covered().to(),
        page.to(),
        page.records().stream().map(record -> RecordView.of(record, mask, values)).toList());
  }
}
