package io.reprise.cli.context;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Creates the files and directories in which a user's settings and tokens are, so that other users
 * of the machine cannot reach them, whatever the umask is. On a file system without POSIX
 * permissions, the permissions are those that the system gives. Stateless.
 */
public final class UserFiles {
  private static final boolean IS_POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private UserFiles() {}

  /**
   * Creates a directory with its missing parents, with mode 0700. A directory that exists keeps its
   * mode.
   */
  public static Path createDirectories(Path directory) throws IOException {
    return Files.createDirectories(directory, mode("rwx------"));
  }

  /** Creates the directory of a file as {@link #createDirectories} does, and returns it. */
  public static Path createDirectoriesAbove(Path file) throws IOException {
    return createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /** Opens a file for writing. If the file does not exist, it is created with mode 0600. */
  public static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), mode("rw-------"));
  }

  private static FileAttribute<?>[] mode(String permissions) {
    return IS_POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
