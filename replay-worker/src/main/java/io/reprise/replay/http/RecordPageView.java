package io.reprise.replay.http;

import io.reprise.replay.browse.RecordPage;
import io.reprise.store.OffsetRange;
import java.util.List;

/**
 * Some records of one partition.
 *
 * @param covered the offsets this page accounts for; an offset in it without a record is a hole
 * @param next where the next page starts; equal to {@code to} when there is none
 * @param to where the asked-for range ends
 */
record RecordPageView(
    String topic,
    int partition,
    OffsetRange covered,
    long next,
    long to,
    List<RecordView> records) {

  static RecordPageView of(RecordPage page) {
    return new RecordPageView(
        page.topic(),
        page.partition(),
        page.covered(),
        page.covered().to(),
        page.to(),
        page.records().stream().map(RecordView::of).toList());
  }
}
