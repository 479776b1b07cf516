package io.reprise.replay.approve;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.runtime.access.NamePattern;
import io.reprise.runtime.json.ByteSize;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalsConfigTest {
  private static final Plan PLAN = Samples.plan(2, Throttle.NONE);
  private static final String TARGET = PLAN.spec().target();

  private static ApprovalRules rule(
      String target, @Nullable Long records, @Nullable ByteSize bytes) {
    return config(new ApprovalRule(List.of(new NamePattern(target)), records, bytes, false))
        .with(name -> false);
  }

  private static ApprovalsConfig config(ApprovalRule rule) {
    return new ApprovalsConfig(null, List.of(rule));
  }

  private static Plan planInto(String target) {
    return new Plan(
        new ReplaySpec(
            "nightly", "ticket 7", Samples.source(null, null), null, target, null, null, null),
        PLAN.topicId(),
        PLAN.compacted(),
        PLAN.topicPartitions(),
        PLAN.partitions(),
        PLAN.shards(),
        PLAN.records(),
        PLAN.bytes(),
        PLAN.readAmplification(),
        PLAN.targetStarts(),
        PLAN.expectedSeconds(),
        PLAN.notes(),
        PLAN.hash(),
        null,
        null,
        null);
  }

  @Test
  void aRuleWithoutSizesNamesEveryReplayIntoItsTargets() {
    assertThat(rule(TARGET, null, null).reason(PLAN)).hasValue("its target is '" + TARGET + "'");
    assertThat(rule("*", null, null).reason(PLAN)).isPresent();
    assertThat(rule("another", null, null).reason(PLAN)).isEmpty();
  }

  @Test
  void oneReachedSizeSuffices() {
    var larger = new ByteSize(PLAN.bytes() + 1);

    assertThat(rule("*", PLAN.records(), larger).reason(PLAN)).isPresent();
    assertThat(rule("*", PLAN.records() + 1, new ByteSize(PLAN.bytes())).reason(PLAN)).isPresent();
    assertThat(rule("*", PLAN.records() + 1, larger).reason(PLAN)).isEmpty();
  }

  @Test
  void aRuleOfSideEffectsNamesTheTargetsThatHaveThem() {
    var effects = config(new ApprovalRule(null, null, null, true));
    var largeEffects = config(new ApprovalRule(null, PLAN.records() + 1, null, true));

    assertThat(effects.with(TARGET::equals).reason(PLAN))
        .hasValue("its target has side effects: '" + TARGET + "'");
    assertThat(effects.with(name -> false).reason(PLAN)).isEmpty();
    assertThat(largeEffects.with(TARGET::equals).reason(PLAN)).isEmpty();
  }

  @Test
  void aRuleNamesATargetWithAnyOfItsTopics() {
    var plan = planInto("shadow:orders-shadow");

    assertThat(rule("shadow", null, null).reason(plan)).isPresent();
    assertThat(rule("shadow:*", null, null).reason(plan)).isPresent();
    assertThat(rule("shadow:users-*", null, null).reason(plan)).isEmpty();
    assertThat(rule("orders-shadow", null, null).reason(plan)).isEmpty();
  }

  @Test
  void withoutRulesNothingNeedsAnApproval() {
    assertThat(ApprovalsConfig.NONE.isOn()).isFalse();
    assertThat(ApprovalRules.NONE.reason(PLAN)).isEmpty();
  }
}
