package io.reprise.store.archive.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.store.archive.segment.SegmentFacts;

/** What one entry of the commit log does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ArchiveOp.Claim.class, name = "CLAIM"),
  @JsonSubTypes.Type(value = ArchiveOp.Add.class, name = "ADD"),
  @JsonSubTypes.Type(value = ArchiveOp.Hold.class, name = "HOLD"),
  @JsonSubTypes.Type(value = ArchiveOp.Unhold.class, name = "UNHOLD"),
  @JsonSubTypes.Type(value = ArchiveOp.TrimIntent.class, name = "TRIM_INTENT"),
  @JsonSubTypes.Type(value = ArchiveOp.TrimDone.class, name = "TRIM_DONE"),
  @JsonSubTypes.Type(value = ArchiveOp.Replace.class, name = "REPLACE")
})
public sealed interface ArchiveOp {

  /** A writer begins: entries of lower epochs are refused from here on. */
  record Claim(String writer) implements ArchiveOp {}

  /** A verified segment joins, right behind the last. */
  record Add(SegmentFacts segment) implements ArchiveOp {}

  /** Offsets from {@code from} on stay in Kafka until the hold is lifted. */
  record Hold(String id, long from, String reason, String by) implements ArchiveOp {}

  /** A hold is lifted. */
  record Unhold(String id, String by) implements ArchiveOp {}

  /** Offsets below {@code before} are about to be deleted from Kafka. */
  record TrimIntent(long before) implements ArchiveOp {}

  /** They are deleted: Kafka's log starts at {@code logStart} now. */
  record TrimDone(long logStart) implements ArchiveOp {}

  /** One segment takes the place of another of the same range. */
  record Replace(SegmentFacts old, @JsonProperty("new") SegmentFacts replacement, String reason)
      implements ArchiveOp {}
}
