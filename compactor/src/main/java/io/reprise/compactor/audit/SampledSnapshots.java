package io.reprise.compactor.audit;

import io.reprise.store.fold.KeyState;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.Watermark;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Collects the newest snapshots of some keys of a partition, and the newest watermark. Used by one
 * thread.
 */
final class SampledSnapshots {
  private final KeySample<KeyState> sample;
  private final Set<ByteBuffer> named = new HashSet<>();
  private final Map<ByteBuffer, KeyState> ofNamed = new HashMap<>();
  private @Nullable Watermark watermark;
  private long emittedTo;

  /**
   * Creates an empty collection.
   *
   * @param keys the keys to collect instead of a sample; if empty, a sample is collected
   */
  SampledSnapshots(int sample, long seed, List<byte[]> keys) {
    this.sample = new KeySample<>(sample, seed);
    keys.forEach(key -> named.add(ByteBuffer.wrap(key)));
  }

  /**
   * Reads the next record of the snapshot topic: keeps the record if it is a snapshot of a wanted
   * key or a watermark.
   */
  void add(ConsumerRecord<byte[], byte[]> record) {
    if (SnapshotCodec.isWatermark(record.key())) {
      watermark = SnapshotCodec.watermark(record.value());
      emittedTo = Math.max(emittedTo, watermark.emittedTo());
      return;
    }
    var snapshot = SnapshotCodec.snapshot(record.key(), record.value(), record.headers());
    var kept = new KeyState(snapshot.state(), snapshot.provenance());
    emittedTo = Math.max(emittedTo, snapshot.provenance().lastOffset() + 1);
    var key = ByteBuffer.wrap(record.key());
    if (named.isEmpty()) {
      sample.offer(record.key(), kept);
    } else if (named.contains(key)) {
      ofNamed.put(key, kept);
    }
  }

  /** Returns the newest watermark; null when there is none. */
  @Nullable Watermark watermark() {
    return watermark;
  }

  /**
   * Returns an offset that is higher than the offset of every event in the snapshots of this
   * partition. An audit must read the source partition at least up to this offset.
   */
  long emittedTo() {
    return emittedTo;
  }

  /** Returns the collected keys with the states in their newest snapshots. */
  Map<ByteBuffer, KeyState> states() {
    if (!named.isEmpty()) {
      return Map.copyOf(ofNamed);
    }
    var states = new HashMap<ByteBuffer, KeyState>();
    sample.kept().forEach(kept -> states.put(kept.key(), kept.value()));
    return states;
  }

  Set<ByteBuffer> named() {
    return Set.copyOf(named);
  }

  /**
   * Returns whether the audit compares a key that an event of the log has. A key without a snapshot
   * is compared too, if it was requested or belongs to the sample.
   */
  boolean wants(byte[] key) {
    return named.isEmpty() ? sample.covers(key) : named.contains(ByteBuffer.wrap(key));
  }
}
