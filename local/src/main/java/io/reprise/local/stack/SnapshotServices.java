package io.reprise.local.stack;

import io.reprise.local.process.ServiceProcess;
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

  private final SnapshotSettings snapshots;
  private final StackLaunches launches;
  private final ServiceProcess database;
  private final List<@Nullable RunningService> compactors = new ArrayList<>();
  private String jdbcUrl = "";

  /** Takes over the process of the database, which may not be ready yet. */
  SnapshotServices(SnapshotSettings snapshots, StackLaunches launches, ServiceProcess database) {
    this.snapshots = snapshots;
    this.launches = launches;
    this.database = database;
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
    var started = ServiceProcess.start(launches.compactor(snapshots, number));
    try {
      compactors.set(
          number, new RunningService(started.name(), started.awaitReady(READY_LIMIT), started));
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
    ScratchDirectory.remove(launches.data("states-compactor-" + (number + 1)));
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

  /** Returns the address of the database. */
  String jdbcUrl() {
    return jdbcUrl;
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
