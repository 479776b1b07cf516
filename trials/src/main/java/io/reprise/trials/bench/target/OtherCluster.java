package io.reprise.trials.bench.target;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.local.dev.DevTopics;
import io.reprise.replay.target.RemoteTopicConfig;
import io.reprise.replay.target.TargetConfig;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** A cluster of one broker, besides that of the stack. The creator closes this object. */
record OtherCluster(EmbeddedBroker broker) implements AutoCloseable {
  private static final String LEASES = "reprise.leases";

  static OtherCluster start() {
    var broker = EmbeddedBroker.startTemporary();
    DevTopics.ensure(broker.bootstrapServers(), TargetsBench.PARTITIONS, TargetsBench.COPY);
    DevTopics.ensure(
        broker.bootstrapServers(),
        new NewTopic(LEASES, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact")));
    return new OtherCluster(broker);
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Schema ids stay as they are, as in copies within one cluster. */
  TargetConfig config() {
    return new RemoteTopicConfig(
        bootstrapServers(), null, TargetsBench.COPY, LEASES, null, null, true);
  }

  @Override
  public void close() {
    broker.close();
  }
}
