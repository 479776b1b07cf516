package io.reprise.trials.bench.compactor;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;

/**
 * The program with which the compactor bench compares compactors. It runs a Kafka Streams {@code
 * aggregate} that keeps each key's newest value, and does nothing else. Arguments: bootstrap
 * servers, topic, application id, state directory, threads, commit interval in milliseconds. Runs
 * until its process ends.
 */
public final class AggregateTool {
  static final String NAME = "Kafka Streams aggregate";

  private AggregateTool() {}

  public static void main(String[] arguments) {
    var settings = new Properties();
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, arguments[2]);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, arguments[3]);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, arguments[4]);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, arguments[5]);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put("auto.offset.reset", "earliest");
    var builder = new StreamsBuilder();
    builder.stream(arguments[1], Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .groupByKey(Grouped.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .aggregate(
            () -> new byte[0],
            (key, value, newest) -> value,
            Materialized.with(Serdes.ByteArray(), Serdes.ByteArray()));
    var streams = new KafkaStreams(builder.build(), settings);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(5)), "close"));
    streams.start();
  }
}
