package io.reprise.cli.argument;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the file that an option names. Stateless and thread-safe. */
public final class TextFile {
  private TextFile() {}

  /**
   * Returns the text of a file.
   *
   * @throws CommandFailure with the exit code for a wrong command line if the file is missing,
   *     empty, a directory, not UTF-8 text, or cannot be read
   */
  public static String read(Path file) {
    var text = reading(file, Files::readString);
    if (text.isBlank()) {
      throw refused(file + " is empty", null);
    }
    return text;
  }

  /**
   * Opens a file that may be too large for the memory. The caller closes the stream.
   *
   * @throws CommandFailure with the exit code for a wrong command line if the file is missing, a
   *     directory, or cannot be opened
   */
  public static InputStream open(Path file) {
    return reading(file, Files::newInputStream);
  }

  private interface Access<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T reading(Path file, Access<T> access) {
    if (Files.isDirectory(file)) {
      throw refused(file + " is a directory: give a file", null);
    }
    try {
      return access.read(file);
    } catch (NoSuchFileException e) {
      throw refused(file + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw refused(file + " is not UTF-8 text", e);
    } catch (AccessDeniedException e) {
      throw refused(file + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw refused(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static CommandFailure refused(String sentence, @Nullable IOException cause) {
    var failure = new CommandFailure(ExitCode.USAGE, sentence);
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }
}
