package io.reprise.store.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.object.store.ObjectCreator.Created;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ErrorsIT {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private final CannedS3 server = new CannedS3();
  private final S3ObjectStore store = server.store();

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchBucket, bucket 'archive' does not exist",
    "403, AccessDenied, access to bucket 'archive' is denied (AccessDenied): allow it",
    "403, InvalidAccessKeyId, does not accept the credentials (InvalidAccessKeyId): renew",
    "403, SignatureDoesNotMatch, does not accept the credentials",
    "400, ExpiredToken, does not accept the credentials (ExpiredToken)",
    "400, AuthorizationHeaderMalformed, bucket 'archive' is not in region us-east-1",
    "403, RequestTimeTooSkewed, clock differs",
    "400, EntityTooLarge, 'refuses it with 400 (EntityTooLarge, as S3 puts it)'",
  })
  void doesNotWaitWhereSomebodyMustAct(int status, String code, String sentence) {
    for (int i = 0; i < 5; i++) {
      server.then(CannedS3.error(status, code));
    }

    assertThatThrownBy(() -> store.find("log/0"))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.retriable()).isFalse())
        .hasMessageContaining("reading 'log/0' failed: ")
        .hasMessageContaining(sentence);
  }

  @Test
  void retriesAndThenSaysThatWaitingHelps() {
    for (int i = 0; i < 5; i++) {
      server.then(CannedS3.error(500, "InternalError"));
    }

    assertThatThrownBy(() -> store.createIfAbsent("log/0", CONTENT))
        .isInstanceOfSatisfying(ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue())
        .hasMessageContaining("creating 'log/0' failed: ")
        .hasMessageContaining("500 (InternalError)");
    assertThat(server.requests()).hasSize(5).containsOnly("PUT if-none-match");
  }

  @Test
  void slowsDownWhenAskedTo() {
    server.then(CannedS3.error(503, "SlowDown")).then(CannedS3.body(200, "content"));

    assertThat(store.find("log/0")).hasValue(CONTENT);
  }

  @Test
  void saysThatAServerCannotBeReached() {
    server.close();

    assertThatThrownBy(() -> store.find("log/0"))
        .isInstanceOfSatisfying(ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue())
        .hasMessageContaining("http://127.0.0.1:")
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void triesAgainWhenTwoCreationsMet() {
    server
        .then(CannedS3.error(409, "ConditionalRequestConflict"))
        .then(CannedS3.error(412, "PreconditionFailed"));

    assertThat(store.createIfAbsent("log/0", CONTENT)).isEqualTo(Created.BEFORE);
  }

  @Test
  void doesNotTakeAConflictForAnObject() {
    for (int i = 0; i < 5; i++) {
      server.then(CannedS3.error(409, "ConditionalRequestConflict"));
    }
    server.then(CannedS3.error(404, "")).then(CannedS3.body(200, ""));

    assertThatThrownBy(() -> store.createIfAbsent("log/0", CONTENT))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue());
  }

  @Test
  void asksBeforeItWritesWhereTheServerKnowsNoConditions() {
    server
        .then(CannedS3.error(501, "NotImplemented"))
        .then(CannedS3.error(404, ""))
        .then(CannedS3.body(200, ""))
        .then(CannedS3.body(200, ""))
        .then(CannedS3.error(501, "NotImplemented"))
        .then(CannedS3.body(200, "content"));

    assertThat(store.createIfAbsent("log/0", CONTENT)).isEqualTo(Created.NOW);
    assertThat(store.createIfAbsent("log/0", CONTENT)).isEqualTo(Created.BEFORE);
    assertThat(server.requests())
        .containsExactly("PUT if-none-match", "HEAD", "HEAD", "PUT", "PUT if-none-match", "HEAD");
  }

  @Test
  void abortsAnUploadWhosePartIsRefused(@TempDir Path directory) throws IOException {
    var file = Files.write(directory.resolve("spool"), new byte[(16 << 20) + 1]);
    server
        .then(CannedS3.error(404, ""))
        .then(CannedS3.body(200, ""))
        .then(CannedS3.body(200, "<R><UploadId>7</UploadId></R>"))
        .then(CannedS3.error(403, "AccessDenied"))
        .then(CannedS3.error(403, "AccessDenied"))
        .then(CannedS3.body(204, ""));

    assertThatThrownBy(() -> store.createIfAbsent("data/a", CONTENT, file))
        .hasMessageContaining("creating 'data/a' failed: access to bucket 'archive' is denied");
    assertThat(server.requests()).startsWith("HEAD", "HEAD", "POST", "PUT").endsWith("DELETE");
  }

  @Test
  void recognisesAnUploadThatWasPutTogetherThoughTheAnswerWasLost(@TempDir Path directory)
      throws IOException {
    var file = Files.write(directory.resolve("spool"), new byte[(16 << 20) + 1]);
    server
        .then(CannedS3.error(404, ""))
        .then(CannedS3.body(200, ""))
        .then(CannedS3.body(200, "<R><UploadId>7</UploadId></R>"))
        .then(CannedS3.body(200, ""))
        .then(CannedS3.body(200, ""))
        .then(CannedS3.error(500, "InternalError"))
        .then(CannedS3.error(404, "NoSuchUpload"))
        .then(CannedS3.body(200, "it is there"))
        .then(CannedS3.error(404, "NoSuchUpload"));

    assertThat(store.createIfAbsent("data/a", CONTENT, file)).isEqualTo(Created.BEFORE);
  }

  @Test
  void readsARangeAgainWhenTheAnswerBreaksOff() {
    server.then(CannedS3.brokenOff(206, 4, "12")).then(CannedS3.body(206, "1234"));

    assertThat(store.range("data/a", 1, 4)).isEqualTo("1234".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void goesOnReadingAStreamWhereItBrokeOff() throws IOException {
    server.then(CannedS3.brokenOff(200, 9, "12345")).then(CannedS3.body(206, "6789"));

    try (var in = store.open("data/a")) {
      assertThat(in.readAllBytes()).isEqualTo("123456789".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void givesUpAStreamThatKeepsBreakingOff() throws IOException {
    server
        .then(CannedS3.brokenOff(200, 9, "1"))
        .then(CannedS3.brokenOff(206, 8, ""))
        .then(CannedS3.brokenOff(206, 8, ""));

    try (var in = store.open("data/a")) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue())
          .hasMessageContaining("reading 'data/a' broke off 3 times at byte 1 of 9");
    }
  }
}
