package io.reprise.replay.select;

import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.store.KeyPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Decides which records of one shard are delivered. Immutable and thread-safe. */
public final class RecordSelector {
  private final Set<ByteBuffer> keys;
  private final Set<ByteBuffer> types;
  private final Map<String, byte[]> headers;
  private final boolean passesAll;
  private final int partitions;
  private final int bucket;
  private final int buckets;

  /**
   * Creates the selector of one shard.
   *
   * @param partitions partition count of the source topic
   */
  public RecordSelector(Filter filter, ShardPlan shard, int partitions) {
    this.keys = filter.keys().stream().map(RecordSelector::bytes).collect(Collectors.toSet());
    this.types = filter.types().stream().map(RecordSelector::bytes).collect(Collectors.toSet());
    this.headers =
        filter.headers().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, e -> e.getValue().getBytes(StandardCharsets.UTF_8)));
    this.passesAll = filter.passesAll();
    this.partitions = partitions;
    this.bucket = shard.bucket();
    this.buckets = shard.buckets();
  }

  /** Decides what the shard does with one record. A record without a key belongs to bucket 0. */
  public RecordSelection select(ConsumerRecord<byte[], byte[]> record) {
    if (!keys.isEmpty() && !contains(keys, record.key())) {
      return selectUnreadRecord();
    }
    if (buckets > 1 && bucketOf(record.key(), partitions, buckets) != bucket) {
      return RecordSelection.OTHER_SHARD;
    }
    return passesAll || passes(record) ? RecordSelection.DELIVER : RecordSelection.FILTERED;
  }

  /**
   * Decides what the shard does with a record that the reader skipped because the filter does not
   * name its key. The reader did not read the key, so the key's bucket is unknown. The shard of
   * bucket 0 counts all such records as filtered.
   */
  public RecordSelection selectUnreadRecord() {
    return bucket == 0 ? RecordSelection.FILTERED : RecordSelection.OTHER_SHARD;
  }

  /** Returns the bucket of a key. A record without a key belongs to bucket 0. */
  public static int bucketOf(byte @Nullable [] key, int partitions, int buckets) {
    return key == null ? 0 : KeyPartition.bucket(key, partitions, buckets);
  }

  private boolean passes(ConsumerRecord<byte[], byte[]> record) {
    return (types.isEmpty() || contains(types, last(record.headers(), "ce_type")))
        && headers.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), last(record.headers(), e.getKey())));
  }

  private static boolean contains(Set<ByteBuffer> wanted, byte @Nullable [] bytes) {
    return bytes != null && wanted.contains(ByteBuffer.wrap(bytes));
  }

  private static byte @Nullable [] last(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
