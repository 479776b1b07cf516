package io.reprise.local.stack;

import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.client.CompactorClient;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.cli.rehydrate.Sources;
import io.reprise.local.process.ServiceLaunch;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.role.BrokerRole.BrokerConfig;
import io.reprise.replay.WorkerConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.store.archive.read.CacheConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A running stack.
 *
 * <p>Threading: workers may be added, killed and listed from any thread. {@link #close()} stops
 * workers first and the broker last; nothing is left running.
 */
public final class Stack implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);
  private static final String BROKER_HEAP = "1g";
  private static final String WORKER_HEAP = "512m";

  private final StackSettings settings;
  private final StackFiles files;
  private final StackServers foreign;
  private final List<RunningWorker> workers = new CopyOnWriteArrayList<>();
  private final List<RunningWorker> frozen = new CopyOnWriteArrayList<>();
  private @Nullable SnapshotServices snapshots;
  private ServiceProcess broker;
  private int workersStarted;

  private Stack(StackSettings settings) {
    this.settings = settings;
    this.files = new StackFiles(settings.directory());
    this.foreign = new StackServers(settings, files);
    foreign.begin();
    try {
      this.broker = startBroker();
    } catch (RuntimeException e) {
      foreign.close();
      throw e;
    }
  }

  /** Starts everything and returns once all of it serves. */
  public static Stack start(StackSettings settings) {
    var stack = new Stack(settings);
    try {
      stack.startWorkers();
      stack.foreign.awaitAll(stack.bootstrapServers());
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private ServiceProcess startBroker() {
    var ports = settings.ports();
    var config =
        new BrokerConfig(
            files.data("kafka"), ports.broker(), ports.controller(), settings.brokerSettings());
    var process = ServiceProcess.start(files.launch("broker", "broker", config, BROKER_HEAP));
    try {
      process.awaitReady(READY_LIMIT);
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private void startWorkers() {
    addWorkers(settings.workers());
  }

  /** Starts {@code count} more workers, all at once, and returns when they serve. */
  public void addWorkers(int count) {
    var starting = new ArrayList<ServiceProcess>();
    for (int i = 0; i < count; i++) {
      starting.add(beginWorker());
    }
    starting.forEach(this::admit);
  }

  /** Starts one more worker and returns once it serves. */
  public RunningWorker addWorker() {
    return admit(beginWorker());
  }

  private synchronized ServiceProcess beginWorker() {
    int number = workersStarted++;
    var name = "worker-" + (number + 1);
    var config =
        new WorkerConfig(
            name,
            new KafkaConfig(bootstrapServers(), null),
            new WorkerConfig.Control(null, 0, (short) 1, settings.session(), null),
            new HttpConfig("127.0.0.1", settings.ports().worker().applyAsInt(number)),
            settings.targets(),
            settings.runningShards(),
            archive(name));
    return ServiceProcess.start(files.launch(name, "worker", config, WORKER_HEAP));
  }

  private WorkerConfig.@Nullable Archive archive(String worker) {
    var archive = settings.archive();
    if (archive == null) {
      return null;
    }
    var cache = archive.cache();
    var directory = cache.directory() == null ? files.data("cache-" + worker) : cache.directory();
    return new WorkerConfig.Archive(
        archive.store(settings.ports().s3()),
        new CacheConfig(cache.memoryMebibytes(), cache.diskMebibytes(), directory));
  }

  private RunningWorker admit(ServiceProcess process) {
    try {
      var worker = new RunningWorker(process, URI.create(process.awaitReady(READY_LIMIT)));
      workers.add(worker);
      return worker;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** SIGKILL. The worker is no longer listed. */
  public void kill(RunningWorker worker) {
    workers.remove(worker);
    worker.process().kill();
  }

  /** Asks a worker to leave and waits until it has. */
  public void remove(RunningWorker worker) {
    workers.remove(worker);
    worker.process().close();
  }

  /** SIGSTOP. The worker is not listed while it stands still. */
  public void freeze(RunningWorker worker) {
    workers.remove(worker);
    frozen.add(worker);
    worker.process().freeze();
  }

  /** SIGCONT. */
  public void thaw(RunningWorker worker) {
    if (frozen.remove(worker)) {
      worker.process().thaw();
      workers.add(worker);
    }
  }

  public void thawAll() {
    List.copyOf(frozen).forEach(this::thaw);
  }

  /** Workers that ended though nobody struck them, as sentences; each is told once. */
  public List<String> unexpectedEnds() {
    var ended = workers.stream().filter(w -> !w.process().isAlive()).toList();
    workers.removeAll(ended);
    return ended.stream()
        .map(w -> w.name() + " ended by itself: " + w.process().lastLogLine())
        .toList();
  }

  /** How long a silent worker keeps its slots on this broker. */
  public Duration session() {
    return Duration.ofMillis(api().worker().path("sessionMillis").asLong());
  }

  /**
   * Kills the broker and starts it again on the same directory. Returns once it serves.
   *
   * @throws CommandFailure when it does not come back; nothing else of the stack works then
   */
  public void restartBroker() {
    broker.kill();
    broker = startBroker();
  }

  /**
   * Refuses to go on without a broker.
   *
   * @throws CommandFailure when it ended and was not started again
   */
  public void requireBroker() {
    if (!broker.isAlive()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the broker is gone, nothing works without it: %s (log: %s)"
              .formatted(broker.lastLogLine(), broker.launch().log()));
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + settings.ports().broker();
  }

  /** Everything that runs, in the order in which it was started. */
  public List<RunningService> services() {
    var all = new ArrayList<RunningService>();
    all.add(new RunningService("kafka", bootstrapServers(), broker));
    all.addAll(foreign.services());
    if (snapshots != null) {
      all.addAll(snapshots.services());
    }
    workers.forEach(w -> all.add(new RunningService(w.name(), w.uri().toString(), w.process())));
    return all;
  }

  /** Where producers send events; only with all parts. */
  public URI ingest() {
    return foreign.ingest();
  }

  /** The archiver's door; only with an archive. */
  public ArchiverClient archiver() {
    return new ArchiverClient(List.of(archiverUri()));
  }

  /** Where the archiver is reached; only with an archive. */
  public URI archiverUri() {
    return foreign.archiver();
  }

  /** SIGKILL of the archiver. */
  public void killArchiver() {
    foreign.killArchiver();
  }

  /** Starts an archiver as the stack's settings have it; the former one has ended. */
  public void startArchiver() {
    startArchiver(java.util.Objects.requireNonNull(settings.archive()));
  }

  /**
   * Starts an archiver with settings of its own; the former one has ended. Returns once it serves.
   */
  public void startArchiver(ArchiveSettings archive) {
    foreign.startArchiver(bootstrapServers(), archive);
  }

  /** Asks the archiver to leave and waits until it has. */
  public void stopArchiver() {
    foreign.stopArchiver();
  }

  /** The running archiver's process. */
  public ServiceProcess archiverProcess() {
    return java.util.Objects.requireNonNull(foreign.archiverProcess());
  }

  /**
   * Starts compactors and database as the stack's settings have them, once the topics that they
   * fold exist. Returns when they serve.
   */
  public void startSnapshots() {
    startSnapshots(java.util.Objects.requireNonNull(settings.snapshots()));
  }

  /** As {@link #startSnapshots()}, with settings of their own; those before were stopped. */
  public void startSnapshots(SnapshotSettings folded) {
    var parts =
        new SnapshotServices(settings, folded, files, bootstrapServers(), foreign.registryIfAny());
    snapshots = parts;
    parts.awaitAll();
  }

  /** Asks compactors and database to leave, and waits until they have. */
  public void stopSnapshots() {
    snapshots().close();
    snapshots = null;
  }

  /** What the n-th compactor keeps on disk is gone; it must not run. */
  public void forgetStates(int number) {
    snapshots().forgetStates(number);
  }

  /** The n-th compactor's process. */
  public ServiceProcess compactorProcess(int number) {
    return snapshots().compactorProcess(number);
  }

  private SnapshotServices snapshots() {
    if (snapshots == null) {
      throw new IllegalStateException("this stack has no snapshots");
    }
    return snapshots;
  }

  /** Whichever compactor answers; only with snapshots. */
  public CompactorClient compactor() {
    return new CompactorClient(snapshots().compactorUris());
  }

  /** Where the first compactor is reached; only with snapshots. */
  public URI compactorUri() {
    return snapshots().compactorUris().get(0);
  }

  /** SIGKILL of the n-th compactor. */
  public void killCompactor(int number) {
    snapshots().killCompactor(number);
  }

  /** Starts the n-th compactor again, on the states it had. Returns once it serves. */
  public void startCompactor(int number) {
    snapshots().startCompactor(number);
  }

  /** What a rehydration into this stack's database is told; only with snapshots. */
  public RehydrateConfig rehydration() {
    return snapshots().rehydration();
  }

  /**
   * The same for this process, which takes on the S3 server's credentials. The caller closes it.
   */
  public Sources sources() {
    StackFiles.takeOnCredentials();
    return new Sources(rehydration());
  }

  /**
   * How to run a rehydration in a process of its own.
   *
   * @param name of its log and configuration
   * @param arguments of {@code reprise rehydrate}
   */
  public ServiceLaunch rehydrationLaunch(String name, List<String> arguments) {
    return files.launch(name, "rehydrate", rehydration(), "512m", arguments);
  }

  /** Where Confluent's API of the registry starts; only with all parts. */
  public URI registry() {
    return foreign.registry();
  }

  public StackSettings settings() {
    return settings;
  }

  /** The workers that were neither killed nor frozen. */
  public List<RunningWorker> workers() {
    return List.copyOf(workers);
  }

  /** Whichever worker answers. */
  public WorkerClient api() {
    return new WorkerClient(workers.stream().map(RunningWorker::uri).toList());
  }

  @Override
  public void close() {
    thawAll();
    var ending = workers.stream().map(w -> closing(w.process())).toList();
    ending.forEach(Stack::join);
    if (snapshots != null) {
      snapshots.close();
    }
    foreign.close();
    broker.close();
  }

  private static Thread closing(ServiceProcess process) {
    var thread = new Thread(process::close, "close-" + process.name());
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
