package io.reprise.store.tier;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.PartitionRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveLogReader;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.archive.read.ParallelReads;
import io.reprise.store.archive.read.ReadAhead;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.kafka.KeyLogReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link EventLog} that reads from Kafka and from the archives. An archive is found by the
 * topic's id, not by its name. If a topic was deleted and created again, the archive of the deleted
 * topic is therefore not read.
 *
 * <p>Closing this log closes the Kafka log. The caller closes the archive's catalog and segment
 * source.
 */
public final class TieredEventLog implements EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(TieredEventLog.class);

  private final KafkaEventLog hot;
  private final ArchiveCatalog catalog;
  private final SegmentSource source;
  private final Function<String, String> topicIds;
  private final ArchiveQueries queries;
  private final ReadAhead ahead;
  private final BiFunction<String, Set<Integer>, Map<Integer, Long>> logStarts;

  /**
   * Creates a log over Kafka and the archives.
   *
   * @param topicIds returns the current id of the topic with a given name. If this function throws
   *     an exception, the read that needed the id throws the same exception
   * @param logStarts returns, for each of the given partitions of a topic, the first offset that
   *     Kafka stores
   * @param ahead how far readers fetch ahead in the archive
   */
  public TieredEventLog(
      KafkaEventLog hot,
      ArchiveCatalog catalog,
      SegmentSource source,
      Function<String, String> topicIds,
      BiFunction<String, Set<Integer>, Map<Integer, Long>> logStarts,
      ReadAhead ahead) {
    this.hot = hot;
    this.catalog = catalog;
    this.source = source;
    this.topicIds = topicIds;
    this.queries = new ArchiveQueries(source);
    this.logStarts = logStarts;
    this.ahead = ahead;
  }

  @Override
  public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
    return new TieredLogReader(
        new Archived(topic, partition),
        r -> hot.read(topic, partition, r, keys),
        range,
        keys,
        TieredEventLog::runInOwnThread);
  }

  /**
   * Runs a request for the archive's state in a new thread. In a shared pool, requests to a store
   * that does not answer would occupy all threads, and the requests of all other readers would
   * wait.
   */
  private static void runInOwnThread(Runnable question) {
    var thread = new Thread(question, "archive-question");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public LogReader read(String topic, byte[] key, OffsetRange range) {
    var keys = KeySelection.of(List.of(key));
    return new KeyLogReader(read(topic, hot.partitionOf(topic, key), range, keys), key);
  }

  /**
   * Asks the archive about the ranges of which Kafka holds no offset any more. Other ranges are
   * never in the result, because no index lists the keys of the records in Kafka. Several ranges
   * are asked about at the same time.
   */
  @Override
  public Map<PartitionRange, LogBatch> findEmpty(
      String topic,
      String topicId,
      List<PartitionRange> ranges,
      KeySelection keys,
      Deadline deadline) {
    var found = new HashMap<PartitionRange, LogBatch>();
    if (keys.isAll() || ranges.isEmpty()) {
      return found;
    }
    var partitions = ranges.stream().map(PartitionRange::partition).collect(Collectors.toSet());
    var starts = logStarts.apply(topic, partitions);
    var trimmed =
        ranges.stream()
            .filter(r -> r.range().to() <= starts.getOrDefault(r.partition(), 0L))
            .toList();
    ParallelReads.ask(
        trimmed.iterator(),
        range -> emptyBatch(topic, topicId, range, keys),
        (range, batch) -> batch.ifPresent(b -> found.put(range, b)),
        deadline);
    return found;
  }

  private Optional<LogBatch> emptyBatch(
      String topic, String topicId, PartitionRange range, KeySelection keys) {
    try {
      var id = new PartitionId(topic, topicId, range.partition());
      return catalog.ask(
          catalog.recent(id), archive -> queries.emptyBatch(archive, range.range(), keys));
    } catch (RuntimeException e) {
      LOG.debug(
          "archive could not be asked whether a range has records with some keys topic={}"
              + " partition={} cause={}",
          topic,
          range.partition(),
          e.toString());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    hot.close();
  }

  /**
   * The archive of one partition. The first request to the archive also asks Kafka for the topic's
   * id. A reader makes one request at a time, and each request runs in a thread of its own.
   */
  private final class Archived implements ColdTier {
    private final String topic;
    private final int partition;
    private volatile @Nullable PartitionId id;

    Archived(String topic, int partition) {
      this.topic = topic;
      this.partition = partition;
    }

    private PartitionId id() {
      var known = id;
      if (known == null) {
        known = new PartitionId(topic, topicIds.apply(topic), partition);
        id = known;
      }
      return known;
    }

    @Override
    public PartitionArchive recent() {
      return catalog.recent(id());
    }

    @Override
    public PartitionArchive now() {
      return catalog.now(id());
    }

    @Override
    public PartitionArchive reloaded() {
      return catalog.reloaded(id());
    }

    @Override
    public LogReader read(PartitionArchive archive, OffsetRange range, KeySelection keys) {
      return new ArchiveLogReader(source, archive, range, keys, ahead);
    }
  }
}
