package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.approve.ApprovalRule;
import io.reprise.replay.approve.ApprovalRules;
import io.reprise.replay.approve.ApprovalsConfig;
import io.reprise.replay.state.CommandDecision.Accepted;
import io.reprise.replay.state.CommandDecision.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ApprovalDeciderTest {
  private static final Duration EXPIRE_AFTER = Duration.ofMinutes(10);
  private static final ApprovalRules EVERY_REPLAY =
      new ApprovalsConfig(EXPIRE_AFTER, List.of(new ApprovalRule(null, null, null, false)))
          .with(target -> false);
  private static final String HASH = Situations.PLAN.hash();
  private static final Operator ANN = Operator.verified("ann");
  private static final Operator BOB = Operator.verified("bob");
  private static final Replay PLANNED = Samples.replay(Situations.PLAN);

  private static CommandDecision decide(
      Replay replay, ReplayCommand command, Operator by, Instant now) {
    return CommandDecider.decide(replay, command, new ApprovalDecider(EVERY_REPLAY, by, now));
  }

  private static CommandDecision decide(Replay replay, ReplayCommand command, Operator by) {
    return decide(replay, command, by, Samples.NOON);
  }

  private static Replay requestedBy(Operator requester) {
    var asked = decide(PLANNED, new ReplayCommand.RequestStart(HASH), requester);
    return PLANNED.after(asked.event(), Samples.NOON);
  }

  private static Approval approval(Replay replay) {
    return Objects.requireNonNull(replay.approval());
  }

  private static String reason(CommandDecision decision) {
    assertThat(decision).isInstanceOf(Refused.class);
    return ((Refused) decision).reason();
  }

  @Test
  void aStartWithoutApprovalIsRefusedWhoeverSendsIt() {
    for (var sender : List.of(ANN, Operator.unverified("ann"))) {
      assertThat(reason(decide(PLANNED, new ReplayCommand.Start(HASH), sender)))
          .startsWith(
              "replay %s needs the approval of another person, because its target is"
                  .formatted(Samples.ID));
    }
    assertThat(reason(decide(requestedBy(ANN), new ReplayCommand.Start(HASH), BOB)))
        .contains("only a PLANNED replay can be started");
  }

  @Test
  void anotherPersonApprovesAndTheReplayRuns() {
    var waiting = requestedBy(ANN);
    assertThat(waiting.state()).isEqualTo(new ReplayState.AwaitingApproval());
    assertThat(waiting.startedAt()).isNull();

    var approval = decide(waiting, new ReplayCommand.Approve(HASH), BOB);

    assertThat(approval).isEqualTo(new Accepted(new ReplayEvent.Approved("bob", HASH)));
    var running = waiting.after(approval.event(), Samples.NOON);
    assertThat(running.state()).isEqualTo(new ReplayState.Running());
    assertThat(running.attempt()).isEqualTo(1);
    assertThat(running.startedAt()).isEqualTo(Samples.NOON);
    assertThat(approval(running).outcome()).isEqualTo(Approval.Outcome.APPROVED);
    assertThat(approval(running).decidedBy()).isEqualTo("bob");
  }

  @Test
  void theRequesterCanCancelButNeitherApproveNorRefuse() {
    var waiting = requestedBy(ANN);

    assertThat(reason(decide(waiting, new ReplayCommand.Approve(HASH), ANN)))
        .isEqualTo(
            "ann has requested replay %s and cannot approve it: another person must approve it"
                .formatted(Samples.ID));
    assertThat(reason(decide(waiting, new ReplayCommand.RefuseApproval(HASH, "no"), ANN)))
        .contains("cancel the replay instead");
    assertThat(decide(waiting, new ReplayCommand.Cancel(), ANN))
        .isEqualTo(new Accepted(new ReplayEvent.CancelRequested()));
  }

  @Test
  void whoeverIsNotVerifiedNeitherRequestsNorApproves() {
    assertThat(
            reason(
                decide(PLANNED, new ReplayCommand.RequestStart(HASH), Operator.unverified("ann"))))
        .startsWith("the requester of replay");
    assertThat(
            reason(
                decide(
                    requestedBy(ANN), new ReplayCommand.Approve(HASH), Operator.unverified("bob"))))
        .startsWith("the approver of replay");
  }

  @Test
  void anApprovalNamesThePlanThatWasRequested() {
    assertThat(reason(decide(requestedBy(ANN), new ReplayCommand.Approve("beef"), BOB)))
        .isEqualTo("the plan has hash %s, not beef: read the plan again".formatted(HASH));
    assertThat(reason(decide(PLANNED, new ReplayCommand.RequestStart("beef"), ANN)))
        .contains("not beef");
  }

  @Test
  void aRequestExpiresOnTheSecond() {
    var waiting = requestedBy(ANN);
    var end = Samples.NOON.plus(EXPIRE_AFTER);

    assertThat(decide(waiting, new ReplayCommand.Approve(HASH), BOB, end.minusMillis(1)))
        .isInstanceOf(Accepted.class);
    assertThat(reason(decide(waiting, new ReplayCommand.Approve(HASH), BOB, end)))
        .contains("expired at " + end);
    assertThat(new ShardProgressDecider(waiting, Map.of(), end.minusMillis(1)).nextEvent())
        .isEmpty();
    assertThat(new ShardProgressDecider(waiting, Map.of(), end).nextEvent())
        .hasValue(new ReplayEvent.ApprovalExpired());
    assertThat(waiting.after(new ReplayEvent.ApprovalExpired(), end).state())
        .isEqualTo(new ReplayState.Cancelled());
  }

  @Test
  void aRefusalCancelsAndSaysWhy() {
    var waiting = requestedBy(ANN);

    var refused =
        waiting.after(
            decide(waiting, new ReplayCommand.RefuseApproval(HASH, "wrong range"), BOB).event(),
            Samples.NOON);

    assertThat(refused.state()).isEqualTo(new ReplayState.Cancelled());
    assertThat(approval(refused).comment()).isEqualTo("wrong range");
    assertThat(PackedReplay.of(refused).unpack().approval()).isEqualTo(refused.approval());
  }

  @Test
  void aResumeOrARetryOfAnApprovedPlanNeedsNoOtherApproval() {
    var running = requestedBy(ANN).after(new ReplayEvent.Approved("bob", HASH), Samples.NOON);
    var paused =
        running
            .after(new ReplayEvent.PauseRequested(), Samples.NOON)
            .after(new ReplayEvent.Stopped(), Samples.NOON);
    var failed =
        running
            .after(new ReplayEvent.FailureObserved("target is down"), Samples.NOON)
            .after(new ReplayEvent.Stopped(), Samples.NOON);

    assertThat(decide(paused, new ReplayCommand.Resume(), ANN))
        .isEqualTo(new Accepted(new ReplayEvent.Resumed()));
    assertThat(decide(failed, new ReplayCommand.Retry(), ANN))
        .isEqualTo(new Accepted(new ReplayEvent.Retried()));
    assertThat(failed.after(new ReplayEvent.Retried(), Samples.NOON).plan().hash()).isEqualTo(HASH);
  }

  @Test
  void whatNobodyHasApprovedIsNeitherResumedNorRetried() {
    var waiting = requestedBy(ANN);
    var refused = waiting.after(new ReplayEvent.ApprovalRefused("bob", "no"), Samples.NOON);
    var expired = waiting.after(new ReplayEvent.ApprovalExpired(), Samples.NOON);

    for (var replay : List.of(PLANNED, waiting, refused, expired)) {
      assertThat(reason(decide(replay, new ReplayCommand.Resume(), BOB)))
          .contains("only a PAUSED replay can be resumed");
      assertThat(reason(decide(replay, new ReplayCommand.Retry(), BOB)))
          .contains("only a FAILED replay can be retried");
    }
  }

  /** Any order of any commands, of verified and other senders, at any time. */
  @Test
  void noOrderOfCommandsStartsAReplayThatNobodyElseHasApproved() {
    int started = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var replay = PLANNED;
      var now = Samples.NOON;
      var log = new ArrayList<String>();
      for (int i = 0; i < 12; i++) {
        now = now.plus(Duration.ofMinutes(random.nextInt(6)));
        var by = new Operator(random.nextBoolean() ? "ann" : "bob", random.nextInt(4) > 0);
        var commands = List.copyOf(Situations.commands().values());
        var command = commands.get(random.nextInt(commands.size()));
        var event = decide(replay, command, by, now).event();
        log.add(by + " " + command.getClass().getSimpleName() + " -> " + event);
        replay = replay.after(event, now);

        if (replay.startedAt() != null) {
          started++;
          assertThat(replay.approval()).as("seed %d: %s", seed, log).isNotNull();
          var approval = approval(replay);
          assertThat(approval.outcome())
              .as("seed %d: %s", seed, log)
              .isEqualTo(Approval.Outcome.APPROVED);
          assertThat(approval.decidedBy())
              .as("seed %d: %s", seed, log)
              .isNotEqualTo(approval.request().by());
          assertThat(approval.decidedAt()).isBefore(approval.request().expiresAt());
        }
      }
    }
    assertThat(started).isPositive();
  }
}
