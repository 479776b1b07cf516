package io.reprise.replay.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topic to which a replay writes the records that it parks, as the topic was when the replay
 * was stored. If a topic of this name has another id later, the parked records are gone, and the
 * replay cannot continue.
 *
 * @param name name of the topic
 * @param id Kafka's id of the topic
 * @param maxBytes {@code max.message.bytes} of the topic. A larger record cannot be parked
 * @param starts high watermark of each partition when the replay was stored. The records that the
 *     replay parks have these offsets or higher ones
 */
public record ParkedTopic(String name, String id, long maxBytes, Map<Integer, Long> starts) {
  private static final String SUFFIX = ".parked";

  /**
   * Returns the name of the parked topic of a target.
   *
   * @param target name of the target
   * @param topic the topic that the target writes to; null if it writes to none
   */
  public static String nameFor(String target, @Nullable String topic) {
    return (topic == null ? target : topic) + SUFFIX;
  }

  /** Returns whether a plan reads the parked topic of its own target. */
  public static boolean isSourceOf(Plan plan) {
    var target = plan.targetTopic();
    var parked = nameFor(plan.spec().target(), target == null ? null : target.name());
    return plan.spec().source().topic().equals(parked);
  }

  /** Returns the partition to which the shards of a source partition park their records. */
  public int partitionFor(int sourcePartition) {
    return sourcePartition % starts.size();
  }

  /** Returns this topic without the starts of its partitions, for a replay that has expired. */
  ParkedTopic withoutStarts() {
    return new ParkedTopic(name, id, maxBytes, Map.of());
  }

  /**
   * Returns why the replay fails when the topic was deleted and created again.
   *
   * @param parked number of records that the shard has parked
   */
  public String recreated(long parked) {
    return "parked topic '%s' was deleted and created again since the plan: %sstart a new replay"
        .formatted(
            name,
            parked == 0
                ? ""
                : "of %d parked records, those in the deleted topic are gone; ".formatted(parked));
  }

  /**
   * Returns why the replay fails when the topic no longer exists.
   *
   * @param parked number of records that the shard has parked
   */
  public String deleted(long parked) {
    return "parked topic '%s' was deleted since the plan%s: start a new replay"
        .formatted(name, parked == 0 ? "" : ", and with it %d parked records".formatted(parked));
  }
}
