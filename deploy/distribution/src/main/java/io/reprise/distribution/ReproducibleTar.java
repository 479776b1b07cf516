package io.reprise.distribution;

import io.reprise.distribution.DistributionFiles.Entry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a {@code tar.gz} whose bytes depend on the names and contents of its files alone. Owner,
 * group, modes and times are fixed, whatever they are on the disk.
 *
 * @param time the modification time of all files
 */
record ReproducibleTar(Instant time) {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int PROGRAM_MODE = 0100755;
  private static final int FILE_MODE = 0100644;

  /**
   * Writes the file, and beside it {@code <file>.sha256} in the format that {@code sha256sum
   * --check} reads. The entries are below the directory {@code top}.
   */
  void write(Path file, String top, DistributionFiles entries) throws IOException {
    var digest = sha256();
    try (var out =
            new DigestOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), digest);
        var tar = new TarArchiveOutputStream(new Stored(out), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var entry : entries.sorted().entrySet()) {
        write(tar, top + "/" + entry.getKey(), entry.getValue());
      }
    }
    Files.writeString(
        file.resolveSibling(file.getFileName() + ".sha256"),
        HexFormat.of().formatHex(digest.digest()) + "  " + file.getFileName() + "\n");
  }

  private void write(TarArchiveOutputStream tar, String name, Entry entry) throws IOException {
    if (entry instanceof Entry.Copy copy) {
      begin(tar, name, Files.size(copy.source()), copy.program() ? PROGRAM_MODE : FILE_MODE);
      Files.copy(copy.source(), tar);
    } else if (entry instanceof Entry.Text text) {
      var bytes = text.text().getBytes(StandardCharsets.UTF_8);
      begin(tar, name, bytes.length, FILE_MODE);
      tar.write(bytes);
    }
    tar.closeArchiveEntry();
  }

  private void begin(TarArchiveOutputStream tar, String name, long bytes, int mode)
      throws IOException {
    var header = new TarArchiveEntry(name);
    header.setSize(bytes);
    header.setMode(mode);
    header.setIds(0, 0);
    header.setNames("root", "root");
    header.setLastModifiedTime(FileTime.from(time));
    tar.putArchiveEntry(header);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * A gzip stream that does not compress. Nearly all bytes of a distribution are those of jars,
   * which are compressed: to compress them again takes 30 times as long and saves 5 %.
   */
  private static final class Stored extends GZIPOutputStream {
    Stored(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.NO_COMPRESSION);
    }
  }
}
