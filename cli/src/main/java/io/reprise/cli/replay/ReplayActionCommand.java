package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The actions that only need an id. */
abstract class ReplayActionCommand extends ReplayIdCommand {
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);
  private static final Duration WAIT_INTERVAL = Duration.ofMillis(100);

  private final String action;
  private final String settled;

  @Option(names = "--wait", description = "return once it has taken effect everywhere")
  private boolean waits;

  /**
   * @param settled the state that says that the action has taken effect
   */
  ReplayActionCommand(String action, String settled) {
    this.action = action;
    this.settled = settled;
  }

  /** {@code reprise replay pause}. */
  @Command(name = "pause", description = "Pauses a replay.")
  static final class Pause extends ReplayActionCommand {
    Pause() {
      super("pause", "PAUSED");
    }
  }

  /** {@code reprise replay resume}. */
  @Command(name = "resume", description = "Goes on with a paused replay.")
  static final class Resume extends ReplayActionCommand {
    Resume() {
      super("resume", "RUNNING");
    }
  }

  /** {@code reprise replay cancel}. */
  @Command(name = "cancel", description = "Stops a replay for good.")
  static final class Cancel extends ReplayActionCommand {
    Cancel() {
      super("cancel", "CANCELLED");
    }
  }

  /** {@code reprise replay retry}. */
  @Command(name = "retry", description = "Goes on with a failed replay from its checkpoints.")
  static final class Retry extends ReplayActionCommand {
    Retry() {
      super("retry", "RUNNING");
    }
  }

  @Override
  protected ExitCode run() throws InterruptedException {
    var summary = worker().act(id(), action);
    output().one(waits ? settle(summary) : summary, ReplayViews.SUMMARY);
    return ExitCode.DONE;
  }

  private JsonNode settle(JsonNode first) throws InterruptedException {
    long end = System.nanoTime() + WAIT_LIMIT.toNanos();
    var summary = first;
    while (!summary.path("state").asText().equals(settled)) {
      if (!summary.path("endedAt").isMissingNode()) {
        throw new CommandFailure(
            ExitCode.FAILED, "the replay ended as " + summary.path("state").asText());
      }
      if (System.nanoTime() > end) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the replay is still %s after %d s: look at it again"
                .formatted(summary.path("state").asText(), WAIT_LIMIT.toSeconds()));
      }
      Thread.sleep(WAIT_INTERVAL.toMillis());
      summary = worker().replay(id()).path("summary");
    }
    return summary;
  }
}
