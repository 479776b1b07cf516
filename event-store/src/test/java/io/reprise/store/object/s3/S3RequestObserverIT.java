package io.reprise.store.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.object.s3.S3Request.Kind;
import io.reprise.store.object.s3.S3Request.Outcome;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3RequestObserverIT {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private final List<S3Request> requests = new CopyOnWriteArrayList<>();

  @Test
  void tellsKindOutcomeAndBytesOfEachRequest() {
    try (var store = S3ObjectStore.open(SharedS3Bucket.freshPrefix(), requests::add)) {
      store.createIfAbsent("a", CONTENT);
      assertTold(Kind.PUT, Outcome.OK, CONTENT.length, 0);

      store.createIfAbsent("a", CONTENT);
      assertThat(only().kind()).isEqualTo(Kind.PUT);
      assertThat(only().outcome()).isEqualTo(Outcome.CONFLICT);
      requests.clear();

      store.find("a");
      assertTold(Kind.GET, Outcome.OK, 0, CONTENT.length);
      store.range("a", 1, 3);
      assertTold(Kind.GET, Outcome.OK, 0, 3);
      store.facts("a");
      assertTold(Kind.HEAD, Outcome.OK, 0, 0);

      store.find("missing");
      assertThat(only().outcome()).isEqualTo(Outcome.MISSING);
      requests.clear();

      store.list("", null);
      assertThat(only().kind()).isEqualTo(Kind.LIST);
      assertThat(only().receivedBytes()).isPositive();
      requests.clear();

      store.remove("a");
      assertTold(Kind.DELETE, Outcome.OK, 0, 0);
    }
  }

  @Test
  void countsWhatWasReadOfAStreamThatIsClosedEarly() throws IOException {
    var big = new byte[1 << 20];
    try (var store = S3ObjectStore.open(SharedS3Bucket.freshPrefix(), requests::add)) {
      store.createIfAbsent("a", big);
      requests.clear();

      try (var in = store.open("a")) {
        assertThat(in.readNBytes(1_000)).hasSize(1_000);
        assertThat(requests).as("before the stream is closed").isEmpty();
      }

      assertThat(only().receivedBytes()).isBetween(1_000L, (long) big.length / 2);
      requests.clear();

      try (var in = store.open("a")) {
        assertThat(in.readAllBytes()).hasSize(big.length);
      }
      assertTold(Kind.GET, Outcome.OK, 0, big.length);
    }
  }

  @Test
  void tellsEachPartOfAnUpload(@TempDir Path directory) throws IOException {
    var file = Files.write(directory.resolve("a"), new byte[6 << 20]);
    try (var store = S3ObjectStore.open(SharedS3Bucket.freshPrefix(), requests::add)) {
      store.createInParts("a", PrefixedFile.of(new byte[0], file));
    }

    assertThat(requests).allMatch(request -> request.kind() == Kind.PUT);
    assertThat(requests).allMatch(request -> request.outcome() == Outcome.OK);
    assertThat(requests.stream().mapToLong(S3Request::sentBytes).sum())
        .isBetween(6L << 20, (6L << 20) + 10_000);
  }

  @Test
  void tellsEveryAttemptAndWhichOfThemRepeat() {
    try (var server = new ScriptedS3Server();
        var store = server.store(requests::add)) {
      server
          .then(ScriptedS3Server.error(503, "SlowDown"))
          .then(ScriptedS3Server.error(500, "InternalError"))
          .then(ScriptedS3Server.body(200, "content"));

      store.find("a");

      assertThat(requests)
          .extracting(S3Request::outcome)
          .containsExactly(Outcome.THROTTLED, Outcome.ERROR, Outcome.OK);
      assertThat(requests).extracting(S3Request::isRetry).containsExactly(false, true, true);
      assertThat(requests).allMatch(request -> request.latency().compareTo(Duration.ZERO) > 0);
    }
  }

  @Test
  void tellsRequestsWithoutAnAnswer() {
    try (var server = new ScriptedS3Server();
        var store = server.store(requests::add)) {
      server.close();

      assertThatThrownBy(() -> store.find("a")).isInstanceOf(ObjectStoreException.class);

      assertThat(requests)
          .hasSize(5)
          .allMatch(request -> request.outcome() == Outcome.UNANSWERED)
          .allMatch(request -> request.kind() == Kind.GET);
    }
  }

  @Test
  void everyStatusHasAnOutcome() {
    var outcomes = new ArrayList<Outcome>();
    for (int status : new int[] {200, 206, 204, 301, 403, 404, 409, 412, 429, 500, 501, 503}) {
      outcomes.add(Outcome.of(status));
    }

    assertThat(outcomes)
        .containsExactly(
            Outcome.OK,
            Outcome.OK,
            Outcome.OK,
            Outcome.REFUSED,
            Outcome.REFUSED,
            Outcome.MISSING,
            Outcome.CONFLICT,
            Outcome.CONFLICT,
            Outcome.THROTTLED,
            Outcome.ERROR,
            Outcome.ERROR,
            Outcome.THROTTLED);
  }

  private S3Request only() {
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private void assertTold(Kind kind, Outcome outcome, long sentBytes, long receivedBytes) {
    var request = only();
    assertThat(request)
        .isEqualTo(
            new S3Request(kind, outcome, request.latency(), false, sentBytes, receivedBytes));
    assertThat(request.latency()).isPositive();
    requests.clear();
  }
}
