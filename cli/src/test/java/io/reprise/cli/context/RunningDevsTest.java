package io.reprise.cli.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningDevsTest {
  private static final long THIS_PROCESS = ProcessHandle.current().pid();

  @TempDir Path scratch;
  private Path directory;
  private RunningDevs devs;

  @BeforeEach
  void createDirectories() throws IOException {
    directory = Files.createDirectories(scratch.resolve("work/.reprise/dev"));
    devs = new RunningDevs(scratch.resolve("state"));
  }

  @Test
  void aRunningDevIsFoundFromItsWorkingDirectoryAndFromElsewhere() {
    var dev = dev(0);

    devs.add(directory, dev);

    assertThat(RunningDev.in(directory)).contains(dev);
    assertThat(devs.find(scratch.resolve("work"))).contains(dev);
    assertThat(devs.find(scratch.resolve("elsewhere"))).contains(dev);
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
  }

  @Test
  void aDevThatHasEndedInOrderIsNotFound() {
    devs.add(directory, dev(0));

    devs.remove(directory, THIS_PROCESS);

    assertThat(RunningDev.in(directory)).isEmpty();
    assertThat(devs.all()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anotherProcessWithTheSamePidIsNotTakenForTheDev() {
    devs.add(directory, dev(60));

    assertThat(RunningDev.in(directory)).isEmpty();
    assertThat(devs.find(scratch.resolve("work"))).isEmpty();
  }

  @Test
  void aDevWhoseProcessIsGoneIsNotFoundAndItsPointerIsRemovedByTheNext() throws IOException {
    var gone = Files.createDirectories(scratch.resolve("gone"));
    devs.add(gone, dev(60));
    Files.move(pointer(THIS_PROCESS), pointer(1));

    devs.add(directory, dev(0));

    assertThat(pointer(1)).doesNotExist();
    assertThat(devs.all()).containsExactly(dev(0));
  }

  @Test
  void aFileThatIsNotOfDevIsLeftOut() throws IOException {
    Files.writeString(directory.resolve("running.json"), "{\"pid\": 1}");

    assertThat(RunningDev.in(directory)).isEmpty();
  }

  @Test
  void theStateDirectoryFollowsTheUsersSetting() {
    var home = Path.of("/home/u");

    assertThat(RunningDevs.state(Map.of(), home))
        .isEqualTo(Path.of("/home/u/.local/state/reprise"));
    assertThat(RunningDevs.state(Map.of("XDG_STATE_HOME", "/s"), home))
        .isEqualTo(Path.of("/s/reprise"));
  }

  private Path pointer(long pid) {
    return scratch.resolve("state/dev").resolve(Long.toString(pid));
  }

  private static RunningDev dev(int secondsOff) {
    return new RunningDev(
        THIS_PROCESS,
        RunningDev.startOf(ProcessHandle.current()).plusSeconds(secondsOff),
        "http://127.0.0.1:1,http://127.0.0.1:2",
        URI.create("http://127.0.0.1:3"),
        URI.create("http://127.0.0.1:4/apis/ccompat/v7"),
        URI.create("http://127.0.0.1:5"),
        URI.create("http://127.0.0.1:6"),
        "127.0.0.1:7",
        "jdbc:postgresql://127.0.0.1:8/postgres",
        new RunningDev.ObjectStore(
            URI.create("http://127.0.0.1:9"), "bucket", "archive", "key", "secret"));
  }
}
