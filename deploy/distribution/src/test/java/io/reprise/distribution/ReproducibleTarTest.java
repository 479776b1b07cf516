package io.reprise.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproducibleTarTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;

  @Test
  void timesModesAndOrderOnTheDiskDoNotChangeTheBytes() throws IOException {
    var first = archive("first", List.of("b.jar", "a.jar"), TIME, "rw-r--r--");
    var second = archive("second", List.of("a.jar", "b.jar"), TIME.plusSeconds(99), "rw-rw-rw-");

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void otherContentChangesTheBytes() throws IOException {
    var first = archive("first", List.of("a.jar"), TIME, "rw-r--r--");
    var second = archive("second", List.of("b.jar"), TIME, "rw-r--r--");

    assertThat(Files.readAllBytes(second)).isNotEqualTo(Files.readAllBytes(first));
  }

  @Test
  void entriesAreSortedAndBelongToRootWithFixedModesAndTime() throws IOException {
    var entries = entriesOf(archive("first", List.of("b.jar", "a.jar"), TIME, "rwxrwxrwx"));

    assertThat(entries)
        .extracting(TarArchiveEntry::getName)
        .containsExactly("x/bin/run", "x/lib/a.jar", "x/lib/b.jar", "x/lib/class-path");
    assertThat(entries)
        .extracting(TarArchiveEntry::getMode)
        .containsExactly(0100755, 0100644, 0100644, 0100644);
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.getLongUserId()).isZero();
              assertThat(entry.getUserName()).isEqualTo("root");
              assertThat(entry.getLastModifiedTime()).isEqualTo(FileTime.from(TIME));
            });
  }

  @Test
  void theChecksumIsThatOfTheArchive() throws Exception {
    var archive = archive("first", List.of("a.jar"), TIME, "rw-r--r--");

    var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
    assertThat(archive.resolveSibling("x.tar.gz.sha256"))
        .hasContent(HexFormat.of().formatHex(digest) + "  x.tar.gz\n");
  }

  @Test
  void twoDifferentJarsOfOneNameAreRefused() throws IOException {
    var one = jar("one", "a.jar", "1");
    var other = jar("other", "a.jar", "2");

    assertThatThrownBy(
            () -> new DistributionFiles().addClassPath("lib/class-path", List.of(one, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lib/a.jar");
  }

  @Test
  void aDirectoryOnTheClassPathIsRefused() {
    assertThatThrownBy(
            () -> new DistributionFiles().addClassPath("lib/class-path", List.of(directory)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("./mvnw package");
  }

  /** Makes an archive of a program and these jars, whose files have this time and these modes. */
  private Path archive(String name, List<String> jars, Instant time, String modes)
      throws IOException {
    var entries = new DistributionFiles();
    var paths = new ArrayList<Path>();
    for (var jar : jars) {
      paths.add(jar(name, jar, "content of " + jar));
    }
    entries.addClassPath("lib/class-path", paths.stream().sorted().toList());
    entries.addProgram("bin/run", jar(name, "run", "a program"));
    try (var files = Files.list(directory.resolve(name))) {
      for (var file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
      }
    }
    var archive = Files.createDirectories(directory.resolve(name + "-out")).resolve("x.tar.gz");
    new ReproducibleTar(TIME).write(archive, "x", entries);
    return archive;
  }

  private Path jar(String below, String file, String content) throws IOException {
    var path = Files.createDirectories(directory.resolve(below)).resolve(file);
    return Files.writeString(path, content, UTF_8);
  }

  private static List<TarArchiveEntry> entriesOf(Path archive) throws IOException {
    var entries = new ArrayList<TarArchiveEntry>();
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
