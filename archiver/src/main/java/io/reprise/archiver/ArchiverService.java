package io.reprise.archiver;

import io.reprise.archiver.generation.ExportSchedule;
import io.reprise.archiver.generation.SnapshotExporter;
import io.reprise.archiver.http.ArchiveApi;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.archiver.operate.ArchivedRecords;
import io.reprise.archiver.operate.Holds;
import io.reprise.archiver.operate.Restorer;
import io.reprise.archiver.operate.SegmentMerges;
import io.reprise.archiver.operate.StatusReport;
import io.reprise.archiver.operate.TopicArchives;
import io.reprise.archiver.trim.ClusterTrimLimits;
import io.reprise.archiver.work.ArchivingState;
import io.reprise.kafka.append.AppendedTopic;
import io.reprise.kafka.append.TopicAppender;
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
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.object.s3.StoreProbe;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An archiver process: the engine, the export schedule and the HTTP server.
 *
 * <p>Thread-safe. Closing the service stops the HTTP server first, then leaves the group.
 */
public final class ArchiverService implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);
  private static final int CACHE_MEBIBYTES = 32;

  /**
   * If the attempts to archive a partition have failed for longer than this, the instance reports
   * that it is not ready.
   */
  private static final Duration FAILING_LIMIT = Duration.ofSeconds(30);

  private final Lifecycle life = new Lifecycle(CLOSE_LIMIT);
  private final HttpServer http;

  private ArchiverService(ArchiverConfig config, Consumer<RuntimeException> onFatal) {
    var clock = Clock.systemUTC();
    var metrics = life.start("metrics", Metrics::new);
    var meters = new ArchiveMeters(metrics.registry());
    var engine =
        life.start(
            "engine",
            () -> new ArchiveEngine(config, meters, ArchiveStepObserver.NONE, clock, onFatal));
    var source =
        life.start(
            "source",
            () -> new SegmentSource(engine.store(), new CacheConfig(CACHE_MEBIBYTES, null, null)));
    var exporter =
        SnapshotExporter.in(
            config.spool().directory().resolve("snapshots"),
            engine.store(),
            engine.inspector(),
            engine.hot(),
            clock);
    var service =
        new HttpService(
                api(engine, source, exporter, clock),
                List.of(
                    polled("kafka", () -> ClusterCheck.requireAnswer(engine.admin())),
                    polled("store", () -> StoreProbe.requireAnswer(engine.store())),
                    new ReadinessCheck("topics", () -> refused(engine)),
                    new ReadinessCheck("partitions", () -> stopped(engine, clock))),
                metrics)
            .with(new ServiceStatus("archiver", config.name(), () -> work(engine)))
            .with(actions(config));
    life.start("exports", () -> new ExportSchedule(exporter, config.snapshots(), clock));
    this.http = life.start("http", () -> HttpServer.start(config.http(), service));
  }

  /**
   * Connects to Kafka and the store, joins the group, and listens for HTTP.
   *
   * @param onFatal called when the archiver cannot continue; the process should end
   * @throws io.reprise.store.object.store.ObjectStoreException when the bucket cannot be used
   * @throws io.reprise.runtime.http.PortTakenException when another process listens on the port
   */
  public static ArchiverService start(ArchiverConfig config, Consumer<RuntimeException> onFatal) {
    return new ArchiverService(config, onFatal);
  }

  private static ArchiveApi api(
      ArchiveEngine engine, SegmentSource source, SnapshotExporter exporter, Clock clock) {
    var archives = new TopicArchives(engine.store(), engine.inspector(), clock);
    var records = new ArchivedRecords(archives, source, engine.values());
    return new ArchiveApi(
        archives,
        engine.anchors(),
        new StatusReport(
            archives,
            engine::topics,
            new ClusterTrimLimits(engine.admin(), clock, engine.config().group()),
            engine::states),
        new Holds(archives, engine.anchors()),
        new SegmentMerges(archives, engine.anchors(), engine::topics, engine.spool()),
        new Restorer(
            records,
            engine.inspector(),
            engine.config().anchors(),
            engine.config().kafka().clientSettings()),
        records,
        exporter,
        clock);
  }

  /** Nobody is asked who they are unless authentication is on, so there is nothing to write. */
  private ActionSink actions(ArchiverConfig config) {
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

  private static Optional<String> refused(ArchiveEngine engine) {
    var refused = engine.topics().refused().values();
    return refused.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", refused));
  }

  private static Optional<String> stopped(ArchiveEngine engine, Clock clock) {
    var stopped =
        engine.states().values().stream()
            .filter(state -> isStopped(state, clock))
            .map(ArchivingState::detail)
            .distinct()
            .toList();
    return stopped.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", stopped));
  }

  private static List<Work> work(ArchiveEngine engine) {
    var states = engine.states().values();
    long failing = states.stream().filter(ArchiverService::isHeldUp).count();
    return List.of(new Work("partitions", states.size() - failing, failing));
  }

  private static boolean isHeldUp(ArchivingState state) {
    return state.phase() == ArchivingState.Phase.STOPPED || state.failing() != null;
  }

  private static boolean isStopped(ArchivingState state, Clock clock) {
    var failing = state.failing();
    return state.phase() == ArchivingState.Phase.STOPPED
        || failing != null && failing.since().isBefore(clock.instant().minus(FAILING_LIMIT));
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
