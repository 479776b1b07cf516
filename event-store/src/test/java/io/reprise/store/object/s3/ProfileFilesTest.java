package io.reprise.store.object.s3;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.profiles.Profile;

/** The check of the files for changed contents, on a clock of the test. */
class ProfileFilesTest {
  private static final String FILE = "aws.sharedCredentialsFile";
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path directory;
  private Path file;
  private long nanos;
  private final ProfileFiles profiles = new ProfileFiles(() -> nanos);

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("credentials");
    System.setProperty(FILE, file.toString());
  }

  @AfterEach
  void forgetTheFile() {
    System.clearProperty(FILE);
  }

  @Test
  void readsAFileThatWasWrittenBeforeAndMovedIntoPlaceLater() throws IOException {
    // Given
    var next = directory.resolve("next");
    write(next, "renewed");
    Files.setLastModifiedTime(next, FileTime.from(LONG_AGO));
    write(file, "first");
    assertThat(secret()).contains("first");

    // When
    Files.move(next, file, REPLACE_EXISTING);
    passes(Duration.ofSeconds(1));

    // Then
    assertThat(secret()).contains("renewed");
  }

  @Test
  void looksAtTheFilesAtMostOnceASecond() throws IOException {
    // Given
    write(file, "first");
    assertThat(secret()).contains("first");

    // When
    write(file, "renewed");
    passes(Duration.ofMillis(999));

    // Then
    assertThat(secret()).contains("first");
    passes(Duration.ofMillis(1));
    assertThat(secret()).contains("renewed");
  }

  @Test
  void returnsTheSameObjectWhileTheContentIsUnchanged() throws IOException {
    // Given
    write(file, "first");
    var before = profiles.get();

    // When
    write(file, "first");
    passes(Duration.ofSeconds(1));

    // Then
    assertThat(profiles.get()).isSameAs(before);
  }

  @Test
  void findsAFileThatIsCreatedLater() throws IOException {
    // Given
    assertThat(secret()).isEmpty();

    // When
    write(file, "first");
    passes(Duration.ofSeconds(1));

    // Then
    assertThat(secret()).contains("first");
  }

  @Test
  void readsAFileAgainAfterAnError() throws IOException {
    // Given
    Files.writeString(file, "aws_secret_access_key = outside of a profile\n");
    assertThatThrownBy(profiles::get).isInstanceOf(IllegalArgumentException.class);

    // When
    write(file, "first");

    // Then
    assertThat(secret()).contains("first");
  }

  private Optional<String> secret() {
    return profiles.get().profile("default").flatMap(ProfileFilesTest::secretOf);
  }

  private static Optional<String> secretOf(Profile profile) {
    return profile.property("aws_secret_access_key");
  }

  private void passes(Duration time) {
    nanos += time.toNanos();
  }

  private static void write(Path file, String secret) throws IOException {
    Files.writeString(file, "[default]\naws_secret_access_key = %s\n".formatted(secret));
  }
}
