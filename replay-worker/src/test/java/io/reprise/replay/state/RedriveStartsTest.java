package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.EarlierRedrive;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Redrive;
import io.reprise.replay.state.CommandDecision.Accepted;
import io.reprise.replay.state.CommandDecision.Refused;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedriveStartsTest {
  private static final String OTHER = "01970000-0000-7000-8000-000000000002";
  private static final CommandDecision START = new Accepted(new ReplayEvent.Started());

  private final Plan plan = redrive(false);

  static List<ReplayEvent> starts() {
    return List.of(new ReplayEvent.Started(), new ReplayEvent.Approved("bob", "beef"));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void refusesTheStartAfterAnotherOneThatThePlanDoesNotKnow(ReplayEvent start) {
    var decision = new Accepted(start);

    assertThat(check(created(plan), decision)).isEqualTo(decision);
    assertThat(check(afterAnother(plan), decision))
        .isEqualTo(
            new Refused(
                "replay "
                    + OTHER
                    + " was started after this plan was made, and delivers offsets of this plan"
                    + " into the same target: make a new plan"));
  }

  @Test
  void anotherReplayThatHasNotStartedIsNoReason() {
    var both = created(plan).after(OTHER, new ReplayEvent.Created(plan), Samples.NOON);

    assertThat(check(both, START)).isEqualTo(START);
  }

  @Test
  void aPlanThatKnowsTheOtherReplayMayStart() {
    var informed = plan.withRedriven(List.of(new EarlierRedrive(OTHER, null, null, List.of())));

    assertThat(check(afterAnother(informed), START)).isEqualTo(START);
  }

  @Test
  void otherCommandsAndOtherReplaysAreNotConcerned() {
    var cancel = new Accepted(new ReplayEvent.CancelRequested());

    assertThat(check(afterAnother(plan), cancel)).isEqualTo(cancel);
    assertThat(check(afterAnother(redrive(true)), START)).isEqualTo(START);
    assertThat(check(afterAnother(Situations.PLAN), START)).isEqualTo(START);
    assertThat(RedriveStarts.check(ReplayTable.EMPTY, null, START)).isEqualTo(START);
  }

  private static CommandDecision check(ReplayTable table, CommandDecision decision) {
    return RedriveStarts.check(table, Objects.requireNonNull(table.replay(Samples.ID)), decision);
  }

  private static ReplayTable created(Plan plan) {
    return ReplayTable.EMPTY.after(Samples.ID, new ReplayEvent.Created(plan), Samples.NOON);
  }

  private static ReplayTable afterAnother(Plan plan) {
    return created(plan)
        .after(OTHER, new ReplayEvent.Created(Situations.PLAN), Samples.NOON)
        .after(OTHER, new ReplayEvent.Started(), Samples.NOON);
  }

  private static Plan redrive(boolean again) {
    var plan = Situations.PLAN;
    return new Plan(
        plan.spec().withRedrive(new Redrive(null, again)),
        plan.topicId(),
        plan.compacted(),
        plan.topicPartitions(),
        plan.partitions(),
        plan.shards(),
        plan.records(),
        plan.bytes(),
        plan.readAmplification(),
        plan.targetStarts(),
        plan.expectedSeconds(),
        plan.notes(),
        plan.hash(),
        plan.archive(),
        plan.reads(),
        plan.targetTopic());
  }
}
