package io.reprise.launcher.replay;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code reprise replay targets}. */
@Command(name = "targets", description = "Lists what may be replayed into.")
final class TargetsCommand extends WorkerCommand {
  private static final List<Column> TARGETS =
      List.of(
          Column.of("TARGET", "name"),
          Column.of("TOPIC", "topic"),
          Column.of("PROMISE", "promise"),
          Column.of("FAULT", "fault"));

  @Override
  protected ExitCode run() {
    output().list(worker().targets(), TARGETS);
    return ExitCode.DONE;
  }
}
