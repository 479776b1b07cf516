package io.reprise.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records which classes JVMs load, and makes the {@link ClassDataArchives} that are missing from
 * the records. The archives are made by a process of low priority, which runs on for some seconds
 * if this process ends.
 *
 * <p>Two processes may record for the same directory at the same time: an archive appears in the
 * directory whole or not at all, and the last one stays. Nothing here is necessary for a service,
 * so failures are ignored. Thread-safe.
 */
public final class ClassDataRecording {
  private static final String PREFIX = "recording-";

  /** The number that a JVM gives to a class. The lists of two JVMs have different numbers. */
  private static final Pattern NUMBER = Pattern.compile(" id: \\d+$");

  /**
   * Makes one archive after the other. Arguments: java, the directory of the archives, the
   * directory of the recording; then name and class path of each archive. Ctrl-C and the end of the
   * terminal do not end the process: the archives would never be made if {@code dev} always ended
   * soon. The directory gets the pid of this process, so that a later {@code dev} sees that it is
   * used.
   */
  private static final String MAKER =
      """
      trap '' INT HUP
      java=$1 archives=$2 recording=$2/recording-$$
      mv "$3" "$recording" || exit
      shift 3
      while [ $# -gt 1 ]; do
        if nice -n 19 "$java" -Xshare:dump -XX:+UseG1GC -Xmx512m \
          -XX:SharedClassListFile="$recording/$1.classes" \
          -XX:SharedArchiveFile="$recording/$1.jsa" -cp "$2"
        then mv -f "$recording/$1.jsa" "$archives/$1.jsa"
        elif [ $? -lt 128 ] && [ -d "$recording" ]
        then : >"$archives/$1.jsa"
        fi
        shift 2
      done
      rm -rf "$recording"
      """;

  private final ClassDataArchives archives;
  private final @Nullable Path directory;
  private final Set<String> recorded;

  private ClassDataRecording(
      ClassDataArchives archives, @Nullable Path directory, Set<String> recorded) {
    this.archives = archives;
    this.directory = directory;
    this.recorded = Set.copyOf(recorded);
  }

  /** Begins to record the classes for each archive of {@code names} that is missing. */
  public static ClassDataRecording begin(ClassDataArchives archives, Set<String> names) {
    var parent = archives.writableDirectory();
    if (parent == null) {
      return new ClassDataRecording(archives, null, Set.of());
    }
    var missing = new LinkedHashSet<>(names);
    missing.removeIf(name -> Files.exists(ClassDataArchives.file(parent, name)));
    try {
      removeAbandoned(parent);
      var directory = parent.resolve(PREFIX + ProcessHandle.current().pid());
      for (var name : missing) {
        Files.createDirectories(directory.resolve(name));
      }
      return new ClassDataRecording(archives, directory, missing);
    } catch (IOException e) {
      return new ClassDataRecording(archives, null, Set.of());
    }
  }

  /** Removes the recordings of processes that have ended without an archive. */
  private static void removeAbandoned(Path parent) throws IOException {
    try (var entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (var entry : entries) {
        var pid = entry.getFileName().toString().substring(PREFIX.length());
        if (!pid.matches("[0-9]{1,10}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          remove(entry);
        }
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Returns the JVM options of a process: those that record its classes while its archive is
   * missing, and otherwise those that use the archive.
   *
   * @param archive name of the archive
   * @param part name of the process, unique among those that are recorded
   */
  public List<String> options(String archive, String part) {
    return directory != null && recorded.contains(archive)
        ? List.of("-XX:DumpLoadedClassList=" + directory.resolve(archive).resolve(part))
        : archives.options(archive);
  }

  /**
   * Starts the process that makes the missing archives, and returns at once. Called once all parts
   * are ready, because what they load at their start is what the archives shall hold.
   *
   * @param classPaths the class path of each archive
   * @return the process; empty if no archive was missing or the recording has failed
   */
  public Optional<Process> makeArchives(Map<String, String> classPaths) {
    if (directory == null || recorded.isEmpty()) {
      return Optional.empty();
    }
    var parent = java.util.Objects.requireNonNull(directory.getParent());
    var command = new ArrayList<>(List.of("sh", "-c", MAKER, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(parent.toString(), directory.toString()));
    try {
      for (var name : recorded) {
        Files.write(directory.resolve(name + ".classes"), classes(directory.resolve(name)));
        command.addAll(List.of(name, java.util.Objects.requireNonNull(classPaths.get(name))));
      }
      return Optional.of(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(parent.resolve("class-data.log").toFile())
              .start());
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Returns the lines of all lists in a directory, each line once. */
  static Set<String> classes(Path lists) throws IOException {
    var all = new LinkedHashSet<String>();
    try (var files = Files.list(lists)) {
      for (var file : files.sorted().toList()) {
        completeLines(file).map(ClassDataRecording::withoutNumber).forEach(all::add);
      }
    }
    all.removeIf(line -> !isArchived(line));
    return all;
  }

  /** Returns the lines of a list to which a JVM may still add lines. */
  private static Stream<String> completeLines(Path file) throws IOException {
    var text = Files.readString(file, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines();
  }

  private static String withoutNumber(String line) {
    return NUMBER.matcher(line).replaceFirst("");
  }

  /**
   * Returns whether a line shall be archived. A class of a class loader of its own has {@code
   * source:}, and refers to other classes by their numbers. Classes in the format of Java 5, as
   * those of picocli, are archived only if nothing has linked them: to archive a lambda of their
   * types would link them.
   */
  private static boolean isArchived(String line) {
    return !line.startsWith("#")
        && !line.contains(" source: ")
        && !(line.startsWith("@lambda-proxy") && line.contains("picocli"));
  }
}
