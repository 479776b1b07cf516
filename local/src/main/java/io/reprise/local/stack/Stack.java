package io.reprise.local.stack;

import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.client.CompactorClient;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.cli.rehydrate.Sources;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.process.ServiceLaunch;
import io.reprise.local.process.ServiceProcess;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All services of Reprise, running on this machine.
 *
 * <p>Workers may be added, killed and listed from any thread. {@link #close()} stops workers first
 * and the brokers last, and leaves no process behind.
 */
public final class Stack implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);

  private final StackSettings settings;
  private final StackLaunches launches;
  private final StackServers foreign;
  private final StackBrokers brokers;
  private final List<RunningWorker> workers = new CopyOnWriteArrayList<>();
  private final List<RunningWorker> frozen = new CopyOnWriteArrayList<>();
  private @Nullable SnapshotServices snapshots;

  /** The database of a stack with snapshots, until {@link #snapshots} takes it over. */
  private @Nullable ServiceProcess database;

  private int workersStarted;

  private Stack(StackSettings settings) {
    this.settings = settings;
    this.launches = new StackLaunches(settings);
    this.foreign = new StackServers(settings, launches);
    this.brokers = new StackBrokers(settings.brokers(), launches);
    try {
      foreign.begin();
      if (settings.snapshots() != null) {
        database = ServiceProcess.start(launches.database());
      }
      brokers.startAll();
    } catch (RuntimeException e) {
      closeDatabase();
      foreign.close();
      throw e;
    }
  }

  /** Starts all services of the stack, and returns once they accept requests. */
  public static Stack start(StackSettings settings) {
    var stack = new Stack(settings);
    try {
      var workers = stack.beginWorkers(settings.workers());
      stack.foreign.beginServices();
      workers.forEach(stack::admit);
      stack.foreign.awaitAll();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Starts {@code count} more workers in parallel, and returns once they accept requests. */
  public void addWorkers(int count) {
    beginWorkers(count).forEach(this::admit);
  }

  private List<ServiceProcess> beginWorkers(int count) {
    return IntStream.range(0, count).mapToObj(i -> beginWorker()).toList();
  }

  /** Starts one more worker and returns once it accepts requests. */
  public RunningWorker addWorker() {
    return admit(beginWorker());
  }

  private synchronized ServiceProcess beginWorker() {
    return ServiceProcess.start(launches.worker(workersStarted++));
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

  /** Kills a worker (SIGKILL) and removes it from {@link #workers()}. */
  public void kill(RunningWorker worker) {
    workers.remove(worker);
    worker.process().kill();
    removeCache(worker);
  }

  /** Removes a worker from {@link #workers()}, stops it (SIGTERM), and waits until it has ended. */
  public void remove(RunningWorker worker) {
    workers.remove(worker);
    worker.process().close();
    removeCache(worker);
  }

  /**
   * Deletes the archive cache of a worker that has ended. Caches are named after workers, and no
   * later worker has the same name, so no worker would use this cache again.
   */
  private void removeCache(RunningWorker worker) {
    var cache = launches.data("cache-" + worker.name());
    if (Files.isDirectory(cache)) {
      ScratchDirectory.remove(cache);
    }
  }

  /** Freezes a worker (SIGSTOP) and removes it from {@link #workers()} until {@link #thaw}. */
  public void freeze(RunningWorker worker) {
    workers.remove(worker);
    frozen.add(worker);
    worker.process().freeze();
  }

  /** Lets a frozen worker continue (SIGCONT) and adds it to {@link #workers()} again. */
  public void thaw(RunningWorker worker) {
    if (frozen.remove(worker)) {
      worker.process().thaw();
      workers.add(worker);
    }
  }

  public void thawAll() {
    List.copyOf(frozen).forEach(this::thaw);
  }

  /**
   * Returns a sentence for each worker that has ended although nobody stopped or killed it. Each
   * worker is reported once.
   */
  public List<String> unexpectedEnds() {
    var ended = workers.stream().filter(w -> !w.process().isAlive()).toList();
    workers.removeAll(ended);
    return ended.stream()
        .map(w -> w.name() + " ended unexpectedly: " + w.process().lastLogLine())
        .toList();
  }

  /**
   * Returns how long a worker that no longer responds keeps its slots: the session timeout that the
   * workers' group has in this stack.
   */
  public Duration session() {
    return Duration.ofMillis(api().worker().path("sessionMillis").asLong());
  }

  /**
   * Kills the broker (SIGKILL) and starts a new one on the same directory. Returns once the new
   * broker accepts requests.
   *
   * @throws CommandFailure when the new broker does not accept requests; the stack is then unusable
   */
  public void restartBroker() {
    brokers.kill(0);
    brokers.start(0);
  }

  /** Returns the brokers, which can be killed, frozen and started one by one. */
  public StackBrokers brokers() {
    return brokers;
  }

  /**
   * Checks that all brokers run.
   *
   * @throws CommandFailure when a broker has ended
   */
  public void requireBroker() {
    brokers.requireAlive();
  }

  public String bootstrapServers() {
    return settings.brokers().bootstrapServers();
  }

  /** Returns all running services, in the order in which they were started. */
  public List<RunningService> services() {
    var all = new ArrayList<RunningService>();
    all.addAll(brokers.services());
    all.addAll(foreign.services());
    if (snapshots != null) {
      all.addAll(snapshots.services());
    }
    workers.forEach(w -> all.add(new RunningService(w.name(), w.uri().toString(), w.process())));
    return all;
  }

  /**
   * Returns the address of the ingest service. Requires a stack with {@link
   * StackSettings.Parts#ALL}.
   */
  public URI ingest() {
    return foreign.ingest();
  }

  /**
   * Stops the ingest service (SIGTERM), starts it again on the same port, and returns once it
   * accepts requests. Requires a stack with {@link StackSettings.Parts#ALL}.
   */
  public void restartIngest() {
    foreign.restartIngest();
  }

  /** Returns a client of the archiver. Requires a stack with an archive. */
  public ArchiverClient archiver() {
    return new ArchiverClient(List.of(archiverUri()));
  }

  /** Returns the address of the archiver. Requires a stack with an archive. */
  public URI archiverUri() {
    return foreign.archiver();
  }

  /** Kills the archiver (SIGKILL). Returns once its process has ended. */
  public void killArchiver() {
    foreign.killArchiver();
  }

  /**
   * Starts an archiver with the stack's settings. Requires that the previous archiver has ended.
   */
  public void startArchiver() {
    startArchiver(java.util.Objects.requireNonNull(settings.archive()));
  }

  /**
   * Starts an archiver with the given settings and returns once it accepts requests. Requires that
   * the previous archiver has ended.
   */
  public void startArchiver(ArchiveSettings archive) {
    foreign.startArchiver(archive);
  }

  /** Stops the archiver (SIGTERM) and waits until it has ended. */
  public void stopArchiver() {
    foreign.stopArchiver();
  }

  /** Returns the process of the running archiver. */
  public ServiceProcess archiverProcess() {
    return java.util.Objects.requireNonNull(foreign.archiverProcess());
  }

  /**
   * Starts compactors and database with the stack's settings, and returns once they accept
   * requests. Requires that the topics to fold exist.
   */
  public void startSnapshots() {
    startSnapshots(java.util.Objects.requireNonNull(settings.snapshots()));
  }

  /**
   * Starts compactors and database with the given settings. Requires that the previous compactors
   * and the previous database were stopped.
   */
  public void startSnapshots(SnapshotSettings folded) {
    var process = database == null ? ServiceProcess.start(launches.database()) : database;
    database = null;
    var parts = new SnapshotServices(folded, launches, process);
    snapshots = parts;
    parts.awaitAll();
  }

  /** Stops compactors and database, and waits until they have ended. */
  public void stopSnapshots() {
    snapshots().close();
    snapshots = null;
  }

  /** Deletes the local state of the n-th compactor. Requires that the compactor is not running. */
  public void forgetStates(int number) {
    snapshots().forgetStates(number);
  }

  /** Returns the process of the n-th compactor, counted from 0. */
  public ServiceProcess compactorProcess(int number) {
    return snapshots().compactorProcess(number);
  }

  private SnapshotServices snapshots() {
    if (snapshots == null) {
      throw new IllegalStateException("this stack was started without snapshots");
    }
    return snapshots;
  }

  /**
   * Returns a client that sends each request to any one of the compactors. Requires a stack with
   * snapshots.
   */
  public CompactorClient compactor() {
    return new CompactorClient(snapshots().compactorUris());
  }

  /** Returns the address of the first compactor. Requires a stack with snapshots. */
  public URI compactorUri() {
    return snapshots().compactorUris().get(0);
  }

  /** Kills the n-th compactor (SIGKILL). */
  public void killCompactor(int number) {
    snapshots().killCompactor(number);
  }

  /**
   * Starts the n-th compactor again, on the local state that is left on disk. Returns once the
   * compactor accepts requests.
   */
  public void startCompactor(int number) {
    snapshots().startCompactor(number);
  }

  /**
   * Returns the configuration of a rehydration into this stack's database. Requires a stack with
   * snapshots.
   */
  public RehydrateConfig rehydration() {
    return launches.rehydration(snapshots().jdbcUrl());
  }

  /**
   * Opens the sources from which a rehydration reads, for use in this process. Also sets the S3
   * server's credentials as system properties of this process. The caller closes the sources.
   */
  public Sources sources() {
    StackFiles.takeOnCredentials();
    return new Sources(rehydration());
  }

  /**
   * Returns the settings with which a rehydration is started in a process of its own.
   *
   * @param name name of the log and configuration files of the process
   * @param arguments arguments of {@code reprise rehydrate}
   */
  public ServiceLaunch rehydrationLaunch(String name, List<String> arguments) {
    return launches.rehydration(name, snapshots().jdbcUrl(), arguments);
  }

  /**
   * Returns the base URI of the schema registry. Requires a stack with {@link
   * StackSettings.Parts#ALL}.
   */
  public URI registry() {
    return foreign.registry();
  }

  public StackSettings settings() {
    return settings;
  }

  /**
   * Returns the running workers. Workers that were stopped or killed, or are frozen, are left out.
   */
  public List<RunningWorker> workers() {
    return List.copyOf(workers);
  }

  /** Returns a client that sends each request to any one of the workers. */
  public WorkerClient api() {
    return new WorkerClient(workers.stream().map(RunningWorker::uri).toList());
  }

  /**
   * Stops all services and waits until they have ended. The wait continues even if the calling
   * thread is interrupted; otherwise processes or files could be left behind.
   */
  @Override
  public void close() {
    Interruption.runDeferred(this::stopAll);
  }

  private void stopAll() {
    thawAll();
    brokers.thawAll();
    var ending = workers.stream().map(w -> closing(w.process())).toList();
    ending.forEach(Stack::join);
    if (snapshots != null) {
      snapshots.close();
    }
    closeDatabase();
    foreign.close();
    brokers.close();
  }

  private void closeDatabase() {
    if (database != null) {
      database.close();
    }
  }

  private static Thread closing(ServiceProcess process) {
    var thread = new Thread(process::close, "close-" + process.name());
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    Interruption.runs(thread::join);
  }
}
