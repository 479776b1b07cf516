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
 * An {@link EventLog} over Kafka and its archive. A topic that was recreated under its name has
 * nothing of the former one's archive.
 *
 * <p>Closing it closes the Kafka side; catalog and source belong to whoever made them.
 */
public final class TieredEventLog implements EventLog {
  private final KafkaEventLog hot;
  private final ArchiveCatalog catalog;
  private final SegmentSource source;
  private final Function<String, String> topicIds;

  /**
   * @param topicIds for a topic's name, its id on the cluster as it is now; asked by the readers,
   *     whose caller gets its errors
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
        new Archived(topic, partition), r -> hot.read(topic, partition, r, keys), range, keys);
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

  /** One partition's archive; the cluster is asked for the topic's id at the first read. */
  private final class Archived implements ColdTier {
    private final String topic;
    private final int partition;
    private @Nullable PartitionId id;

    Archived(String topic, int partition) {
      this.topic = topic;
      this.partition = partition;
    }

    private PartitionId id() {
      if (id == null) {
        id = new PartitionId(topic, topicIds.apply(topic), partition);
      }
      return id;
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
    public LogReader read(PartitionArchive archive, OffsetRange range, KeySelection keys) {
      return new ArchiveLogReader(source, archive, range, keys);
    }
  }
}
