package io.reprise.ingest.service;

import io.reprise.runtime.http.HttpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an ingest service is told.
 *
 * @param name this instance's name in logs and in the id index; {@code ingest} when left out
 * @param http where producers reach it; 127.0.0.1:8081 when left out
 * @param kafka the cluster
 * @param registry where Confluent's API of the schema registry starts
 * @param dedupe how repeated events are found
 * @param limits what is refused
 */
public record IngestConfig(
    String name, HttpConfig http, Kafka kafka, URI registry, Dedupe dedupe, Limits limits) {
  private static final int DEFAULT_PORT = 8081;

  public IngestConfig(
      @Nullable String name,
      @Nullable HttpConfig http,
      @Nullable Kafka kafka,
      @Nullable URI registry,
      @Nullable Dedupe dedupe,
      @Nullable Limits limits) {
    if (kafka == null) {
      throw new IllegalArgumentException("kafka is missing: give kafka.bootstrapServers");
    }
    if (registry == null) {
      throw new IllegalArgumentException(
          "registry is missing: give the schema registry's URL, up to where Confluent's API starts");
    }
    this.name = name == null ? "ingest" : name;
    this.http = http == null ? new HttpConfig("127.0.0.1", DEFAULT_PORT) : http;
    this.kafka = kafka;
    this.registry = registry;
    this.dedupe = dedupe == null ? new Dedupe(null, null, 0) : dedupe;
    this.limits = limits == null ? Limits.DEFAULT : limits;
  }

  /**
   * The cluster.
   *
   * @param bootstrapServers {@code host:port}, comma-separated
   * @param properties further producer settings by Kafka's names
   */
  public record Kafka(String bootstrapServers, Map<String, String> properties) {
    public Kafka(@Nullable String bootstrapServers, @Nullable Map<String, String> properties) {
      if (bootstrapServers == null || bootstrapServers.isBlank()) {
        throw new IllegalArgumentException("kafka.bootstrapServers is missing: give host:port");
      }
      this.bootstrapServers = bootstrapServers;
      this.properties = properties == null ? Map.of() : Map.copyOf(properties);
    }

    /** Settings common to all clients. */
    public Map<String, Object> clientSettings() {
      var settings = new HashMap<String, Object>(properties);
      settings.put("bootstrap.servers", bootstrapServers);
      return Map.copyOf(settings);
    }
  }

  /**
   * How repeated events are found.
   *
   * @param window how long an event is remembered; 15 minutes when left out
   * @param indexPrefix first part of the id index topics; {@code reprise.ids.} when left out
   * @param mostIds how many ids are remembered at most; beyond, events are answered 429; 2 million
   *     when left out
   */
  public record Dedupe(Duration window, String indexPrefix, int mostIds) {
    private static final int DEFAULT_MOST_IDS = 2_000_000;

    public Dedupe(@Nullable Duration window, @Nullable String indexPrefix, int mostIds) {
      this.window = window == null ? Duration.ofMinutes(15) : window;
      this.indexPrefix = indexPrefix == null ? "reprise.ids." : indexPrefix;
      this.mostIds = mostIds > 0 ? mostIds : DEFAULT_MOST_IDS;
      if (this.window.isNegative() || this.window.isZero()) {
        throw new IllegalArgumentException("dedupe.window must be longer than nothing");
      }
    }
  }
}
