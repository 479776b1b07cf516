package io.reprise.store.object.s3;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedS3;
import io.reprise.store.object.store.StoreAccessDeniedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials in a profile file that another file replaces while the process runs.
 *
 * <p>Shows guarantee 9 of docs/liveness.md.
 */
class S3CredentialsIT {
  private static final String FILE = "aws.sharedCredentialsFile";
  private static final List<String> KEYS = List.of("aws.accessKeyId", "aws.secretAccessKey");

  private final S3Config bucket = SharedS3Bucket.freshPrefix();

  @BeforeEach
  void useAProfile() {
    KEYS.forEach(System::clearProperty);
  }

  @AfterEach
  void useKeysAgain() {
    System.clearProperty(FILE);
    System.setProperty(KEYS.get(0), EmbeddedS3.ACCESS_KEY);
    System.setProperty(KEYS.get(1), EmbeddedS3.SECRET_KEY);
  }

  @Test
  void acceptsRenewedCredentialsWithoutARestart(@TempDir Path directory) throws IOException {
    // Given
    var file = directory.resolve("credentials");
    write(file, "expired");
    System.setProperty(FILE, file.toString());
    try (var store = S3ObjectStore.open(bucket)) {
      assertThatThrownBy(() -> store.find("a"))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("does not accept the credentials");

      // When
      var next = directory.resolve("next");
      write(next, EmbeddedS3.SECRET_KEY);
      Files.setLastModifiedTime(next, FileTime.fromMillis(0));
      Files.move(next, file, REPLACE_EXISTING);

      // Then
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(StoreAccessDeniedException.class)
          .untilAsserted(() -> assertThat(store.find("a")).isEmpty());
    }
  }

  private static void write(Path file, String secret) throws IOException {
    Files.writeString(
        file,
        """
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(EmbeddedS3.ACCESS_KEY, secret));
  }
}
