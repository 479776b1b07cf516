package io.reprise.replay.operate;

import io.reprise.replay.plan.ParkedTopic;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.plan.ShadowTopic;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.target.KafkaTarget;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Decides which topic takes the parked records of a replay, and creates it before the replay is
 * stored, as {@link ShadowTopicCreation} does for a target. A topic that exists is used as it is.
 * Thread-safe.
 *
 * @param topics asks Kafka for the settings of the source topic
 * @param creation creates the topic
 */
record ParkedTopicCreation(TopicInspector topics, ShadowTopicCreation creation) {
  /** Most partitions of a topic that is created: few records are parked. */
  private static final int MOST_PARTITIONS = 12;

  /** Kafka's default of {@code max.message.bytes}. */
  private static final long DEFAULT_MAX_BYTES = 1_048_588;

  /** Room for the marker of a parked record beside the largest record of the source. */
  private static final long MARKER_BYTES = 64 << 10;

  private static final String MAX_BYTES = "max.message.bytes";
  private static final String REPLICAS_IN_SYNC = "min.insync.replicas";

  /**
   * Returns the topic that takes the parked records of a plan, as it would be created.
   *
   * @param target the target of the plan
   * @param facts the target's facts, from which the plan was made
   * @param source the facts of the source topic
   * @throws PlanRefusedException when records cannot be parked exactly once beside this target
   */
  ShadowTopic wanted(ReplayTarget target, TargetFacts facts, TopicFacts source) {
    if (target.keepsProgress()) {
      throw new PlanRefusedException(
          "target '%s' commits its own progress, so a crash could lose parked records: choose onError STOP or SKIP for it"
              .formatted(facts.name()));
    }
    var settings = topics.settings(source.topic());
    long largest = settings.value(MAX_BYTES).map(Long::parseLong).orElse(DEFAULT_MAX_BYTES);
    var wanted = new HashMap<String, String>();
    wanted.put("cleanup.policy", "delete");
    wanted.put("retention.ms", "-1");
    wanted.put("retention.bytes", "-1");
    wanted.put("message.timestamp.type", "CreateTime");
    wanted.put(MAX_BYTES, Long.toString(Math.min(Integer.MAX_VALUE, largest + MARKER_BYTES)));
    settings.value(REPLICAS_IN_SYNC).ifPresent(value -> wanted.put(REPLICAS_IN_SYNC, value));
    return new ShadowTopic(
        ParkedTopic.nameFor(facts.name(), facts.topic()),
        Math.min(MOST_PARTITIONS, source.partitions().size()),
        topics.replicasOf(source.topic()),
        wanted);
  }

  /**
   * Returns what an operator should know about the parked topic of a plan, one sentence each.
   * Creates nothing.
   *
   * @throws PlanRefusedException when Kafka would refuse to create the topic, or when the existing
   *     topic would not keep every parked record
   */
  List<String> notes(ShadowTopic wanted, ReplaySpec spec) {
    var notes = new ArrayList<String>();
    notes.add(place(wanted));
    if (spec.transforms() != null) {
      notes.add(
          Plan.WARNING
              + "transforms do not change parked records: topic '%s' gets them as the source has them"
                  .formatted(wanted.name()));
    }
    return notes;
  }

  private String place(ShadowTopic wanted) {
    var existing = existing(wanted.name());
    if (existing.isPresent()) {
      requireFit(existing.get());
      return used(existing.get());
    }
    creation.validate(wanted);
    return "records that cannot be delivered are parked in topic '%s', which does not exist: the start creates it with %d partitions, %d replicas, cleanup.policy delete and no limit of retention"
        .formatted(wanted.name(), wanted.partitions(), wanted.replicas());
  }

  /**
   * Returns a plan with its parked topic, as a replay stores the plan. Creates the topic if it does
   * not exist. A retry is safe, because an existing topic stays as it is.
   *
   * @throws PlanRefusedException when Kafka refuses the topic, or when the existing topic would not
   *     keep every parked record
   * @throws ShadowTopicUnknownException when Kafka does not answer in time
   */
  Plan create(Plan plan, ShadowTopic wanted) {
    var facts = existing(wanted.name()).orElseGet(() -> created(wanted));
    requireFit(facts);
    return plan.withParkedTopic(
        new ParkedTopic(
            wanted.name(),
            String.valueOf(facts.topicId()),
            facts.limits().maxBytes(),
            facts.ends()));
  }

  private TargetFacts created(ShadowTopic wanted) {
    creation.create(wanted);
    return ShadowTopicCreation.await(topic(wanted.name()), wanted.name());
  }

  private Optional<TargetFacts> existing(String name) {
    return ShadowTopicCreation.existing(topic(name), name);
  }

  private KafkaTarget topic(String name) {
    return new KafkaTarget(name, name, topics);
  }

  /** Requires that a topic keeps each parked record: compaction would remove some. */
  private static void requireFit(TargetFacts facts) {
    if (facts.limits().requiresKey()) {
      throw new PlanRefusedException(
          "topic '%s' takes the parked records and is compacted, so Kafka would remove some of them: set its cleanup.policy to delete"
              .formatted(facts.topic()));
    }
  }

  private static String used(TargetFacts facts) {
    var expiry = facts.expiry();
    boolean expires =
        expiry.maxAgeMillis() != Long.MAX_VALUE || expiry.maxBytes() != Long.MAX_VALUE;
    return expires
        ? Plan.WARNING
            + "records that cannot be delivered are parked in topic '%s', which deletes them by its retention: set retention.ms and retention.bytes to -1"
                .formatted(facts.topic())
        : "records that cannot be delivered are parked in topic '%s'".formatted(facts.topic());
  }
}
