package io.reprise.trials;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.Reprise;
import io.reprise.runtime.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs command lines of {@code reprise} one after another in one process, with environment
 * variables of its own. Much faster than one process for each command line.
 *
 * <p>The process reads command lines from stdin as JSON arrays, one a line, and answers each with
 * one JSON line.
 */
final class CommandSession implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  private CommandSession(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the process. Its class path and its working directory are those of this JVM. */
  static CommandSession start(Map<String, String> environment) {
    return start(environment, Path.of(""));
  }

  /** Starts the process in a working directory of its own. Its class path is that of this JVM. */
  static CommandSession start(Map<String, String> environment, Path workingDirectory) {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dreprise.log.level=WARN",
                "-Dreprise.kafka.log.level=ERROR",
                "-cp",
                classPath(),
                CommandSession.class.getName())
            .directory(workingDirectory.toAbsolutePath().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      return new CommandSession(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the class path of this JVM with absolute paths, for a JVM in another directory. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs one command line, without the word {@code reprise}, and returns its result. */
  CommandRun run(List<String> arguments) {
    try {
      var requests = process.outputWriter(StandardCharsets.UTF_8);
      requests.write(Json.json().writeValueAsString(arguments));
      requests.newLine();
      requests.flush();
      var answer = answers.readLine();
      if (answer == null) {
        throw new AssertionError("the process ended while it ran " + arguments);
      }
      JsonNode result = Json.json().readTree(answer);
      return new CommandRun(
          result.path("exitCode").asInt(-1),
          result.path("out").asText(),
          result.path("err").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** Runs in the process: executes the command lines of stdin until its end. */
  public static void main(String[] none) throws IOException {
    var answers = System.out;
    var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = requests.readLine(); line != null; line = requests.readLine()) {
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exitCode = Reprise.run(Json.json().readValue(line, String[].class));
      answers.println(
          Json.json()
              .createObjectNode()
              .put("exitCode", exitCode)
              .put("out", out.toString(StandardCharsets.UTF_8))
              .put("err", err.toString(StandardCharsets.UTF_8)));
    }
  }
}
