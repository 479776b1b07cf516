package io.reprise.replay.journal;

import io.reprise.kafka.client.CreatedTopic;
import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The names and partition counts of the four control topics of one installation of Reprise.
 *
 * @param prefix the first part of the topics' names; two installations on one cluster need
 *     different prefixes
 * @param slots the number of partitions of the slot and progress topics; fixed once the topics
 *     exist
 */
public record ControlTopics(String prefix, int slots) {
  private static final Duration KNOWN_LIMIT = Duration.ofSeconds(10);

  /**
   * The largest record that the control topics accept if Reprise has created them. The largest
   * control record contains a plan, and the HTTP API accepts a request of this size for a plan.
   * Kafka's default of 1 MiB would be too small for a plan whose filter has many keys.
   */
  static final int LARGEST_RECORD_BYTES = 8 << 20;

  private static final Map<String, String> SIZED =
      Map.of("max.message.bytes", Integer.toString(LARGEST_RECORD_BYTES));
  private static final Map<String, String> COMPACTED =
      Map.of(
          "cleanup.policy",
          "compact",
          "segment.bytes",
          Integer.toString(2 * LARGEST_RECORD_BYTES),
          "max.message.bytes",
          Integer.toString(LARGEST_RECORD_BYTES));

  public String commands() {
    return prefix + ".commands";
  }

  public String replays() {
    return prefix + ".replays";
  }

  public String slotTable() {
    return prefix + ".slots";
  }

  public String progress() {
    return prefix + ".progress";
  }

  /** Returns the consumer group that assigns the command topic to one worker, the coordinator. */
  public String coordinatorGroup() {
    return prefix + "-coordinator";
  }

  /** Returns the consumer group that assigns the slots to workers. */
  public String slotsGroup() {
    return prefix + "-slots";
  }

  public String coordinatorTransactionalId() {
    return prefix + "-coordinator";
  }

  public String slotTransactionalId(int slot) {
    return slotTransactionalIdPrefix() + slot;
  }

  /** Returns the text with which the transactional id of every slot begins. */
  public String slotTransactionalIdPrefix() {
    return prefix + "-slot-";
  }

  /**
   * Creates those of the control topics that do not exist. Returns the control topics with the
   * number of slots that they really have. If the topics existed before, this number may differ
   * from {@code slots}, because it is fixed when the topics are created.
   *
   * @param replicationFactor copies of each partition; -1 for the broker's default
   * @throws org.apache.kafka.common.KafkaException when the cluster refuses or cannot be reached
   */
  public ControlTopics ensure(Admin admin, short replicationFactor) {
    var wanted = new ArrayList<NewTopic>();
    wanted.add(new NewTopic(commands(), 1, replicationFactor).configs(SIZED));
    wanted.add(new NewTopic(replays(), 1, replicationFactor).configs(COMPACTED));
    wanted.add(new NewTopic(slotTable(), slots, replicationFactor).configs(COMPACTED));
    wanted.add(new NewTopic(progress(), slots, replicationFactor).configs(COMPACTED));
    admin.createTopics(wanted).values().values().forEach(ControlTopics::awaitCreated);
    int actual = CreatedTopic.describe(admin, progress(), KNOWN_LIMIT).partitions().size();
    return new ControlTopics(prefix, actual);
  }

  private static void awaitCreated(org.apache.kafka.common.KafkaFuture<Void> creation) {
    try {
      KafkaAnswer.of(creation);
    } catch (TopicExistsException e) {
      return; // Another worker has created the topic in the meantime.
    }
  }
}
