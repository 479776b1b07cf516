package io.reprise.archiver.work;

import io.reprise.archiver.commit.ClaimedCommitLog;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.topic.TopicIdentity;
import io.reprise.archiver.trim.PartitionTrimmer;
import io.reprise.store.archive.PartitionId;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives one partition under one claim, in short work units. All state in memory may be dropped
 * at any time: the commit log tells where to resume.
 *
 * <p>Threading: one caller at a time, who closes it. After {@link
 * io.reprise.archiver.commit.FencedException} the archiver must be closed. After any other error
 * {@link #restart} resumes under the same claim.
 */
final class PartitionArchiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionArchiver.class);

  private final PartitionId id;
  private final TopicConfig config;
  private final ClaimedCommitLog log;
  private final PartitionTrimmer trimmer;
  private final PartitionArchivers shared;
  private @Nullable SegmentSpooler spooler;

  PartitionArchiver(
      PartitionId id,
      TopicConfig config,
      ClaimedCommitLog log,
      PartitionTrimmer trimmer,
      PartitionArchivers shared) {
    this.id = id;
    this.config = config;
    this.log = log;
    this.trimmer = trimmer;
    this.shared = shared;
  }

  /** The outcome of one work unit of {@link #work()}. */
  enum Outcome {
    /** More committed offsets can be archived now: the caller runs the next work unit at once. */
    MORE_TO_DO,
    /** All committed offsets are archived or spooled. */
    CAUGHT_UP,
    /**
     * The spool directory is full, and no segment of this partition could be uploaded to make room.
     */
    SPOOL_FULL,
    /** All consumers are lent to other partitions: the caller runs the next work unit soon. */
    WAITING,
    /**
     * Kafka could not be read, and {@link #readFailure()} says why. What is spooled is kept: a
     * later work unit continues at the same offset.
     */
    UNREADABLE
  }

  /** Runs one work unit, at most one segment long. */
  Outcome work() {
    if (spooler == null) {
      start();
      return Outcome.MORE_TO_DO;
    }
    boolean hasRoom = shared.spool.hasRoom();
    if (!hasRoom && spooler.spooled().isEmpty()) {
      return Outcome.SPOOL_FULL;
    }
    // While the spool is full, the open segment cannot grow to its full size. The segment is then
    // finished early, because its upload makes room in the spool.
    var reached = hasRoom ? spooler.run() : SegmentSpooler.Reached.SEGMENT_CUT;
    return switch (reached) {
      case SEGMENT_CUT -> {
        archive(spooler);
        trimIfDue();
        yield Outcome.MORE_TO_DO;
      }
      case MORE_TO_READ -> {
        trimIfDue();
        yield Outcome.MORE_TO_DO;
      }
      case LOG_END -> trimIfDue() ? Outcome.MORE_TO_DO : Outcome.CAUGHT_UP;
      case NO_CONSUMER -> Outcome.WAITING;
      case UNREADABLE -> Outcome.UNREADABLE;
    };
  }

  private boolean trimIfDue() {
    return config.mode() == ArchiveMode.MOVE && trimmer.trimIfDue();
  }

  private void start() {
    log.claim();
    TopicIdentity.requireUnchanged(shared.topics, id);
    trimmer.finishIntendedTrim();
    var facts = shared.topics.inspect(id.topic()).partitions().get(id.partition());
    long from = ResumeOffset.of(log.archive(), facts);
    var end =
        shared.ends.watch(new TopicPartition(id.topic(), id.partition()), facts.committedEnd());
    var source = new PartitionSource(shared.readers, end, from);
    spooler = new SegmentSpooler(id, config, source, shared.spool, shared.clock, log.epoch());
    LOG.info(
        "archiving of a partition has started topic={} partition={} offset={} epoch={}",
        id.topic(),
        id.partition(),
        from,
        log.epoch());
  }

  private void archive(SegmentSpooler from) {
    long to = from.spooled().to();
    var segment = from.cut();
    try {
      shared.segments.archive(id, segment, to, log);
    } finally {
      from.release(segment);
    }
  }

  /** Returns the first offset that is not archived yet; empty before the first work unit. */
  OptionalLong archivedTo() {
    var archive = log.archive();
    if (!archive.segments().isEmpty()) {
      return OptionalLong.of(archive.covered().to());
    }
    return spooler == null ? OptionalLong.empty() : OptionalLong.of(spooler.spooled().from());
  }

  /**
   * Returns whether nothing waits to be archived: no records are spooled, so all offsets that were
   * read are archived.
   */
  boolean isIdle() {
    return spooler != null && spooler.spooled().isEmpty();
  }

  /** Returns why the last work unit was {@link Outcome#UNREADABLE}, as a sentence. */
  String readFailure() {
    return spooler == null ? "" : spooler.failure();
  }

  /** Returns why the last trim failed; empty when it succeeded. */
  String trimFailure() {
    return trimmer.lastFailure();
  }

  /**
   * Drops the spooled records that no commit entry covers, after an error that a retry may cure.
   * The next work unit resumes at the archive's end, under the same claim.
   */
  void restart() {
    if (spooler != null) {
      spooler.close();
      spooler = null;
    }
  }

  @Override
  public void close() {
    restart();
  }
}
