package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {
  private static final String[] EVENTS = {
    "Started",
    "PauseRequested",
    "Resumed",
    "CancelRequested",
    "FailureObserved",
    "Stopped",
    "Retried",
    "Completed",
    "StartRequested",
    "Approved",
    "ApprovalRefused",
    "ApprovalExpired"
  };

  /**
   * The whole table: one row per state, one column per event, and the next state or - if illegal.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          STATE,                 Started, PauseRequested, Resumed, CancelRequested, FailureObserved, Stopped,   Retried, Completed, StartRequested, Approved, ApprovalRefused, ApprovalExpired
          PLANNED,               RUNNING, -,              -,       CANCELLED,       -,               -,         -,       -, AWAITING_APPROVAL, -, -, -
          AWAITING_APPROVAL,     -,       -,              -,       CANCELLED,       -,               -,         -,       -, -, RUNNING, CANCELLED, CANCELLED
          RUNNING,               -,       PAUSING,        -,       CANCELLING,      FAILING,         -,         -,       COMPLETED, -, -, -, -
          PAUSING,               -,       -,              -,       CANCELLING,      FAILING,         PAUSED,    -,       -, -, -, -, -
          PAUSED,                -,       -,              RUNNING, CANCELLING,      -,               -,         -,       -, -, -, -, -
          CANCELLING,            -,       -,              -,       -,               -,               CANCELLED, -,       -, -, -, -, -
          CANCELLED,             -,       -,              -,       -,               -,               -,         -,       -, -, -, -, -
          FAILING,               -,       -,              -,       CANCELLING,      -,               FAILED,    -,       -, -, -, -, -
          FAILED,                -,       -,              -,       -,               -,               -,         RUNNING, -, -, -, -, -
          COMPLETED,             -,       -,              -,       -,               -,               -,         -,       -, -, -, -, -
          COMPLETED_WITH_PARKED, -,       -,              -,       -,               -,               -,         -,       -, -, -, -, -
          """)
  void appliesEveryLegalPairAndRefusesEveryOther(
      String state,
      String e1,
      String e2,
      String e3,
      String e4,
      String e5,
      String e6,
      String e7,
      String e8,
      String e9,
      String e10,
      String e11,
      String e12) {
    var next = new String[] {e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12};
    for (int i = 0; i < EVENTS.length; i++) {
      assertTransition(state, EVENTS[i], next[i]);
    }
  }

  private static void assertTransition(String from, String name, String to) {
    var state = Situations.replays().get(from).state();
    var event = Situations.events().get(name);
    if (to.equals("-")) {
      assertThatThrownBy(() -> Transitions.apply(state, event))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("event %s is not legal in state %s".formatted(name, from));
    } else {
      assertThat(Transitions.apply(state, event).name()).as(from + " x " + name).isEqualTo(to);
    }
  }

  @Test
  void keepsTheCauseOfAFailure() {
    var failing =
        Transitions.apply(new ReplayState.Running(), new ReplayEvent.FailureObserved("x"));

    assertThat(failing).isEqualTo(new ReplayState.Failing("x"));
    assertThat(Transitions.apply(failing, new ReplayEvent.Stopped()))
        .isEqualTo(new ReplayState.Failed("x"));
  }

  @Test
  void keepsTheCauseOfAPauseAndTheAcceptedParkedRecords() {
    var pausing =
        Transitions.apply(new ReplayState.Running(), new ReplayEvent.PauseRequested("many", 7));
    var paused = Transitions.apply(pausing, new ReplayEvent.Stopped());

    assertThat(paused).isEqualTo(new ReplayState.Paused("many", 7));
    assertThat(Transitions.apply(paused, new ReplayEvent.Resumed()))
        .isEqualTo(new ReplayState.Running(7));
    assertThat(Transitions.apply(new ReplayState.Running(7), new ReplayEvent.PauseRequested()))
        .isEqualTo(new ReplayState.Pausing(null, 7));
  }

  @Test
  void distinguishesCompletionWithParkedRecords() {
    assertThat(Transitions.apply(new ReplayState.Running(), new ReplayEvent.Completed(true)))
        .isEqualTo(new ReplayState.CompletedWithParked());
  }

  @Test
  void deliversInRunningOnlyAndHasFourActiveAndFourFinalStates() {
    Situations.replays()
        .forEach(
            (name, replay) -> {
              assertThat(replay.state().delivers()).as(name).isEqualTo(name.equals("RUNNING"));
              assertThat(replay.state().isActive())
                  .as(name)
                  .isEqualTo(name.matches("RUNNING|PAUSING|CANCELLING|FAILING"));
              assertThat(replay.state().isFinal())
                  .as(name)
                  .isEqualTo(name.matches("CANCELLED|FAILED|COMPLETED.*"));
            });
    assertThat(Samples.replay(Situations.PLAN).state()).isEqualTo(new ReplayState.Planned());
  }

  @Test
  void givesEachStateItsNameInTheApi() {
    assertThat(new ReplayState.Planned().name()).isEqualTo("PLANNED");
    assertThat(new ReplayState.AwaitingApproval().name()).isEqualTo("AWAITING_APPROVAL");
    assertThat(new ReplayState.Running().name()).isEqualTo("RUNNING");
    assertThat(new ReplayState.Pausing().name()).isEqualTo("PAUSING");
    assertThat(new ReplayState.Paused().name()).isEqualTo("PAUSED");
    assertThat(new ReplayState.Cancelling().name()).isEqualTo("CANCELLING");
    assertThat(new ReplayState.Cancelled().name()).isEqualTo("CANCELLED");
    assertThat(new ReplayState.Failing("x").name()).isEqualTo("FAILING");
    assertThat(new ReplayState.Failed("x").name()).isEqualTo("FAILED");
    assertThat(new ReplayState.Completed().name()).isEqualTo("COMPLETED");
    assertThat(new ReplayState.CompletedWithParked().name()).isEqualTo("COMPLETED_WITH_PARKED");
  }

  @Test
  void listsTheNameOfEveryState() {
    assertThat(ReplayState.NAMES)
        .containsExactlyInAnyOrderElementsOf(Situations.replays().keySet());
    assertThat(Situations.replays()).hasSameSizeAs(stateRecords());
  }

  /** Every record that implements {@link ReplayState}. */
  private static List<Class<?>> stateRecords() {
    return Arrays.stream(ReplayState.class.getDeclaredClasses()).filter(Class::isRecord).toList();
  }

  @Test
  void coversEveryEventThatMovesAReplay() {
    var others = Set.of("Created", "RateChanged", "SharesIssued", "CommandRefused", "Expired");
    assertThat(Arrays.stream(ReplayEvent.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .filteredOn(name -> !others.contains(name))
        .containsExactlyInAnyOrder(EVENTS);
  }
}
