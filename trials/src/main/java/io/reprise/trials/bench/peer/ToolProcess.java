package io.reprise.trials.bench.peer;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one tool repeatedly in a JVM of its own. Confined to one thread; closing this object kills
 * the process, even during a run.
 */
public final class ToolProcess implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final String mainClass;
  private final Path log;
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  private ToolProcess(String mainClass, Path log, Process process) {
    this.mainClass = mainClass;
    this.log = log;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the JVM, which then waits for the first call of {@link #run}.
   *
   * @param jvmOptions options of the JVM, for example memory settings
   * @param classPath class path that contains {@code mainClass}
   * @param log file for the tool's stderr
   */
  public static ToolProcess start(
      String mainClass, List<String> jvmOptions, String classPath, Path log) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, ToolMain.class.getName(), mainClass));
    try {
      var process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new ToolProcess(mainClass, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + mainClass, e);
    }
  }

  /** Runs the tool once and returns the lines that it printed. */
  public List<String> run(List<String> arguments) {
    begin(arguments);
    return awaitEnd();
  }

  /**
   * Waits for the end of the run that {@link #begin} started. Returns the lines that the tool
   * printed.
   */
  public List<String> awaitEnd() {
    var printed = new ArrayList<String>();
    try {
      for (var line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.equals(ToolMain.DONE)) {
          return printed;
        }
        if (line.startsWith(ToolMain.FAILED)) {
          throw failure(line.substring(ToolMain.FAILED.length()));
        }
        printed.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(mainClass + " has an unreadable stdout", e);
    }
    throw failure("the process ended unexpectedly");
  }

  /** Starts a run of the tool and returns at once. */
  public void begin(List<String> arguments) {
    try {
      commands.write(String.join("\t", arguments) + "\n");
      commands.flush();
    } catch (IOException e) {
      throw failure("the process ended unexpectedly");
    }
  }

  private CommandFailure failure(String why) {
    return new CommandFailure(
        ExitCode.FAILED, "%s did not run: %s (log: %s)".formatted(mainClass, why, log));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
