package io.reprise.cli.context.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.Endpoint;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise context show}. */
@Command(
    name = "show",
    description =
        "Shows the addresses that a command called here uses, and where each was found: in a"
            + " variable, a running `reprise dev`, or a context.")
final class ContextShowCommand extends ContextFileCommand {
  private static final List<TableColumn> ADDRESSES =
      List.of(
          TableColumn.of("SERVER", "server"),
          TableColumn.of("ADDRESS", "address"),
          TableColumn.of("SOURCE", "source"));

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description =
          "Show what a command with --context NAME uses (default: what one without --context uses).")
  private @Nullable String name;

  @Override
  protected ExitCode run() {
    if (name != null) {
      existing(file().read(), name);
    }
    var addresses = addresses();
    output().list(addresses, ADDRESSES);
    if (addresses.isEmpty()) {
      output().say("no address is known: add a context with `reprise context add`");
    }
    return ExitCode.DONE;
  }

  private ArrayNode addresses() {
    var rows = Json.json().createArrayNode();
    for (var endpoint : Endpoint.values()) {
      sources()
          .find(endpoint, name)
          .ifPresent(
              address ->
                  rows.addObject()
                      .put("server", endpoint.key())
                      .put("address", address.shown())
                      .put("source", address.source()));
    }
    return rows;
  }
}
