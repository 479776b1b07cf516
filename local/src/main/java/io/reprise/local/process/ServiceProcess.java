package io.reprise.local.process;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Interruption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one service in a process of its own. The service's process ends when this process ends, even
 * if this process is killed by kill -9.
 *
 * <p>Thread-safe. {@link #close()} sends SIGTERM, waits, and kills the service's process if it has
 * not ended.
 */
public final class ServiceProcess implements PartProcess, AutoCloseable {
  private static final String READY = "ready ";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final ServiceLaunch launch;
  private final Process process;

  /**
   * The length of the log, in bytes, before the service's process was started. Older lines were
   * written by earlier processes.
   */
  private final long logStart;

  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final CompletableFuture<String> output = new CompletableFuture<>();

  private ServiceProcess(ServiceLaunch launch, Process process, long logStart) {
    this.launch = launch;
    this.process = process;
    this.logStart = logStart;
    var reader = new Thread(this::readAnnouncement, "stdout-" + launch.name());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the process and returns at once. */
  public static ServiceProcess start(ServiceLaunch launch) {
    try {
      var builder =
          new ProcessBuilder(launch.command())
              .redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
      builder.environment().keySet().removeIf(ServiceProcess::overridesConfiguration);
      builder.environment().putAll(launch.profile().environment());
      builder.environment().putAll(launch.environment());
      long logStart = launch.log().toFile().length();
      return new ServiceProcess(launch, builder.start(), logStart);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + launch.name(), e);
    }
  }

  /**
   * Returns whether a variable of this process's environment would change the configuration of a
   * service, whose file has every value. A user sets such variables for other commands.
   */
  private static boolean overridesConfiguration(String variable) {
    return variable.startsWith("REPRISE_") && !variable.contains("_LOG_");
  }

  private void readAnnouncement() {
    var all = new StringBuilder();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          address.complete(line.substring(READY.length()));
        } else {
          all.append(line).append('\n');
        }
      }
      output.complete(all.toString());
    } catch (IOException e) {
      address.completeExceptionally(e);
      output.completeExceptionally(e);
    }
    address.completeExceptionally(
        new IOException("the process closed its stdout before it announced its address"));
  }

  /**
   * Waits until the service serves requests.
   *
   * @return the service's address
   */
  public String awaitReady(Duration limit) {
    return await(address, limit, "was not ready", "ended before it was ready");
  }

  /**
   * Waits for the end of a process that does one task and then ends by itself.
   *
   * @return the process's stdout
   */
  public String awaitOutput(Duration limit) {
    var written = await(output, limit, "did not end", "has an unreadable stdout");
    int exitCode = Interruption.getOr(process::waitFor, this::interrupted);
    if (exitCode != 0) {
      throw notReady("failed", new IOException("exit code " + exitCode));
    }
    return written;
  }

  private String await(
      CompletableFuture<String> text, Duration limit, String ifLate, String ifBroken) {
    return Interruption.getOr(
        () -> {
          try {
            return text.get(limit.toMillis(), TimeUnit.MILLISECONDS);
          } catch (TimeoutException e) {
            throw notReady(
                "%s within %d s; if this machine is busy, run the command again when it is idle"
                    .formatted(ifLate, limit.toSeconds()),
                e);
          } catch (ExecutionException e) {
            throw notReady(ifBroken, e);
          }
        },
        this::interrupted);
  }

  private <T> T interrupted(InterruptedException cause) {
    throw notReady("was interrupted while waiting", cause);
  }

  private CommandFailure notReady(String what, Exception cause) {
    return new CommandFailure(
        ExitCode.FAILED,
        "%s %s: %s (log: %s)".formatted(launch.name(), what, mainLogLine(), launch.log()),
        cause);
  }

  /**
   * Returns the last line that reports an error, of those that the service's process wrote to its
   * log. If no line reports an error, returns the last line. Used in error messages.
   */
  public String mainLogLine() {
    try {
      return LogTail.lastError(launch.log(), logStart).orElseGet(this::lastLogLine);
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  /** Returns the last line that the service's process wrote to its log. Used in error messages. */
  public String lastLogLine() {
    try {
      return LogTail.lastLine(launch.log(), logStart).orElse("it has written no log line");
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  public ServiceLaunch launch() {
    return launch;
  }

  public String name() {
    return launch.name();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public boolean isReady() {
    return address.isDone() && !address.isCompletedExceptionally();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public String whyEnded() {
    return ProcessEnd.text(process.exitValue(), mainLogLine());
  }

  @Override
  public List<String> lastLines(int count) {
    return LogTail.lastLinesIfReadable(launch.log(), logStart, count);
  }

  @Override
  public void requestStop() {
    process.destroy();
  }

  @Override
  public void forceStop() {
    process.destroyForcibly();
  }

  /** Sends SIGKILL, so that the process cannot clean up. Returns once the process has ended. */
  public void kill() {
    process.destroyForcibly();
    await(STOP_LIMIT);
  }

  /** Sends SIGSTOP: the process is frozen, and its connections stay open. */
  public void freeze() {
    signal("STOP");
  }

  /** Sends SIGCONT: the process continues without knowing that time has passed. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      int exitCode = Interruption.getOr(kill::waitFor, interrupted -> 0);
      if (exitCode != 0 && isAlive()) {
        throw new IllegalStateException("cannot send SIG" + name + " to " + launch.name());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("this system has no kill command", e);
    }
  }

  private boolean await(Duration limit) {
    return Interruption.getOr(
        () -> process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS), interrupted -> false);
  }

  @Override
  public void close() {
    process.destroy();
    if (!await(STOP_LIMIT)) {
      kill();
    }
  }
}
