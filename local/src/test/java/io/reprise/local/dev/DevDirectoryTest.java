package io.reprise.local.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.context.ContextFile;
import io.reprise.cli.context.RunningDev;
import io.reprise.cli.context.RunningDevs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevDirectoryTest {
  @TempDir private Path scratch;
  private Path here;
  private RunningDevs devs;
  private AddressSources sources;

  @BeforeEach
  void createDirectories() throws IOException {
    here = Files.createDirectories(scratch.resolve("work/.reprise/dev"));
    devs = new RunningDevs(scratch.resolve("state"));
    sources =
        new AddressSources(
            Map.of(),
            new ContextFile(scratch.resolve("contexts.yaml")),
            devs,
            scratch.resolve("work"));
  }

  @Test
  void theOnlyDevIsFoundFromElsewhere() throws IOException {
    var other = start("other", ProcessHandle.current());

    assertThat(DevDirectory.find(null, sources)).isEqualTo(other);
  }

  @Test
  void aDevBelowTheWorkingDirectoryIsFoundAlsoWhileItStarts() throws IOException {
    start("other", ProcessHandle.current());
    var self = ProcessHandle.current();
    new DevState(self.pid(), RunningDev.startOf(self), List.of()).writeTo(here);

    assertThat(DevDirectory.find(null, sources)).isEqualTo(here);
  }

  @Test
  void theDirectoryThatIsGivenIsTaken() throws IOException {
    start("other", ProcessHandle.current());

    assertThat(DevDirectory.find(scratch.resolve("given"), sources))
        .isEqualTo(scratch.resolve("given"));
  }

  @Test
  void severalAreNamed() throws IOException {
    var one = start("one", ProcessHandle.current());
    var two = start("two", ProcessHandle.current().parent().orElseThrow());

    assertThatThrownBy(() -> DevDirectory.find(null, sources))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--dir: " + one + ", " + two);
  }

  @Test
  void theDirectoryBelowTheWorkingDirectoryIsTakenIfNoneRuns() {
    assertThat(DevDirectory.find(null, sources)).isEqualTo(here);
  }

  private Path start(String name, ProcessHandle process) throws IOException {
    var directory = Files.createDirectories(scratch.resolve(name));
    devs.add(
        directory,
        new RunningDev(
            process.pid(),
            RunningDev.startOf(process),
            "http://127.0.0.1:1",
            URI.create("http://127.0.0.1:3"),
            URI.create("http://127.0.0.1:4"),
            URI.create("http://127.0.0.1:5"),
            URI.create("http://127.0.0.1:6"),
            "127.0.0.1:7",
            "jdbc:postgresql://127.0.0.1:8/postgres",
            new RunningDev.ObjectStore(
                URI.create("http://127.0.0.1:9"), "bucket", "archive", "key", "secret")));
    return directory;
  }
}
