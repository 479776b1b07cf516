package io.reprise.cli.replay;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise replay targets}. */
@Command(
    name = "targets",
    description =
        "Lists the targets to which replays can deliver. They are named in the workers'"
            + " configuration.")
final class ReplayTargetsCommand extends WorkerCommand {
  private static final List<TableColumn> TARGETS =
      List.of(
          TableColumn.of("TARGET", "name"),
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("PROMISE", "promise"),
          TableColumn.of("FAULT", "fault"));

  @Override
  protected ExitCode run() {
    output().list(worker().targets(), TARGETS);
    return ExitCode.DONE;
  }
}
