package io.reprise.local.stack;

import io.reprise.runtime.config.KafkaConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The brokers of a stack.
 *
 * @param clusterId id of the Kafka cluster; null for a random id, which is allowed only if there is
 *     one broker
 * @param members the brokers; there is at least one
 * @param workerBootstrapServers the addresses at which workers find the brokers; null if workers
 *     use the same addresses as all other clients
 */
public record ClusterSettings(
    @Nullable String clusterId, List<Member> members, @Nullable String workerBootstrapServers) {

  /**
   * One broker.
   *
   * @param port loopback port for clients
   * @param controllerPort loopback port for the broker's own controller
   * @param settings settings that override the defaults, by Kafka's names
   */
  public record Member(int port, int controllerPort, Map<String, String> settings) {
    public Member {
      settings = Map.copyOf(settings);
    }
  }

  public ClusterSettings {
    members = List.copyOf(members);
  }

  static ClusterSettings ofOneBroker(StackPorts ports, Map<String, String> settings) {
    var broker = new Member(ports.broker(), ports.controller(), settings);
    return new ClusterSettings(null, List.of(broker), null);
  }

  boolean hasOneBroker() {
    return members.size() == 1;
  }

  /**
   * Returns the addresses of the brokers for all clients except workers, as {@code
   * host:port,host:port}.
   */
  public String bootstrapServers() {
    return members.stream()
        .map(member -> "127.0.0.1:" + member.port())
        .collect(Collectors.joining(","));
  }

  /**
   * Returns the Kafka settings of a worker. In a cluster, the worker's name is the client id of all
   * its connections, so that a relay can cut the connections of one worker.
   */
  KafkaConfig workerKafka(String worker) {
    return workerBootstrapServers == null
        ? new KafkaConfig(bootstrapServers(), null)
        : new KafkaConfig(workerBootstrapServers, Map.of("client.id", worker));
  }
}
