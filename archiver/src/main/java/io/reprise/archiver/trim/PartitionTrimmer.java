package io.reprise.archiver.trim;

import io.reprise.archiver.commit.ClaimedCommitLog;
import io.reprise.archiver.observe.ArchiveStep;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.topic.TopicIdentity;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.DeleteRecordsOptions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes archived records of one partition from Kafka, up to its trim limit. The commit log
 * records the intent before Kafka deletes and the result afterwards, so that a successor finishes a
 * trim that a crash interrupted.
 *
 * <p>Threading: only the thread that uses the partition's commit log calls this object. Errors:
 * {@link io.reprise.archiver.commit.FencedException}, {@link
 * io.reprise.archiver.topic.ArchivingStoppedException}, and errors of the store; a retry is safe
 * only after errors of the store.
 */
public final class PartitionTrimmer {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionTrimmer.class);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(2);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
  private static final int INTERVALS_PER_HOT_WINDOW = 60;

  /**
   * The longest time for which Kafka's client retries a DeleteRecords request. The topic's id is
   * checked before the first attempt only, so a short limit keeps the last attempt close to the
   * check.
   */
  private static final Duration DELETION_LIMIT = Duration.ofSeconds(5);

  private final PartitionId id;
  private final TopicConfig config;
  private final ClaimedCommitLog log;
  private final PartitionTrimmers shared;
  private Instant dueAt = Instant.MIN;
  private String lastFailure = "";

  PartitionTrimmer(
      PartitionId id, TopicConfig config, ClaimedCommitLog log, PartitionTrimmers shared) {
    this.id = id;
    this.config = config;
    this.log = log;
    this.shared = shared;
  }

  /**
   * Trims if the interval since the last attempt has passed. An error of Kafka is logged and kept
   * in {@link #lastFailure()}: archiving must go on when a trim fails.
   *
   * @return true if records were trimmed
   */
  public boolean trimIfDue() {
    var now = shared.clock.instant();
    if (now.isBefore(dueAt)) {
      return false;
    }
    dueAt = nextRound(now, interval());
    try {
      boolean trimmed = trim();
      lastFailure = "";
      return trimmed;
    } catch (KafkaException e) {
      lastFailure = "%s cannot be trimmed for now: %s".formatted(id, e.getMessage());
      LOG.warn(
          "archived records could not be trimmed from Kafka, the archiver retries later topic={}"
              + " partition={} cause={}",
          id.topic(),
          id.partition(),
          e.getMessage());
      return false;
    }
  }

  /** Returns why the last trim failed, as a sentence; empty if it succeeded. */
  public String lastFailure() {
    return lastFailure;
  }

  /**
   * Returns the interval between trims: a sixtieth of the hot window. The interval is 2 seconds at
   * least and a minute at most. With a long hot window, a trim that is some seconds late does no
   * harm, and each attempt costs the brokers several requests.
   */
  private Duration interval() {
    var share = config.hotTime().dividedBy(INTERVALS_PER_HOT_WINDOW);
    if (share.compareTo(SHORTEST_INTERVAL) < 0) {
      return SHORTEST_INTERVAL;
    }
    return share.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : share;
  }

  /**
   * Returns the time of the next trim. All partitions with the same interval are trimmed at the
   * same time, so that the groups and limits of the cluster are read once for all of them.
   */
  private static Instant nextRound(Instant now, Duration interval) {
    long rounds = now.toEpochMilli() / interval.toMillis();
    return Instant.ofEpochMilli((rounds + 1) * interval.toMillis());
  }

  private boolean trim() {
    log.anchorHead();
    if (finishIntendedTrim()) {
      return true;
    }
    var limits = limits();
    if (limits.isEmpty()) {
      return false;
    }
    TopicIdentity.requireUnchanged(shared.topics, id);
    boolean intended =
        log.append(
            ArchiveStep.TRIM_INTENT,
            archive -> {
              long before = TrimTarget.of(archive, limits.get()).before();
              return before > archive.trimIntent() ? new ArchiveOp.TrimIntent(before) : null;
            });
    return intended && finishIntendedTrim();
  }

  /**
   * Returns the trim limits of the hot window and of the groups; empty if these limits alone,
   * without any hold, allow no further trim.
   */
  private Optional<List<TrimLimit>> limits() {
    var archive = log.archive();
    if (archive.covered().to() <= archive.trimIntent()) {
      return Optional.empty();
    }
    var topic = shared.facts(id.topic());
    var facts = topic.partitions().get(id.partition());
    var limits = new ArrayList<>(shared.limits.window(archive, config, facts));
    if (TrimTarget.withoutHolds(archive, limits) <= archive.trimIntent()) {
      return Optional.empty();
    }
    limits.addAll(shared.limits.groups(topic, id.partition(), config));
    return TrimTarget.withoutHolds(archive, limits) <= archive.trimIntent()
        ? Optional.empty()
        : Optional.of(limits);
  }

  /**
   * Carries out the trim that the commit log intends, including one that an earlier writer recorded
   * and did not finish.
   *
   * @return true if the commit log intended a trim
   * @throws KafkaException when Kafka does not delete; the intent stays in the log
   */
  public boolean finishIntendedTrim() {
    long before = log.archive().trimIntent();
    if (before <= log.archive().trimDone()) {
      return false;
    }
    long logStart = log.run(ArchiveStep.DELETE_RECORDS, () -> deleteRecords(before));
    log.append(ArchiveStep.TRIM_DONE, archive -> new ArchiveOp.TrimDone(logStart));
    shared.meters.trimmed();
    return true;
  }

  /**
   * Deletes the records below {@code before}. Kafka's DeleteRecords request names the topic, not
   * its id. If the topic was recreated under the same name, the request would delete records of the
   * new topic that were never archived. The id is therefore checked immediately before the request
   * and once more afterwards. If the topic is recreated between these two checks, the new topic
   * loses its records below {@code before}. The second check then detects the recreation and ends
   * archiving of the partition.
   */
  private long deleteRecords(long before) {
    long start = shared.facts(id.topic()).partitions().get(id.partition()).logStart();
    TopicIdentity.requireUnchanged(shared.topics, id);
    if (start >= before) {
      return start;
    }
    var partition = new TopicPartition(id.topic(), id.partition());
    var deletion =
        shared.admin.deleteRecords(
            Map.of(partition, RecordsToDelete.beforeOffset(before)),
            new DeleteRecordsOptions().timeoutMs((int) DELETION_LIMIT.toMillis()));
    long logStart =
        KafkaAnswer.of(Objects.requireNonNull(deletion.lowWatermarks().get(partition)))
            .lowWatermark();
    TopicIdentity.requireUnchangedByDeletion(shared.topics, id, before);
    return logStart;
  }
}
