package io.reprise.trials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the {@code reprise} script in a process of its own, as a user would, and returns its exit
 * code and output.
 *
 * @param out its stdout
 * @param err its stderr
 */
record CommandRun(int exitCode, String out, String err) {
  /** The checkout's root, where {@code ./reprise} is. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static CommandRun of(Duration limit, Map<String, String> environment, List<String> command) {
    try {
      var out = Files.createTempFile("reprise-out", null);
      var err = Files.createTempFile("reprise-err", null);
      var builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
        throw new AssertionError(
            command + " did not end in " + limit + ": " + Files.readString(err));
      }
      var run = new CommandRun(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode json() {
    try {
      return Json.json().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + out + err, e);
    }
  }
}
