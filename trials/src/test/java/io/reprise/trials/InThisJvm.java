package io.reprise.trials;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.Reprise;
import io.reprise.runtime.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that has run in this JVM, which is faster than a process of its own. It replaces the
 * JVM's stdout and stderr while it runs, so its test class holds the resource lock of stdout.
 *
 * @param out what the command printed with {@code -o json}
 * @param err what it printed on stderr
 */
record InThisJvm(int exitCode, JsonNode out, String err) {

  /**
   * Runs a command with {@code -o json}.
   *
   * @param words the command line without the format
   */
  static InThisJvm run(List<String> words) {
    var line = new ArrayList<>(words);
    line.addAll(List.of("-o", "json"));
    var stdout = System.out;
    var stderr = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Reprise.run(line.toArray(String[]::new));
      return new InThisJvm(
          exitCode, Json.json().readTree(out.toByteArray()), err.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + out, e);
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }
}
