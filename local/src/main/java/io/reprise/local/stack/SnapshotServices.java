package io.reprise.local.stack;

import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.compactor.CompactorConfig;
import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.role.DatabaseRole.DatabaseConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a stack's compactors and the database of its read models. Confined to the thread that starts
 * the stack, except that one other thread may kill and start compactors.
 */
final class SnapshotServices implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);

  /** Heap of the JVM that unpacks and starts the PostgreSQL server. */
  private static final String DATABASE_HEAP = "192m";

  private final StackSettings settings;
  private final SnapshotSettings snapshots;
  private final StackFiles files;
  private final @Nullable URI registry;
  private final String bootstrapServers;
  private final ServiceProcess database;
  private final List<@Nullable RunningService> compactors = new ArrayList<>();
  private String jdbcUrl = "";

  /**
   * Starts the process of the database without waiting until it is ready, because the database
   * takes longer to start than the other services.
   */
  SnapshotServices(
      StackSettings settings,
      SnapshotSettings snapshots,
      StackFiles files,
      String bootstrapServers,
      @Nullable URI registry) {
    this.settings = settings;
    this.snapshots = snapshots;
    this.files = files;
    this.registry = registry;
    this.bootstrapServers = bootstrapServers;
    var config = new DatabaseConfig(files.data("postgres"), settings.ports().database());
    this.database =
        ServiceProcess.start(files.launch("database", "database", config, DATABASE_HEAP));
  }

  /**
   * Starts the compactors, and returns once every compactor and the database accept requests.
   * Requires that the topics to compact exist.
   */
  void awaitAll() {
    for (int i = 0; i < snapshots.compactors(); i++) {
      compactors.add(null);
      startCompactor(i);
    }
    jdbcUrl = database.awaitReady(READY_LIMIT);
  }

  /**
   * Starts the n-th compactor, counted from 0, and returns once it accepts requests. Requires that
   * its previous process, if there was one, has ended.
   */
  void startCompactor(int number) {
    var name = "compactor-" + (number + 1);
    var archive = settings.archive();
    var config =
        new CompactorConfig(
            name,
            new KafkaConfig(bootstrapServers, null),
            new HttpConfig("127.0.0.1", settings.ports().compactor().applyAsInt(number)),
            null,
            registry,
            files.data("states-" + name),
            snapshots.standbys(),
            null,
            null,
            null,
            archive == null ? null : archive.store(settings.ports().s3()),
            snapshots.commitInterval(),
            null,
            null,
            snapshots.topics(),
            null);
    var started = ServiceProcess.start(files.launch(name, "compactor", config, snapshots.heap()));
    try {
      compactors.set(number, new RunningService(name, started.awaitReady(READY_LIMIT), started));
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Kills the n-th compactor (SIGKILL). */
  void killCompactor(int number) {
    var compactor = compactors.get(number);
    if (compactor != null) {
      compactor.process().kill();
    }
  }

  /** Deletes the local state of the n-th compactor. Requires that this compactor is not running. */
  void forgetStates(int number) {
    ScratchDirectory.remove(files.data("states-compactor-" + (number + 1)));
  }

  ServiceProcess compactorProcess(int number) {
    var compactor = compactors.get(number);
    if (compactor == null) {
      throw new IllegalStateException("compactor " + number + " was not started");
    }
    return compactor.process();
  }

  List<RunningService> services() {
    var all = new ArrayList<RunningService>();
    all.add(new RunningService("database", jdbcUrl, database));
    for (var compactor : compactors) {
      if (compactor != null) {
        all.add(compactor);
      }
    }
    return all;
  }

  List<URI> compactorUris() {
    return services().stream().skip(1).map(s -> URI.create(s.address())).toList();
  }

  /** Returns the configuration of a rehydration into the stack's database. */
  RehydrateConfig rehydration() {
    var archive = settings.archive();
    return new RehydrateConfig(
        new KafkaConfig(bootstrapServers, null),
        registry,
        archive == null ? null : archive.store(settings.ports().s3()),
        new RehydrateConfig.Target(jdbcUrl, EmbeddedDatabase.USER, null, null, null),
        null,
        files.data("scratch"));
  }

  @Override
  public void close() {
    for (var compactor : compactors) {
      if (compactor != null) {
        compactor.process().close();
      }
    }
    database.close();
  }
}
