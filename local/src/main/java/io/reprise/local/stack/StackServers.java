package io.reprise.local.stack;

import io.reprise.local.process.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the schema registry, the S3 server, the ingest service and the archiver. Registry and S3
 * server start first because their start takes longest. Ingest starts once the broker accepts
 * requests, the archiver once the S3 server does too. Confined to the thread that starts the stack.
 */
final class StackServers implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);

  private final StackSettings settings;
  private final StackLaunches launches;
  private final List<RunningService> services = new ArrayList<>();
  private @Nullable ServiceProcess registry;
  private @Nullable ServiceProcess s3;
  private @Nullable ServiceProcess ingest;
  private @Nullable ServiceProcess archiver;
  private @Nullable URI registryUri;
  private @Nullable URI ingestUri;
  private @Nullable URI archiverUri;

  StackServers(StackSettings settings, StackLaunches launches) {
    this.settings = settings;
    this.launches = launches;
  }

  private boolean hasAll() {
    return settings.parts() == StackSettings.Parts.ALL;
  }

  /** Starts the processes of registry and S3 server, and does not wait for them. */
  void begin() {
    registryUri = launches.registryUri();
    if (registryUri != null) {
      registry = ServiceProcess.start(launches.registry());
      services.add(new RunningService("registry", registryUri.toString(), registry));
    }
    if (hasAll() || settings.archive() != null) {
      s3 = ServiceProcess.start(launches.s3());
    }
  }

  /**
   * Starts the processes of ingest and archiver. Waits only for the S3 server, which the archiver
   * needs to start. Ingest needs the registry only for its first request.
   */
  void beginServices() {
    if (hasAll()) {
      ingest = ServiceProcess.start(launches.ingest());
    }
    if (s3 != null) {
      services.add(new RunningService("s3", s3.awaitReady(READY_LIMIT), s3));
    }
    if (settings.archive() != null) {
      archiver = ServiceProcess.start(launches.archiver(settings.archive()));
    }
  }

  /** Returns once all services that were started accept requests. */
  void awaitAll() {
    if (archiver != null) {
      awaitArchiver(archiver);
    }
    if (ingest != null) {
      awaitIngest(ingest);
    }
    if (registry != null) {
      registry.awaitReady(READY_LIMIT);
    }
  }

  private void awaitIngest(ServiceProcess started) {
    ingestUri = URI.create(started.awaitReady(READY_LIMIT));
    services.add(new RunningService("ingest", ingestUri.toString(), started));
  }

  /** Stops the ingest service (SIGTERM), starts it again, and returns once it accepts requests. */
  void restartIngest() {
    if (ingest == null) {
      throw new IllegalStateException("this stack was started without ingest");
    }
    ingest.close();
    services.removeIf(service -> service.name().equals("ingest"));
    ingest = ServiceProcess.start(launches.ingest());
    awaitIngest(ingest);
  }

  /**
   * Starts an archiver and returns once it accepts requests. Requires that the previous archiver
   * has ended.
   */
  void startArchiver(ArchiveSettings archive) {
    var started = ServiceProcess.start(launches.archiver(archive));
    archiver = started;
    awaitArchiver(started);
  }

  private void awaitArchiver(ServiceProcess started) {
    try {
      archiverUri = URI.create(started.awaitReady(READY_LIMIT));
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Kills the archiver (SIGKILL). */
  void killArchiver() {
    if (archiver != null) {
      archiver.kill();
    }
  }

  void stopArchiver() {
    if (archiver != null) {
      archiver.close();
    }
  }

  @Nullable ServiceProcess archiverProcess() {
    return archiver;
  }

  List<RunningService> services() {
    var all = new ArrayList<>(services);
    if (archiver != null) {
      all.add(new RunningService("archiver", archiver().toString(), archiver));
    }
    return all;
  }

  URI ingest() {
    if (ingestUri == null) {
      throw new IllegalStateException("this stack was started without ingest");
    }
    return ingestUri;
  }

  URI registry() {
    if (registryUri == null) {
      throw new IllegalStateException("this stack was started without a registry");
    }
    return registryUri;
  }

  URI archiver() {
    if (archiverUri == null) {
      throw new IllegalStateException("this stack was started without an archiver");
    }
    return archiverUri;
  }

  /**
   * Stops archiver and ingest first, and then the S3 server and the registry, which archiver and
   * ingest need until they have stopped.
   */
  @Override
  public void close() {
    stopArchiver();
    if (ingest != null) {
      ingest.close();
    }
    if (s3 != null) {
      s3.close();
    }
    if (registry != null) {
      registry.close();
    }
  }
}
