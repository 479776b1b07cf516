package io.reprise.cli.mcp;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import io.reprise.cli.replay.WorkerOption;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise mcp}. */
@Command(
    name = "mcp",
    mixinStandardHelpOptions = true,
    requiredOptionMarker = '*',
    versionProvider = Version.class,
    description = {
      "Serves the Model Context Protocol on stdin and stdout, so that an agent can read topics,"
          + " events, plans, replays, receipts and consumer groups, and propose replays. A proposed"
          + " replay waits until a person starts it with `reprise replay start-planned`.",
      "No tool starts, stops or changes a replay. All tools call the replay worker with the token"
          + " that this command is given, and what the policy hides from its owner stays hidden."
          + " Ends when stdin is closed."
    })
public final class McpCommand implements Callable<Integer> {
  @Mixin private WorkerOption workers = new WorkerOption();

  @Override
  public Integer call() throws IOException {
    var answers = System.out;
    // What a library prints must not get between the answers.
    System.setOut(System.err);
    try {
      var tools = new WorkerTools(workers.client());
      new McpSession(tools.all(), WorkerTools.WRITING, version())
          .run(new BufferedInputStream(System.in), answers);
    } finally {
      System.setOut(answers);
    }
    return ExitCode.DONE.code();
  }

  private static String version() {
    return new Version().getVersion()[0].replace("reprise ", "");
  }
}
