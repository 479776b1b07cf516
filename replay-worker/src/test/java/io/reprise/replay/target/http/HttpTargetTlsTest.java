package io.reprise.replay.target.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetConfig.BodyFormat;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.runtime.tls.TestAuthority;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over TLS, with and without HTTP/2, to a service on loopback. */
class HttpTargetTlsTest {
  private final TestAuthority authority = new TestAuthority("CN=authority");
  @TempDir private Path directory;
  private Path ca;

  @BeforeEach
  void writeAuthority() {
    ca = authority.writeTo(directory.resolve("ca.pem"));
  }

  @Test
  void usesConnectionsOfHttp2Again() throws Exception {
    try (var service = new SecureWebhookService(authority.issue("CN=service", "127.0.0.1"));
        var target = target(service.uri(), ca);
        var writer = writer(target)) {
      assertThat(target.facts().promise()).contains("at least one POST to " + service.uri());
      for (int offset = 0; offset < 200; offset++) {
        writer.deliver(record(offset));
      }
      writer.flush();
      assertThat(writer.refused()).isEmpty();

      assertThat(service.keys())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 200).mapToObj(o -> Samples.ID + "/source/3/" + o).toList());
      assertThat(service.protocols()).containsExactly("HTTP/2.0");
      // The first requests, 16 at the same time, may each open a connection.
      assertThat(service.connections()).hasSizeBetween(1, 16);
    }
  }

  @Test
  void sendsNothingToAServiceOfAnotherName() throws Exception {
    try (var service = new SecureWebhookService(authority.issue("CN=service", "other.example"))) {
      assertSendsNothing(service, ca);
    }
  }

  @Test
  void sendsNothingToAServiceOfAnUnknownAuthority() throws Exception {
    var unknown = new TestAuthority("CN=unknown");
    try (var service = new SecureWebhookService(unknown.issue("CN=service", "127.0.0.1"))) {
      assertSendsNothing(service, ca);
    }
  }

  private static void assertSendsNothing(SecureWebhookService service, Path ca) {
    try (var target = target(service.uri(), ca);
        var writer = writer(target)) {
      writer.deliver(record(0));
      assertThatThrownBy(writer::flush)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("certificate");
    }
    assertThat(service.keys()).isEmpty();
  }

  private static HttpTarget target(URI url, Path ca) {
    var config =
        new TargetConfig.Http(
            url,
            null,
            null,
            BodyFormat.VALUE,
            null,
            ca,
            List.of("127.0.0.0/8"),
            null,
            null,
            Duration.ofSeconds(30));
    return HttpTarget.open(
        "hook", config, EventSchemas.NONE, new Backoff(() -> 0), RequestWindowTest.SLOW);
  }

  private static TargetWriter writer(HttpTarget target) {
    return target.open(
        new DeliveryContext(
            Samples.ID,
            0,
            1,
            5,
            Ordering.KEY,
            WritablePartitions.NONE,
            RecordTimestamps.ORIGINAL,
            () -> true),
        record -> {
          throw new AssertionError("a record was sent to Kafka");
        });
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>(
        "source",
        3,
        offset,
        ("user-" + offset).getBytes(StandardCharsets.UTF_8),
        ("event " + offset).getBytes(StandardCharsets.UTF_8));
  }
}
