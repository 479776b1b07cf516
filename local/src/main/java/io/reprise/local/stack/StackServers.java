package io.reprise.local.stack;

import io.reprise.archiver.ArchiverConfig;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.role.RegistryRole.RegistryConfig;
import io.reprise.local.role.S3Role.S3Config;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the schema registry, the S3 server, the ingest service and the archiver. Registry and S3
 * server start first because their start takes longest; ingest and archiver start once the broker
 * accepts requests. Confined to the thread that starts the stack.
 */
final class StackServers implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);
  private static final String SMALL_HEAP = "64m";
  private static final String SERVICE_HEAP = "512m";

  private final StackSettings settings;
  private final StackFiles files;
  private final StackPorts ports;
  private final List<RunningService> services = new ArrayList<>();
  private @Nullable ServiceProcess registry;
  private @Nullable ServiceProcess s3;
  private @Nullable ServiceProcess archiver;
  private @Nullable URI registryUri;
  private @Nullable URI ingestUri;
  private @Nullable URI archiverUri;

  StackServers(StackSettings settings, StackFiles files) {
    this.settings = settings;
    this.files = files;
    this.ports = settings.ports();
  }

  private boolean hasAll() {
    return settings.parts() == StackSettings.Parts.ALL;
  }

  void begin() {
    if (hasAll()) {
      var config = new RegistryConfig(files.data("registry"), ports.registry());
      registry = ServiceProcess.start(files.launch("registry", "registry", config, SMALL_HEAP));
    }
    if (hasAll() || settings.archive() != null) {
      var config = new S3Config(files.data("s3"), ports.s3());
      s3 = ServiceProcess.start(files.launch("s3", "s3", config, SMALL_HEAP));
    }
  }

  /**
   * Starts ingest and archiver, and returns once ingest, archiver, registry and S3 server accept
   * requests. Skips those of the four that the stack does not have.
   */
  void awaitAll(String bootstrapServers) {
    if (registry != null) {
      registryUri = URI.create(registry.awaitReady(READY_LIMIT));
      services.add(new RunningService("registry", registryUri.toString(), registry));
    }
    if (s3 != null) {
      services.add(new RunningService("s3", s3.awaitReady(READY_LIMIT), s3));
    }
    var ingest = registryUri == null ? null : beginIngest(bootstrapServers, registryUri);
    if (settings.archive() != null) {
      startArchiver(bootstrapServers, settings.archive());
    }
    if (ingest != null) {
      ingestUri = URI.create(ingest.awaitReady(READY_LIMIT));
    }
  }

  private ServiceProcess beginIngest(String bootstrapServers, URI registryAt) {
    var config =
        new IngestConfig(
            "ingest",
            new HttpConfig("127.0.0.1", ports.ingest()),
            new IngestConfig.Kafka(bootstrapServers, null),
            registryAt,
            null,
            null);
    var ingest = ServiceProcess.start(files.launch("ingest", "ingest", config, SERVICE_HEAP));
    services.add(new RunningService("ingest", "http://127.0.0.1:" + ports.ingest(), ingest));
    return ingest;
  }

  /**
   * Starts an archiver and returns once it accepts requests. Requires that the previous archiver
   * has ended.
   */
  void startArchiver(String bootstrapServers, ArchiveSettings archive) {
    var config =
        new ArchiverConfig(
            "archiver",
            new KafkaConfig(bootstrapServers, null),
            new HttpConfig("127.0.0.1", ports.archiver()),
            registryUri,
            archive.store(ports.s3()),
            new ArchiverConfig.Spool(files.data("spool"), null),
            archive.topics(),
            null,
            null,
            archive.snapshots(),
            null);
    var started = ServiceProcess.start(files.launch("archiver", "archiver", config, SERVICE_HEAP));
    archiver = started;
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

  @Nullable URI registryIfAny() {
    return registryUri;
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
    for (int i = services.size() - 1; i >= 0; i--) {
      services.get(i).process().close();
    }
    if (s3 != null) {
      s3.close();
    }
    if (registry != null) {
      registry.close();
    }
  }
}
