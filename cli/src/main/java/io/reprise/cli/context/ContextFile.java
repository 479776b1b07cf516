package io.reprise.cli.context;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file with a user's contexts. Only its owner can read it, because a URL in it may hold a
 * password. A process that reads it while another one writes it reads the old or the new content.
 *
 * <p>Stateless and thread-safe.
 */
public final class ContextFile {
  private final Path file;

  /**
   * Creates an object for the given file.
   *
   * @param file the file; it need not exist
   */
  public ContextFile(Path file) {
    this.file = file;
  }

  /**
   * Returns the file of a user: {@code reprise/contexts.yaml} in {@code $XDG_CONFIG_HOME}, or in
   * {@code ~/.config} if the variable is not set.
   */
  static ContextFile ofUser(Map<String, String> environment, Path home) {
    var base = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return new ContextFile(
        (base.isBlank() ? home.resolve(".config") : Path.of(base))
            .resolve("reprise")
            .resolve("contexts.yaml"));
  }

  /** Returns the file as it is named in messages. */
  public Path path() {
    return file;
  }

  /**
   * Reads the file. A file that does not exist has no contexts.
   *
   * @throws io.reprise.runtime.config.ConfigException if the content is not valid; the message
   *     names the key
   */
  public Contexts read() {
    try {
      return ConfigFile.parse(file.toString(), Files.readString(file), Contexts.class, Map.of());
    } catch (NoSuchFileException e) {
      return Contexts.NONE;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " cannot be read: make it a text file that you can read", e);
    }
  }

  /** Replaces the content of the file, which is created if it does not exist. */
  public void write(Contexts contexts) {
    try {
      var directory = UserFiles.createDirectoriesAbove(file);
      // A temporary file can be read by its owner only, and so can the file that it becomes.
      var whole = Files.createTempFile(directory, "contexts", ".new");
      try {
        Files.writeString(whole, yaml(contexts));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s cannot be written: check the rights of its directory, or set XDG_CONFIG_HOME to another one"
              .formatted(file),
          e);
    }
  }

  private static String yaml(Contexts contexts) throws IOException {
    var sorted = new Contexts(contexts.current(), new TreeMap<>(contexts.contexts()));
    return Json.yaml().writeValueAsString(sorted);
  }
}
