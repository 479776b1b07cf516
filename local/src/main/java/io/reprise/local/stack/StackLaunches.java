package io.reprise.local.stack;

import io.reprise.archiver.ArchiverConfig;
import io.reprise.cli.rehydrate.RehydrateConfig;
import io.reprise.compactor.CompactorConfig;
import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.local.process.ServiceLaunch;
import io.reprise.local.role.BrokerRole.BrokerConfig;
import io.reprise.local.role.DatabaseRole.DatabaseConfig;
import io.reprise.local.role.RegistryRole.RegistryConfig;
import io.reprise.local.role.S3Role.S3Config;
import io.reprise.replay.WorkerConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.trace.TracingConfig;
import io.reprise.store.archive.read.CacheConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the configuration file of each service of a stack, and returns the settings with which the
 * service's process is started. Every call writes the file again.
 *
 * <p>Thread-safe, as long as no two threads launch the same service.
 */
public final class StackLaunches {
  /** Heap of a JVM that only starts and stops a third-party server. */
  private static final String SMALL_HEAP = "64m";

  private static final String SERVICE_HEAP = "512m";

  /** Heap of the JVM that unpacks and starts the PostgreSQL server. */
  private static final String DATABASE_HEAP = "192m";

  private static final String BROKER_HEAP = "1g";
  private static final String CLUSTER_HEAP = "320m";

  private final StackSettings settings;
  private final StackPorts ports;
  private final StackFiles files;

  public StackLaunches(StackSettings settings) {
    this.settings = settings;
    this.ports = settings.ports();
    this.files = new StackFiles(settings.directory(), settings.profile());
  }

  /** Returns the directory of a service's data. */
  public Path data(String name) {
    return files.data(name);
  }

  private KafkaConfig kafka() {
    return new KafkaConfig(settings.brokers().bootstrapServers(), null);
  }

  /** Returns the base URI of the registry; null if the stack has no registry. */
  public @Nullable URI registryUri() {
    return settings.parts() == StackSettings.Parts.ALL
        ? EmbeddedRegistry.uriAt(ports.registry())
        : null;
  }

  /** Returns the launch of the n-th broker, counted from 0. */
  public ServiceLaunch broker(int number) {
    var cluster = settings.brokers();
    var member = cluster.members().get(number);
    boolean single = cluster.hasOneBroker();
    var suffix = single ? "" : "-" + (number + 1);
    var config =
        new BrokerConfig(
            files.data("kafka" + suffix),
            member.port(),
            member.controllerPort(),
            member.settings(),
            cluster.clusterId());
    return files.launch("broker" + suffix, "broker", config, single ? BROKER_HEAP : CLUSTER_HEAP);
  }

  public ServiceLaunch registry() {
    var config = new RegistryConfig(files.data("registry"), ports.registry());
    return files.launch("registry", "registry", config, SMALL_HEAP);
  }

  public ServiceLaunch s3() {
    return files.launch("s3", "s3", new S3Config(files.data("s3"), ports.s3()), SMALL_HEAP);
  }

  public ServiceLaunch database() {
    var config = new DatabaseConfig(files.data("postgres"), ports.database());
    return files.launch("database", "database", config, DATABASE_HEAP);
  }

  /** Requires a stack with a registry. */
  public ServiceLaunch ingest() {
    return ingest("ingest", new HttpConfig("127.0.0.1", ports.ingest()), TracingConfig.NONE);
  }

  /**
   * Returns the launch of a further ingest service. Requires a stack with a registry.
   *
   * @param name another name than those of the other services of the stack
   */
  public ServiceLaunch ingest(String name, HttpConfig http, TracingConfig tracing) {
    var config =
        new IngestConfig(
            name,
            http,
            new IngestConfig.Kafka(settings.brokers().bootstrapServers(), null),
            registryUri(),
            null,
            null,
            null,
            tracing);
    return files.launch(name, "ingest", config, SERVICE_HEAP);
  }

  public ServiceLaunch archiver(ArchiveSettings archive) {
    var config =
        new ArchiverConfig(
            "archiver",
            kafka(),
            new HttpConfig("127.0.0.1", ports.archiver()),
            registryUri(),
            archive.store(ports.s3()),
            new ArchiverConfig.Spool(files.data("spool"), null),
            archive.topics(),
            null,
            null,
            archive.snapshots(),
            null);
    return files.launch("archiver", "archiver", config, SERVICE_HEAP);
  }

  /** Returns the launch of the n-th compactor, counted from 0. */
  public ServiceLaunch compactor(SnapshotSettings snapshots, int number) {
    var name = "compactor-" + (number + 1);
    var archive = settings.archive();
    var config =
        new CompactorConfig(
            name,
            kafka(),
            new HttpConfig("127.0.0.1", ports.compactor().applyAsInt(number)),
            null,
            registryUri(),
            files.data("states-" + name),
            snapshots.standbys(),
            null,
            null,
            null,
            archive == null ? null : archive.store(ports.s3()),
            snapshots.commitInterval(),
            null,
            null,
            snapshots.topics(),
            null);
    return files.launch(name, "compactor", config, snapshots.heap());
  }

  /** Returns the launch of the n-th worker, counted from 0. */
  public ServiceLaunch worker(int number) {
    var http = new HttpConfig("127.0.0.1", ports.worker().applyAsInt(number));
    return worker("worker-" + (number + 1), null, http, TracingConfig.NONE);
  }

  /**
   * Returns the launch of a worker that has control topics of its own, so that it does not share
   * the replays of other workers.
   *
   * @param name another name than those of the other services of the stack; also the prefix of the
   *     control topics
   */
  public ServiceLaunch separateWorker(String name, HttpConfig http, TracingConfig tracing) {
    return worker(name, name, http, tracing);
  }

  private ServiceLaunch worker(
      String name, @Nullable String prefix, HttpConfig http, TracingConfig tracing) {
    var config =
        new WorkerConfig(
            name,
            settings.brokers().workerKafka(name),
            new WorkerConfig.Control(prefix, null, null, settings.session(), null),
            http,
            settings.targets(),
            settings.runningShards(),
            null,
            archive(name),
            registryUri(),
            null,
            tracing);
    return files.launch(name, "worker", config, SERVICE_HEAP);
  }

  private WorkerConfig.@Nullable Archive archive(String worker) {
    var archive = settings.archive();
    if (archive == null) {
      return null;
    }
    var cache = archive.cache();
    var directory = cache.directory() == null ? files.data("cache-" + worker) : cache.directory();
    return new WorkerConfig.Archive(
        archive.store(ports.s3()),
        new CacheConfig(cache.memoryMebibytes(), cache.diskMebibytes(), directory));
  }

  /** Returns the configuration of a rehydration into the database at {@code jdbcUrl}. */
  RehydrateConfig rehydration(String jdbcUrl) {
    var archive = settings.archive();
    return new RehydrateConfig(
        kafka(),
        registryUri(),
        archive == null ? null : archive.store(ports.s3()),
        new RehydrateConfig.Target(jdbcUrl, EmbeddedDatabase.USER, null, null, null),
        null,
        files.data("scratch"));
  }

  /**
   * Returns the launch of a rehydration in a process of its own.
   *
   * @param name name of the log and configuration files of the process
   * @param arguments arguments of {@code reprise rehydrate}
   */
  ServiceLaunch rehydration(String name, String jdbcUrl, List<String> arguments) {
    return files.launch(name, "rehydrate", rehydration(jdbcUrl), SERVICE_HEAP, arguments);
  }
}
