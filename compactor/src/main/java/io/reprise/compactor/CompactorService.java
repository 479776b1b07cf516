package io.reprise.compactor;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.compactor.http.CompactorApi;
import io.reprise.compactor.http.RunningCompactor;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.kafka.append.TopicAppender;
import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.client.ClusterCheck;
import io.reprise.runtime.http.ActionRecord;
import io.reprise.runtime.http.ActionSink;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.HttpService;
import io.reprise.runtime.http.Metrics;
import io.reprise.runtime.http.PolledCheck;
import io.reprise.runtime.http.ReadinessCheck;
import io.reprise.runtime.http.ServiceStatus;
import io.reprise.runtime.http.ServiceStatus.Work;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.s3.StoreProbe;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compactor process: the engine and the HTTP server. The HTTP server starts before the engine,
 * because other instances must know the port of the server. The server answers 503 until the engine
 * has started.
 *
 * <p>Thread-safe. Closing the service first hands its partitions over to other instances, then
 * stops the HTTP server.
 */
public final class CompactorService implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final AtomicReference<@Nullable RunningCompactor> serving = new AtomicReference<>();
  private final HttpServer http;

  private CompactorService(CompactorConfig config) {
    var metrics = life.start("metrics", Metrics::new);
    var service =
        new HttpService(
                new CompactorApi(
                    () -> Optional.ofNullable(serving.get()), config.maxAge(), config.http().tls()),
                checks(config, metrics.registry()),
                metrics)
            .with(new ServiceStatus("compactor", config.applicationId(), this::work))
            .with(actions(config));
    this.http = life.start("http", () -> HttpServer.start(config.http(), service));
    var advertised = config.advertisedOn(http.port());
    var engine =
        life.start("engine", () -> new CompactorEngine(config, advertised, metrics.registry()));
    serving.set(
        new RunningCompactor(engine.runs(), engine.inspector(), engine.json(), engine.audit()));
  }

  /**
   * Listens for HTTP requests, connects to Kafka, creates missing topics, and starts to fold the
   * configured topics.
   *
   * @throws IllegalArgumentException when a reducer does not exist
   * @throws io.reprise.store.facts.TopicNotFoundException when a topic does not exist
   * @throws io.reprise.compactor.topic.UnfitTopicException when a topic has unsuitable settings
   * @throws io.reprise.runtime.http.PortTakenException when another process listens on the port
   */
  public static CompactorService start(CompactorConfig config) {
    return new CompactorService(config);
  }

  /**
   * Returns the checks that decide whether this process is ready. The checks have Kafka clients of
   * their own, so that they also run before the engine has started. If the engine cannot start, the
   * answer to a health request then says why.
   */
  private List<ReadinessCheck> checks(CompactorConfig config, MeterRegistry registry) {
    var checks = new ArrayList<ReadinessCheck>();
    var admin = life.start("check admin", () -> AdminRole.open(config.kafka().clientSettings()));
    checks.add(polled("kafka", () -> ClusterCheck.requireAnswer(admin)));
    var bucket = config.store();
    if (bucket != null) {
      var store =
          life.start(
              "check store",
              () -> S3ObjectStore.open(bucket, CompactorEngine.storeRequests(registry)));
      checks.add(polled("store", () -> StoreProbe.requireAnswer(store)));
    }
    checks.add(new ReadinessCheck("compactions", this::notReadyBecause));
    return checks;
  }

  /** Nobody is asked who they are unless authentication is on, so there is nothing to write. */
  private ActionSink actions(CompactorConfig config) {
    if (!config.http().authentication().isOn()) {
      return ActionSink.NONE;
    }
    var topic = new AppendedTopic(ActionRecord.TOPIC);
    var appender =
        life.start(
            "action records", () -> TopicAppender.start(config.kafka().clientSettings(), topic));
    return new ActionSink(appender::append, appender::fault, appender::lost);
  }

  private ReadinessCheck polled(String name, Runnable probe) {
    return life.start(name + " check", () -> PolledCheck.start(name, probe)).readiness();
  }

  private List<Work> work() {
    var running = serving.get();
    if (running == null) {
      return List.of();
    }
    long failing = running.runs().stream().filter(run -> run.fault().isPresent()).count();
    long partitions = running.runs().stream().mapToLong(run -> run.marks().size()).sum();
    return List.of(
        new Work("compactions", running.runs().size() - failing, failing),
        new Work("partitions", partitions, 0));
  }

  private Optional<String> notReadyBecause() {
    var running = serving.get();
    if (running == null) {
      return Optional.of("the compactor is starting");
    }
    var faults =
        running.runs().stream()
            .flatMap(run -> run.fault().stream())
            .distinct()
            .collect(Collectors.joining("; "));
    return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
  }

  /** Returns the address of the HTTP server on this machine. */
  public URI uri() {
    return http.uri();
  }

  @Override
  public void close() {
    life.close();
  }
}
