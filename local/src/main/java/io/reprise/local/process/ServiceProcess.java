package io.reprise.local.process;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One service in a process of its own. It ends with this process, however this one ends.
 *
 * <p>Thread-safe. {@link #close()} asks it to stop, waits, and kills it if it does not.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final String READY = "ready ";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final ServiceLaunch launch;
  private final Process process;
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final CompletableFuture<String> output = new CompletableFuture<>();

  private ServiceProcess(ServiceLaunch launch, Process process) {
    this.launch = launch;
    this.process = process;
    var reader = new Thread(this::readAnnouncement, "stdout-" + launch.name());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts it and returns at once. */
  public static ServiceProcess start(ServiceLaunch launch) {
    try {
      var builder =
          new ProcessBuilder(launch.command())
              .redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
      builder.environment().putAll(launch.environment());
      return new ServiceProcess(launch, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + launch.name(), e);
    }
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
    address.completeExceptionally(new IOException("its stdout ended"));
  }

  /**
   * Waits until it serves.
   *
   * @return its address
   */
  public String awaitReady(Duration limit) {
    try {
      return address.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw notReady("was not ready within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw notReady("ended before it was ready", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notReady("was not awaited", e);
    }
  }

  /**
   * Waits for the end of a process that does one thing and ends.
   *
   * @return what it wrote to stdout
   */
  public String awaitOutput(Duration limit) {
    try {
      var written = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (process.waitFor() != 0) {
        throw notReady("failed", new IOException("exit code " + process.exitValue()));
      }
      return written;
    } catch (TimeoutException e) {
      throw notReady("was not done within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw notReady("cannot be listened to", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notReady("was not awaited", e);
    }
  }

  private CommandFailure notReady(String what, Exception cause) {
    return new CommandFailure(
        ExitCode.FAILED,
        "%s %s: %s (log: %s)".formatted(launch.name(), what, lastLogLine(), launch.log()),
        cause);
  }

  /** What it logged last, for people. */
  public String lastLogLine() {
    try (var lines = Files.lines(launch.log())) {
      return lines.filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("it logged nothing");
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

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: it has no chance to tidy up. Returns once it is gone. */
  public void kill() {
    process.destroyForcibly();
    await(STOP_LIMIT);
  }

  /** SIGSTOP: it stands still, its connections open. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT: it goes on, unaware that time has passed. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0 && isAlive()) {
        throw new IllegalStateException("cannot send SIG" + name + " to " + launch.name());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no kill command here", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean await(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    if (!await(STOP_LIMIT)) {
      kill();
    }
  }
}
