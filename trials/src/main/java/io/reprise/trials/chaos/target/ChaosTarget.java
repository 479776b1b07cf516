package io.reprise.trials.chaos.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.replay.target.TargetConfig;

/**
 * The target of the replays of one chaos command. One replay at a time delivers to it. Calls come
 * from one thread. The creator closes the target after the workers have ended.
 */
public interface ChaosTarget extends AutoCloseable {

  /**
   * Opens a target.
   *
   * @param topic the topic of a target of kind Kafka
   * @param seed determines the faults of the target itself
   */
  static ChaosTarget open(TargetKind kind, String topic, long seed) {
    return switch (kind) {
      case KAFKA -> new TopicTarget(topic);
      case REMOTE -> RemoteTarget.open(seed);
      case JDBC -> TableTarget.open(seed);
      case HTTP -> ServiceTarget.open(seed);
      case CONNECT -> ConnectorTarget.open(seed);
    };
  }

  /** Returns the target for the configuration of the workers. */
  TargetConfig config();

  /**
   * Prepares for a replay, and begins to inject the target's own faults. Records that have arrived
   * before do not count.
   *
   * @param source the topic that is replayed; all its records are committed
   */
  void begin(CommittedReader reader, String source);

  /**
   * Ends the target's own faults, and compares what has arrived since {@link #begin} with the
   * records of the source.
   *
   * @param order the order that the replay keeps
   * @param replay the replay after its end, as the API shows it
   */
  Arrivals end(CommittedReader reader, OrderingScope order, JsonNode replay, SourceRecords written);

  @Override
  void close();
}
