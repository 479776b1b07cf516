package io.reprise.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.kafka.append.TopicAppender;
import io.reprise.replay.browse.TopicBrowser;
import io.reprise.replay.http.OperatorApi;
import io.reprise.replay.http.WorkerView;
import io.reprise.runtime.http.ActionRecord;
import io.reprise.runtime.http.ActionSink;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.HttpService;
import io.reprise.runtime.http.Metrics;
import io.reprise.runtime.http.ReadinessCheck;
import io.reprise.runtime.http.ServiceStatus;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.runtime.metric.ObjectStoreMeters;
import io.reprise.runtime.trace.Tracing;
import io.reprise.store.object.s3.S3Request;
import io.reprise.store.object.s3.S3RequestObserver;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replay worker: the {@link ReplayEngine} and its HTTP API.
 *
 * <p>Thread-safe. Closing the service drains it first: the worker is not ready any more, hands its
 * slots over to other workers, and still answers HTTP requests. Then the HTTP API is closed, then
 * the rest.
 */
public final class WorkerService implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(WorkerService.class);

  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final Tracing tracing;
  private final ReplayEngine engine;
  private final HttpServer http;
  private volatile boolean draining;

  private WorkerService(WorkerConfig config, Consumer<RuntimeException> onFatal) {
    var metrics = life.start("metrics", Metrics::new);
    this.tracing =
        life.start(
            "tracing",
            () -> Tracing.start(config.tracing(), "worker", config.name(), metrics.registry()));
    var observers = observers(config, metrics.registry(), tracing);
    this.engine =
        life.start(
            "engine", () -> ReplayEngine.start(config, Clock.systemUTC(), observers, onFatal));
    WorkerMeters.bind(engine, metrics.registry());
    life.start("source gaps", () -> SourceGaps.start(engine, metrics.registry()));
    metrics.beforeScrape(ReplayMeters.of(engine, metrics.registry())::update);
    var service = httpService(config, metrics);
    this.http = life.start("http", () -> HttpServer.start(config.http(), service));
  }

  /**
   * A worker without an archive sends no requests to an object store, so it has no meters of them.
   */
  private static EngineObservers observers(
      WorkerConfig config, MeterRegistry registry, Tracing tracing) {
    return new EngineObservers(
        new DeliveryMeters(registry),
        config.archive() == null
            ? S3RequestObserver.NONE
            : S3RequestObserver.of(
                new ObjectStoreMeters(registry, S3Request.Kind.labels(), S3Request.Outcome.labels())
                    ::ended),
        tracing);
  }

  /**
   * Connects to Kafka, joins the consumer groups and listens for HTTP requests.
   *
   * @param onFatal called when the worker cannot continue; the process should end
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached
   * @throws io.reprise.runtime.http.PortTakenException when another process listens on the port
   */
  public static WorkerService start(WorkerConfig config, Consumer<RuntimeException> onFatal) {
    return new WorkerService(config, onFatal);
  }

  private HttpService httpService(WorkerConfig config, Metrics metrics) {
    var streams = new EventStreams();
    var api =
        new OperatorApi(
            engine.operations(),
            engine.sampler(),
            new TopicBrowser(engine.inspector(), engine.log(), engine.values()),
            engine.targets(),
            engine.groups(),
            () -> view(config, engine),
            streams);
    return new HttpService(
            api,
            List.of(
                new ReadinessCheck("draining", this::drainingFault),
                new ReadinessCheck("kafka", () -> kafkaFault(engine)),
                new ReadinessCheck("dispatch", this::dispatchFault),
                new ReadinessCheck("shards", engine::fault)),
            metrics,
            streams)
        .with(new ServiceStatus("worker", config.name(), () -> WorkerWork.of(engine)))
        .with(actions(config))
        .with(tracing);
  }

  /** Nobody is asked who they are unless authentication is on, so there is nothing to write. */
  private ActionSink actions(WorkerConfig config) {
    if (!config.http().authentication().isOn()) {
      return ActionSink.NONE;
    }
    var topic = new AppendedTopic(ActionRecord.TOPIC);
    var appender =
        life.start(
            "action records", () -> TopicAppender.start(config.kafka().clientSettings(), topic));
    return new ActionSink(appender::append, appender::fault, appender::lost);
  }

  private Optional<String> drainingFault() {
    return draining
        ? Optional.of("the worker hands its slots over to other workers and then stops")
        : Optional.empty();
  }

  private Optional<String> dispatchFault() {
    return draining || engine.isDispatching()
        ? Optional.empty()
        : Optional.of("the dispatch thread has ended, so no shard is started; restart the worker");
  }

  private static Optional<String> kafkaFault(ReplayEngine engine) {
    engine.replays().catchUp();
    return Optional.empty();
  }

  private static WorkerView view(WorkerConfig config, ReplayEngine engine) {
    return new WorkerView(
        config.name(),
        engine.isCoordinator(),
        engine.topics().slots(),
        engine.slotsOwned(),
        engine.shardsRunning(),
        engine.group().protocol(),
        engine.group().session().toMillis(),
        engine.workers().sharingSlotsIfKnown());
  }

  /** Returns the address of the HTTP API on this machine. */
  public URI uri() {
    return http.uri();
  }

  /**
   * Hands this worker's slots over to other workers, as {@link ReplayEngine#drain} says. From now
   * on the readiness check {@code draining} fails. The HTTP API still answers.
   */
  void drain() {
    draining = true;
    LOG.info(
        "worker is draining slotsOwned={} shardsRunning={}",
        engine.slotsOwned(),
        engine.shardsRunning());
    engine.drain();
    LOG.info("worker has drained");
  }

  @Override
  public void close() {
    drain();
    life.close();
  }
}
