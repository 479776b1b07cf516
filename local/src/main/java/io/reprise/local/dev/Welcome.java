package io.reprise.local.dev;

import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.local.supervise.PartState;
import io.reprise.runtime.json.Json;
import java.nio.file.Path;
import java.util.List;

/** Prints the parts with their addresses, and commands to try. */
final class Welcome {
  private static final List<TableColumn> ENDPOINTS =
      List.of(
          TableColumn.of("SERVICE", "service"),
          TableColumn.of("ADDRESS", "address"),
          TableColumn.of("PID", "pid"));

  /** The commands find the running dev by themselves, so they have no addresses. */
  private static final List<String> COMMANDS =
      List.of(
          "./reprise publish --topic user-events --count 1000",
          "./reprise replay start --topic user-events --target replayed --reason \"a first try\""
              + " --yes --wait",
          "./reprise archive status",
          "./reprise rehydrate --read-model users --topic user-events --reducer merge",
          "./reprise events read --topic user-events-replayed --partition 0",
          "./reprise dev status");

  private final List<DevState.PartView> parts;
  private final Path directory;

  Welcome(List<DevState.PartView> parts, Path directory) {
    this.parts = parts;
    this.directory = directory;
  }

  void printTo(Output output) {
    var endpoints = Json.json().createArrayNode();
    for (var part : parts) {
      endpoints
          .addObject()
          .put("service", part.part())
          .put("address", address(part))
          .put("pid", part.pid() == null ? "" : Long.toString(part.pid()));
    }
    output.list(endpoints, ENDPOINTS);
    output.text("");
    output.text("Try, in another terminal:");
    COMMANDS.forEach(command -> output.text("  " + command));
    output.text("");
    output.text(
        "Events of user-events move to S3 after an hour; 4 MiB of each partition stay in Kafka.");
    output.text(
        "Only programs on this machine can connect: all addresses are loopback, and nobody is asked"
            + " who they are.");
    output.text("Your own topics and targets: " + directory.resolve(DevConfig.FILE));
    output.text("Ctrl-C stops everything; start again with the same --dir to keep the data.");
  }

  private static String address(DevState.PartView part) {
    var address = address(part.address());
    return part.state() == PartState.READY ? address : address + " (not ready)";
  }

  /**
   * Returns the text that is shown for the address of a part. For a database, the text also names
   * the database user.
   */
  static String address(String address) {
    return address.startsWith("jdbc:")
        ? address + " (user " + EmbeddedDatabase.USER + ")"
        : address;
  }
}
