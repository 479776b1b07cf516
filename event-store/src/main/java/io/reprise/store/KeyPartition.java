package io.reprise.store;

import org.apache.kafka.common.utils.Utils;

/**
 * Where Kafka's Java default partitioner puts a key (murmur2; librdkafka: {@code murmur2_random}).
 */
public final class KeyPartition {
  private KeyPartition() {}

  /** The partition of {@code key} in a topic of {@code partitions} partitions. */
  public static int of(byte[] key, int partitions) {
    return hash(key) % partitions;
  }

  /**
   * Which of {@code buckets} a key falls in, independently of its partition: keys of one partition
   * spread over all buckets.
   */
  public static int bucket(byte[] key, int partitions, int buckets) {
    return hash(key) / partitions % buckets;
  }

  private static int hash(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key));
  }
}
