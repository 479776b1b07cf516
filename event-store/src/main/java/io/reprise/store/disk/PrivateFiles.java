package io.reprise.store.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates files and directories that only the user of this process can reach, whatever the umask
 * is. They hold events of all users in plain text, such as spools and caches. On a file system
 * without POSIX permissions, the permissions are those that the system gives. Stateless.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final boolean IS_POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFiles() {}

  /**
   * Creates a directory with its missing parents, with mode 0700. A directory that exists keeps its
   * mode, because it is the operator's.
   */
  public static Path createDirectories(Path directory) throws IOException {
    return Files.createDirectories(directory, mode("rwx------"));
  }

  /**
   * Creates a file with mode 0600 and opens it for writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the file exists
   */
  public static OutputStream create(Path file) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return Channels.newOutputStream(Files.newByteChannel(file, options, mode("rw-------")));
  }

  /** Takes the permissions of others from a directory that another library has created. */
  public static void restrict(Path directory) throws IOException {
    if (IS_POSIX) {
      Files.setPosixFilePermissions(directory, OWNER);
    }
  }

  private static FileAttribute<?>[] mode(String permissions) {
    return IS_POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
