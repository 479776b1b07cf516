package io.reprise.store.tier;

import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveLogReader;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.kafka.KeyLogReader;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An {@link EventLog} that reads from Kafka and from the archives. An archive is found by the
 * topic's id, not by its name. If a topic was deleted and created again, the archive of the deleted
 * topic is therefore not read.
 *
 * <p>Closing this log closes the Kafka log. The caller closes the archive's catalog and segment
 * source.
 */
public final class TieredEventLog implements EventLog {
  private final KafkaEventLog hot;
  private final ArchiveCatalog catalog;
  private final SegmentSource source;
  private final Function<String, String> topicIds;

  /**
   * Creates a log over Kafka and the archives.
   *
   * @param topicIds returns the current id of a topic by its name. Readers call it, and an
   *     exception that it throws reaches the reader's caller
   */
  public TieredEventLog(
      KafkaEventLog hot,
      ArchiveCatalog catalog,
      SegmentSource source,
      Function<String, String> topicIds) {
    this.hot = hot;
    this.catalog = catalog;
    this.source = source;
    this.topicIds = topicIds;
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
   * Runs a question to the archive in a new thread. In a shared pool, questions to a store that
   * does not answer would occupy all threads, and the questions of all readers would wait.
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

  @Override
  public void close() {
    hot.close();
  }

  /**
   * The archive of one partition. The first question to it also asks the cluster for the topic's
   * id. A reader asks one question at a time, and each question runs in its own thread.
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
      return new ArchiveLogReader(source, archive, range, keys);
    }
  }
}
