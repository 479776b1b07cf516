package io.reprise.trials.upgrade;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * The version before this one, built from its commit, which the resource {@code previous-version}
 * names. There is no published release that could be downloaded.
 *
 * @param directory the unpacked sources with the jars that were built from them
 */
record PreviousVersion(Path directory) {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(8);

  /**
   * {@code build} builds the previous version; any other value is a directory in which it was
   * built. Without the property the tests that need it are skipped.
   */
  private static final String PROPERTY = "reprise.previousVersion";

  private static final String BUILD = "build";

  private static final Pattern TEST_DEPENDENCY =
      Pattern.compile(
          "<dependency>(?:(?!</dependency>).)*<scope>test</scope>(?:(?!</dependency>).)*"
              + "</dependency>",
          Pattern.DOTALL);
  private static final Pattern STATIC_ANALYSIS =
      Pattern.compile("<arg>-Xplugin:ErrorProne[^<]*</arg>");

  /**
   * Returns the previous version. Builds it if no earlier test has, which takes half a minute on an
   * idle machine; its libraries are mostly those of this build.
   *
   * @throws TestAbortedException if the property does not ask for it, or git does not have the
   *     commit
   */
  static PreviousVersion find() {
    var given = System.getProperty(PROPERTY, "");
    if (given.isEmpty()) {
      throw skip("it takes some minutes; -D%s=%s runs it".formatted(PROPERTY, BUILD));
    }
    if (!given.equals(BUILD)) {
      return new PreviousVersion(Path.of(given));
    }
    var commit = commit();
    // Deep enough that ./reprise does not take these sources for its own.
    var version = new PreviousVersion(ROOT.resolve("trials/target/previous-version/" + commit));
    if (!Files.exists(version.builtMark())) {
      version.build(commit);
    }
    return version;
  }

  private static String commit() {
    try (var resource = PreviousVersion.class.getResourceAsStream("/previous-version")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestAbortedException skip(String reason) {
    System.out.println("upgrade from the previous version: SKIPPED, " + reason);
    return new TestAbortedException(reason);
  }

  private Path builtMark() {
    return directory.resolve("built");
  }

  private Path log() {
    return directory.resolveSibling(directory.getFileName() + ".log");
  }

  private void build(String commit) {
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(log());
      if (run(ROOT, List.of("git", "cat-file", "-e", commit + "^{commit}")) != 0) {
        throw skip(
            "git in %s does not have the commit %s: fetch the whole history"
                .formatted(ROOT, commit));
      }
      var sources = directory.resolveSibling(commit + ".tar");
      require(ROOT, List.of("git", "archive", "--output=" + sources, commit));
      require(directory, List.of("tar", "-xf", sources.toString()));
      Files.delete(sources);
      leaveOutTestsAndAnalysis();
      require(directory, maven());
      Files.createFile(builtMark());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build the previous version in " + directory, e);
    }
  }

  /**
   * Shortens the build. The previous version has passed its tests and the static analysis of its
   * code once.
   */
  private void leaveOutTestsAndAnalysis() throws IOException {
    try (var files = Files.find(directory, 4, (path, facts) -> path.endsWith("pom.xml"))) {
      for (var pom : files.toList()) {
        var text = TEST_DEPENDENCY.matcher(Files.readString(pom)).replaceAll("");
        Files.writeString(pom, STATIC_ANALYSIS.matcher(text).replaceAll(""));
      }
    }
  }

  private static List<String> maven() {
    var command =
        new ArrayList<>(
            List.of(
                "sh",
                "mvnw",
                "-q",
                "-B",
                "-Dmaven.test.skip=true",
                "-Denforcer.skip=true",
                "-Dspotless.check.skip=true",
                "-Dmdep.includeScope=runtime",
                "-Dmdep.outputFile=target/class-path"));
    // The repository of the Maven that runs this test.
    var repository = System.getProperty("localRepository", "");
    if (!repository.isEmpty()) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    command.addAll(List.of("-pl", "cli", "-am", "package", "dependency:build-classpath"));
    return command;
  }

  private void require(Path workingDirectory, List<String> command) throws IOException {
    int exitCode = run(workingDirectory, command);
    if (exitCode != 0) {
      throw new AssertionError("%s ended with %d: see %s".formatted(command, exitCode, log()));
    }
  }

  private int run(Path workingDirectory, List<String> command) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // Those of the Maven that may run this test.
    builder.environment().keySet().removeAll(List.of("MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw skip("this machine has no " + command.get(0) + ": " + e.getMessage());
    }
    try {
      if (!process.waitFor(BUILD_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        throw new AssertionError(command + " did not end within " + BUILD_LIMIT);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroy();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the class path of the previous version's services. */
  String classPath() {
    var target = directory.resolve("cli/target");
    try (var jars = Files.newDirectoryStream(target, "reprise-cli-*.jar")) {
      return jars.iterator().next()
          + File.pathSeparator
          + Files.readString(target.resolve("class-path")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s is not a directory in which Reprise was built".formatted(directory), e);
    }
  }
}
