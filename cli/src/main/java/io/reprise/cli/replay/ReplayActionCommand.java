package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that requests one action on one replay: pause, resume, cancel or retry. */
abstract class ReplayActionCommand extends ReplayIdCommand {
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);
  private static final Duration WAIT_INTERVAL = Duration.ofMillis(100);

  private final String action;
  private final String settled;

  @Option(
      names = "--wait",
      description =
          "Wait until the workers have carried out the action, and fail if that takes over 60 s."
              + " Without this option the command returns as soon as the action is recorded.")
  private boolean waits;

  /**
   * Creates the command of one action.
   *
   * @param action the last part of the action's HTTP path
   * @param settled the state that a replay has once the action has taken effect
   */
  ReplayActionCommand(String action, String settled) {
    this.action = action;
    this.settled = settled;
  }

  /** Implements {@code reprise replay pause}. */
  @Command(
      name = "pause",
      description =
          "Pauses a replay: workers stop delivering its records, and its progress is kept.")
  static final class Pause extends ReplayActionCommand {
    Pause() {
      super("pause", "PAUSED");
    }
  }

  /** Implements {@code reprise replay resume}. */
  @Command(
      name = "resume",
      description = "Resumes a paused replay: workers continue to deliver from where they paused.")
  static final class Resume extends ReplayActionCommand {
    Resume() {
      super("resume", "RUNNING");
    }
  }

  /** Implements {@code reprise replay cancel}. */
  @Command(
      name = "cancel",
      description =
          "Cancels a replay for good: it can never be resumed. Records already delivered stay in"
              + " the target.")
  static final class Cancel extends ReplayActionCommand {
    Cancel() {
      super("cancel", "CANCELLED");
    }
  }

  /** Implements {@code reprise replay retry}. */
  @Command(
      name = "retry",
      description =
          "Starts another attempt of a failed replay. Each shard continues from its recorded"
              + " progress.")
  static final class Retry extends ReplayActionCommand {
    Retry() {
      super("retry", "RUNNING");
    }
  }

  @Override
  protected ExitCode run() {
    var summary = worker().act(id(), action);
    output().one(waits ? settle(summary) : summary, ReplayViews.REPLAY);
    return ExitCode.DONE;
  }

  private JsonNode settle(JsonNode first) {
    var deadline = Deadline.after(WAIT_LIMIT);
    var reconnection = new Reconnection(WAIT_LIMIT, output()::say);
    try (var note = InterruptNote.of(recorded())) {
      var summary = first;
      while (!summary.path("state").asText().equals(settled)) {
        if (!summary.path("endedAt").isMissingNode()) {
          throw new CommandFailure(
              ExitCode.FAILED,
              "replay %s ended as %s while this command waited for %s"
                  .formatted(id(), summary.path("state").asText(), settled));
        }
        if (deadline.isPassed()) {
          throw new CommandFailure(
              ExitCode.FAILED,
              "replay %s is still %s after %d s: %s"
                  .formatted(
                      id(), summary.path("state").asText(), WAIT_LIMIT.toSeconds(), recorded()));
        }
        Interruption.sleep(WAIT_INTERVAL);
        summary = present(reconnection, summary);
      }
      return summary;
    }
  }

  /** Returns the present summary of the replay; {@code before} if no worker answers. */
  private JsonNode present(Reconnection reconnection, JsonNode before) {
    try {
      var summary = worker().replay(id()).path("summary");
      reconnection.succeeded();
      return summary;
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.UNREACHABLE) {
        throw e;
      }
      reconnection.waitAfter(String.valueOf(e.getMessage()), recorded());
      return before;
    }
  }

  private String recorded() {
    return "the request is recorded; check the state with: reprise replay describe " + id();
  }
}
