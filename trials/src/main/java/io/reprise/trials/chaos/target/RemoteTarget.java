package io.reprise.trials.chaos.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.FreePorts;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.local.dev.DevTopics;
import io.reprise.replay.target.RemoteTopicConfig;
import io.reprise.replay.target.TargetConfig;
import io.reprise.trials.relay.KafkaRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic of another cluster with one broker. While a replay runs, the broker is cut off from all
 * its clients every few seconds, now and then for longer than a transaction may be open.
 */
final class RemoteTarget implements ChaosTarget {
  private static final String TOPIC = "copies";
  private static final String LEASES = "reprise.leases";

  private final EmbeddedBroker broker;
  private final KafkaRelay relay;
  private final String bootstrapServers;
  private final CommittedReader copies;
  private final TopicTarget topic = new TopicTarget(TOPIC);
  private final long seed;
  private int runs;
  private ClusterCuts cuts;

  private RemoteTarget(EmbeddedBroker broker, KafkaRelay relay, long seed) {
    this.broker = broker;
    this.relay = relay;
    this.bootstrapServers = address(relay);
    this.copies = new CommittedReader(bootstrapServers);
    this.seed = seed;
    this.cuts = ClusterCuts.idle(relay);
  }

  static RemoteTarget open(long seed) {
    int port = FreePorts.next();
    var relay = KafkaRelay.start(port);
    try {
      var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
      settings.put("advertised.listeners", "PLAINTEXT://" + address(relay));
      var directory = Files.createTempDirectory("reprise-other-broker-");
      var broker = EmbeddedBroker.start(directory, port, FreePorts.next(), settings);
      return new RemoteTarget(broker, relay, seed);
    } catch (IOException e) {
      relay.close();
      throw new UncheckedIOException("no directory for the broker of the other cluster", e);
    } catch (RuntimeException e) {
      relay.close();
      throw e;
    }
  }

  private static String address(KafkaRelay relay) {
    return "127.0.0.1:" + relay.port();
  }

  /** The events have values without a schema, some of which begin as if they had one. */
  @Override
  public TargetConfig config() {
    return new RemoteTopicConfig(bootstrapServers, null, TOPIC, LEASES, null, null, true);
  }

  @Override
  public void begin(CommittedReader reader, String source) {
    DevTopics.ensure(bootstrapServers, reader.ranges(source).size(), TOPIC);
    DevTopics.ensure(
        bootstrapServers,
        new NewTopic(LEASES, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact")));
    topic.begin(copies, source);
    cuts = ClusterCuts.start(relay, seed + runs++);
  }

  @Override
  public Arrivals end(
      CommittedReader reader, OrderingScope order, JsonNode replay, SourceRecords written) {
    cuts.close();
    var arrived = topic.end(copies, order, replay, written);
    return new Arrivals(
        arrived.report(), arrived.repeats(), arrived.faults(), cuts.done() + " cuts");
  }

  @Override
  public void close() {
    cuts.close();
    broker.close();
    relay.close();
  }
}
