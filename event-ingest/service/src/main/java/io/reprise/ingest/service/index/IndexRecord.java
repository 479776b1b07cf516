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
 * Some ids of one partition, as written to the same partition of the index. The record's key is the
 * writer's instance name.
 *
 * <p>Version 1, big-endian: version (1 byte), topic id (16), complete (8), number of entries (4);
 * an entry: hash (16), offset (8), time of storing in epoch milliseconds (8).
 *
 * @param topic the event topic's Kafka id: entries of a topic that was deleted mean nothing
 * @param complete every event below this offset that this instance stored in this partition is in
 *     this record or one before it; other instances' may be missing
 */
public record IndexRecord(Uuid topic, long complete, List<StoredId> ids) {
  /** 320 KB, well below the longest record that brokers take. */
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

  /** Reads a record; empty when it is of a version that this build does not know. */
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
