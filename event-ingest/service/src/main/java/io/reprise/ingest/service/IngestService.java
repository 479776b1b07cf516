package io.reprise.ingest.service;

import io.reprise.ingest.service.admit.Admission;
import io.reprise.ingest.service.admit.TopicDirectory;
import io.reprise.ingest.service.dedupe.IdWindows;
import io.reprise.ingest.service.http.IngestRoutes;
import io.reprise.ingest.service.publish.Ingest;
import io.reprise.ingest.service.publish.KafkaOutlet;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.HttpService;
import io.reprise.runtime.http.Metrics;
import io.reprise.runtime.http.ReadinessCheck;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The ingest service.
 *
 * <p>Thread-safe. Closing it closes the door first, then waits for what is on its way to Kafka.
 */
public final class IngestService implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final HttpServer http;

  private IngestService(IngestConfig config) {
    var kafka = config.kafka().clientSettings();
    var registry = life.start("registry", () -> SchemaRegistry.at(config.registry()));
    var topics =
        life.start("topics", () -> new TopicDirectory(kafka, config.dedupe().indexPrefix()));
    var outlet = life.start("kafka", () -> new KafkaOutlet(kafka, config.limits()));
    var windows =
        life.start(
            "ids",
            () ->
                new IdWindows(
                    config.dedupe(), config.name(), kafka, topics, outlet, Clock.systemUTC()));
    var metrics = life.start("metrics", Metrics::new);
    windows.bindTo(metrics.registry());
    var admission = new Admission(registry, config.limits());
    var routes =
        new IngestRoutes(
            topics, config.limits(), admission, new Ingest(windows, outlet, config.limits()));
    this.http =
        life.start(
            "http",
            () ->
                HttpServer.start(
                    config.http(),
                    new HttpService(
                        routes, List.of(new ReadinessCheck("kafka", topics::fault)), metrics)));
  }

  /**
   * Connects and listens.
   *
   * @throws io.reprise.runtime.http.PortTakenException when something else listens there
   */
  public static IngestService start(IngestConfig config) {
    return new IngestService(config);
  }

  /** Where it is reached on this machine. */
  public URI uri() {
    return http.uri();
  }

  @Override
  public void close() {
    life.close();
  }
}
