package io.reprise.store.facts;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.TopicDescriptions;
import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster about topics. Nothing is cached. Thread-safe. The caller closes the {@link
 * Admin}.
 *
 * <p>Errors: {@link TopicNotFoundException} for an unknown topic; otherwise the {@link
 * KafkaException} that broker or client reported. A retry helps only for a {@link
 * org.apache.kafka.common.errors.RetriableException}.
 */
public final class TopicInspector {
  private static final Logger LOG = LoggerFactory.getLogger(TopicInspector.class);

  /** The time limit for the answers of all archives that one call asks. */
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
    return partitions(describe(topic));
  }

  private static List<TopicPartition> partitions(TopicDescription description) {
    return description.partitions().stream()
        .map(p -> new TopicPartition(description.name(), p.partition()))
        .toList();
  }

  /**
   * Asks Kafka and the archives. Returns the facts about {@code topic}, including what is archived
   * of each partition.
   */
  public TopicFacts inspect(String topic) {
    var facts = inspectKafka(topic);
    var all = facts.partitions().stream().map(PartitionFacts::partition).toList();
    return withArchived(facts, all);
  }

  /** Asks Kafka alone. Returns the facts about {@code topic}, with nothing archived. */
  public TopicFacts inspectKafka(String topic) {
    var description = describe(topic);
    var partitions = partitions(description);
    var starts = offsets(partitions, tp -> OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    var committed = offsets(partitions, tp -> OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    var highs = offsets(partitions, tp -> OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    var sizes = leaderBytes(description);
    var facts = new ArrayList<PartitionFacts>();
    for (var tp : partitions) {
      facts.add(
          new PartitionFacts(
              tp.partition(),
              starts.getOrDefault(tp, 0L),
              committed.getOrDefault(tp, 0L),
              highs.getOrDefault(tp, 0L),
              sizes.getOrDefault(tp, 0L)));
    }
    return new TopicFacts(topic, description.topicId().toString(), isCompacted(topic), facts);
  }

  /**
   * Does what {@link #withArchived(TopicFacts, List, Deadline)} does, with a deadline after 20 s.
   */
  public TopicFacts withArchived(TopicFacts facts, List<Integer> partitions) {
    return withArchived(facts, partitions, Deadline.after(COLD_LIMIT));
  }

  /**
   * Asks the archives of some partitions. Returns {@code facts} with what is archived of these
   * partitions; the other partitions stay as they are.
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
   * delivery can make it before each slice.
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
   * the archives of partitions whose first offsets Kafka has deleted.
   *
   * @throws org.apache.kafka.common.errors.RetriableException if an archive does not answer before
   *     the deadline and is needed: Kafka holds no record of its partition from before the instant
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
    var found =
        offsets(
            partitions.stream().map(p -> new TopicPartition(facts.topic(), p)).toList(),
            tp -> OffsetSpec.forTimestamp(instant.toEpochMilli()),
            IsolationLevel.READ_COMMITTED);
    var resolved = new HashMap<Integer, Long>();
    for (int p : partitions) {
      long hot = found.getOrDefault(new TopicPartition(facts.topic(), p), -1L);
      resolved.put(p, hot < 0 ? facts.partitions().get(p).committedEnd() : hot);
    }
    return resolved;
  }

  /**
   * Returns whether Kafka holds offsets of the partition below the offset that was found for an
   * instant.
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

  private Map<TopicPartition, Long> offsets(
      List<TopicPartition> partitions,
      Function<TopicPartition, OffsetSpec> spec,
      IsolationLevel isolation) {
    var request = partitions.stream().collect(Collectors.toMap(tp -> tp, spec));
    var answer =
        KafkaAnswer.of(admin.listOffsets(request, new ListOffsetsOptions(isolation)).all());
    var offsets = new HashMap<TopicPartition, Long>();
    answer.forEach((tp, info) -> offsets.put(tp, info.offset()));
    return offsets;
  }

  private Map<TopicPartition, Long> leaderBytes(TopicDescription description) {
    var leaders = new HashMap<TopicPartition, Integer>();
    for (var p : description.partitions()) {
      if (p.leader() != null) {
        leaders.put(new TopicPartition(description.name(), p.partition()), p.leader().id());
      }
    }
    var sizes = new HashMap<TopicPartition, Long>();
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
                                        sizes.merge(tp, replica.size(), Long::sum);
                                      }
                                    })));
    return sizes;
  }

  /**
   * Returns the log directories of the brokers, by broker id. They give the sizes of partitions,
   * which serve estimates only. If this client is not authorized to describe the cluster, the
   * result is therefore empty instead of an error.
   */
  private Map<Integer, Map<String, LogDirDescription>> logDirs(List<Integer> brokers) {
    try {
      return KafkaAnswer.of(admin.describeLogDirs(brokers).allDescriptions());
    } catch (ClusterAuthorizationException e) {
      return Map.of();
    }
  }

  /**
   * Returns the partitions in which the first record of the given range has a timestamp before
   * {@code instant}. Asks Kafka once for all partitions. In an archive, reads commit entries; reads
   * a record only if its segment has records from before and from after the instant.
   *
   * @param ranges the offset range to check in each partition of {@code facts}, by partition number
   * @param instant an instant after 1970-01-01T00:00Z
   */
  public Set<Integer> beginningBefore(
      TopicFacts facts, Map<Integer, OffsetRange> ranges, Instant instant) {
    var found = new HashSet<Integer>();
    var hot = new HashMap<Integer, OffsetRange>();
    ranges.forEach(
        (number, range) -> {
          var partition = facts.partitions().get(number);
          var archived = archivedPart(partition, range);
          if (archived.isEmpty()) {
            hot.put(number, hotPart(partition, range));
          } else if (cold.beginsBefore(id(facts, number), archived, instant)) {
            found.add(number);
          }
        });
    hot.values().removeIf(OffsetRange::isEmpty);
    found.addAll(hotBeginningBefore(facts, hot, instant));
    return found;
  }

  private Set<Integer> hotBeginningBefore(
      TopicFacts facts, Map<Integer, OffsetRange> ranges, Instant instant) {
    var reached = offsetsSince(facts, ranges.keySet(), instant);
    var older = new HashMap<Integer, OffsetRange>();
    ranges.forEach(
        (number, range) -> {
          long end = Math.min(reached.getOrDefault(number, range.to()), range.to());
          if (range.from() < end) {
            older.put(number, new OffsetRange(range.from(), end));
          }
        });
    if (facts.compacted() && !older.isEmpty()) {
      var first = offsetsSince(facts, older.keySet(), Instant.EPOCH);
      older
          .entrySet()
          .removeIf(e -> first.getOrDefault(e.getKey(), Long.MAX_VALUE) >= e.getValue().to());
    }
    return older.keySet();
  }

  /**
   * Finds the first record of each partition with a timestamp at or after {@code instant}, and
   * returns the partitions in which the given range contains this record. In an archive, reads
   * commit entries only: a range then counts as containing the record if the range shares an offset
   * with the record's segment.
   *
   * @param ranges the offset range to check in each partition of {@code facts}, by partition number
   */
  public Set<Integer> reaching(
      TopicFacts facts, Map<Integer, OffsetRange> ranges, Instant instant) {
    var found = new HashSet<Integer>();
    var reached = offsetsSince(facts, ranges.keySet(), instant);
    ranges.forEach(
        (number, range) -> {
          var archived = archivedPart(facts.partitions().get(number), range);
          var offset = reached.get(number);
          if ((offset != null && range.contains(offset))
              || (!archived.isEmpty() && cold.reaches(id(facts, number), archived, instant))) {
            found.add(number);
          }
        });
    return found;
  }

  /** Returns the part of {@code range} that is archived and no longer in Kafka. */
  private static OffsetRange archivedPart(PartitionFacts partition, OffsetRange range) {
    long from = Math.max(range.from(), partition.archived().from());
    long seam = Math.min(partition.logStart(), partition.archived().to());
    return new OffsetRange(from, Math.max(from, Math.min(range.to(), seam)));
  }

  private static OffsetRange hotPart(PartitionFacts partition, OffsetRange range) {
    long from = Math.max(range.from(), partition.logStart());
    return new OffsetRange(from, Math.max(from, range.to()));
  }

  /**
   * Asks Kafka for the first offset of each partition whose record has a timestamp at or after an
   * instant. The result has no entry for a partition without such a record in Kafka.
   */
  private Map<Integer, Long> offsetsSince(
      TopicFacts facts, Set<Integer> partitions, Instant instant) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    var asked = partitions.stream().map(p -> new TopicPartition(facts.topic(), p)).toList();
    var found = new HashMap<Integer, Long>();
    offsets(
            asked,
            tp -> OffsetSpec.forTimestamp(instant.toEpochMilli()),
            IsolationLevel.READ_COMMITTED)
        .forEach(
            (tp, offset) -> {
              if (offset >= 0) {
                found.put(tp.partition(), offset);
              }
            });
    return found;
  }

  /** Returns the age and the size at which {@code topic} deletes records. */
  public RecordExpiry recordExpiry(String topic) {
    var config = config(topic);
    if (!String.valueOf(config.get("cleanup.policy")).contains("delete")) {
      return RecordExpiry.NONE;
    }
    boolean byBroker = "LogAppendTime".equals(config.get("message.timestamp.type"));
    return new RecordExpiry(
        byBroker ? Long.MAX_VALUE : retention(config.get("retention.ms")),
        retention(config.get("retention.bytes")));
  }

  /**
   * Returns the value of a retention setting. Kafka's value -1, which means no limit, becomes
   * {@link Long#MAX_VALUE}.
   */
  private static long retention(@Nullable String value) {
    long limit = limit(value);
    return limit < 0 ? Long.MAX_VALUE : limit;
  }

  /** Returns the limits that {@code topic} sets for each record. */
  public RecordLimits recordLimits(String topic) {
    var config = config(topic);
    boolean byBroker = "LogAppendTime".equals(config.get("message.timestamp.type"));
    return new RecordLimits(
        limit(config.get("max.message.bytes")),
        String.valueOf(config.get("cleanup.policy")).contains("compact"),
        byBroker ? Long.MAX_VALUE : limit(config.get("message.timestamp.before.max.ms")),
        byBroker ? Long.MAX_VALUE : limit(config.get("message.timestamp.after.max.ms")));
  }

  private static long limit(@Nullable String value) {
    return value == null ? Long.MAX_VALUE : Long.parseLong(value);
  }

  /** Returns the settings by which Kafka deletes or compacts the topic's records. */
  public TopicRetention policy(String topic) {
    describe(topic);
    return new TopicRetention(
        String.valueOf(setting(topic, "cleanup.policy")),
        number(topic, "retention.ms"),
        number(topic, "retention.bytes"));
  }

  private long number(String topic, String name) {
    var value = setting(topic, name);
    return value == null ? -1 : Long.parseLong(value);
  }

  private boolean isCompacted(String topic) {
    var policy = setting(topic, "cleanup.policy");
    return policy != null && policy.contains("compact");
  }

  private @Nullable String setting(String topic, String name) {
    return config(topic).get(name);
  }

  /** Returns the topic's settings that have a value, by their names in Kafka. */
  private Map<String, String> config(String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config = KafkaAnswer.of(admin.describeConfigs(List.of(resource)).all()).get(resource);
    var settings = new HashMap<String, String>();
    if (config != null) {
      config.entries().stream()
          .filter(entry -> entry.value() != null)
          .forEach(entry -> settings.put(entry.name(), entry.value()));
    }
    return settings;
  }
}
