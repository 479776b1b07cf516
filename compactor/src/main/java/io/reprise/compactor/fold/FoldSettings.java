package io.reprise.compactor.fold;

import io.reprise.compactor.state.RocksMemory;
import io.reprise.compactor.state.RocksMemorySetter;
import io.reprise.compactor.topic.PreparedTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of all compactions of a process.
 *
 * @param client settings of all Kafka clients, by Kafka's names
 * @param advertised {@code host:port} of this instance's HTTP server
 * @param applicationId prefix of the application ids of all compactions
 * @param heapBytes size of the cache that each compaction has on the heap for states
 * @param rocks the memory that the RocksDB stores of all compactions share
 */
public record FoldSettings(
    Map<String, Object> client,
    String advertised,
    String applicationId,
    Path stateDirectory,
    int threads,
    int standbys,
    Duration commitInterval,
    long heapBytes,
    RocksMemory rocks) {
  private static final int BATCH_BYTES = 1 << 18;
  private static final int POLL_MILLIS = 50;
  // With Kafka's default session timeout, no instance would fold the partitions of a dead instance
  // for 45 s. This timeout of 10 s shortens that time.
  private static final String SESSION_MILLIS = "10000";
  private static final String HEARTBEAT_MILLIS = "3000";

  /**
   * Returns the application id of one compaction: the id of its consumer group, and the prefix of
   * the name of its changelog topic.
   */
  String applicationId(String snapshotTopic) {
    return applicationId + "." + snapshotTopic;
  }

  /** Returns the directory in which Kafka Streams keeps the states of one compaction. */
  Path directory(String snapshotTopic) {
    return stateDirectory.resolve(applicationId(snapshotTopic));
  }

  Properties streams(PreparedTopics topics) {
    var all = new Properties();
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        HEARTBEAT_MILLIS);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    all.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
    all.putAll(client);
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), topics.recordBytes());
    all.put(
        StreamsConfig.APPLICATION_ID_CONFIG, applicationId(topics.compaction().topics().name()));
    all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
    all.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Math.min(threads, topics.partitions()));
    all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
    all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, heapBytes);
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) topics.replication());
    all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemorySetter.class);
    all.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, LogTimestampExtractor.class);
    all.put(RocksMemorySetter.MEMORY, rocks);
    return all;
  }
}
