package io.reprise.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects the files of one distribution, by their names in it. Not thread-safe. */
final class DistributionFiles {
  /** What a distribution contains under one name. */
  sealed interface Entry {
    /** A file that is copied; a program is executable. */
    record Copy(Path source, boolean program) implements Entry {}

    /** A file with this text. */
    record Text(String text) implements Entry {}
  }

  private final SortedMap<String, Entry> entries = new TreeMap<>();

  /** Adds a file that is not a program. */
  void add(String name, Path source) {
    put(name, new Entry.Copy(source.toAbsolutePath().normalize(), false));
  }

  /** Adds an executable file. */
  void addProgram(String name, Path source) {
    put(name, new Entry.Copy(source.toAbsolutePath().normalize(), true));
  }

  /** Adds all files below a directory, none of them executable. */
  void addTree(String name, Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        add(name + "/" + directory.relativize(file).toString().replace('\\', '/'), file);
      }
    }
  }

  /**
   * Adds the jars of a class path to {@code lib} and a file that lists their names in the order of
   * the class path, separated by colons. A jar that several class paths name is added once.
   *
   * @param list the name of that file in the distribution
   * @throws IllegalArgumentException if two different jars have the same name, or an entry is not a
   *     jar
   */
  void addClassPath(String list, List<Path> classPath) {
    for (var jar : classPath) {
      if (!Files.isRegularFile(jar)) {
        throw new IllegalArgumentException(
            "class path entry %s is not a jar: build with `./mvnw package`".formatted(jar));
      }
      add("lib/" + jar.getFileName(), jar);
    }
    var names = classPath.stream().map(jar -> jar.getFileName().toString());
    var text = names.collect(Collectors.joining(":", "", "\n"));
    put(list, new Entry.Text(text));
  }

  /** Returns the entries, sorted by name. */
  SortedMap<String, Entry> sorted() {
    return entries;
  }

  private void put(String name, Entry entry) {
    var earlier = entries.putIfAbsent(name, entry);
    if (earlier != null && !earlier.equals(entry)) {
      throw new IllegalArgumentException(
          "two different files would be %s in the distribution: %s and %s"
              .formatted(name, earlier, entry));
    }
  }
}
