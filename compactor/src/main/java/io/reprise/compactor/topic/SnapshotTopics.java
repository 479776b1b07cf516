package io.reprise.compactor.topic;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.TopicDescriptions;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.fold.KeyFold;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics of snapshots and of parked events, and refuses existing topics with unsuitable
 * settings.
 *
 * <p>Thread-safe; the caller closes the {@link Admin}. Errors: {@link TopicNotFoundException},
 * {@link UnfitTopicException}, and those of Kafka's client, after which a retry is safe.
 */
public final class SnapshotTopics {
  /**
   * How long Kafka keeps the record that says that a key was deleted, in a snapshot topic. A reader
   * that loads all snapshots within this time sees either the state or the deletion of each key. A
   * slower reader could miss a deletion.
   */
  private static final String LONGEST_LOAD = String.valueOf(Duration.ofHours(24).toMillis());

  private static final Map<String, String> SNAPSHOTS =
      Map.of(
          "cleanup.policy", "compact",
          "min.compaction.lag.ms", LONGEST_LOAD,
          "delete.retention.ms", LONGEST_LOAD);
  // The settings of the topics of parked events, which keep these events until an operator deletes
  // them.
  private static final Map<String, String> PARKED =
      Map.of("cleanup.policy", "delete", "retention.ms", "-1");

  private static final Duration APPEARS_WITHIN = Duration.ofSeconds(20);
  private static final Duration CHECK_EVERY = Duration.ofMillis(50);

  private final Admin admin;

  public SnapshotTopics(Admin admin) {
    this.admin = admin;
  }

  /** Creates the missing topics of a compaction and checks the existing ones. */
  public PreparedTopics prepare(Compaction compaction) {
    var names = compaction.topics();
    var source =
        describe(names.source()).orElseThrow(() -> new TopicNotFoundException(names.source()));
    int recordBytes = recordBytes(source.name());
    var snapshots = findOrCreate(names.name(), source, with(SNAPSHOTS, recordBytes));
    requireSamePartitions(source, snapshots);
    requireCompacted(snapshots.name());
    requireSamePartitions(source, findOrCreate(names.parked(), source, with(PARKED, recordBytes)));
    return new PreparedTopics(
        compaction,
        source.partitions().size(),
        replication(source),
        recordBytes,
        source.topicId(),
        snapshots.topicId());
  }

  /**
   * Returns the size of the largest record that the snapshot topic and the topic of parked events
   * must accept. This size leaves room for a parked event with its additional headers, and for a
   * state with its key.
   */
  private int recordBytes(String source) {
    int largest = Integer.parseInt(setting(source, "max.message.bytes"));
    return Math.addExact(Math.max(largest, KeyFold.MOST_STATE_BYTES), KeyFold.MOST_STATE_BYTES);
  }

  private static Map<String, String> with(Map<String, String> settings, int recordBytes) {
    var all = new HashMap<>(settings);
    all.put("max.message.bytes", String.valueOf(recordBytes));
    return Map.copyOf(all);
  }

  private TopicDescription findOrCreate(
      String name, TopicDescription source, Map<String, String> settings) {
    var found = describe(name);
    if (found.isPresent()) {
      return found.get();
    }
    var topic =
        new NewTopic(name, source.partitions().size(), replication(source)).configs(settings);
    try {
      KafkaAnswer.of(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      // Another instance has created the topic at the same time. The next call waits until Kafka
      // returns the description of the topic.
    }
    return created(name);
  }

  private TopicDescription created(String name) {
    var deadline = Deadline.after(APPEARS_WITHIN);
    while (!deadline.isPassed()) {
      var found = describe(name);
      if (found.isPresent()) {
        return found.get();
      }
      Interruption.sleep(CHECK_EVERY);
    }
    throw new TimeoutException(
        "topic %s was created, but the brokers do not list it yet: try again".formatted(name));
  }

  private Optional<TopicDescription> describe(String name) {
    try {
      return Optional.of(TopicDescriptions.of(admin, name));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private static short replication(TopicDescription topic) {
    return (short) topic.partitions().get(0).replicas().size();
  }

  private static void requireSamePartitions(TopicDescription source, TopicDescription made) {
    int now = source.partitions().size();
    int then = made.partitions().size();
    if (now != then) {
      throw new UnfitTopicException(
          ("topic %s has %d partitions, but %s was made when it had %d, and keys are in other"
                  + " partitions now: delete %s and the compactor's consumer group and changelog of"
                  + " it, so that all events are folded again")
              .formatted(source.name(), now, made.name(), then, made.name()));
    }
  }

  private void requireCompacted(String name) {
    var policy = setting(name, "cleanup.policy");
    if (!policy.equals("compact")) {
      throw new UnfitTopicException(
          "topic %s has cleanup.policy %s, by which snapshots are lost: set it to compact"
              .formatted(name, policy));
    }
  }

  private String setting(String topic, String name) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config = KafkaAnswer.of(admin.describeConfigs(List.of(resource)).all()).get(resource);
    var entry = config == null ? null : config.get(name);
    if (entry == null || entry.value() == null) {
      throw new UnfitTopicException(
          "the brokers do not return %s of topic %s: allow this user to describe its configuration"
              .formatted(name, topic));
    }
    return entry.value();
  }
}
