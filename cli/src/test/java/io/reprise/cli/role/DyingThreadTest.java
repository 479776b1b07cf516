package io.reprise.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Runs a service whose thread dies, in a process of its own.
 *
 * <p>Shows guarantee 6 of docs/liveness.md.
 */
class DyingThreadTest {
  private static final int LIMIT_SECONDS = 60;

  @TempDir private Path directory;

  @Test
  void anErrorInAThreadEndsTheProcessAtOnce() throws Exception {
    var ended = run("error");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).contains("ready nowhere");
    assertThat(ended.output()).doesNotContain("closed in order");
  }

  @Test
  void anUncaughtExceptionStopsTheServiceInOrder() throws Exception {
    var ended = run("exception");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).contains("closed in order");
  }

  private record Ended(int exitCode, String output) {}

  private Ended run(String fault) throws IOException, InterruptedException {
    var output = directory.resolve("output");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                DyingThreadTest.class.getName(),
                "--config",
                fault)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Role()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  /** A service with one thread, which dies in the way that the configuration names. */
  @Command(name = "dying")
  static final class Role extends ServiceRole {
    @Override
    protected String name() {
      return "dying";
    }

    @Override
    protected Started start(Path fault) {
      var starter = Thread.currentThread();
      new Thread(() -> dieOnceRunning(starter, fault.toString())).start();
      return new Started("nowhere", () -> System.out.println("closed in order"));
    }

    /** Dies when the thread that starts the service waits for the service's end. */
    private static void dieOnceRunning(Thread starter, String fault) {
      while (starter.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      die(fault);
    }

    private static void die(String fault) {
      if (fault.equals("error")) {
        throw new StackOverflowError();
      }
      throw new IllegalStateException("uncaught");
    }
  }
}
