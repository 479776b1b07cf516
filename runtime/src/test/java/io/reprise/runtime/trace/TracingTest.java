package io.reprise.runtime.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.metric.TraceMetric;
import io.reprise.runtime.trace.OtlpReceiver.Received;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** Spans as a receiver on the network gets them. */
class TracingTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + CALLER + "-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-" + CALLER + "-00";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void close() {
    receiver.close();
    meters.close();
  }

  private Tracing tracing(double ratio) {
    return tracing(receiver.uri(), ratio, null);
  }

  private Tracing tracing(URI endpoint, double ratio, @Nullable Path headers) {
    return Tracing.start(new TracingConfig(endpoint, ratio, headers), "ingest", "i-1", meters);
  }

  private List<Received> received(int count) {
    await().atMost(LIMIT).until(() -> receiver.spans().size() >= count);
    return receiver.spans();
  }

  private double spans(String outcome) {
    return TraceMetric.SPANS.declaration().counter(meters, outcome).count();
  }

  private static Map<String, String> written(Tracing tracing) {
    var headers = new HashMap<String, String>();
    tracing.writeTo((name, value) -> headers.put(name, new String(value, UTF_8)));
    return headers;
  }

  private static byte[] traceparent(int number) {
    return "00-%032x-%016x-01".formatted(number, number).getBytes(UTF_8);
  }

  @Test
  void withoutAnEndpointNothingIsTraced() {
    var tracing = Tracing.start(TracingConfig.NONE, "ingest", "i-1", meters);

    assertThat(tracing).isSameAs(Tracing.OFF);
    assertThat(tracing.isOn()).isFalse();
    assertThat(written(tracing)).isEmpty();
    assertThat(meters.getMeters()).isEmpty();
    tracing.close();
  }

  @Test
  void withoutAnEndpointNothingOfOpenTelemetryIsLoaded(@TempDir Path directory) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var output = directory.resolve("output");
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "-Xlog:class+load",
                UntracedProcess.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output))
        .contains("tracing is on: false", "io.reprise.runtime.trace.Tracing ")
        .doesNotContain("io.opentelemetry.");
  }

  @Test
  void aRequestAndWhatItWritesAreInTheTraceOfTheCaller() {
    // Given
    var context = Map.of("traceparent", SAMPLED, "tracestate", "shop=1");
    Map<String, String> headers;

    // When
    try (var tracing = tracing(0)) {
      try (var request = tracing.request("POST /events", context::get);
          var write = tracing.write("send orders")) {
        request.set("http.route", "/events");
        write.set("messaging.batch.message_count", 2);
        headers = written(tracing);
        assertThat(MDC.get("trace_id")).isEqualTo(TRACE);
      }
      assertThat(written(tracing)).isEmpty();
      assertThat(MDC.get("trace_id")).isNull();
    }

    // Then
    var spans = received(2);
    var write = spans.get(0);
    var request = spans.get(1);
    assertThat(request.trace()).isEqualTo(TRACE);
    assertThat(request.parent()).isEqualTo(CALLER);
    assertThat(request.kind()).isEqualTo("SERVER");
    assertThat(request.attributes()).containsEntry("http.route", "/events");
    assertThat(request.service())
        .containsEntry("service.name", "reprise-ingest")
        .containsEntry("service.instance.id", "i-1");
    assertThat(write.trace()).isEqualTo(TRACE);
    assertThat(write.parent()).isEqualTo(request.id());
    assertThat(write.attributes()).containsEntry("messaging.batch.message_count", "2");
    assertThat(headers)
        .containsEntry("traceparent", "00-" + TRACE + "-" + write.id() + "-01")
        .containsEntry("tracestate", "shop=1")
        .hasSize(2);
    assertThat(spans("exported")).isEqualTo(2);
  }

  @Test
  void aRequestThatItsCallerHasNotSampledLeavesNoTrace() {
    try (var tracing = tracing(1)) {
      try (var request = tracing.request("unsampled", Map.of("traceparent", UNSAMPLED)::get);
          var write = tracing.write("send orders")) {
        assertThat(request).isNotSameAs(write);
        assertThat(written(tracing)).isEmpty();
        assertThat(MDC.get("trace_id")).isNull();
      }
      tracing.request("sampled", name -> null).close();
    }

    assertThat(received(1)).extracting(Received::name).containsExactly("sampled");
  }

  @Test
  void aRequestWithAnInvalidContextBeginsATrace() {
    try (var tracing = tracing(1)) {
      tracing.request("first", Map.of("traceparent", "00-0-0-01")::get).close();
    }

    var span = received(1).get(0);
    assertThat(span.parent()).isEmpty();
    assertThat(span.trace()).isNotEqualTo(TRACE);
  }

  @Test
  void aBatchLinksToTheSampledSpansThatWroteItsRecords() {
    try (var tracing = tracing(0);
        var batch = tracing.batch("deliver orders")) {
      batch.link(null);
      batch.link(UNSAMPLED.getBytes(UTF_8));
      assertThat(MDC.get("trace_id")).isNull();
      batch.link(traceparent(1));
      assertThat(MDC.get("trace_id")).isNotNull();
      batch.link(traceparent(1));
      batch.link(traceparent(2));
      batch.link(traceparent(1));
      for (var invalid :
          List.of(
              "",
              "x",
              "ff-" + TRACE + "-" + CALLER + "-01",
              "00-" + "0".repeat(32) + "-" + CALLER + "-01",
              "00-" + TRACE + "-" + CALLER + "-01-more",
              "00-" + TRACE.toUpperCase(java.util.Locale.ROOT) + "-" + CALLER + "-01")) {
        batch.link(invalid.getBytes(UTF_8));
      }
      batch.set("reprise.records", 7);
    }

    var span = received(1).get(0);
    assertThat(span.links())
        .containsExactly("%032x-%016x".formatted(1, 1), "%032x-%016x".formatted(2, 2));
    assertThat(span.parent()).isEmpty();
    assertThat(span.kind()).isEqualTo("CONSUMER");
    assertThat(span.attributes()).containsEntry("reprise.records", "7");
    assertThat(span.failed()).isFalse();
    assertThat(MDC.get("trace_id")).isNull();
  }

  @Test
  void aBatchHasNoMoreLinksThanASpanMayHave() {
    try (var tracing = tracing(0);
        var batch = tracing.batch("deliver orders")) {
      for (int i = 1; i <= 2 * BatchSpan.MOST_LINKS; i++) {
        batch.link(traceparent(i));
      }
      assertThat(batch.isFull()).isTrue();
      batch.fail("the target refuses the record");
    }

    var span = received(1).get(0);
    assertThat(span.links()).hasSize(BatchSpan.MOST_LINKS);
    assertThat(span.failed()).isTrue();
  }

  @Test
  void aBatchOfUnsampledRecordsIsSampledByTheRatio() {
    try (var none = tracing(0)) {
      try (var batch = none.batch("none")) {
        batch.link(UNSAMPLED.getBytes(UTF_8));
        batch.set("reprise.records", 1).fail("not exported");
      }
    }
    try (var all = tracing(1)) {
      all.batch("all").close();
    }

    assertThat(received(1)).extracting(Received::name).containsExactly("all");
  }

  @Test
  void anEndpointThatIsAwayLosesSpansAndGetsThoseAfterItsReturn() {
    // Given
    int port = receiver.port();
    receiver.close();

    // When
    try (var tracing = tracing(URI.create("http://127.0.0.1:" + port + "/v1/traces"), 1, null)) {
      for (int i = 0; i < 2 * SpanQueue.MOST; i++) {
        tracing.request("lost", name -> null).close();
      }
      await().atMost(LIMIT).until(() -> spans("failed") + spans("dropped") == 2.0 * SpanQueue.MOST);
      assertThat(spans("failed")).isPositive();

      // Then
      try (var back = OtlpReceiver.start(port)) {
        tracing.request("after", name -> null).close();
        await().atMost(LIMIT).until(() -> !back.spans().isEmpty());
        assertThat(back.spans()).extracting(Received::name).containsExactly("after");
      }
    }
  }

  @Test
  void spansThatTheEndpointRefusesAreLost() {
    receiver.refuseWith(400);
    try (var tracing = tracing(1)) {
      tracing.request("refused", name -> null).close();
      await().atMost(LIMIT).until(() -> spans("failed") == 1);
    }
    assertThat(receiver.spans()).isEmpty();
  }

  @Test
  void theHeadersOfTheFileAreSentAndReadAgain(@TempDir Path directory) throws Exception {
    var file = directory.resolve("headers");
    Files.writeString(file, "# of the collector\n\nAuthorization: Bearer one\n");
    try (var tracing = tracing(receiver.uri(), 1, file)) {
      tracing.request("first", name -> null).close();
      received(1);
      Files.writeString(file, "Authorization: Bearer two\n");
      tracing.request("second", name -> null).close();
      received(2);
    }

    assertThat(receiver.authorizations()).containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void aFileOfHeadersThatIsNotValidIsRefusedWithoutItsContent(@TempDir Path directory)
      throws Exception {
    var file = Files.writeString(directory.resolve("headers"), "a: b\nsecret\n");

    assertThatThrownBy(() -> tracing(receiver.uri(), 1, file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "tracing.headers: line 2 of %s is not a header: write it as name: value"
                .formatted(file));
    assertThatThrownBy(() -> tracing(receiver.uri(), 1, directory.resolve("absent")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be read");
  }
}
