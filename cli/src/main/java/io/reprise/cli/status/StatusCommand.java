package io.reprise.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.ServiceClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.context.Address;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise status}. */
@Command(
    name = "status",
    description = {
      "Shows every ingest service, worker, archiver and compactor of a context: whether it is"
          + " ready, and if not why, its version, since when it runs, and what runs and waits.",
      "Asks each address of the context. Exits with 1 if one of them does not answer or is not"
          + " ready."
    })
public final class StatusCommand extends LeafCommand {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final List<TableColumn> COLUMNS =
      List.of(
          TableColumn.of("ROLE", "role").key(),
          TableColumn.of("NAME", "name"),
          TableColumn.of("STATE", "state").key(),
          new TableColumn("WORK", StatusCommand::work),
          new TableColumn("PROBLEM", StatusCommand::problem).key(),
          TableColumn.of("ADDRESS", "address"),
          TableColumn.of("VERSION", "version"),
          TableColumn.time("SINCE", "startedAt"));

  @Mixin private ServiceAddresses services = new ServiceAddresses();

  @Override
  protected ExitCode run() {
    var all = Json.json().createArrayNode();
    services.instances().forEach(address -> all.add(ask(address)));
    output().list(all, COLUMNS);
    for (var one : all) {
      if (!one.path("ready").asBoolean()) {
        return ExitCode.FAILED;
      }
    }
    return ExitCode.DONE;
  }

  private static ObjectNode ask(Address address) {
    var item =
        Json.json()
            .createObjectNode()
            .put("role", address.endpoint().key())
            .put("address", address.shown());
    try {
      var answer =
          new ServiceClient(address.endpoint().title(), address)
              .json("GET", "/api/v1/status", "", LIMIT);
      answer.fields().forEachRemaining(field -> item.set(field.getKey(), field.getValue()));
      return item.put("state", answer.path("ready").asBoolean() ? "READY" : "NOT_READY");
    } catch (CommandFailure e) {
      return item.put("ready", false).put("state", "NO_STATUS").put("error", e.getMessage());
    }
  }

  private static String problem(JsonNode service) {
    var problems = new ArrayList<String>();
    if (service.has("error")) {
      problems.add(service.path("error").asText());
    }
    for (var check : service.path("checks")) {
      if (!check.path("holds").asBoolean()) {
        problems.add(check.path("name").asText() + ": " + check.path("sentence").asText());
      }
    }
    return String.join("; ", problems);
  }

  /** Leaves out what neither runs nor waits. */
  private static String work(JsonNode service) {
    var texts = new ArrayList<String>();
    for (var work : service.path("work")) {
      long running = work.path("running").asLong();
      long waiting = work.path("waiting").asLong();
      var what = work.path("what").asText();
      if (running > 0) {
        texts.add(String.format(Locale.ROOT, "%d %s running", running, what));
      }
      if (waiting > 0) {
        texts.add(String.format(Locale.ROOT, "%d %s waiting", waiting, what));
      }
    }
    return String.join(", ", texts);
  }
}
