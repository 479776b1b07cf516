package io.reprise.replay.select;

import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.store.KeyPartition;
import io.reprise.store.select.ExpressionFilter;
import io.reprise.store.select.FilterResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Decides which records of one shard are delivered. Immutable and thread-safe. */
public final class RecordSelector {
  private final Set<ByteBuffer> keys;
  private final byte[][] types;
  private final List<WantedHeader> headers;
  private final @Nullable ExpressionFilter where;
  private final @Nullable RedriveSelector redrive;
  private final boolean passesAll;
  private final int partitions;
  private final int bucket;
  private final int buckets;

  /** A header that a record must have, with this value. */
  private record WantedHeader(String name, byte[] value) {}

  /**
   * Creates the selector of one shard.
   *
   * @param where the compiled expression of the filter; null if the filter has none
   * @param redrive selects the dead letters of a redrive; null if the replay is none
   * @param partitions partition count of the source topic
   */
  RecordSelector(
      Filter filter,
      @Nullable ExpressionFilter where,
      @Nullable RedriveSelector redrive,
      ShardPlan shard,
      int partitions) {
    this.keys = filter.keys().stream().map(RecordSelector::bytes).collect(Collectors.toSet());
    this.types = filter.types().stream().map(RecordSelector::utf8).toArray(byte[][]::new);
    this.headers =
        filter.headers().entrySet().stream()
            .map(header -> new WantedHeader(header.getKey(), utf8(header.getValue())))
            .toList();
    this.where = where;
    this.redrive = redrive;
    this.passesAll = filter.passesAll() && redrive == null;
    this.partitions = partitions;
    this.bucket = shard.bucket();
    this.buckets = shard.buckets();
  }

  /**
   * Decides what the shard does with one record. A record without a key belongs to bucket 0.
   *
   * @throws UndecidedRecordException if the expression has no result for the record
   * @throws io.reprise.store.select.SchemasUnavailableException if the result depends on a schema
   *     that cannot be read at the moment; a retry is safe
   */
  public RecordSelection select(ConsumerRecord<byte[], byte[]> record) {
    if (!keys.isEmpty() && !contains(keys, record.key())) {
      return selectUnreadRecord();
    }
    if (buckets > 1 && bucketOf(record.key(), partitions, buckets) != bucket) {
      return RecordSelection.OTHER_SHARD;
    }
    return passesAll || passes(record) ? RecordSelection.DELIVER : RecordSelection.FILTERED;
  }

  /** Decides what the shard does with a record that the reader skipped because of its key. */
  public RecordSelection selectUnreadRecord() {
    return RecordSelection.ofUnread(bucket);
  }

  /** Returns the bucket of a key. A record without a key belongs to bucket 0. */
  public static int bucketOf(byte @Nullable [] key, int partitions, int buckets) {
    return key == null ? 0 : KeyPartition.bucket(key, partitions, buckets);
  }

  /** Called for every record of the shard, so it makes no objects. */
  private boolean passes(ConsumerRecord<byte[], byte[]> record) {
    if (types.length > 0 && !isOneOf(types, last(record.headers(), "ce_type"))) {
      return false;
    }
    for (var wanted : headers) {
      if (!Arrays.equals(wanted.value, last(record.headers(), wanted.name))) {
        return false;
      }
    }
    return (redrive == null || redrive.passes(record)) && (where == null || passes(where, record));
  }

  private static boolean isOneOf(byte[][] wanted, byte @Nullable [] bytes) {
    for (var each : wanted) {
      if (Arrays.equals(each, bytes)) {
        return true;
      }
    }
    return false;
  }

  private static boolean passes(ExpressionFilter where, ConsumerRecord<byte[], byte[]> record) {
    var result = where.check(new RecordEventView(record));
    if (result instanceof FilterResult.Faulty faulty) {
      throw new UndecidedRecordException(faulty.reason());
    }
    return result instanceof FilterResult.Decided decided && decided.passes();
  }

  private static boolean contains(Set<ByteBuffer> wanted, byte @Nullable [] bytes) {
    return bytes != null && wanted.contains(ByteBuffer.wrap(bytes));
  }

  private static byte @Nullable [] last(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
