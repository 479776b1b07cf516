package io.reprise.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Stops a service, in a process of its own, with SIGTERM. */
class StoppedServiceTest {
  private static final int LIMIT_SECONDS = 60;

  @Test
  void aServiceThatIsStoppedWithSigtermClosesAndEndsWithExitCode0() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                StoppedServiceTest.class.getName(),
                "--config",
                "none")
            .redirectErrorStream(true)
            .start();
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var line = output.readLine();
      while (line != null && !line.startsWith("ready ")) {
        line = output.readLine();
      }

      // This sends SIGTERM. Process.destroy would also close the stream that is read here.
      process.toHandle().destroy();

      assertThat(output.lines()).contains("closed in order");
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Role()).execute(arguments));
  }

  @Command(name = "stopped")
  static final class Role extends ServiceRole {
    @Override
    protected String name() {
      return "stopped";
    }

    @Override
    protected Started start(Path file) {
      return new Started("nowhere", () -> System.out.println("closed in order"));
    }
  }
}
