package io.reprise.store;

import org.apache.kafka.common.utils.Utils;

/**
 * Computes the partition that the default partitioner of Kafka's Java client chooses for a key
 * (murmur2; in librdkafka {@code murmur2_random}).
 */
public final class KeyPartition {
  private KeyPartition() {}

  /**
   * Returns the number of the partition that {@code key} belongs to, in a topic with {@code
   * partitions} partitions.
   */
  public static int of(byte[] key, int partitions) {
    return hash(key) % partitions;
  }

  /**
   * Returns the bucket of {@code key}: a number from 0 to {@code buckets - 1}. A replay with the
   * ordering {@code KEY} can divide the keys of one range into several shards: each shard delivers
   * one bucket. The bucket does not depend on the partition of the key, so the keys of one
   * partition are spread over all buckets.
   */
  public static int bucket(byte[] key, int partitions, int buckets) {
    return hash(key) / partitions % buckets;
  }

  private static int hash(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key));
  }
}
