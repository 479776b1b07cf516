package io.reprise.cli.replay;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise approvals list}. */
@Command(
    name = "list",
    description =
        "Lists the replays that wait for an approval, the newest first. `reprise replay describe`"
            + " shows the plan of one of them.")
final class ApprovalListCommand extends WorkerCommand {
  private static final int LARGEST_PAGE = 1_000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "List at most this many replays, 1 to 1000 (default: 50).")
  private int limit = 50;

  @Override
  protected ExitCode run() {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new CommandFailure(
          ExitCode.USAGE, "--limit %d: give 1 to %d".formatted(limit, LARGEST_PAGE));
    }
    var page =
        worker().list("?state=%s&limit=%d".formatted(ApprovalViews.AWAITING_APPROVAL, limit));
    output().list(page.isArray() ? page : page.path("replays"), ApprovalViews.LIST);
    if (page.path("next").isTextual()) {
      output().say("There are more replays. List more with a larger --limit.");
    }
    return ExitCode.DONE;
  }
}
