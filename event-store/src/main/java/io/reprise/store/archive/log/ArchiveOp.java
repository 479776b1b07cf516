package io.reprise.store.archive.log;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.List;

/** The change that a commit entry makes to an archive. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ArchiveOp.Claim.class, name = "CLAIM"),
  @JsonSubTypes.Type(value = ArchiveOp.Add.class, name = "ADD"),
  @JsonSubTypes.Type(value = ArchiveOp.Hold.class, name = "HOLD"),
  @JsonSubTypes.Type(value = ArchiveOp.Unhold.class, name = "UNHOLD"),
  @JsonSubTypes.Type(value = ArchiveOp.TrimIntent.class, name = "TRIM_INTENT"),
  @JsonSubTypes.Type(value = ArchiveOp.TrimDone.class, name = "TRIM_DONE"),
  @JsonSubTypes.Type(value = ArchiveOp.Replace.class, name = "REPLACE"),
  @JsonSubTypes.Type(value = ArchiveOp.Merge.class, name = "MERGE")
})
public sealed interface ArchiveOp {

  /**
   * The writer named {@code writer} claims the archive and raises the lease epoch. Readers and
   * writers refuse a later entry whose epoch is lower than the new one.
   */
  record Claim(String writer) implements ArchiveOp {}

  /**
   * Adds a segment to the archive. The segment was read back and verified before, and it begins
   * where the archive's last segment ends.
   */
  record Add(SegmentFacts segment) implements ArchiveOp {}

  /**
   * Adds a hold: the offsets from {@code from} on must stay in Kafka until the hold is released.
   */
  record Hold(String id, long from, String reason, String by) implements ArchiveOp {}

  /**
   * Releases the hold with the id {@code id}, so that the offsets which it kept may be trimmed from
   * Kafka.
   */
  record Unhold(String id, String by) implements ArchiveOp {}

  /** Announces that the writer is about to delete the offsets below {@code before} from Kafka. */
  record TrimIntent(long before) implements ArchiveOp {}

  /** Records that a trim has finished: Kafka's log now starts at {@code logStart}. */
  record TrimDone(long logStart) implements ArchiveOp {}

  /** Replaces the segment {@code old} by another segment with the same offset range. */
  record Replace(SegmentFacts old, @JsonProperty("new") SegmentFacts replacement, String reason)
      implements ArchiveOp {}

  /**
   * Replaces neighbouring segments by one segment with the same records. Readers that have opened
   * the former segments can go on to read them, because their objects stay in the store until a
   * garbage collection removes them.
   *
   * @param parts file names of the replaced segments, in offset order, two or more
   * @param merged the segment that replaces them; it was read back and verified before
   * @param by who asked for the merge
   */
  record Merge(List<String> parts, @JsonProperty("new") SegmentFacts merged, String by)
      implements ArchiveOp {
    public Merge {
      parts = List.copyOf(parts);
    }
  }
}
