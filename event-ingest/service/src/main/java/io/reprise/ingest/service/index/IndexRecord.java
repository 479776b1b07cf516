package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.StoredId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * A record of the id index: the ids of some events in one partition of an event topic. The record
 * is written to the partition of the same number in the index topic. The record's key is the name
 * of the instance that wrote it.
 *
 * <p>Format version 1, big-endian: version (1 byte), topic id (16 bytes), {@code complete} (8
 * bytes), number of entries (4 bytes). Each entry: hash (16 bytes), offset (8 bytes), time of
 * storing in epoch milliseconds (8 bytes).
 *
 * @param topic Kafka's id of the event topic. Readers ignore records with another topic id, because
 *     those records belong to a deleted topic of the same name
 * @param complete exclusive end up to which the index is complete for the writing instance. If the
 *     instance stored an event below this offset of the partition, the event's id is in this record
 *     or in an earlier record of the index. Ids of events that other instances stored may be
 *     missing
 */
public record IndexRecord(Uuid topic, long complete, List<StoredId> ids) {
  /**
   * The most ids in one record. A record is then 320 KB long, well below the default limit of
   * brokers (1 MiB).
   */
  static final int MOST_IDS = 10_000;

  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + 16 + 8 + 4;
  private static final int ENTRY_BYTES = 4 * Long.BYTES;

  public IndexRecord {
    ids = List.copyOf(ids);
  }

  byte[] encode() {
    var bytes = ByteBuffer.allocate(HEAD_BYTES + ids.size() * ENTRY_BYTES).put(VERSION);
    bytes.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
    bytes.putLong(complete).putInt(ids.size());
    for (var id : ids) {
      bytes.putLong(id.hash().high()).putLong(id.hash().low());
      bytes.putLong(id.offset()).putLong(id.storedAtMillis());
    }
    return bytes.array();
  }

  /**
   * Decodes a record; empty if this build does not know the record's version, or the record is
   * truncated.
   */
  static Optional<IndexRecord> decode(int partition, byte[] value) {
    var bytes = ByteBuffer.wrap(value);
    try {
      if (bytes.get() != VERSION) {
        return Optional.empty();
      }
      var topic = new Uuid(bytes.getLong(), bytes.getLong());
      long complete = bytes.getLong();
      int count = bytes.getInt();
      var ids = new ArrayList<StoredId>(Math.min(Math.max(0, count), MOST_IDS));
      for (int i = 0; i < count; i++) {
        var hash = new IdHash(bytes.getLong(), bytes.getLong());
        ids.add(new StoredId(hash, partition, bytes.getLong(), bytes.getLong()));
      }
      return Optional.of(new IndexRecord(topic, complete, ids));
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }
}
