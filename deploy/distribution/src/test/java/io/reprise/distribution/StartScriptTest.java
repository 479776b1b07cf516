package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/reprise} of an installation, with a stand-in for Java. */
class StartScriptTest {
  /** Prints its arguments; when asked for its flags, prints the heap that HEAP_BYTES names. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      case "$*" in
        *PrintFlagsFinal*) echo "   size_t MaxHeapSize   = $HEAP_BYTES   {product} {ergonomic}" ;;
        *) echo "$*" ;;
      esac
      """;

  @TempDir private Path directory;
  private Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void installation() throws IOException {
    var files = Path.of("src/main/files");
    home = directory.toRealPath().resolve("an installation");
    program("bin/reprise", Files.readString(files.resolve("bin/reprise")));
    file("lib/launch.sh", Files.readString(files.resolve("lib/launch.sh")));
    file("lib/class-path", "a.jar:b.jar\n");
    program("jdk/bin/java", JAVA);
    file("jdk/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.99\"\n");
    environment.put("JAVA_HOME", home.resolve("jdk").toString());
    environment.put("HEAP_BYTES", Long.toString(4L << 30));
  }

  @Test
  void aCommandStartsFastWithTheClassPathInTheOrderOfItsFile() {
    var run = reprise("topics", "list");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g")
        .contains("-Dreprise.log.level=WARN")
        .endsWith(
            "-cp %1$s/lib/a.jar:%1$s/lib/b.jar io.reprise.cli.Reprise topics list\n"
                .formatted(home));
  }

  @Test
  void aServiceHasBothCompilersAndTheHeapOfItsContainer() {
    var run = reprise("worker", "--config", "worker.yaml");

    assertThat(run.out())
        .contains("-XX:+ExitOnOutOfMemoryError")
        .contains("-XX:MaxRAMPercentage=60 ")
        .contains("-XX:+UseG1GC")
        .doesNotContain("TieredStopAtLevel", "reprise.log.level", "HeapDump")
        .endsWith("io.reprise.cli.Reprise worker --config worker.yaml\n");
  }

  @Test
  void aServiceWithASmallHeapHasTheSerialCollector() {
    environment.put("HEAP_BYTES", Long.toString((1L << 30) - 1));

    assertThat(reprise("ingest", "--config", "x").out()).contains("-XX:+UseSerialGC");
  }

  @Test
  void aCollectorOfTheUserReplacesThatOfTheScript() {
    environment.put("REPRISE_JAVA_OPTIONS", "-XX:+UseZGC -Da=b");

    assertThat(reprise("archiver", "--config", "x").out())
        .contains("-XX:+UseZGC -Da=b -cp")
        .doesNotContain("G1GC", "SerialGC");
  }

  @Test
  void noOtherUserCanReadTheFilesOfAService() throws IOException {
    program("jdk/bin/java", "#!/bin/sh\numask\n");

    assertThat(reprise("worker", "--config", "x").out()).isEqualTo("0077\n");
    assertThat(reprise("topics").out())
        .as("what a command writes for its user")
        .isEqualTo(ProgramRun.in(directory, environment, List.of("sh", "-c", "umask")).out());
  }

  @Test
  void heapDumpsAndRecordingsAreMadeWhereTheUserWantsThem() {
    environment.put("REPRISE_HEAP", "3g");
    environment.put("REPRISE_HEAP_DUMPS", directory.toString());
    environment.put("REPRISE_RECORDING", "/tmp/worker.jfr");

    assertThat(reprise("worker", "--config", "x").out())
        .contains("-Xmx3g")
        .contains("-XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=" + directory)
        .contains("-XX:StartFlightRecording=filename=/tmp/worker.jfr,dumponexit=true");
  }

  @Test
  void aDirectoryForHeapDumpsThatDoesNotExistIsRefused() {
    environment.put("REPRISE_HEAP_DUMPS", "/does/not/exist");

    var run = reprise("worker", "--config", "x");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("REPRISE_HEAP_DUMPS is /does/not/exist").contains("create it");
  }

  @Test
  void theHelpOfAServiceStartsLikeACommand() {
    assertThat(reprise("worker", "--help").out()).contains("-XX:TieredStopAtLevel=1");
  }

  @Test
  void aSymbolicLinkInAnotherDirectoryRunsTheInstallation() throws IOException {
    var link = directory.resolve("link");
    Files.createSymbolicLink(link, home.resolve("bin/reprise"));

    var run = ProgramRun.in(Path.of("/"), environment, List.of(link.toString(), "topics"));

    assertThat(run.out()).contains(home + "/lib/a.jar");
  }

  @Test
  void theScriptRunsFromItsOwnDirectory() {
    var run = ProgramRun.in(home.resolve("bin"), environment, List.of("./reprise", "topics"));

    assertThat(run.out()).contains(home + "/lib/a.jar");
  }

  @Test
  void preparedHelpIsPrintedWithoutJava() throws IOException {
    file("start/17.0.99/help/plain/reprise_topics", "the page of topics\n");

    assertThat(reprise("topics", "--help").out()).isEqualTo("the page of topics\n");
  }

  @Test
  void aClassDataArchiveOfThisJavaIsUsed() throws IOException {
    file("start/17.0.99/classes.jsa", "x");
    file("start/17.0.98/classes.jsa", "x");

    assertThat(reprise("worker", "--config", "x").out())
        .contains("-XX:SharedArchiveFile=" + home + "/start/17.0.99/classes.jsa -Xlog:cds*=off");
  }

  @Test
  void theToolsForComparisonAreFoundWhereTheyAreInstalled() throws IOException {
    file("lib/peers-class-path", "c.jar\n");

    assertThat(reprise("bench").out())
        .contains("-Dreprise.peers=" + home + "/lib/peers-class-path");
  }

  @Test
  void anOlderJavaIsRefused() throws IOException {
    file("jdk/release", "JAVA_VERSION=\"11.0.2\"\n");

    var run = reprise("topics");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .endsWith("is Java 11: install a JDK of 17 or newer, or set JAVA_HOME to one\n");
  }

  @Test
  void aMissingJavaIsSaid() {
    environment.put("JAVA_HOME", "/does/not/exist");

    assertThat(reprise("topics").err())
        .isEqualTo(
            "reprise: no Java found: install a JDK of 17 or newer, or set JAVA_HOME to one\n");
  }

  private ProgramRun reprise(String... arguments) {
    var command = new ArrayList<>(List.of(home.resolve("bin/reprise").toString()));
    command.addAll(List.of(arguments));
    return ProgramRun.in(directory, environment, command);
  }

  private void program(String name, String text) throws IOException {
    file(name, text);
    Files.setPosixFilePermissions(home.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void file(String name, String text) throws IOException {
    Files.createDirectories(home.resolve(name).getParent());
    Files.writeString(home.resolve(name), text);
  }
}
