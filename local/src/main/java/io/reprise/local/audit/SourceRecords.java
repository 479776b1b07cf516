package io.reprise.local.audit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The hash of every record in some offset ranges of a source topic. The target of a replay can be
 * compared with the hashes even after the source topic was trimmed.
 *
 * @param partitions the hashes of each partition's records, by partition number
 */
public record SourceRecords(Map<Integer, Partition> partitions) {

  /** Reads all committed records of the offset ranges of {@code topic} and keeps their hashes. */
  public static SourceRecords read(
      CommittedReader reader, String topic, List<AuditedRange> ranges) {
    var partitions = new HashMap<Integer, Partition>();
    for (var range : ranges) {
      var records = new Partition(range.from());
      reader.read(topic, range, records::add);
      partitions.put(range.partition(), records);
    }
    return new SourceRecords(Map.copyOf(partitions));
  }

  /**
   * Creates an empty collection for {@code partitions} partitions. The caller adds each record that
   * it writes to the source topic.
   */
  public static SourceRecords none(int partitions) {
    var none = new HashMap<Integer, Partition>();
    for (int i = 0; i < partitions; i++) {
      none.put(i, new Partition(0));
    }
    return new SourceRecords(Map.copyOf(none));
  }

  /** Adds the hash of a record that the caller has written to the source topic and committed. */
  public void wrote(RecordMetadata place, byte[] key, byte[] value) {
    java.util.Objects.requireNonNull(partitions.get(place.partition()))
        .add(place.offset(), Partition.hash(key, value, place.timestamp()));
  }

  /**
   * Returns a copy of this collection with fewer records. Of each partition, only the records below
   * the end of the partition's range in {@code ranges} are kept.
   */
  public SourceRecords before(List<AuditedRange> ranges) {
    var earlier = new HashMap<Integer, Partition>();
    for (var range : ranges) {
      var all = java.util.Objects.requireNonNull(partitions.get(range.partition()));
      earlier.put(range.partition(), all.before(range.to()));
    }
    return new SourceRecords(Map.copyOf(earlier));
  }

  /** Returns the number of records in all partitions together. */
  public long count() {
    return partitions.values().stream().mapToLong(Partition::count).sum();
  }

  /** The hashes of one partition's records, by offset. Confined to one thread. */
  public static final class Partition {
    private final long from;
    private final BitSet present = new BitSet();
    private long[] hashes = new long[1024];

    Partition(long from) {
      this.from = from;
    }

    long from() {
      return from;
    }

    long count() {
      return present.cardinality();
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      add(record.offset(), hash(record));
    }

    private void add(long offset, long hash) {
      int index = (int) (offset - from);
      if (index >= hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.max(index + 1, hashes.length * 2));
      }
      hashes[index] = hash;
      present.set(index);
    }

    private Partition before(long to) {
      var earlier = new Partition(from);
      present.stream()
          .filter(index -> from + index < to)
          .forEach(index -> earlier.add(from + index, hashes[index]));
      return earlier;
    }

    boolean matches(long offset, ConsumerRecord<byte[], byte[]> copy) {
      int index = (int) (offset - from);
      return index >= 0 && present.get(index) && hashes[index] == hash(copy);
    }

    private static long hash(ConsumerRecord<byte[], byte[]> record) {
      return hash(record.key(), record.value(), record.timestamp());
    }

    private static long hash(byte[] key, byte[] value, long timestamp) {
      long hash = Arrays.hashCode(key);
      hash = hash * 1_000_003 + Arrays.hashCode(value);
      return hash * 1_000_003 + timestamp;
    }
  }
}
