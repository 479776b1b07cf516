package io.reprise.trials.chaos;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.FreePorts;
import io.reprise.local.stack.ClusterSettings;
import io.reprise.trials.relay.KafkaRelay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * The settings of a Kafka cluster whose brokers reach each other, and are reached by workers, only
 * through relays. Every topic, also Kafka's own, has three replicas, of which two must be in sync.
 * The auditor and other clients of this process connect to the brokers directly. Brokers are
 * numbered from 0; the node id is one more.
 *
 * <p>Thread-safe. The caller closes the object after the stack.
 */
final class RelayedCluster implements AutoCloseable {
  static final int BROKERS = 3;
  static final int MIN_IN_SYNC = 2;

  /**
   * Finds the node id of a broker in a client id that the broker uses: the first number in it, for
   * example 2 in "raft-client-2".
   */
  private static final Pattern NODE_ID = Pattern.compile("\\d+");

  private final String clusterId = Uuid.randomUuid().toString();
  private final Set<Integer> ports = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();

  /**
   * The ports of one broker and the relays in front of them.
   *
   * @param client port to which clients of this process connect, without a relay
   */
  private record Node(
      int client,
      int worker,
      int replication,
      int controller,
      KafkaRelay workers,
      KafkaRelay brokers,
      KafkaRelay controllers) {

    List<KafkaRelay> relays() {
      return List.of(workers, brokers, controllers);
    }
  }

  private RelayedCluster() {
    for (int i = 0; i < BROKERS; i++) {
      nodes.add(node());
    }
  }

  /** Starts the relays. The brokers are started later, with {@link #settings}. */
  static RelayedCluster start() {
    return new RelayedCluster();
  }

  private Node node() {
    int worker = freePort();
    int replication = freePort();
    int controller = freePort();
    return new Node(
        freePort(),
        worker,
        replication,
        controller,
        KafkaRelay.start(worker),
        KafkaRelay.start(replication),
        KafkaRelay.start(controller));
  }

  private int freePort() {
    int port = FreePorts.next();
    while (!ports.add(port)) {
      port = FreePorts.next();
    }
    return port;
  }

  /** Returns the settings of a cluster that notices the loss of a broker within about 3 s. */
  ClusterSettings settings() {
    var quick = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    quick.put("broker.session.timeout.ms", "3000");
    quick.put("broker.heartbeat.interval.ms", "500");
    quick.put("replica.lag.time.max.ms", "3000");
    return settings(quick);
  }

  /**
   * Returns the settings of a cluster whose brokers have Kafka's default limits on the session
   * timeouts of consumer groups, and Kafka's default time to notice a lost broker.
   */
  ClusterSettings stockSettings() {
    return settings(EmbeddedBroker.STOCK);
  }

  private ClusterSettings settings(Map<String, String> limits) {
    var members = new ArrayList<ClusterSettings.Member>();
    for (int number = 0; number < BROKERS; number++) {
      var node = nodes.get(number);
      var all = new HashMap<>(limits);
      all.putAll(replicated());
      all.putAll(listeners(node));
      all.put("node.id", Integer.toString(number + 1));
      all.put("controller.quorum.voters", voters());
      members.add(new ClusterSettings.Member(node.client(), node.controller(), all));
    }
    return new ClusterSettings(clusterId, members, workerBootstrapServers());
  }

  private String workerBootstrapServers() {
    return nodes.stream().map(n -> at(n.workers().port())).collect(Collectors.joining(","));
  }

  private String voters() {
    var voters = new ArrayList<String>();
    for (var node : nodes) {
      voters.add((voters.size() + 1) + "@" + at(node.controllers().port()));
    }
    return String.join(",", voters);
  }

  private static Map<String, String> listeners(Node node) {
    return Map.of(
        "listeners",
        names(node.client(), node.worker(), node.replication(), node.controller()),
        "advertised.listeners",
        names(
            node.client(), node.workers().port(), node.brokers().port(), node.controllers().port()),
        "listener.security.protocol.map",
        "CLIENT:PLAINTEXT,WORKER:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name",
        "REPLICATION");
  }

  private static String names(int client, int worker, int replication, int controller) {
    return "CLIENT://%s,WORKER://%s,REPLICATION://%s,CONTROLLER://%s"
        .formatted(at(client), at(worker), at(replication), at(controller));
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  private static Map<String, String> replicated() {
    var replicas = Integer.toString(BROKERS);
    var inSync = Integer.toString(MIN_IN_SYNC);
    return Map.of(
        "default.replication.factor", replicas,
        "min.insync.replicas", inSync,
        "offsets.topic.replication.factor", replicas,
        "transaction.state.log.replication.factor", replicas,
        "transaction.state.log.min.isr", inSync,
        "share.coordinator.state.topic.replication.factor", replicas,
        "share.coordinator.state.topic.min.isr", inSync);
  }

  /**
   * Cuts all connections between two brokers, including the connections between their controllers.
   */
  void cutBrokers(int one, int other) {
    cutBroker(one, other);
    cutBroker(other, one);
  }

  private void cutBroker(int at, int from) {
    var node = nodes.get(at);
    node.brokers().cut(clientId -> isOfBroker(from, clientId));
    node.controllers().cut(clientId -> isOfBroker(from, clientId));
  }

  /** Returns whether a broker uses this client id for its connections to other brokers. */
  static boolean isOfBroker(int number, String clientId) {
    var nodeId = NODE_ID.matcher(clientId);
    return nodeId.find() && Integer.parseInt(nodeId.group()) == number + 1;
  }

  /** Cuts all connections of a worker to one broker. */
  void cutWorker(String worker, int broker) {
    nodes.get(broker).workers().cut(worker::equals);
  }

  /** Ends all cuts. */
  void heal() {
    nodes.forEach(node -> node.relays().forEach(KafkaRelay::heal));
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.relays().forEach(KafkaRelay::close));
  }
}
