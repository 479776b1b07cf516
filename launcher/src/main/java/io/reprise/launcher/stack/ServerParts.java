package io.reprise.launcher.stack;

import io.reprise.ingest.service.IngestConfig;
import io.reprise.launcher.process.ServiceProcess;
import io.reprise.launcher.role.RegistryRole.RegistryConfig;
import io.reprise.launcher.role.S3Role.S3Config;
import io.reprise.runtime.http.HttpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a stack besides broker and workers. Registry and S3 begin first, for they take
 * longest; ingest begins when there is a broker. Confined to the stack's starter.
 */
final class ServerParts implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);
  private static final String SMALL_HEAP = "64m";
  private static final String INGEST_HEAP = "512m";

  private final StackFiles files;
  private final StackPorts ports;
  private final List<Service> services = new ArrayList<>();
  private @Nullable ServiceProcess registry;
  private @Nullable ServiceProcess s3;
  private @Nullable URI registryUri;
  private @Nullable URI ingestUri;

  ServerParts(StackFiles files, StackPorts ports) {
    this.files = files;
    this.ports = ports;
  }

  void begin() {
    var registryConfig = new RegistryConfig(files.data("registry"), ports.registry());
    var s3Config = new S3Config(files.data("s3"), ports.s3());
    registry =
        ServiceProcess.start(files.launch("registry", "registry", registryConfig, SMALL_HEAP));
    s3 = ServiceProcess.start(files.launch("s3", "s3", s3Config, SMALL_HEAP));
  }

  /** Returns once all that were begun serve, and ingest too. */
  void awaitAll(String bootstrapServers) {
    if (registry == null || s3 == null) {
      return;
    }
    registryUri = URI.create(registry.awaitReady(READY_LIMIT));
    services.add(new Service("registry", registryUri.toString(), registry));
    services.add(new Service("s3", s3.awaitReady(READY_LIMIT), s3));
    var config =
        new IngestConfig(
            "ingest",
            new HttpConfig("127.0.0.1", ports.ingest()),
            new IngestConfig.Kafka(bootstrapServers, null),
            registryUri,
            null,
            null);
    var ingest = ServiceProcess.start(files.launch("ingest", "ingest", config, INGEST_HEAP));
    services.add(new Service("ingest", "http://127.0.0.1:" + ports.ingest(), ingest));
    ingestUri = URI.create(ingest.awaitReady(READY_LIMIT));
  }

  List<Service> services() {
    return List.copyOf(services);
  }

  URI ingest() {
    if (ingestUri == null) {
      throw new IllegalStateException("this stack has no ingest");
    }
    return ingestUri;
  }

  URI registry() {
    if (registryUri == null) {
      throw new IllegalStateException("this stack has no registry");
    }
    return registryUri;
  }

  /** Ingest first, then what it needs. */
  @Override
  public void close() {
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
