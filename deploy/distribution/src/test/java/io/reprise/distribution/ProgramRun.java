package io.reprise.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program that ran in a process of its own printed.
 *
 * @param out its stdout
 * @param err its stderr
 */
record ProgramRun(int exitCode, String out, String err) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * Runs a program to its end, for two minutes at most.
   *
   * @param environment variables that the program has besides those of this process
   */
  static ProgramRun in(Path directory, Map<String, String> environment, List<String> command) {
    return in(directory, environment, command, LIMIT);
  }

  /**
   * Runs a program to its end. At the limit, it and the programs that it has started are killed.
   */
  static ProgramRun in(
      Path directory, Map<String, String> environment, List<String> command, Duration limit) {
    try {
      var out = Files.createTempFile("reprise-out", null);
      var err = Files.createTempFile("reprise-err", null);
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(variable -> variable.startsWith("REPRISE_"));
      builder.environment().putAll(environment);
      var process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            command + " did not end: " + Files.readString(out) + Files.readString(err));
      }
      var run = new ProgramRun(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
