package io.reprise.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes archives of a small program, with the JVM that runs the test. */
class ClassDataRecordingTest {
  private static final String NAME = "program";
  private static final long LIMIT_SECONDS = 240;

  @TempDir private Path scratch;
  private Path directory;
  private Path jar;
  private ClassDataArchives archives;

  /** The program. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.out.println("ran");
    }
  }

  @BeforeEach
  void makeProgram() throws IOException {
    directory = Files.createDirectory(scratch.resolve("archives"));
    archives = new ClassDataArchives(directory);
    jar = scratch.resolve("program.jar");
    var name = Program.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var in = Program.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
  }

  @Test
  void aJvmTakesTheRecordedClassesFromTheArchiveAndSaysNothingAboutIt() throws Exception {
    var recording = begin();
    run(recording.options(NAME, "first"));
    run(recording.options(NAME, "second"));

    var maker = recording.makeArchives(Map.of(NAME, jar.toString())).orElseThrow();

    assertThat(maker.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(names()).containsExactlyInAnyOrder("program.jsa", "class-data.log");
    var options = new ArrayList<>(archives.options(NAME));
    assertThat(run(options)).isEqualTo("ran\n");
    options.add("-Xlog:class+load");
    assertThat(run(options)).contains("$Program source: shared objects file");
  }

  @Test
  void aJvmThatTheArchiveDoesNotFitRunsAsWithoutIt() throws Exception {
    Files.writeString(directory.resolve("program.jsa"), "not an archive");

    assertThat(run(archives.options(NAME))).isEqualTo("ran\n");
  }

  @Test
  void onceAnArchiveExistsItIsUsedAndNothingIsRecorded() throws IOException {
    Files.writeString(directory.resolve("program.jsa"), "archive");

    var recording = begin();

    assertThat(recording.options(NAME, "first"))
        .contains("-XX:SharedArchiveFile=" + directory.resolve("program.jsa"))
        .isEqualTo(archives.options(NAME));
    assertThat(recording.makeArchives(Map.of(NAME, jar.toString()))).isEmpty();
    assertThat(names()).containsExactly("program.jsa");
  }

  @Test
  void anArchiveThatCannotBeMadeIsNotTriedAgain() throws Exception {
    var recording = begin();
    Files.writeString(lists().resolve("first"), "@no-such-tag\n");

    var maker = recording.makeArchives(Map.of(NAME, jar.toString())).orElseThrow();

    assertThat(maker.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(directory.resolve("program.jsa")).isEmptyFile();
    assertThat(directory.resolve("class-data.log")).isNotEmptyFile();
    assertThat(begin().options(NAME, "first")).isEmpty();
  }

  @Test
  void anArchiveOfAnEarlierBuildDoesNotAppearAmongThoseOfTheNext() throws Exception {
    var recording = begin();
    run(recording.options(NAME, "first"));
    var maker = recording.makeArchives(Map.of(NAME, jar.toString())).orElseThrow();

    // As the script does after a build.
    Files.move(directory, directory.resolveSibling("old"));
    Files.createDirectory(directory);

    assertThat(maker.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(names()).isEmpty();
  }

  @Test
  void theListsOfAllPartsBecomeOneWithoutWhatCannotBeArchived() throws IOException {
    begin();
    Files.writeString(
        lists().resolve("first"), "# comment\njava/lang/Object id: 0\na/A id: 17\n@cp a/A 1 2\n");
    Files.writeString(
        lists().resolve("second"),
        """
        java/lang/Object id: 0
        b/B id: 17
        c/C id: 18 super: 0 source: c.jar
        @lambda-proxy picocli/A run ()Lpicocli/B;
        @lambda-proxy b/B run ()Ljava/lang/Runnable;
        d/incomplet\
        """);

    assertThat(ClassDataRecording.classes(lists()))
        .containsExactly(
            "java/lang/Object",
            "a/A",
            "@cp a/A 1 2",
            "b/B",
            "@lambda-proxy b/B run ()Ljava/lang/Runnable;");
  }

  @Test
  void whatAProcessThatHasEndedHasLeftIsRemovedAndTheRestStays() throws Exception {
    var ended = new ProcessBuilder("true").start();
    ended.waitFor();
    var abandoned = directory.resolve("recording-" + ended.pid());
    var parent = ProcessHandle.current().parent().orElseThrow().pid();
    var used = directory.resolve("recording-" + parent);
    for (var recording : List.of(abandoned, used)) {
      Files.createDirectories(recording.resolve(NAME));
      Files.writeString(recording.resolve(NAME).resolve("first"), "a/A\n");
    }

    begin();

    assertThat(abandoned).doesNotExist();
    assertThat(used.resolve(NAME).resolve("first")).exists();
  }

  @Test
  void aProcessThatTheScriptHasNotStartedRecordsNothing() {
    var recording = ClassDataRecording.begin(new ClassDataArchives(null), Set.of(NAME));

    assertThat(recording.options(NAME, "first")).isEmpty();
    assertThat(recording.makeArchives(Map.of(NAME, jar.toString()))).isEmpty();
  }

  @Test
  void aDirectoryThatDoesNotExistIsNoProblem() {
    archives = new ClassDataArchives(directory.resolve("missing"));

    assertThat(begin().options(NAME, "first")).isEmpty();
  }

  private ClassDataRecording begin() {
    return ClassDataRecording.begin(archives, Set.of(NAME));
  }

  private Path lists() {
    return directory.resolve("recording-" + ProcessHandle.current().pid()).resolve(NAME);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Runs the program and returns what it has printed. */
  private String run(List<String> options) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", jar.toString(), Program.class.getName()));
    var output = scratch.resolve("output").toFile();
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    var printed = Files.readString(output.toPath());
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }
}
