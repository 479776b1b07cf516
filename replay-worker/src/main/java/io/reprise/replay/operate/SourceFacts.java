package io.reprise.replay.operate;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.plan.Planner;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.store.facts.OffsetsAtInstant;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Collects the facts of a source topic that one plan needs. Asks Kafka first. Asks the archive only
 * about selected partitions whose range may begin below Kafka's log start. A plan whose offsets are
 * all in Kafka therefore does not need the object store. Confined to one thread.
 */
final class SourceFacts {
  private final TopicInspector topics;
  private final ReplaySpec spec;
  private final Deadline deadline;
  private final TopicFacts inKafka;
  private final Map<Instant, OffsetsAtInstant> instants = new HashMap<>();

  /**
   * Asks Kafka about the source topic.
   *
   * @param deadline the moment until which all requests to the archive must be answered
   * @throws io.reprise.store.facts.TopicNotFoundException for an unknown topic
   */
  SourceFacts(TopicInspector topics, ReplaySpec spec, Deadline deadline) {
    this.topics = topics;
    this.spec = spec;
    this.deadline = deadline;
    this.inKafka = topics.inspectKafka(spec.source().topic());
  }

  /**
   * Returns the facts of the source topic. For each selected partition whose range may begin below
   * Kafka's log start, the facts say which offsets are in the archive.
   *
   * @throws io.reprise.replay.plan.PlanRefusedException when the spec does not fit the topic
   * @throws org.apache.kafka.common.errors.RetriableException when the archive does not answer
   *     before the deadline; the message names the partitions without an answer
   */
  TopicFacts withArchive() {
    var cold = Planner.partitionsBelowKafka(spec, inKafka, this::offsetsAt);
    return topics.withArchived(inKafka, cold, deadline);
  }

  /**
   * Returns, for each selected partition, the offset of the first record whose timestamp is at or
   * after {@code instant}.
   */
  Map<Integer, Long> offsetsAt(Instant instant) {
    return instants.computeIfAbsent(instant, this::ask).offsets();
  }

  private OffsetsAtInstant ask(Instant instant) {
    var selected = Planner.selectedPartitions(spec, inKafka);
    return topics.offsetsAt(inKafka, selected, instant, deadline);
  }

  /**
   * Returns notes for the operator about the answers of Kafka and the archive so far, one sentence
   * each; for example that the archive did not answer.
   */
  List<String> notes() {
    var partitions = new TreeSet<Integer>();
    instants.values().forEach(found -> partitions.addAll(found.withoutArchive()));
    return partitions.isEmpty()
        ? List.of()
        : List.of(
            "the archive did not answer for partitions %s: times were resolved in Kafka alone, so archived records with out-of-order timestamps are not found"
                .formatted(partitions));
  }
}
