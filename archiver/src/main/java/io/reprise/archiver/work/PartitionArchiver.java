package io.reprise.archiver.work;

import io.reprise.archiver.commit.ClaimedCommitLog;
import io.reprise.archiver.commit.FencedException;
import io.reprise.archiver.observe.ArchiveStep;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.trim.TrimLimit;
import io.reprise.archiver.trim.TrimTarget;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.archive.segment.write.SegmentWriter;
import io.reprise.store.archive.segment.write.SpooledSegment;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.object.store.ObjectMissingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition under one claim, a piece of work at a time. What is in memory may be dropped at any
 * moment: the commit log says where to go on.
 *
 * <p>Threading: confined to one caller at a time, who closes it. After an exception {@link
 * #restart} goes on under the same claim; after {@link FencedException} there is none: close it.
 */
final class PartitionArchiver implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PartitionArchiver.class);
  private static final Duration TRIM_EVERY = Duration.ofSeconds(2);
  private static final Duration TRIM_SELDOM = Duration.ofMinutes(1);

  private final WorkContext context;
  private final PartitionId id;
  private final TopicConfig config;
  private final ClaimedCommitLog writerLog;
  private @Nullable SegmentSpooler spooling;
  private Instant trimAt = Instant.MIN;
  private String heldUp = "";

  PartitionArchiver(WorkContext context, PartitionId id, TopicConfig config) {
    this.context = context;
    this.id = id;
    this.config = config;
    var commits = new CommitLog(context.store(), context.store(), id, context.clock());
    this.writerLog =
        new ClaimedCommitLog(commits, context.anchors(), context.writer(), context.observer());
  }

  /** What a piece of work came to. */
  enum Worked {
    /** There is more to do at once. */
    MORE,
    /** All that is there is archived or spooled. */
    NOTHING,
    /** The spool is full: others' segments must leave it first. */
    NO_ROOM
  }

  /** Does a piece of work. */
  Worked work() {
    if (spooling == null) {
      start();
      return Worked.MORE;
    }
    if (!context.spool().hasRoom() && spooling.spooled().isEmpty()) {
      return Worked.NO_ROOM;
    }
    // A full spool is emptied by cutting early, not by waiting for segments that cannot grow.
    var came = context.spool().hasRoom() ? spooling.run() : SegmentSpooler.Came.TO_A_CUT;
    if (came == SegmentSpooler.Came.TO_A_CUT) {
      archive(spooling);
    }
    boolean trimmed = config.mode() == ArchiveMode.MOVE && trimIfDue();
    return came == SegmentSpooler.Came.TO_THE_END && !trimmed ? Worked.NOTHING : Worked.MORE;
  }

  /** The first offset that is not archived yet; empty before the first piece of work. */
  OptionalLong archivedTo() {
    var archive = writerLog.archive();
    if (!archive.segments().isEmpty()) {
      return OptionalLong.of(archive.covered().to());
    }
    return spooling == null ? OptionalLong.empty() : OptionalLong.of(spooling.spooled().from());
  }

  /**
   * After a fault that time may heal: forgets what is not committed. The next piece of work begins
   * at the log's end, under the claim that there is.
   */
  void restart() {
    if (spooling != null) {
      spooling.close();
      spooling = null;
    }
  }

  private void start() {
    writerLog.claim();
    requireSameTopic();
    finishTrim();
    var archive = writerLog.archive();
    var facts = facts();
    long from = archive.segments().isEmpty() ? facts.logStart() : archive.covered().to();
    if (from < facts.logStart()) {
      throw new ArchivingStoppedException(
          "%s: offsets %s are in neither tier: retention deleted them before they were archived; to go on without them start a new archive under another prefix"
              .formatted(id, new OffsetRange(from, facts.logStart())));
    }
    if (from > facts.committedEnd()) {
      throw new ArchivingStoppedException(
          "%s: the archive ends at %d, the log already at %d: this is not the log that was archived"
              .formatted(id, from, facts.committedEnd()));
    }
    var reader =
        context.hot().read(id.topic(), id.partition(), new OffsetRange(from, Long.MAX_VALUE));
    spooling =
        new SegmentSpooler(id, config, reader, context.spool(), context.clock(), writerLog.epoch());
    log.info(
        "archiving topic={} partition={} from={} epoch={}",
        id.topic(),
        id.partition(),
        from,
        writerLog.epoch());
  }

  private PartitionFacts facts() {
    return context.topics().inspect(id.topic()).partitions().get(id.partition());
  }

  private void requireSameTopic() {
    var now = context.topics().idOf(id.topic());
    if (!now.equals(id.topicId())) {
      throw new ArchivingStoppedException(
          "topic '%s' was deleted and recreated (id %s, now %s): restart the archiver to archive the new one"
              .formatted(id.topic(), id.topicId(), now));
    }
  }

  /** Data, then index, then proof, then the entry that makes it part of the archive. */
  private void archive(SegmentSpooler from) {
    context.observer().before(ArchiveStep.SPOOL);
    long to = from.spooled().to();
    var segment = from.cut();
    try {
      var spooled = finish(segment, to);
      context.observer().after(ArchiveStep.SPOOL);
      var name = ArchiveLayout.data(id, spooled.facts().file());
      var index = ArchiveLayout.indexOf(name);
      var store = context.store();
      writerLog.step(
          ArchiveStep.UPLOAD_DATA,
          () -> store.createIfAbsent(name, spooled.header(), spooled.body()));
      writerLog.step(ArchiveStep.UPLOAD_INDEX, () -> store.createIfAbsent(index, spooled.index()));
      writerLog.step(ArchiveStep.VERIFY, () -> verify(spooled.facts(), name, index));
      requireSameTopic();
      writerLog.append(
          ArchiveStep.ADD, archive -> new ArchiveOp.Add(spooled.facts())); // The commit point.
      context.meters().committed(spooled.facts());
    } finally {
      from.release(segment);
    }
  }

  private SpooledSegment finish(SegmentWriter segment, long to) {
    return segment.finish(to, context.schemas().byId(segment.schemaIds()));
  }

  private boolean verify(SegmentFacts facts, String name, String index) {
    try {
      readBack(facts, name, index);
      return true;
    } catch (CorruptArchiveException | ObjectMissingException e) {
      context.meters().failed();
      throw new UnverifiedSegmentException(e);
    }
  }

  private void readBack(SegmentFacts facts, String name, String index) {
    var indexBytes =
        context
            .store()
            .find(index)
            .orElseThrow(() -> new ObjectMissingException(index, new IOException("no index")));
    try (var data = context.store().open(name)) {
      SegmentCheck.check(id, facts, name, data, index, indexBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read object '" + name + "' back", e);
    }
  }

  /** A trim that Kafka does not let happen must not hold archiving up. */
  private boolean trimIfDue() {
    var now = context.clock().instant();
    if (now.isBefore(trimAt)) {
      return false;
    }
    trimAt = now.plus(trimEvery());
    try {
      boolean trimmed = trim();
      heldUp = "";
      return trimmed;
    } catch (KafkaException e) {
      heldUp = "%s cannot be trimmed for now: %s".formatted(id, e.getMessage());
      log.warn("not trimmed topic={} partition={} cause={}", id.topic(), id.partition(), heldUp);
      return false;
    }
  }

  private boolean trim() {
    writerLog.settle();
    if (finishTrim()) {
      return true;
    }
    var limits = limits();
    if (limits.isEmpty()) {
      return false;
    }
    requireSameTopic();
    boolean intended =
        writerLog.append(
            ArchiveStep.TRIM_INTENT,
            archive -> {
              long before = TrimTarget.of(archive, limits.get()).before();
              return before > archive.trimIntent() ? new ArchiveOp.TrimIntent(before) : null;
            });
    return intended && finishTrim();
  }

  /** What keeps Kafka from being trimmed though it should be; empty when nothing does. */
  String heldUp() {
    return heldUp;
  }

  /** Nobody notices a minute in a window of hours, but brokers do notice the questions. */
  private Duration trimEvery() {
    var share = config.hotTime().dividedBy(60);
    if (share.compareTo(TRIM_EVERY) < 0) {
      return TRIM_EVERY;
    }
    return share.compareTo(TRIM_SELDOM) > 0 ? TRIM_SELDOM : share;
  }

  /** What keeps offsets in Kafka; empty when nothing can be trimmed anyhow, holds lifted or not. */
  private Optional<List<TrimLimit>> limits() {
    var archive = writerLog.archive();
    if (archive.covered().to() <= archive.trimIntent()) {
      return Optional.empty();
    }
    var limits = new ArrayList<>(context.limits().window(archive, config, facts()));
    if (TrimTarget.withoutHolds(archive, limits) <= archive.trimIntent()) {
      return Optional.empty();
    }
    limits.addAll(context.limits().groups(id, config));
    return TrimTarget.withoutHolds(archive, limits) <= archive.trimIntent()
        ? Optional.empty()
        : Optional.of(limits);
  }

  /** Carries out the trim that the log intends, also one that a predecessor did not live to do. */
  private boolean finishTrim() {
    long before = writerLog.archive().trimIntent();
    if (before <= writerLog.archive().trimDone()) {
      return false;
    }
    long logStart = writerLog.step(ArchiveStep.DELETE_RECORDS, () -> deleteRecords(before));
    writerLog.append(ArchiveStep.TRIM_DONE, archive -> new ArchiveOp.TrimDone(logStart));
    context.meters().trimmed();
    return true;
  }

  private long deleteRecords(long before) {
    long start = facts().logStart();
    if (start >= before) {
      return start;
    }
    var partition = new TopicPartition(id.topic(), id.partition());
    var deletion =
        context.admin().deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)));
    return KafkaAnswer.of(Objects.requireNonNull(deletion.lowWatermarks().get(partition)))
        .lowWatermark();
  }

  @Override
  public void close() {
    restart();
  }
}
