package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.approve.ApprovalRules;
import io.reprise.replay.state.CommandDecision.Accepted;
import io.reprise.replay.state.CommandDecision.Refused;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandDeciderTest {

  /** Decides a command of an operator whom nobody has verified, where nothing needs an approval. */
  private static CommandDecision decide(@Nullable Replay replay, ReplayCommand command) {
    return CommandDecider.decide(
        replay,
        command,
        new ApprovalDecider(ApprovalRules.NONE, Operator.unverified("ada"), Samples.NOON));
  }

  /**
   * The whole table: one row per state, one column per command, and the event or - for a refusal.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          STATE,                 Create, Start,   Pause,          Resume,  Cancel,          Retry,   ChangeRate, RequestStart
          PLANNED,               -,      Started, -,              -,       CancelRequested, -,       RateChanged, Started
          AWAITING_APPROVAL,     -,      -,       -,              -,       CancelRequested, -,       RateChanged, -
          RUNNING,               -,      -,       PauseRequested, -,       CancelRequested, -,       RateChanged, -
          PAUSING,               -,      -,       -,              -,       CancelRequested, -,       RateChanged, -
          PAUSED,                -,      -,       -,              Resumed, CancelRequested, -,       RateChanged, -
          CANCELLING,            -,      -,       -,              -,       -,               -,       RateChanged, -
          CANCELLED,             -,      -,       -,              -,       -,               -,       -, -
          FAILING,               -,      -,       -,              -,       CancelRequested, -,       RateChanged, -
          FAILED,                -,      -,       -,              -,       -,               Retried, -, -
          COMPLETED,             -,      -,       -,              -,       -,               -,       -, -
          COMPLETED_WITH_PARKED, -,      -,       -,              -,       -,               -,       -, -
          """)
  void decidesEveryPairOfStateAndCommand(
      String state,
      String create,
      String start,
      String pause,
      String resume,
      String cancel,
      String retry,
      String changeRate,
      String requestStart) {
    assertDecision(state, "Create", create);
    assertDecision(state, "Start", start);
    assertDecision(state, "Pause", pause);
    assertDecision(state, "Resume", resume);
    assertDecision(state, "Cancel", cancel);
    assertDecision(state, "Retry", retry);
    assertDecision(state, "ChangeRate", changeRate);
    assertDecision(state, "RequestStart", requestStart);
    // ApprovalDeciderTest shows when they are accepted: never from a sender who is not verified.
    assertDecision(state, "Approve", "-");
    assertDecision(state, "RefuseApproval", "-");
  }

  @Test
  void refusesEveryCommandAboutAnExpiredReplay() {
    var expired = new ReplayEvent.Expired(Situations.PLAN.withoutShards(), Samples.account());
    for (var state : new String[] {"COMPLETED", "FAILED"}) {
      var replay = Situations.replays().get(state).after(expired, Samples.NOON);
      for (var command : Situations.commands().values()) {
        var decision = decide(replay, command);

        assertThat(decision).as(state + " x " + command).isInstanceOf(Refused.class);
        if (!(command instanceof ReplayCommand.Create)) {
          assertThat(((Refused) decision).reason()).contains("has expired");
        }
      }
    }
  }

  private static void assertDecision(String state, String command, String outcome) {
    var replay = Situations.replays().get(state);
    var decision = decide(replay, Situations.commands().get(command));

    var pair = state + " x " + command;
    if (outcome.equals("-")) {
      assertThat(decision).as(pair).isInstanceOf(Refused.class);
      assertThat(decision.event()).isInstanceOf(ReplayEvent.CommandRefused.class);
    } else {
      assertThat(decision).as(pair).isInstanceOf(Accepted.class);
      assertThat(decision.event().getClass().getSimpleName()).as(pair).isEqualTo(outcome);
    }
    // An accepted event must be legal in the state: otherwise workers could not read the log.
    replay.after(decision.event(), Samples.NOON);
  }

  @Test
  void coversEveryStateAndEveryCommand() {
    assertThat(Situations.replays()).hasSize(concreteStates());
    assertThat(Situations.commands()).hasSize(ReplayCommand.class.getPermittedSubclasses().length);
    assertThat(Situations.events())
        .hasSize(ReplayEvent.class.getPermittedSubclasses().length - 1); // all but Created
  }

  private static int concreteStates() {
    int stopping = ReplayState.Stopping.class.getPermittedSubclasses().length;
    return ReplayState.class.getPermittedSubclasses().length - 1 + stopping;
  }

  @Test
  void createsOnlyWhatDoesNotExist() {
    assertThat(decide(null, new ReplayCommand.Create(Situations.PLAN)))
        .isEqualTo(new Accepted(new ReplayEvent.Created(Situations.PLAN)));
  }

  @Test
  void refusesEveryOtherCommandForAnUnknownReplay() {
    Situations.commands()
        .forEach(
            (name, command) -> {
              if (!name.equals("Create")) {
                assertThat(decide(null, command)).isEqualTo(new Refused("no replay has this id"));
              }
            });
  }

  @Test
  void refusesToStartAnotherPlan() {
    assertThat(decide(Samples.replay(Situations.PLAN), new ReplayCommand.Start("beef")))
        .isEqualTo(
            new Refused(
                "the plan has hash 0123456789abcdef0123456789abcdef, not beef: read the plan"
                    + " again"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RUNNING   | Start      | is RUNNING: only a PLANNED replay can be started
          PAUSED    | Pause      | is PAUSED: only a RUNNING replay can be paused
          RUNNING   | Resume     | is RUNNING: only a PAUSED replay can be resumed
          CANCELLED | Cancel     | is CANCELLED: there is nothing left to cancel
          CANCELLED | Retry      | is CANCELLED: only a FAILED replay can be retried; start a new one instead
          COMPLETED | ChangeRate | is COMPLETED: its rate can no longer change
          """)
  void namesTheStateAndTheAlternativeInARefusal(String state, String command, String reason) {
    var decision = decide(Situations.replays().get(state), Situations.commands().get(command));

    assertThat(decision).isEqualTo(new Refused("replay " + Samples.ID + " " + reason));
  }

  @Test
  void putsTheNewRateIntoTheEvent() {
    var command = (ReplayCommand.ChangeRate) Situations.commands().get("ChangeRate");

    assertThat(decide(Situations.running(), command).event())
        .isEqualTo(new ReplayEvent.RateChanged(command.throttle()));
  }
}
