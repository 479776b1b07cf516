package io.reprise.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void aFailedStartIsExplainedByALineOfThisProcessAndNotOfAnEarlierOne() throws IOException {
    var launch = launchWithAnOldLog();

    try (var process = ServiceProcess.start(launch)) {
      var failure = catchThrowable(() -> process.awaitReady(LIMIT));

      assertThat(failure)
          .hasMessageStartingWith("broker ended before it was ready: ")
          .hasMessageContaining(launch.log().toString())
          .hasMessageNotContaining("earlier");
      assertThat(Files.readString(launch.log())).startsWith("a line of an earlier process\n");
    }
  }

  @Test
  void aServiceThatHasWrittenNothingIsNotExplainedByAnEarlierLine() throws IOException {
    var launch = launchWithAnOldLog();

    try (var process = ServiceProcess.start(launch)) {
      var failure = catchThrowable(() -> process.awaitReady(Duration.ofMillis(1)));

      assertThat(failure)
          .hasMessageStartingWith("broker was not ready within 0 s; if this machine is busy")
          .hasMessageContaining("it has written no log line");
    }
  }

  private ServiceLaunch launchWithAnOldLog() throws IOException {
    var log = directory.resolve("broker.log");
    Files.writeString(log, "a line of an earlier process\n");
    return new ServiceLaunch(
        "broker",
        "no-such-role",
        directory.resolve("broker.yaml"),
        log,
        "64m",
        JvmProfile.FAST_START,
        List.of(),
        List.of(),
        Map.of(),
        System.getProperty("java.class.path"));
  }
}
