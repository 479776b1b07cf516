package io.reprise.archiver.http;

import io.reprise.archiver.operate.ArchiveName;
import io.reprise.archiver.operate.Prover;
import io.reprise.archiver.operate.Restorer;
import io.reprise.runtime.http.RequiredField;
import io.reprise.store.OffsetRange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to prove or to restore an offset range of one archived topic.
 *
 * @param partitions numbers of the partitions to prove or restore; all when left out
 * @param from first offset of the range, in every partition; 0 when left out
 * @param to end of the range in every partition, exclusive; the end of each partition's archive
 *     when left out
 * @param into for a restore: the topic to write to
 * @param topicId the archived topic's Kafka id; when left out, the id of the topic that has this
 *     name now
 * @param unanchored for a proof: true to accept commit logs without an anchor on this cluster,
 *     because their anchors may be on another cluster
 * @param append for a restore: true to append to a topic that is not empty; the topic must be empty
 *     when left out
 */
record RangeRequest(
    String topic,
    Set<Integer> partitions,
    @Nullable Long from,
    @Nullable Long to,
    @Nullable String into,
    @Nullable Boolean append,
    @Nullable String topicId,
    @Nullable Boolean unanchored) {
  RangeRequest(
      @Nullable String topic,
      @Nullable Set<Integer> partitions,
      @Nullable Long from,
      @Nullable Long to,
      @Nullable String into,
      @Nullable Boolean append,
      @Nullable String topicId,
      @Nullable Boolean unanchored) {
    this.topic = RequiredField.text("topic", topic);
    this.partitions = partitions == null ? Set.of() : Set.copyOf(partitions);
    this.from = from;
    this.to = to;
    this.into = into;
    this.append = append;
    this.topicId = topicId;
    this.unanchored = unanchored;
    if (from != null && from < 0) {
      throw new IllegalArgumentException("from is " + from + ": give an offset of 0 or more");
    }
    if (to != null && to < (from == null ? 0 : from)) {
      throw new IllegalArgumentException(
          "to is %d: give an offset of %d or more, the start of the range"
              .formatted(to, from == null ? 0 : from));
    }
  }

  ArchiveName archive() {
    return new ArchiveName(topic, topicId);
  }

  Prover.Anchoring anchoring() {
    return Boolean.TRUE.equals(unanchored) ? Prover.Anchoring.OPTIONAL : Prover.Anchoring.REQUIRED;
  }

  OffsetRange range() {
    return new OffsetRange(from == null ? 0 : from, to == null ? Long.MAX_VALUE : to);
  }

  Restorer.Request restore() {
    var target = Boolean.TRUE.equals(append) ? Restorer.Target.ANY : Restorer.Target.EMPTY;
    return new Restorer.Request(
        archive(), partitions, range(), RequiredField.text("into", into), target);
  }
}
