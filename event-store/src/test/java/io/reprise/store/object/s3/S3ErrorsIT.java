package io.reprise.store.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.object.store.ObjectCreator.Created;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.object.store.StoreAccessDeniedException;
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

  private final ScriptedS3Server server = new ScriptedS3Server();
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
    "400, EntityTooLarge, 'refuses the request with 400 (EntityTooLarge, as S3 puts it)'",
  })
  void doesNotRetryWhatAPersonMustFix(int status, String code, String sentence) {
    for (int i = 0; i < 5; i++) {
      server.then(ScriptedS3Server.error(status, code));
    }

    assertThatThrownBy(() -> store.find("log/0"))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.retriable()).isFalse())
        .hasMessageContaining("reading 'log/0' failed: ")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, true",
    "403, ExpiredToken, true",
    "400, ExpiredToken, true",
    "403, RequestTimeTooSkewed, true",
    "404, NoSuchBucket, false",
    "403, PermanentRedirect, false",
    "400, EntityTooLarge, false",
  })
  void tellsDeniedAccessFromOtherFatalErrors(int status, String code, boolean denied) {
    for (int i = 0; i < 5; i++) {
      server.then(ScriptedS3Server.error(status, code));
    }

    assertThatThrownBy(() -> store.find("log/0"))
        .satisfies(
            e -> assertThat(e instanceof StoreAccessDeniedException).as(code).isEqualTo(denied));
  }

  @Test
  void retriesAndThenReportsARetriableError() {
    for (int i = 0; i < 5; i++) {
      server.then(ScriptedS3Server.error(500, "InternalError"));
    }

    assertThatThrownBy(() -> store.createIfAbsent("log/0", CONTENT))
        .isInstanceOfSatisfying(ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue())
        .hasMessageContaining("creating 'log/0' failed: ")
        .hasMessageContaining("500 (InternalError)");
    assertThat(server.requests()).hasSize(5).containsOnly("PUT if-none-match");
  }

  @Test
  void backsOffWhenTheServerIsOverloaded() {
    server
        .then(ScriptedS3Server.error(503, "SlowDown"))
        .then(ScriptedS3Server.body(200, "content"));

    assertThat(store.find("log/0")).hasValue(CONTENT);
  }

  @Test
  void reportsAnUnreachableServer() {
    server.close();

    assertThatThrownBy(() -> store.find("log/0"))
        .isInstanceOfSatisfying(ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue())
        .hasMessageContaining("http://127.0.0.1:")
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void retriesAfterAConflictOfTwoCreations() {
    server
        .then(ScriptedS3Server.error(409, "ConditionalRequestConflict"))
        .then(ScriptedS3Server.error(412, "PreconditionFailed"));

    assertThat(store.createIfAbsent("log/0", CONTENT)).isEqualTo(Created.BEFORE);
  }

  @Test
  void doesNotTakeAConflictForAnObject() {
    for (int i = 0; i < 5; i++) {
      server.then(ScriptedS3Server.error(409, "ConditionalRequestConflict"));
    }
    server.then(ScriptedS3Server.error(404, "")).then(ScriptedS3Server.body(200, ""));

    assertThatThrownBy(() -> store.createIfAbsent("log/0", CONTENT))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue());
  }

  @Test
  void checksForTheObjectIfTheServerDoesNotSupportConditions() {
    server
        .then(ScriptedS3Server.error(501, "NotImplemented"))
        .then(ScriptedS3Server.error(404, ""))
        .then(ScriptedS3Server.body(200, ""))
        .then(ScriptedS3Server.body(200, ""))
        .then(ScriptedS3Server.error(501, "NotImplemented"))
        .then(ScriptedS3Server.body(200, "content"));

    assertThat(store.createIfAbsent("log/0", CONTENT)).isEqualTo(Created.NOW);
    assertThat(store.createIfAbsent("log/0", CONTENT)).isEqualTo(Created.BEFORE);
    assertThat(server.requests())
        .containsExactly("PUT if-none-match", "HEAD", "HEAD", "PUT", "PUT if-none-match", "HEAD");
  }

  @Test
  void abortsAnUploadWhosePartIsRefused(@TempDir Path directory) throws IOException {
    var file = Files.write(directory.resolve("spool"), new byte[(16 << 20) + 1]);
    server
        .then(ScriptedS3Server.error(404, ""))
        .then(ScriptedS3Server.body(200, ""))
        .then(ScriptedS3Server.body(200, "<R><UploadId>7</UploadId></R>"))
        .then(ScriptedS3Server.error(403, "AccessDenied"))
        .then(ScriptedS3Server.error(403, "AccessDenied"))
        .then(ScriptedS3Server.body(204, ""));

    assertThatThrownBy(() -> store.createIfAbsent("data/a", CONTENT, file))
        .hasMessageContaining("creating 'data/a' failed: access to bucket 'archive' is denied");
    assertThat(server.requests()).startsWith("HEAD", "HEAD", "POST", "PUT").endsWith("DELETE");
  }

  @Test
  void recognisesACompletedUploadAfterALostAnswer(@TempDir Path directory) throws IOException {
    var file = Files.write(directory.resolve("spool"), new byte[(16 << 20) + 1]);
    server
        .then(ScriptedS3Server.error(404, ""))
        .then(ScriptedS3Server.body(200, ""))
        .then(ScriptedS3Server.body(200, "<R><UploadId>7</UploadId></R>"))
        .then(ScriptedS3Server.body(200, ""))
        .then(ScriptedS3Server.body(200, ""))
        .then(ScriptedS3Server.error(500, "InternalError"))
        .then(ScriptedS3Server.error(404, "NoSuchUpload"))
        .then(ScriptedS3Server.body(200, "it is there"))
        .then(ScriptedS3Server.error(404, "NoSuchUpload"));

    assertThat(store.createIfAbsent("data/a", CONTENT, file)).isEqualTo(Created.BEFORE);
  }

  @Test
  void retriesARangeAfterABrokenConnection() {
    server.then(ScriptedS3Server.brokenOff(206, 4, "12")).then(ScriptedS3Server.body(206, "1234"));

    assertThat(store.range("data/a", 1, 4)).isEqualTo("1234".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void continuesAStreamAfterABrokenConnection() throws IOException {
    server
        .then(ScriptedS3Server.brokenOff(200, 9, "12345"))
        .then(ScriptedS3Server.body(206, "6789"));

    try (var in = store.open("data/a")) {
      assertThat(in.readAllBytes()).isEqualTo("123456789".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void givesUpAStreamAfterRepeatedFailures() throws IOException {
    server
        .then(ScriptedS3Server.brokenOff(200, 9, "1"))
        .then(ScriptedS3Server.brokenOff(206, 8, ""))
        .then(ScriptedS3Server.brokenOff(206, 8, ""));

    try (var in = store.open("data/a")) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOfSatisfying(
              ObjectStoreException.class, e -> assertThat(e.retriable()).isTrue())
          .hasMessageContaining("reading 'data/a' broke off 3 times at byte 1 of 9");
    }
  }
}
