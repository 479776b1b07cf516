package io.reprise.replay.approve;

import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.TargetName;
import io.reprise.runtime.access.NamePattern;
import io.reprise.runtime.json.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Names replays that need an approval: those into a target, if they are large enough. Immutable.
 *
 * @param targets patterns of the targets; every target when left out. Of a target that a replay
 *     names together with a topic, as {@code shadow:orders-shadow}, a pattern matches the whole
 *     name or the part before the colon
 * @param records the number of planned offsets from which a replay needs an approval; null for no
 *     such number
 * @param bytes the planned bytes from which a replay needs an approval; null for no such size. If
 *     both numbers are given, one of them suffices. If none is given, every replay into the targets
 *     needs an approval
 * @param sideEffects whether the rule names only replays into targets with side effects
 */
public record ApprovalRule(
    List<NamePattern> targets,
    @Nullable Long records,
    @Nullable ByteSize bytes,
    boolean sideEffects) {
  public ApprovalRule(
      @Nullable List<NamePattern> targets,
      @Nullable Long records,
      @Nullable ByteSize bytes,
      boolean sideEffects) {
    this.targets = targets == null ? List.of(new NamePattern("*")) : List.copyOf(targets);
    this.records = records;
    this.bytes = bytes;
    this.sideEffects = sideEffects;
    if (this.targets.isEmpty()) {
      throw new IllegalArgumentException(
          "approvals.rules: a rule has no targets: name at least one, or leave targets out for"
              + " every target");
    }
    if (records != null && records < 1) {
      throw new IllegalArgumentException(
          "approvals.rules: records is %d: give 1 or more".formatted(records));
    }
  }

  /**
   * Returns why this rule requires an approval of a plan, such as {@code its target is 'billing'
   * and it has 2000000 offsets, from 1000000 on}; empty if the rule does not.
   */
  Optional<String> reason(Plan plan, Predicate<String> hasSideEffects) {
    var target = plan.spec().target();
    if (!names(target) || sideEffects && !hasSideEffects.test(target)) {
      return Optional.empty();
    }
    var into = "its target %s'%s'".formatted(sideEffects ? "has side effects: " : "is ", target);
    if (records == null && bytes == null) {
      return Optional.of(into);
    }
    if (records != null && plan.records() >= records) {
      return Optional.of(
          "%s and it has %d offsets; the limit without approval is below %d"
              .formatted(into, plan.records(), records));
    }
    return bytes != null && plan.bytes() >= bytes.bytes()
        ? Optional.of(
            "%s and it has %d bytes; the limit without approval is below %s"
                .formatted(into, plan.bytes(), bytes))
        : Optional.empty();
  }

  private boolean names(String target) {
    var alone = TargetName.parse(target).target();
    return targets.stream().anyMatch(p -> p.matches(target) || p.matches(alone));
  }
}
