package io.reprise.archiver.http;

import io.reprise.archiver.operate.SegmentMerges;
import io.reprise.runtime.http.RequiredField;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to merge small segments of a topic that this instance archives.
 *
 * @param partitions numbers of the partitions whose segments are merged; all when left out
 * @param until only segments whose records are all older than this time are merged; no limit when
 *     left out
 */
record MergeRequest(String topic, Set<Integer> partitions, @Nullable Instant until) {
  MergeRequest(@Nullable String topic, @Nullable Set<Integer> partitions, @Nullable Instant until) {
    this.topic = RequiredField.text("topic", topic);
    this.partitions = partitions == null ? Set.of() : Set.copyOf(partitions);
    this.until = until;
  }

  SegmentMerges.Request by(String operator) {
    return new SegmentMerges.Request(topic, partitions, until, operator);
  }
}
