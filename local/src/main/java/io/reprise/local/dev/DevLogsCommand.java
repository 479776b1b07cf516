package io.reprise.local.dev;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.local.process.LogReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Implements {@code reprise dev logs}. */
@Command(
    name = "logs",
    description = "Prints the newest lines of the log of a part of dev, whether dev runs or not.")
final class DevLogsCommand extends LeafCommand {
  private static final Duration POLL_EVERY = Duration.ofMillis(200);
  private static final int MOST_LINES = 100_000;

  @ParentCommand private DevCommand dev = new DevCommand();

  @Parameters(paramLabel = "PART", description = "The part, as `reprise dev status` names it.")
  private String part = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Print new lines as they are written, until Ctrl-C or until dev ends.")
  private boolean follow;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many of the newest lines are printed first (default: 50).")
  private int lines;

  @Override
  protected ExitCode run() throws Exception {
    if (lines < 0 || lines > MOST_LINES) {
      throw new CommandFailure(
          ExitCode.USAGE, "--lines %d: give a number from 0 to %d".formatted(lines, MOST_LINES));
    }
    var state = DevState.readFrom(dev.directoryOfRunning());
    try (var log = LogReader.open(log(state), lines)) {
      print(log);
      while (follow && state.isRunning()) {
        TimeUnit.MILLISECONDS.sleep(POLL_EVERY.toMillis());
        print(log);
      }
    }
    return ExitCode.DONE;
  }

  private void print(LogReader log) throws java.io.IOException {
    output().out().print(log.readNew());
    output().out().flush();
  }

  private Path log(DevState state) {
    return state.parts().stream()
        .filter(view -> view.part().equals(part))
        .map(view -> Path.of(view.log()))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "dev has no part '%s': its parts are %s"
                        .formatted(
                            part,
                            state.parts().stream()
                                .map(DevState.PartView::part)
                                .collect(Collectors.joining(", ")))));
  }
}
