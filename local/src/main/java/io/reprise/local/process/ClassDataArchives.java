package io.reprise.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The class data archives of one directory. A JVM takes classes from such an archive parsed and
 * verified, and so needs less processor time to start. An archive fits one class path and one
 * version of Java; a JVM that it does not fit ignores it and only starts more slowly.
 *
 * <p>Thread-safe. The archives of a directory may appear while a process uses the directory, but
 * none is ever changed.
 */
public final class ClassDataArchives {
  /** System property with the directory. Set by the script {@code reprise}. */
  static final String PROPERTY = "reprise.class.data";

  /** The name of the archive for the class path of Reprise's services. */
  public static final String SERVICES = "services";

  private final @Nullable Path directory;

  ClassDataArchives(@Nullable Path directory) {
    this.directory = directory;
  }

  /**
   * Returns the archives that belong to the class path and the JVM of this process. A process that
   * the script {@code reprise} has not started has no archives.
   */
  public static ClassDataArchives ofProcess() {
    var directory = System.getProperty(PROPERTY);
    return new ClassDataArchives(directory == null ? null : Path.of(directory));
  }

  /** Returns the JVM options that use an archive. There are none if the archive does not exist. */
  public List<String> options(String name) {
    if (directory == null || !isMade(file(directory, name))) {
      return List.of();
    }
    var options = new ArrayList<String>();
    options.add("-XX:SharedArchiveFile=" + file(directory, name));
    // A JVM that the archive does not fit would warn on stdout.
    options.add("-Xlog:cds*=off");
    if (Runtime.version().feature() >= 24) {
      options.add("-Xlog:aot*=off");
    }
    return options;
  }

  private static boolean isMade(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the directory, if archives can be added to it; otherwise null. */
  @Nullable Path writableDirectory() {
    return directory != null && Files.isWritable(directory) ? directory : null;
  }

  /**
   * Returns the file of an archive. An empty file says that the archive could not be made and that
   * nobody shall try again.
   */
  static Path file(Path directory, String name) {
    return directory.resolve(name + ".jsa");
  }
}
