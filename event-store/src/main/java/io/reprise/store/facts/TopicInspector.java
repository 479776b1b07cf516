package io.reprise.store.facts;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.TopicDescriptions;
import io.reprise.kafka.time.Deadline;
import io.reprise.store.archive.PartitionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka, and the archives, for facts about topics: ids, partitions, offsets, sizes and
 * settings. Nothing is cached. Thread-safe. The caller closes the {@link Admin}.
 *
 * <p>Errors: {@link TopicNotFoundException} for an unknown topic; otherwise the {@link
 * KafkaException} that broker or client reported. A retry helps only for a {@link
 * org.apache.kafka.common.errors.RetriableException}.
 */
public final class TopicInspector {
  private static final Logger LOG = LoggerFactory.getLogger(TopicInspector.class);

  /** How long one call waits, in total, for the answers of all archives that the call asks. */
  private static final Duration COLD_LIMIT = Duration.ofSeconds(20);

  private final Admin admin;
  private final ColdFacts cold;

  /** Creates an inspector that asks Kafka alone, for a cluster without archives. */
  public TopicInspector(Admin admin) {
    this(admin, ColdFacts.NONE);
  }

  /** Creates an inspector that asks Kafka, and asks {@code cold} which offsets are archived. */
  public TopicInspector(Admin admin, ColdFacts cold) {
    this.admin = admin;
    this.cold = cold;
  }

  /**
   * Returns the partitions of {@code topic}.
   *
   * @throws TopicNotFoundException for an unknown topic
   */
  public List<TopicPartition> partitionsOf(String topic) {
    return numbers(describe(topic)).stream().map(p -> new TopicPartition(topic, p)).toList();
  }

  private static List<Integer> numbers(TopicDescription description) {
    return description.partitions().stream().map(TopicPartitionInfo::partition).toList();
  }

  /**
   * Asks Kafka and the archives. Returns the facts about {@code topic}, including what the archive
   * of each partition holds.
   */
  public TopicFacts inspect(String topic) {
    var facts = inspectKafka(topic);
    var all = facts.partitions().stream().map(PartitionFacts::partition).toList();
    return withArchived(facts, all);
  }

  /** Asks Kafka alone. Returns the facts about {@code topic} as if nothing were archived. */
  public TopicFacts inspectKafka(String topic) {
    var description = describe(topic);
    var numbers = numbers(description);
    var starts = offsets(topic).logStarts(numbers);
    var committed = offsets(topic).committedEnds(numbers);
    var highs = offsets(topic).highWatermarks(numbers);
    var sizes = leaderBytes(description);
    var facts = new ArrayList<PartitionFacts>();
    for (int p : numbers) {
      facts.add(
          new PartitionFacts(
              p,
              starts.getOrDefault(p, 0L),
              committed.getOrDefault(p, 0L),
              highs.getOrDefault(p, 0L),
              sizes.getOrDefault(p, 0L)));
    }
    var id = description.topicId().toString();
    return new TopicFacts(topic, id, settings(topic).isCompacted(), facts);
  }

  /**
   * Asks Kafka for the high watermark of each partition of {@code topic}.
   *
   * @throws TopicNotFoundException for an unknown topic
   */
  public Map<Integer, Long> highWatermarks(String topic) {
    return offsets(topic).highWatermarks(numbers(describe(topic)));
  }

  /** Asks Kafka for the first offset that it stores of each of these partitions of a topic. */
  public Map<Integer, Long> logStarts(String topic, Collection<Integer> partitions) {
    return offsets(topic).logStarts(partitions);
  }

  /**
   * Asks the archives of some partitions, and gives up after 20 s. Otherwise equal to {@link
   * #withArchived(TopicFacts, List, Deadline)}.
   */
  public TopicFacts withArchived(TopicFacts facts, List<Integer> partitions) {
    return withArchived(facts, partitions, Deadline.after(COLD_LIMIT));
  }

  /**
   * Asks the archives of some partitions. Returns a copy of {@code facts} that says what the
   * archives of these partitions hold; the facts of other partitions stay unchanged.
   *
   * @param partitions numbers of the partitions to ask about; may be empty
   * @throws org.apache.kafka.common.errors.RetriableException if an archive does not answer before
   *     the deadline; the message names the partitions
   */
  public TopicFacts withArchived(TopicFacts facts, List<Integer> partitions, Deadline deadline) {
    var archived = cold.of(ids(facts, partitions), deadline);
    var all =
        facts.partitions().stream()
            .map(p -> p.with(archived.get(id(facts, p.partition()))))
            .toList();
    return new TopicFacts(facts.topic(), facts.topicId(), facts.compacted(), all);
  }

  private static List<PartitionId> ids(TopicFacts facts, List<Integer> partitions) {
    return partitions.stream().map(p -> id(facts, p)).toList();
  }

  private static PartitionId id(TopicFacts facts, int partition) {
    return new PartitionId(facts.topic(), facts.topicId(), partition);
  }

  /** Returns all topics except Kafka's internal topics, ordered by name. */
  public List<TopicListing> list() {
    var names = KafkaAnswer.of(admin.listTopics().names());
    return KafkaAnswer.of(admin.describeTopics(names).allTopicNames()).values().stream()
        .map(t -> new TopicListing(t.name(), t.topicId().toString(), t.partitions().size()))
        .sorted(java.util.Comparator.comparing(TopicListing::topic))
        .toList();
  }

  /**
   * Asks Kafka for the topic's id, without waiting for the answer. This is one cheap request, so a
   * shard's delivery can send it before each slice.
   */
  public CompletionStage<String> topicId(String topic) {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .thenApply(all -> String.valueOf(all.values().iterator().next().topicId()));
  }

  /**
   * Asks Kafka for the topic's id and waits for the answer.
   *
   * @throws TopicNotFoundException for an unknown topic
   */
  public String idOf(String topic) {
    return describe(topic).topicId().toString();
  }

  /**
   * Asks Kafka on how many brokers the first partition of the topic is stored.
   *
   * @throws TopicNotFoundException for an unknown topic
   */
  public int replicasOf(String topic) {
    return describe(topic).partitions().get(0).replicas().size();
  }

  /**
   * Returns, for each partition of {@code facts}, the first offset whose record has a timestamp at
   * or after {@code instant}; the committed end if the partition has no such record.
   */
  public Map<Integer, Long> offsetsAt(TopicFacts facts, Instant instant) {
    var all = facts.partitions().stream().map(PartitionFacts::partition).toList();
    return offsetsAt(facts, all, instant, Deadline.after(COLD_LIMIT)).offsets();
  }

  /**
   * Returns, for each of {@code partitions}, the first offset whose record has a timestamp at or
   * after {@code instant}; the committed end if the partition has no such record. Asks Kafka, and
   * also the archive of each partition whose oldest offsets Kafka has deleted.
   *
   * @throws org.apache.kafka.common.errors.RetriableException if an archive that is needed does not
   *     answer before the deadline. The archive of a partition is needed if Kafka holds no offset
   *     of the partition below the one that was found in Kafka
   */
  public OffsetsAtInstant offsetsAt(
      TopicFacts facts, List<Integer> partitions, Instant instant, Deadline deadline) {
    var found = offsetsInKafka(facts, partitions, instant);
    var trimmed = partitions.stream().filter(p -> isTrimmed(facts.partitions().get(p))).toList();
    try {
      cold.offsetsAt(ids(facts, trimmed), instant, deadline)
          .forEach((id, offset) -> found.merge(id.partition(), offset, Math::min));
      return new OffsetsAtInstant(found, List.of());
    } catch (RetriableException e) {
      if (trimmed.stream().anyMatch(p -> !hasOlder(facts.partitions().get(p), found))) {
        throw e;
      }
      LOG.warn(
          "archive did not answer, so the offsets for a timestamp were found in Kafka alone"
              + " topic={} partitions={} cause={}",
          facts.topic(),
          trimmed,
          e.getMessage());
      return new OffsetsAtInstant(found, trimmed);
    }
  }

  private Map<Integer, Long> offsetsInKafka(
      TopicFacts facts, List<Integer> partitions, Instant instant) {
    var resolved = offsets(facts.topic()).since(partitions, instant);
    partitions.forEach(p -> resolved.putIfAbsent(p, facts.partitions().get(p).committedEnd()));
    return resolved;
  }

  /**
   * Returns whether Kafka holds offsets of the partition below the offset that {@code found} has
   * for this partition.
   */
  private static boolean hasOlder(PartitionFacts partition, Map<Integer, Long> found) {
    return found.getOrDefault(partition.partition(), 0L) > partition.logStart();
  }

  /** Returns whether Kafka has deleted offsets of the partition that the archive may hold. */
  private static boolean isTrimmed(PartitionFacts partition) {
    var archived = partition.archived();
    return partition.logStart() > 0
        && (archived.isEmpty() || archived.from() < partition.logStart());
  }

  private TopicDescription describe(String topic) {
    try {
      return TopicDescriptions.of(admin, topic);
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      throw new TopicNotFoundException(topic);
    }
  }

  private KafkaOffsets offsets(String topic) {
    return new KafkaOffsets(admin, topic);
  }

  private Map<Integer, Long> leaderBytes(TopicDescription description) {
    var leaders = new HashMap<TopicPartition, Integer>();
    for (var p : description.partitions()) {
      if (p.leader() != null) {
        leaders.put(new TopicPartition(description.name(), p.partition()), p.leader().id());
      }
    }
    var sizes = new HashMap<Integer, Long>();
    var brokers = leaders.values().stream().distinct().toList();
    logDirs(brokers)
        .forEach(
            (broker, dirs) ->
                dirs.values()
                    .forEach(
                        dir ->
                            dir.replicaInfos()
                                .forEach(
                                    (tp, replica) -> {
                                      if (broker.equals(leaders.get(tp))) {
                                        sizes.merge(tp.partition(), replica.size(), Long::sum);
                                      }
                                    })));
    return sizes;
  }

  /**
   * Returns the log directories of the brokers, by broker id. The sizes of partitions are read from
   * them, and are used only for estimates. Therefore the result is empty, and no error is thrown,
   * if this client is not authorized to describe the cluster.
   */
  private Map<Integer, Map<String, LogDirDescription>> logDirs(List<Integer> brokers) {
    try {
      return KafkaAnswer.of(admin.describeLogDirs(brokers).allDescriptions());
    } catch (ClusterAuthorizationException e) {
      return Map.of();
    }
  }

  /**
   * Returns an object that answers questions about the timestamps of a topic's records.
   *
   * @param facts facts about the topic. They must say what is archived of each partition that the
   *     caller will ask about
   * @param deadline the moment until which the archives must have answered all questions
   */
  public TopicTimestamps timestamps(TopicFacts facts, Deadline deadline) {
    return new TopicTimestamps(offsets(facts.topic()), cold, facts, deadline);
  }

  /**
   * Asks Kafka for the settings of {@code topic}, in one request.
   *
   * @throws UnknownTopicOrPartitionException for an unknown topic. A retry can help, because the
   *     broker that was asked may not know a new topic yet
   */
  public TopicSettings settings(String topic) {
    return TopicSettings.read(admin, topic);
  }

  /**
   * Returns the settings by which Kafka deletes or compacts the topic's records.
   *
   * @throws TopicNotFoundException for an unknown topic
   */
  public TopicRetention policy(String topic) {
    describe(topic);
    return settings(topic).retention();
  }
}
