package io.reprise.cli.context;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code reprise dev} processes that a user runs on this machine. A directory of the user has
 * one file for each of them. The file's name is the pid, its content is the directory of that
 * {@code dev}.
 *
 * <p>Stateless and thread-safe.
 */
public final class RunningDevs {
  private final Path pointers;

  /** Keeps the files in {@code state/dev}; created when the first file is written. */
  public RunningDevs(Path state) {
    this.pointers = state.resolve("dev");
  }

  /**
   * Keeps the files in {@code $XDG_STATE_HOME/reprise/dev}, which is {@code
   * ~/.local/state/reprise/dev} unless the variable is set.
   */
  public static RunningDevs ofUser() {
    return new RunningDevs(state(System.getenv(), Path.of(System.getProperty("user.home"))));
  }

  static Path state(Map<String, String> environment, Path home) {
    var base = environment.getOrDefault("XDG_STATE_HOME", "");
    return (base.isBlank() ? home.resolve(".local").resolve("state") : Path.of(base))
        .resolve("reprise");
  }

  /** Makes the addresses of a {@code dev} known, in its directory and in the user's directory. */
  public void add(Path directory, RunningDev dev) {
    var absolute = directory.toAbsolutePath().normalize();
    try {
      dev.writeTo(absolute);
      UserFiles.createDirectories(pointers);
      removeEnded();
      Files.writeString(pointer(dev), absolute.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the addresses of dev in " + absolute, e);
    }
  }

  /** Undoes {@link #add}. Safe to call if {@link #add} was not called or has failed. */
  public void remove(Path directory, long pid) {
    try {
      RunningDev.removeFrom(directory);
      Files.deleteIfExists(pointers.resolve(Long.toString(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the addresses of dev in " + directory, e);
    }
  }

  /**
   * Returns the {@code dev} that a command in {@code workingDirectory} means: the one on {@code
   * .reprise/dev} below that directory, or else the only one that runs. Empty if none runs, or if
   * several run and none of them is below the working directory.
   */
  public Optional<RunningDev> find(Path workingDirectory) {
    var here = RunningDev.in(workingDirectory.resolve(RunningDev.DEFAULT_DIRECTORY));
    if (here.isPresent()) {
      return here;
    }
    var all = all();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** Returns every {@code dev} that runs, in no order. */
  public List<RunningDev> all() {
    var running = new ArrayList<RunningDev>();
    for (var pointer : pointerFiles()) {
      at(pointer).ifPresent(running::add);
    }
    return running;
  }

  /** Returns the directory of every {@code dev} that runs, in no order. */
  public List<Path> directories() {
    var directories = new ArrayList<Path>();
    for (var pointer : pointerFiles()) {
      directory(pointer).filter(directory -> at(pointer).isPresent()).ifPresent(directories::add);
    }
    return directories;
  }

  private void removeEnded() throws IOException {
    for (var pointer : pointerFiles()) {
      if (at(pointer).isEmpty()) {
        Files.deleteIfExists(pointer);
      }
    }
  }

  private Path pointer(RunningDev dev) {
    return pointers.resolve(Long.toString(dev.pid()));
  }

  private List<Path> pointerFiles() {
    if (!Files.isDirectory(pointers)) {
      return List.of();
    }
    try (var files = Files.list(pointers)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pointers, e);
    }
  }

  private static Optional<RunningDev> at(Path pointer) {
    return directory(pointer)
        .flatMap(RunningDev::in)
        .filter(dev -> pointer.endsWith(Long.toString(dev.pid())));
  }

  private static Optional<Path> directory(Path pointer) {
    try {
      return Optional.of(Path.of(Files.readString(pointer).strip()));
    } catch (IOException | InvalidPathException e) {
      // The file was removed just now, or dev did not write it.
      return Optional.empty();
    }
  }
}
