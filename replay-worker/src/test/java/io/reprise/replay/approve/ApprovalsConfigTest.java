package io.reprise.replay.approve;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import io.reprise.runtime.access.NamePattern;
import io.reprise.runtime.json.ByteSize;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalsConfigTest {
  private static final Plan PLAN = Samples.plan(2, Throttle.NONE);
  private static final String TARGET = PLAN.spec().target();

  private static ApprovalsConfig rule(
      String target, @Nullable Long records, @Nullable ByteSize bytes) {
    return new ApprovalsConfig(
        null, List.of(new ApprovalRule(List.of(new NamePattern(target)), records, bytes)));
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
  void withoutRulesNothingNeedsAnApproval() {
    assertThat(ApprovalsConfig.NONE.isOn()).isFalse();
    assertThat(ApprovalsConfig.NONE.reason(PLAN)).isEmpty();
  }
}
