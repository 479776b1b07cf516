package io.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of one command line, executed in this JVM.
 *
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Reprise.commandLineFor(arguments)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** Splits {@code line} at spaces, and appends {@code more} as they are. */
  static CommandLineRun line(String line, String... more) {
    var words = new ArrayList<>(List.of(line.strip().split(" +")));
    words.addAll(List.of(more));
    return of(words.toArray(String[]::new));
  }

  JsonNode json() {
    try {
      return Json.json().readTree(out);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + out + err, e);
    }
  }
}
