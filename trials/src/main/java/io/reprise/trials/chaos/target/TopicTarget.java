package io.reprise.trials.chaos.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.replay.target.TargetConfig;
import java.time.Duration;
import java.util.List;

/** A topic of the cluster of the source. */
final class TopicTarget implements ChaosTarget {
  /** How long after the last fault a transaction in the target may still be open. */
  private static final Duration STABLE_LIMIT = Duration.ofMinutes(2);

  private final String topic;
  private List<AuditedRange> before = List.of();

  TopicTarget(String topic) {
    this.topic = topic;
  }

  @Override
  public TargetConfig config() {
    return new TargetConfig.KafkaTopic(topic);
  }

  @Override
  public void begin(CommittedReader reader, String source) {
    before = reader.ranges(topic);
  }

  /**
   * Waits first until no transaction is open in the topic, because a read of committed records ends
   * at an open transaction.
   */
  @Override
  public Arrivals end(
      CommittedReader reader, OrderingScope order, JsonNode replay, SourceRecords written) {
    reader.awaitStable(topic, STABLE_LIMIT);
    var audit = new Audit(reader, order, replay.at("/summary/id").asText());
    var found = audit.compare(written, topic, since(reader));
    var faults =
        found.isClean() ? List.<String>of() : List.of("%s %s".formatted(found, audit.examples()));
    return new Arrivals(found, 0, faults, "");
  }

  private List<AuditedRange> since(CommittedReader reader) {
    return reader.ranges(topic).stream()
        .map(now -> new AuditedRange(now.partition(), before.get(now.partition()).to(), now.to()))
        .toList();
  }

  @Override
  public void close() {}
}
