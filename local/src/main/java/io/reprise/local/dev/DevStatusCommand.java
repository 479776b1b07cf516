package io.reprise.local.dev;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.local.supervise.PartState;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Implements {@code reprise dev status}. */
@Command(
    name = "status",
    description =
        "Lists the parts of a running dev with their states. Exit code 1 if a part is not ready.")
final class DevStatusCommand extends LeafCommand {
  private static final List<TableColumn> COLUMNS =
      List.of(
          TableColumn.of("PART", "part"),
          TableColumn.of("STATE", "state"),
          new TableColumn("PID", part -> part.path("pid").asText("")),
          TableColumn.of("ADDRESS", "address"),
          new TableColumn(
              "SINCE",
              part ->
                  Text.seconds(
                      Duration.between(Instant.parse(part.path("since").asText()), Instant.now())
                          .toSeconds())),
          TableColumn.of("RESTARTS", "restarts"),
          TableColumn.of("LAST END", "reason"));

  @ParentCommand private DevCommand dev = new DevCommand();

  @Override
  protected ExitCode run() {
    var directory = dev.directoryOfRunning();
    var state = DevState.readFrom(directory);
    if (!state.isRunning()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "no reprise dev runs on %s: start one, or name its directory with --dir"
              .formatted(directory));
    }
    output().list(Json.json().valueToTree(state.parts()), COLUMNS);
    return state.parts().stream().allMatch(part -> part.state() == PartState.READY)
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }
}
