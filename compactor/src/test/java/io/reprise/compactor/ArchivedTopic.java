package io.reprise.compactor;

import io.reprise.store.KeySelection;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.CommitLog.Outcome;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.write.SegmentWriter;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.object.store.ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Moves the first offsets of partition 0 of a topic from Kafka to an archive. */
final class ArchivedTopic {
  private final Map<String, Object> client;
  private final ObjectStore store;
  private final Path spools;
  private final PartitionId id;
  private final CommitLog log;
  private PartitionArchive archive;

  ArchivedTopic(
      Map<String, Object> client, Admin admin, ObjectStore store, Path spools, String topic) {
    this.client = client;
    this.store = store;
    this.spools = spools;
    this.id = new PartitionId(topic, new TopicInspector(admin).idOf(topic), 0);
    this.log = new CommitLog(store, store, id, Clock.systemUTC());
    this.archive = log.load();
    append(archive.epoch() + 1, new ArchiveOp.Claim("test"));
  }

  /** Archives the next offsets up to {@code to}, exclusive, as one segment. */
  void copy(long to) {
    var range = new OffsetRange(archive.covered().to(), to);
    var settings = new SegmentSettings(id, range.from(), archive.epoch(), Codec.ZSTD);
    try (var hot = new KafkaEventLog(client);
        var reader = hot.read(id.topic(), 0, range, KeySelection.ALL);
        var writer = new SegmentWriter(spools.resolve(UUID.randomUUID().toString()), settings)) {
      while (reader.position() < to) {
        reader.read(Duration.ofSeconds(5)).records().forEach(writer::add);
      }
      var spooled = writer.finish(to, Map.of());
      var data = ArchiveLayout.data(id, spooled.name());
      store.createIfAbsent(data, spooled.header(), spooled.body());
      store.createIfAbsent(ArchiveLayout.indexOf(data), spooled.index());
      append(archive.epoch(), new ArchiveOp.Add(spooled.facts()));
    }
  }

  /** Trims Kafka up to {@code before}, exclusive. */
  void trim(Admin admin, long before) throws Exception {
    append(archive.epoch(), new ArchiveOp.TrimIntent(before));
    var partition = new TopicPartition(id.topic(), 0);
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
  }

  private void append(long epoch, ArchiveOp op) {
    var outcome = log.append(archive, epoch, op);
    if (!(outcome instanceof Outcome.Appended)) {
      throw new IllegalStateException("another writer appended to the archive of " + id);
    }
    archive = outcome.now();
  }
}
