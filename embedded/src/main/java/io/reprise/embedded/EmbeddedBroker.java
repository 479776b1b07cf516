package io.reprise.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * Runs one combined KRaft broker and controller in this JVM, on Kafka's production classes. The
 * broker listens on loopback only. A broker that is started again on the same directory serves the
 * same log.
 *
 * <p>Confined to one thread. The caller closes the broker; {@link #close()} is a clean shutdown.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker that allows consumer groups a session timeout as short as 1 s. With such a
   * timeout, a group soon replaces a member that no longer responds.
   *
   * @param directory directory of the log; created if it does not exist
   * @param port port for clients
   * @param controllerPort port for the controller
   * @throws IllegalStateException if the directory cannot be formatted
   */
  public static EmbeddedBroker start(Path directory, int port, int controllerPort) {
    return start(directory, port, controllerPort, ONE_MACHINE);
  }

  /**
   * Starts a broker with Kafka's default limits on the session timeouts of consumer groups, unless
   * {@code overrides} changes these limits.
   *
   * @param overrides broker settings by Kafka's names
   */
  public static EmbeddedBroker start(
      Path directory, int port, int controllerPort, Map<String, String> overrides) {
    return start(directory, port, controllerPort, overrides, null);
  }

  /**
   * Starts one broker of a cluster, and returns once the cluster has accepted the broker. A new
   * cluster accepts brokers only after most of its controllers have started, so its brokers must be
   * started in parallel.
   *
   * @param overrides broker settings by Kafka's names; for a cluster with several brokers they
   *     include {@code node.id}, {@code listeners} and {@code controller.quorum.voters}
   * @param clusterId id for which an empty directory is formatted, the same for all brokers of a
   *     cluster; null for a random one
   * @throws IllegalStateException if the directory cannot be formatted
   */
  public static EmbeddedBroker start(
      Path directory,
      int port,
      int controllerPort,
      Map<String, String> overrides,
      @Nullable String clusterId) {
    var settings = settings(directory, port, controllerPort);
    settings.putAll(overrides);
    try {
      format(directory, settings, clusterId == null ? Uuid.randomUuid().toString() : clusterId);
    } catch (Exception e) {
      throw new IllegalStateException("cannot format the Kafka log directory " + directory, e);
    }
    var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
    return new EmbeddedBroker(server, "127.0.0.1:" + port);
  }

  /**
   * Starts a broker for tests on free ports and in a temporary directory. It deletes no event
   * because of its age, unless a topic says so: events of tests have any timestamps, and Kafka's
   * default would delete those older than a week while a test still reads them.
   */
  public static EmbeddedBroker startTemporary() {
    return startTemporary(ONE_MACHINE);
  }

  /**
   * Starts a broker in a temporary directory, with Kafka's default limits on the session timeouts
   * of consumer groups, unless {@code overrides} changes these limits. Events are kept as by {@link
   * #startTemporary()}.
   */
  public static EmbeddedBroker startTemporary(Map<String, String> overrides) {
    var settings = new HashMap<>(Map.of("log.retention.ms", "-1"));
    settings.putAll(overrides);
    try {
      return start(
          Files.createTempDirectory("reprise-broker-"),
          FreePorts.next(),
          FreePorts.next(),
          settings);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("cannot create a temporary directory for a broker", e);
    }
  }

  /**
   * Broker settings that allow consumer groups a session timeout as short as 1 s, in the classic
   * protocol and in the one of KIP-848.
   */
  public static final Map<String, String> ONE_MACHINE =
      Map.of(
          "group.consumer.min.session.timeout.ms", "1000",
          "group.consumer.min.heartbeat.interval.ms", "300",
          "group.min.session.timeout.ms", "1000");

  /**
   * Overrides no broker settings. The shortest session timeout of a consumer group is then Kafka's
   * default: 6 s in the classic protocol, 45 s in the one of KIP-848.
   */
  public static final Map<String, String> STOCK = Map.of();

  private static Map<String, String> settings(Path directory, int port, int controllerPort) {
    var settings = new HashMap<String, String>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", directory.toAbsolutePath().toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "8");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "8");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("auto.create.topics.enable", "false");
    settings.put("log.message.timestamp.type", "CreateTime");
    // The broker allocates this buffer when it starts. Kafka's default is 128 MiB.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    return settings;
  }

  private static void format(Path directory, Map<String, String> settings, String clusterId)
      throws Exception {
    Files.createDirectories(directory);
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    new Formatter()
        .setClusterId(clusterId)
        .setNodeId(Integer.parseInt(settings.get("node.id")))
        .setDirectories(List.of(directory.toAbsolutePath().toString()))
        .setMetadataLogDirectory(directory.toAbsolutePath().toString())
        .setControllerListenerName("CONTROLLER")
        .setSupportedFeatures(org.apache.kafka.server.common.Feature.PRODUCTION_FEATURES)
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setPrintStream(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()))
        .run();
  }

  /** Returns the address for clients, as {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Shuts the broker down cleanly and waits until it is down. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
