package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code reprise} in a checkout with a stand-in for Java and for the Maven wrapper. */
class LauncherTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Writes its arguments to the file calls; writes a help page when the pages are asked for. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      echo "$*" >>"$CALLS"
      case "$*" in
        *"StartPreparation help "*)
          mkdir -p "${!#}/help/plain"
          echo "the page of reprise" >"${!#}/help/plain/reprise"
          echo "the page of topics" >"${!#}/help/plain/reprise_topics" ;;
        *"StartPreparation commands "*)
          list=${1#-XX:DumpLoadedClassList=}
          printf '%s\\n' a/A "@lambda-proxy b/B picocli/C" >"$list" ;;
        *-Xshare:dump*)
          cp "${2#-XX:SharedClassListFile=}" "${3#-XX:SharedArchiveFile=}" ;;
        *) echo "java ran" ;;
      esac
      """;

  private static final String WRAPPER =
      """
      #!/usr/bin/env bash
      echo "built" >>"$CALLS"
      echo "[INFO] Scanning for projects..."
      echo "[INFO] Building Reprise 0.1.0-SNAPSHOT                         [1/2]"
      echo "[INFO] Building jar: /x/reprise.jar"
      echo "[INFO] Building Reprise: replay worker 0.1.0-SNAPSHOT          [2/2]"
      echo "[ERROR] of the wrapper" >&2
      exit "${BUILD_STATUS:-0}"
      """;

  @TempDir private Path root;
  private Path calls;
  private Path prepared;

  @BeforeEach
  void checkout() throws IOException {
    calls = root.resolve("calls");
    prepared = root.resolve("trials/target/start-17.0.99");
    program("reprise", Files.readString(CommandRun.ROOT.resolve("reprise")));
    program("jdk/bin/java", JAVA);
    program("mvnw", WRAPPER);
    file("jdk/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.99\"\n");
    file("cli/src/main/java/a/target/A.java", "class A {}");
    file("trials/target/reprise-trials.jar", "jar");
    file("trials/target/class-path", "/a.jar:/b.jar");
    file("trials/peers/target/class-path", "/c.jar");
    age("cli/src/main/java/a/target/A.java", Duration.ofHours(1));
    age("trials/target/class-path", Duration.ofMinutes(1));
  }

  @Test
  void theFirstCommandAfterABuildPreparesAndTheNextPrintsHelpWithoutJava() throws IOException {
    var first = reprise("topics", "list");
    int callsOfFirst = calls().size();
    var second = reprise("topics", "--help");

    assertThat(first.out()).isEqualTo("java ran\n");
    assertThat(first.err()).contains("preparing fast starts");
    assertThat(calls().get(callsOfFirst - 1))
        .contains("-XX:SharedArchiveFile=" + prepared.toRealPath().resolve("classes.jsa"))
        .contains("-Dreprise.class.data=" + prepared.toRealPath())
        .endsWith("reprise-trials.jar:/a.jar:/b.jar io.reprise.cli.Reprise topics list");
    assertThat(prepared.resolve("classes.jsa")).hasContent("a/A");
    assertThat(second.out()).isEqualTo("the page of topics\n");
    assertThat(second.err()).isEmpty();
    assertThat(calls()).hasSize(callsOfFirst);
  }

  @Test
  void theCommandHelpPrintsTheSamePages() throws IOException {
    reprise("topics", "list");
    int callsBefore = calls().size();

    assertThat(reprise("help").out()).isEqualTo("the page of reprise\n");
    assertThat(reprise("help", "topics").out()).isEqualTo("the page of topics\n");
    assertThat(calls()).hasSize(callsBefore);
    assertThat(reprise("help", "topics", "bogus").out()).isEqualTo("java ran\n");
    assertThat(calls().get(callsBefore)).endsWith("Reprise help topics bogus");
  }

  @Test
  void helpWaitsForNoBuildIfItsPageWasPrepared() throws IOException {
    reprise("topics", "list");
    age("cli/src/main/java/a/target/A.java", Duration.ZERO);

    var run = reprise("help", "topics");

    assertThat(run.out()).isEqualTo("the page of topics\n");
    assertThat(run.err()).contains("the help of the last build");
    assertThat(calls()).doesNotContain("built");
    assertThat(reprise("help", "topics", "list").err()).contains("reprise: building");
  }

  @Test
  void javaPrintsTheHelpThatHasNoPage() throws IOException {
    reprise("topics", "list");

    assertThat(reprise("topics", "describe", "some-topic", "--help").out()).isEqualTo("java ran\n");
    assertThat(reprise("topics", "../topics", "--help").out()).isEqualTo("java ran\n");
    assertThat(calls().get(calls().size() - 1)).endsWith("Reprise topics ../topics --help");
  }

  @Test
  void pagesAndArchiveOfAnEarlierBuildAreMadeAgain() throws IOException {
    reprise("topics", "list");
    age("trials/target/class-path", Duration.ofHours(-1));

    var run = reprise("topics", "list");

    assertThat(run.err()).contains("preparing fast starts");
    assertThat(calls().get(calls().size() - 1)).doesNotContain("SharedArchiveFile");
  }

  @Test
  void whatAnotherVersionOfJavaPreparedForAnEarlierBuildIsRemoved() throws IOException {
    file("trials/target/start-21/done", "");
    file("trials/target/start-25/done", "");
    age("trials/target/start-21/done", Duration.ofHours(1));

    reprise("topics", "list");

    assertThat(root.resolve("trials/target/start-21")).doesNotExist();
    assertThat(root.resolve("trials/target/start-25/done")).exists();
    assertThat(prepared.resolve("done")).exists();
  }

  @Test
  void aSourceNewerThanTheBuildIsBuiltFirst() throws IOException {
    reprise("topics", "list");
    age("cli/src/main/java/a/target/A.java", Duration.ZERO);

    var run = reprise("topics", "list");

    assertThat(run.err()).contains("reprise: building");
    assertThat(calls()).contains("built");
    assertThat(run.out()).isEqualTo("java ran\n");
    assertThat(reprise("topics", "list").err()).isEmpty();
  }

  @Test
  void aBuildTellsWhichModulesHaveBegun() throws IOException {
    age("cli/src/main/java/a/target/A.java", Duration.ZERO);

    var run = reprise("topics", "list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("modules begun")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("reprise: building, 1 of 2 modules begun: Reprise, [0-9]+s"),
            line ->
                assertThat(line)
                    .matches("reprise: building, 2 of 2 modules begun: replay worker, [0-9]+s"));
    assertThat(Files.readAllLines(root.resolve(".reprise/build.log")))
        .contains("[INFO] Building jar: /x/reprise.jar", "[ERROR] of the wrapper")
        .hasSize(5);
  }

  @Test
  void onATerminalTheProgressIsOneLine() throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")), "the program `script` is not installed");
    age("cli/src/main/java/a/target/A.java", Duration.ZERO);

    var run =
        run(
            Map.of("TERM", "xterm"),
            List.of("script", "-qec", root.resolve("reprise") + " topics list", "/dev/null"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\rreprise: building, 2 of 2 modules begun: replay worker, \\d+s\033\\[K")
        .contains("\r\033[Kreprise: preparing");
  }

  @Test
  void aBuildThatFailsIsExplainedFromItsLog() throws IOException {
    age("cli/src/main/java/a/target/A.java", Duration.ZERO);

    var run = run(Map.of("BUILD_STATUS", "1"), command("topics", "list"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("[ERROR] of the wrapper", "the build failed: see ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theCompletionOfACommandLineWaitsForNoBuild() throws IOException {
    var prepared = reprise("complete", "topics");
    age("cli/src/main/java/a/target/A.java", Duration.ZERO);
    int callsBefore = calls().size();

    var run = reprise("complete", "topics");

    assertThat(prepared.out()).isEqualTo("java ran\n");
    assertThat(prepared.err()).isEmpty();
    assertThat(run.out() + run.err()).isEmpty();
    assertThat(calls()).hasSize(callsBefore);
  }

  private CommandRun reprise(String... arguments) {
    return run(Map.of(), command(arguments));
  }

  private List<String> command(String... arguments) {
    var command = new ArrayList<>(List.of(root.resolve("reprise").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private CommandRun run(Map<String, String> more, List<String> command) {
    var environment = new HashMap<>(more);
    environment.put("JAVA_HOME", root.resolve("jdk").toString());
    environment.put("CALLS", calls.toString());
    return CommandRun.of(LIMIT, environment, command);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }

  private void program(String name, String text) throws IOException {
    file(name, text);
    Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void file(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
  }

  private void age(String name, Duration age) throws IOException {
    Files.setLastModifiedTime(root.resolve(name), FileTime.from(Instant.now().minus(age)));
  }
}
