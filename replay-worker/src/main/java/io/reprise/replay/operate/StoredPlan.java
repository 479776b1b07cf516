package io.reprise.replay.operate;

import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlanChanges;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.function.LongSupplier;

/**
 * The plan of a replay, when an operator agrees to it by its hash. Checks that the topics are still
 * as the plan has them.
 *
 * @param topics tells how the topics are now
 */
record StoredPlan(Plan plan, TopicInspector topics) {
  private static final int MIN_HASH_DIGITS = 8;

  /**
   * Returns whether a hash is that of a plan.
   *
   * @param hash a hash, or its first 8 or more digits
   */
  static boolean identifies(String hash, Plan plan) {
    return hash.length() >= MIN_HASH_DIGITS && plan.hash().startsWith(hash);
  }

  /**
   * Returns the plan.
   *
   * @param planHash the hash of the plan that the operator has read, or the first 8 or more digits
   *     of this hash
   * @throws ReplayRefusedException when the plan has another hash
   */
  Plan withHash(String planHash) {
    if (!identifies(planHash, plan)) {
      throw new ReplayRefusedException(
          "planHash is '%s', but the plan of this replay has hash %s: read its plan again"
              .formatted(planHash, plan.hash()));
    }
    return plan;
  }

  /**
   * Returns the plan as {@link #withHash} does, provided that all its offsets can still be read.
   *
   * @throws ReplayRefusedException also when the source topic has changed
   */
  Plan thatHolds(String planHash) {
    var read = withHash(planHash);
    var changes = PlanChanges.since(read, sourceNow());
    if (!changes.isEmpty()) {
      throw new ReplayRefusedException("the plan no longer holds: " + String.join("; ", changes));
    }
    return read;
  }

  /**
   * Requires that the target topic is still the one for which the plan was made. Workers repeat
   * this check before they deliver. They therefore also notice a topic that is deleted and created
   * again after this method's check.
   *
   * @param delivered tells how many records the replay has delivered; asked only for the message
   * @throws ReplayRefusedException when the topic was deleted, or deleted and created again
   */
  void requireTargetTopic(LongSupplier delivered) {
    var planned = plan.targetTopic();
    if (planned == null) {
      return;
    }
    try {
      if (!topics.idOf(planned.name()).equals(planned.id())) {
        throw new ReplayRefusedException(planned.recreated(delivered.getAsLong()));
      }
    } catch (TopicNotFoundException e) {
      throw new ReplayRefusedException(planned.deleted(delivered.getAsLong()));
    }
  }

  /**
   * Returns the facts of the source topic as they are now. Asks the object store only about
   * partitions that the plan reads from the archive.
   */
  private TopicFacts sourceNow() {
    var inKafka = topics.inspectKafka(plan.spec().source().topic());
    return topics.withArchived(inKafka, PlanChanges.partitionsBelowKafka(plan, inKafka));
  }
}
