package io.reprise.trials.rack;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.FreePorts;
import io.reprise.local.stack.ClusterSettings;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.trials.bench.drive.ServiceJmx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers in processes of their own, in the racks a, b and c. A consumer that knows its rack
 * may read from the replica there. Broker 1, in rack a, is also the only controller.
 */
final class RackCluster implements AutoCloseable {
  static final List<String> RACKS = List.of("a", "b", "c");

  /** The replicas of a partition whose leader is in rack a, as node ids. */
  static final List<Integer> LED_IN_RACK_A = List.of(1, 2, 3);

  private final Stack stack;
  private final Map<String, ServiceJmx> brokers = new LinkedHashMap<>();

  /** Returns once all brokers accept requests. */
  RackCluster(Path directory) {
    this.stack =
        Stack.start(
            StackSettings.of(directory, StackPorts.free(), Map.of())
                .withWorkers(0)
                .withCluster(cluster()));
    try {
      for (var broker : stack.services()) {
        brokers.put(RACKS.get(brokers.size()), new ServiceJmx(broker.process()));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static ClusterSettings cluster() {
    int controller = FreePorts.next();
    var members = new ArrayList<ClusterSettings.Member>();
    for (var rack : RACKS) {
      int port = FreePorts.next();
      var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
      settings.put("node.id", Integer.toString(members.size() + 1));
      settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
      settings.put("broker.rack", rack);
      settings.put(
          "replica.selector.class", "org.apache.kafka.common.replica.RackAwareReplicaSelector");
      // On a busy machine no broker must be fenced, and no replica be out of sync, because it is
      // late.
      settings.put("broker.session.timeout.ms", "60000");
      settings.put("replica.lag.time.max.ms", "60000");
      if (!members.isEmpty()) {
        settings.put("process.roles", "broker");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
      }
      members.add(new ClusterSettings.Member(port, controller, settings));
    }
    return new ClusterSettings(Uuid.randomUuid().toString(), members, null);
  }

  String bootstrapServers() {
    return stack.bootstrapServers();
  }

  /**
   * Returns by rack how many bytes of a topic its broker has sent to consumers since it started.
   * The brokers count what they send to each other separately.
   */
  Map<String, Long> bytesOut(String topic) {
    var all = new LinkedHashMap<String, Long>();
    brokers.forEach((rack, broker) -> all.put(rack, bytesOut(broker, topic)));
    return all;
  }

  private static long bytesOut(ServiceJmx broker, String topic) {
    try {
      var meter =
          new ObjectName("kafka.server:type=BrokerTopicMetrics,name=BytesOutPerSec,topic=" + topic);
      return (Long) broker.beans().getAttribute(meter, "Count");
    } catch (InstanceNotFoundException e) {
      return 0; // The broker has sent nothing of this topic so far.
    } catch (JMException e) {
      throw new IllegalStateException("a broker does not count the bytes of " + topic, e);
    } catch (IOException e) {
      throw new UncheckedIOException("a broker does not answer", e);
    }
  }

  @Override
  public void close() {
    brokers.values().forEach(ServiceJmx::close);
    stack.close();
  }
}
