package io.reprise.ingest.service;

import io.reprise.ingest.service.limit.Limits;
import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Durations;
import io.reprise.runtime.trace.TracingConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of an ingest service.
 *
 * @param name this instance's name in logs and in the id index; {@code <host>-<port>} when left
 *     out. Two running instances must not share a name. A restarted instance should keep its name:
 *     otherwise the instance reads more events of each topic before it is ready
 * @param http address at which producers reach the service; 127.0.0.1:8081 when left out
 * @param kafka the cluster that holds the event topics
 * @param registry URL at which the schema registry's Confluent API starts
 * @param registryCa PEM file with the certificates of the authorities that are trusted at an {@code
 *     https} registry; those that the JDK trusts when left out
 * @param dedupe how repeated events are recognised
 * @param limits limits of one request, and of all requests together
 * @param tracing where spans are sent; nothing is traced when left out
 */
public record IngestConfig(
    @ConfigKey(
            value =
                "The instance's name in logs and in the id index. Two running instances must not"
                    + " share a name. A restarted instance should keep its name: otherwise it reads"
                    + " more events of each topic before it is ready.",
            defaultsTo = "host name and HTTP port")
        String name,
    @ConfigKey("The address at which producers reach the service.") HttpConfig http,
    @ConfigKey("The cluster that holds the event topics.") Kafka kafka,
    @ConfigKey("The URL at which the schema registry's Confluent API starts.") URI registry,
    @ConfigKey(
            value =
                "The PEM file with the certificates of the authorities that the service trusts if"
                    + " the registry's URL is https. A changed file is read when the service starts"
                    + " again.",
            defaultsTo = "the authorities that the JDK trusts")
        @Nullable Path registryCa,
    @ConfigKey("How repeated events are recognised.") Dedupe dedupe,
    @ConfigKey("The limits of one request, and of all requests together.") Limits limits,
    @ConfigKey("Which requests are traced, and where their spans are sent.")
        TracingConfig tracing) {
  private static final int DEFAULT_PORT = 8081;

  public IngestConfig(
      @Nullable String name,
      @Nullable HttpConfig http,
      @Nullable Kafka kafka,
      @Nullable URI registry,
      @Nullable Path registryCa,
      @Nullable Dedupe dedupe,
      @Nullable Limits limits,
      @Nullable TracingConfig tracing) {
    if (kafka == null) {
      throw new IllegalArgumentException("kafka is missing: give kafka.bootstrapServers");
    }
    if (registry == null || registry.getHost() == null) {
      throw new IllegalArgumentException(
          "registry is %s: give the URL at which the schema registry's Confluent API starts"
              .formatted(
                  registry == null
                      ? "missing"
                      : "'" + ConfigText.withoutCredentials(registry) + "'"));
    }
    this.http = http == null ? new HttpConfig("127.0.0.1", DEFAULT_PORT) : http;
    this.name = name == null || name.isBlank() ? nameOf(this.http) : name;
    this.kafka = kafka;
    this.registry = registry;
    this.registryCa = registryCa;
    this.dedupe = dedupe == null ? new Dedupe(null, 0, null) : dedupe;
    this.limits = limits == null ? Limits.DEFAULT : limits;
    this.tracing = tracing == null ? TracingConfig.NONE : tracing;
    if (this.limits.inFlight().compareTo(this.http.maxBody()) < 0) {
      throw new IllegalArgumentException(
          "limits.inFlight is %s, less than one body (http.maxBody is %s): give more"
              .formatted(this.limits.inFlight(), this.http.maxBody()));
    }
  }

  /**
   * Creates the configuration of a service that trusts the authorities that the JDK trusts, and
   * traces nothing.
   */
  public IngestConfig(
      @Nullable String name,
      @Nullable HttpConfig http,
      @Nullable Kafka kafka,
      @Nullable URI registry,
      @Nullable Dedupe dedupe,
      @Nullable Limits limits) {
    this(name, http, kafka, registry, null, dedupe, limits, null);
  }

  private static String nameOf(HttpConfig http) {
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + http.port();
    } catch (UnknownHostException e) {
      return "ingest-" + http.port();
    }
  }

  /**
   * The connection to the cluster that holds the event topics.
   *
   * @param bootstrapServers {@code host:port}, comma-separated
   * @param properties further settings of all Kafka clients, by Kafka's own names, for example for
   *     security. Settings on which the acknowledgement of events depends are refused
   */
  public record Kafka(
      @ConfigKey("The brokers to connect to first, as host:port, separated by commas.")
          String bootstrapServers,
      @ConfigKey(
              value =
                  "Further settings of all Kafka clients, by Kafka's own names, for example for"
                      + " security. Settings that acknowledgements depend on are refused.",
              secret = true)
          Map<String, String> properties) {
    private static final Set<String> FIXED =
        Set.of(
            "acks",
            "enable.idempotence",
            "transactional.id",
            "retries",
            "request.timeout.ms",
            "delivery.timeout.ms",
            "max.block.ms",
            "buffer.memory",
            "max.request.size",
            "partitioner.class",
            "partitioner.ignore.keys",
            "isolation.level",
            "group.id");

    public Kafka(@Nullable String bootstrapServers, @Nullable Map<String, String> properties) {
      if (bootstrapServers == null || bootstrapServers.isBlank()) {
        throw new IllegalArgumentException("kafka.bootstrapServers is missing: give host:port");
      }
      this.bootstrapServers = bootstrapServers;
      this.properties = properties == null ? Map.of() : Map.copyOf(properties);
      for (var name : this.properties.keySet()) {
        if (FIXED.contains(name)) {
          throw new IllegalArgumentException(
              "kafka.properties has %s, which ingest sets itself: leave it out".formatted(name));
        }
      }
    }

    /** Returns the settings that all Kafka clients share. */
    public Map<String, Object> clientSettings() {
      var settings = new HashMap<String, Object>(properties);
      settings.put("bootstrap.servers", bootstrapServers);
      return Map.copyOf(settings);
    }

    /** Returns the configuration as text, without secrets. */
    @Override
    public String toString() {
      return ConfigText.of(this);
    }
  }

  /**
   * The settings by which repeated events are recognised.
   *
   * @param window how long the id of a stored event is remembered; 15 minutes when left out
   * @param mostIds the most ids that are remembered, all topics together. Once so many ids are
   *     remembered, a topic that holds its equal share of the ids or more takes no further events:
   *     the sender gets status 429. An id takes up to {@link #BYTES_AN_ID} bytes. When left out,
   *     the limit is the number of ids that fit in two fifths of the heap
   * @param indexEvery how often the ids of stored events are written to the id index, where other
   *     instances read them; 20 ms when left out
   */
  public record Dedupe(
      @ConfigKey(value = "How long the id of a stored event is remembered.", range = "1s to 7d")
          Duration window,
      @ConfigKey(
              value =
                  "The most ids that are remembered, all topics together. Once so many ids are"
                      + " remembered, events of a topic that holds its equal share of the ids or"
                      + " more are answered with status 429. An id takes up to 80 bytes of memory.",
              range = "0 or more",
              defaultsTo = "as many as fit in two fifths of the heap")
          long mostIds,
      @ConfigKey(
              value =
                  "How often the ids of stored events are written to the id index, where other"
                      + " instances read them.",
              range = "at least 1ms")
          Duration indexEvery) {
    /**
     * The most memory that one id takes: 80 bytes directly after the table of ids has doubled in
     * size. In a full table an id takes 40 bytes.
     */
    public static final int BYTES_AN_ID = 80;

    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    public Dedupe(@Nullable Duration window, long mostIds, @Nullable Duration indexEvery) {
      this.window = window == null ? Duration.ofMinutes(15) : window;
      this.mostIds = mostIds;
      this.indexEvery = indexEvery == null ? Duration.ofMillis(20) : indexEvery;
      if (this.window.toSeconds() < 1 || this.window.compareTo(LONGEST_WINDOW) > 0) {
        throw new IllegalArgumentException(
            "dedupe.window is %s: give 1s to 7d".formatted(Durations.text(this.window)));
      }
      if (mostIds < 0) {
        throw new IllegalArgumentException(
            "dedupe.mostIds is %d: give a number, or 0 for what the heap allows"
                .formatted(mostIds));
      }
      if (this.indexEvery.toMillis() < 1) {
        throw new IllegalArgumentException(
            "dedupe.indexEvery is %s: give at least 1ms"
                .formatted(Durations.text(this.indexEvery)));
      }
    }

    /**
     * Returns the most ids that are remembered: {@code mostIds} if it is set, otherwise the number
     * of ids that fit in two fifths of a heap of this size.
     */
    long mostIdsOf(long heapBytes) {
      return mostIds == 0 ? Math.max(1, heapBytes / 5 * 2 / BYTES_AN_ID) : mostIds;
    }
  }

  /** Returns the configuration as text, without secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
