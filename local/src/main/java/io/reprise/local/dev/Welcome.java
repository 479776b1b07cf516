package io.reprise.local.dev;

import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.local.stack.RunningWorker;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import java.util.List;

/** Prints the running services with their addresses, and commands to try. */
final class Welcome {
  private static final int DEFAULT_BASE = 19_090;
  private static final List<TableColumn> ENDPOINTS =
      List.of(
          TableColumn.of("SERVICE", "service"),
          TableColumn.of("ADDRESS", "address"),
          TableColumn.of("PID", "pid"));

  private final Stack stack;
  private final boolean defaultPorts;

  Welcome(Stack stack, int portBase) {
    this.stack = stack;
    this.defaultPorts = portBase == DEFAULT_BASE;
  }

  void printTo(Output output) {
    var endpoints = Json.json().createArrayNode();
    stack
        .services()
        .forEach(
            s ->
                endpoints
                    .addObject()
                    .put("service", s.name())
                    .put("address", address(s.address()))
                    .put("pid", Long.toString(s.pid())));
    output.list(endpoints, ENDPOINTS);
    output.text("");
    output.text("Try, in another terminal:");
    commands().forEach(command -> output.text("  " + command));
    output.text("");
    output.text(
        "Events of user-events move to S3 after an hour; 4 MiB of each partition stay in Kafka.");
    output.text("Ctrl-C stops everything; start again with the same --dir to keep the data.");
  }

  /**
   * Returns the text that is shown for the address of a service. For a database, the text also
   * names the database user.
   */
  static String address(String address) {
    return address.startsWith("jdbc:")
        ? address + " (user " + EmbeddedDatabase.USER + ")"
        : address;
  }

  private String ingest() {
    return defaultPorts ? "" : " --ingest " + stack.ingest();
  }

  private String archiver() {
    return defaultPorts
        ? ""
        : " --archiver http://127.0.0.1:" + stack.settings().ports().archiver();
  }

  private String model() {
    return defaultPorts
        ? ""
        : " --kafka %s --registry %s --target %s"
            .formatted(
                stack.bootstrapServers(), stack.registry(), stack.rehydration().target().url());
  }

  private List<String> commands() {
    var worker =
        defaultPorts
            ? ""
            : " --worker "
                + String.join(
                    ",",
                    stack.workers().stream()
                        .map(RunningWorker::uri)
                        .map(Object::toString)
                        .toList());
    return List.of(
        "./reprise publish --topic user-events --count 1000" + ingest(),
        "./reprise replay start --topic user-events --target replayed --reason \"a first try\""
            + " --yes --wait"
            + worker,
        "./reprise archive status" + archiver(),
        "./reprise rehydrate --read-model users --topic user-events --reducer merge" + model(),
        "./reprise events read --topic user-events-replayed --partition 0" + worker);
  }
}
