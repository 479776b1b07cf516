package io.reprise.cli.context.command;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Implements {@code reprise context list}. */
@Command(name = "list", description = "Lists the contexts, without their passwords.")
final class ContextListCommand extends ContextFileCommand {
  private static final List<TableColumn> CONTEXTS =
      List.of(
          new TableColumn("CURRENT", c -> c.path("current").asBoolean() ? "*" : ""),
          TableColumn.of("NAME", "name"),
          TableColumn.of("WORKER", "worker"),
          TableColumn.of("KAFKA", "kafka"));

  @Override
  protected ExitCode run() {
    var contexts = file().read();
    var rows = Json.json().createArrayNode();
    new TreeMap<>(contexts.contexts())
        .forEach(
            (name, context) -> {
              var row = rows.addObject().put("name", name);
              row.put("current", name.equals(contexts.current()));
              context.shown().forEach((endpoint, text) -> row.put(endpoint.key(), text));
            });
    output().list(rows, CONTEXTS);
    return ExitCode.DONE;
  }
}
