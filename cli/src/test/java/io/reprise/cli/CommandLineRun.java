package io.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.context.ContextFile;
import io.reprise.cli.context.RunningDevs;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of one command line, executed in this JVM.
 *
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record CommandLineRun(int exitCode, String out, String err) {

  /** Has every address, and nothing listens at any of them. */
  private static final AddressSources UNREACHABLE =
      sources(
          Map.of(
              "REPRISE_CONTEXT_WORKER", "http://127.0.0.1:1",
              "REPRISE_CONTEXT_INGEST", "http://127.0.0.1:1",
              "REPRISE_CONTEXT_REGISTRY", "http://127.0.0.1:1",
              "REPRISE_CONTEXT_ARCHIVER", "http://127.0.0.1:1",
              "REPRISE_CONTEXT_COMPACTOR", "http://127.0.0.1:1",
              "REPRISE_CONTEXT_KAFKA", "127.0.0.1:1",
              "REPRISE_CONTEXT_DATABASE", "jdbc:postgresql://127.0.0.1:1/db"),
          Path.of("/nowhere"));

  /** Returns the sources of a user whose files are in {@code home}, and who runs no dev. */
  static AddressSources sources(Map<String, String> environment, Path home) {
    return new AddressSources(
        environment,
        new ContextFile(home.resolve("reprise/contexts.yaml")),
        new RunningDevs(home.resolve("state")),
        home);
  }

  static CommandLineRun of(String... arguments) {
    return of(UNREACHABLE, arguments);
  }

  static CommandLineRun of(AddressSources sources, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Reprise.commandLineFor(sources, arguments)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** Splits {@code line} at spaces, and appends {@code more} as they are. */
  static CommandLineRun line(String line, String... more) {
    return line(UNREACHABLE, line, more);
  }

  static CommandLineRun line(AddressSources sources, String line, String... more) {
    var words = new ArrayList<>(List.of(line.strip().split(" +")));
    words.addAll(List.of(more));
    return of(sources, words.toArray(String[]::new));
  }

  JsonNode json() {
    try {
      return Json.json().readTree(out);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + out + err, e);
    }
  }
}
