package io.reprise.trials.upgrade;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.cli.client.ArchiverClient;
import io.reprise.cli.client.CompactorClient;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.local.process.ServiceLaunch;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.StackLaunches;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stack whose services run in the previous or in the present version, each in a process of its
 * own. Broker, registry and S3 server are those of the present version.
 *
 * <p>Thread-safe, as long as no two threads start the same service.
 */
final class MixedStack implements AutoCloseable {
  static final String TOPIC = "user-events";
  static final String FIRST_TARGET = "first-copy";
  static final String SECOND_TARGET = "second-copy";
  static final String REDUCER = "merge";
  private static final Duration LIMIT = Duration.ofSeconds(300);
  private static final int MOST_STARTS = 5;

  /** What a service says of the first key in its configuration that it does not know. */
  private static final Pattern UNKNOWN_KEY = Pattern.compile("([\\w.-]+): unknown key");

  enum Version {
    PREVIOUS,
    PRESENT
  }

  enum Service {
    WORKER_1,
    WORKER_2,
    INGEST,
    ARCHIVER,
    COMPACTOR
  }

  private record Running(URI address, ServiceProcess process) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final StackSettings settings;
  private final StackLaunches launches;
  private final String previousClassPath;
  private final List<ServiceProcess> servers = new CopyOnWriteArrayList<>();
  private final Map<Service, Running> services = new ConcurrentHashMap<>();

  /** Starts broker, registry and S3 server, and returns once they accept requests. */
  MixedStack(Path directory, String previousClassPath) {
    this.previousClassPath = previousClassPath;
    this.settings =
        StackSettings.of(
                directory,
                StackPorts.free(),
                Map.of(
                    "first",
                    new TargetConfig.KafkaTopic(FIRST_TARGET),
                    "second",
                    new TargetConfig.KafkaTopic(SECOND_TARGET)))
            .withAllParts()
            .withArchive(ArchiveSettings.of(Map.of(TOPIC, mostlyCold())))
            .withSnapshots(
                SnapshotSettings.of(
                    Map.of(
                        TOPIC,
                        List.of(
                            new ReducerConfig(
                                REDUCER, 1, new EmitEvery(null, Duration.ofMillis(500)))))));
    this.launches = new StackLaunches(settings);
    try {
      inParallel(
          Stream.of(launches.broker(0), launches.registry(), launches.s3()), this::startServer);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts a server until it is ready, as a supervisor does. */
  private void startServer(ServiceLaunch launch) {
    for (int attempt = 1; ; attempt++) {
      var process = ServiceProcess.start(launch.withClassPath(presentClassPath()));
      try {
        process.awaitReady(LIMIT);
        servers.add(process);
        return;
      } catch (RuntimeException e) {
        process.close();
        if (attempt == MOST_STARTS) {
          throw e;
        }
        System.out.println("upgrade: start again, " + e.getMessage());
      }
    }
  }

  private static <T> void inParallel(Stream<T> all, Consumer<T> start) {
    var starts =
        all.map(each -> CompletableFuture.runAsync(() -> start.accept(each)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(starts).join();
  }

  /** Small segments, short delays, and a small hot window. */
  private static TopicConfig mostlyCold() {
    return new TopicConfig(
        ArchiveMode.MOVE,
        Duration.ZERO,
        ByteSize.ofKiB(16),
        ByteSize.ofKiB(4),
        Duration.ofSeconds(2),
        null,
        null);
  }

  /** The test's own classes and resources are no part of a service. */
  private static String presentClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Starts these services at the same time. Stops those that run already first (SIGTERM). Returns
   * once all of them are ready.
   */
  void run(Version version, Service... which) {
    inParallel(Stream.of(which), service -> restart(version, service));
  }

  private void restart(Version version, Service service) {
    var former = services.remove(service);
    if (former != null) {
      former.process().close();
    }
    services.put(
        service,
        started(
            launch(service)
                .withClassPath(
                    version == Version.PREVIOUS ? previousClassPath : presentClassPath())));
  }

  /**
   * Starts a service until it is ready, as a supervisor does. A service ends if Kafka does not
   * answer while it starts. Removes the keys that the service does not know from its configuration,
   * as an operator does before a downgrade.
   */
  private Running started(ServiceLaunch launch) {
    int attempt = 1;
    while (true) {
      var process = ServiceProcess.start(launch);
      try {
        var address = URI.create(process.awaitReady(LIMIT));
        await()
            .atMost(LIMIT)
            .ignoreExceptions()
            .until(
                () -> http.send(isReady(address), BodyHandlers.discarding()).statusCode() == 200);
        return new Running(address, process);
      } catch (CommandFailure e) {
        process.close();
        var unknown = UNKNOWN_KEY.matcher(e.getMessage());
        if (unknown.find()) {
          removeKey(launch.config(), unknown.group(1));
        } else if (attempt++ == MOST_STARTS) {
          throw e;
        }
        System.out.println("upgrade: start again, " + e.getMessage());
      } catch (RuntimeException e) {
        process.close();
        throw e;
      }
    }
  }

  /**
   * Starts the archiver of the previous version with the key {@code laterKey}, which it refuses.
   */
  ServiceProcess previousWithLaterKey() {
    var launch = launch(Service.ARCHIVER).withClassPath(previousClassPath);
    change(launch.config(), tree -> tree.put("laterKey", "later"));
    return ServiceProcess.start(launch);
  }

  private static HttpRequest isReady(URI service) {
    return HttpRequest.newBuilder(service.resolve("/health/ready"))
        .timeout(Duration.ofSeconds(10))
        .build();
  }

  private ServiceLaunch launch(Service service) {
    return switch (service) {
      case WORKER_1 -> launches.worker(0);
      case WORKER_2 -> launches.worker(1);
      case INGEST -> launches.ingest();
      case ARCHIVER -> launches.archiver(settings.archive());
      case COMPACTOR -> launches.compactor(settings.snapshots(), 0);
    };
  }

  /**
   * Removes a key from a configuration file.
   *
   * @param key name of the key with its sections, separated by dots
   */
  private static void removeKey(Path config, String key) {
    int dot = key.lastIndexOf('.');
    var section = dot < 0 ? "" : "/" + key.substring(0, dot).replace('.', '/');
    var name = key.substring(dot + 1);
    change(
        config, tree -> Objects.requireNonNull(((ObjectNode) tree.at(section)).remove(name), key));
  }

  private static void change(Path config, Consumer<ObjectNode> edit) {
    try {
      var tree = (ObjectNode) Json.yaml().readTree(Files.readString(config));
      edit.accept(tree);
      Files.writeString(config, Json.yaml().writeValueAsString(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String bootstrapServers() {
    return "127.0.0.1:" + settings.ports().broker();
  }

  URI registry() {
    return launches.registryUri();
  }

  URI address(Service service) {
    return services.get(service).address();
  }

  WorkerClient worker(Service service) {
    return new WorkerClient(List.of(address(service)));
  }

  /** Returns a client of the two workers. */
  WorkerClient workers() {
    return new WorkerClient(List.of(address(Service.WORKER_1), address(Service.WORKER_2)));
  }

  ArchiverClient archiver() {
    return new ArchiverClient(List.of(address(Service.ARCHIVER)));
  }

  CompactorClient compactor() {
    return new CompactorClient(List.of(address(Service.COMPACTOR)));
  }

  ServiceProcess process(Service service) {
    return services.get(service).process();
  }

  /** Returns all lines that the service's processes have logged, of both versions. */
  String log(Service service) {
    try {
      return Files.readString(process(service).launch().log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    services.values().forEach(service -> service.process().close());
    servers.forEach(ServiceProcess::close);
  }
}
