package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a progress record that names the unchecked partitions of its slot. Each record of a
 * slot that has unchecked partitions has the header, so the newest record of the slot always has
 * it. Its text is the producer ids, separated by commas, then for each partition {@code
 * topic/partition=shard,shard}, separated by blanks.
 */
public final class UncheckedPartitionsHeader {
  static final String HEADER = "reprise-unchecked";

  private UncheckedPartitionsHeader() {}

  /** Returns the header that names {@code unchecked}. */
  public static Header header(UncheckedPartitions unchecked) {
    var ids =
        unchecked.producerIds().stream()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    var partitions =
        unchecked.shards().entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<TopicPartition, Set<ShardKey>> e) -> e.getKey().topic())
                    .thenComparing(e -> e.getKey().partition()))
            .map(e -> " " + text(e.getKey(), e.getValue()))
            .collect(Collectors.joining());
    return new RecordHeader(HEADER, (ids + partitions).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(TopicPartition partition, Set<ShardKey> shards) {
    return partition.topic()
        + "/"
        + partition.partition()
        + "="
        + shards.stream().map(ShardKey::toString).sorted().collect(Collectors.joining(","));
  }

  /** Returns the unchecked partitions that a record names. */
  static UncheckedPartitions of(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(HEADER);
    return header == null
        ? UncheckedPartitions.NONE
        : parse(new String(header.value(), StandardCharsets.UTF_8));
  }

  private static UncheckedPartitions parse(String text) {
    var parts = text.split(" ", -1);
    var ids =
        Arrays.stream(parts[0].split(",", -1))
            .filter(id -> !id.isEmpty())
            .map(Long::valueOf)
            .collect(Collectors.toSet());
    var shards = new HashMap<TopicPartition, Set<ShardKey>>();
    for (int i = 1; i < parts.length; i++) {
      int slash = parts[i].indexOf('/');
      int equals = parts[i].indexOf('=');
      var partition =
          new TopicPartition(
              parts[i].substring(0, slash),
              Integer.parseInt(parts[i].substring(slash + 1, equals)));
      shards.put(
          partition,
          Arrays.stream(parts[i].substring(equals + 1).split(",", -1))
              .filter(shard -> !shard.isEmpty())
              .map(ShardKey::parse)
              .collect(Collectors.toSet()));
    }
    return new UncheckedPartitions(shards, ids);
  }
}
