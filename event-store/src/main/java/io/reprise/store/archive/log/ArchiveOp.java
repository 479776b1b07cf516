package io.reprise.store.archive.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.store.archive.segment.SegmentFacts;

/** The change that a commit entry makes to an archive. */
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

  /**
   * A writer claims the archive. Later entries with a lower epoch than that of the claim are
   * refused.
   */
  record Claim(String writer) implements ArchiveOp {}

  /** Adds a verified segment that begins where the last segment of the archive ends. */
  record Add(SegmentFacts segment) implements ArchiveOp {}

  /** Keeps the offsets from {@code from} on in Kafka until the hold is released. */
  record Hold(String id, long from, String reason, String by) implements ArchiveOp {}

  /** Releases a hold, so that its offsets may be trimmed from Kafka. */
  record Unhold(String id, String by) implements ArchiveOp {}

  /** Announces that the writer is about to delete the offsets below {@code before} from Kafka. */
  record TrimIntent(long before) implements ArchiveOp {}

  /** Confirms a trim: Kafka's log now starts at {@code logStart}. */
  record TrimDone(long logStart) implements ArchiveOp {}

  /** Replaces a segment by another segment of the same range. */
  record Replace(SegmentFacts old, @JsonProperty("new") SegmentFacts replacement, String reason)
      implements ArchiveOp {}
}
