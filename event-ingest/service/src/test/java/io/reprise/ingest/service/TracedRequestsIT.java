package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.BATCH;
import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.batch;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.post;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.FreePorts;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.trace.OtlpReceiver;
import io.reprise.runtime.trace.OtlpReceiver.Received;
import io.reprise.runtime.trace.TracingConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces of requests, from the caller to the records in Kafka. */
class TracedRequestsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE + "-" + CALLER + "-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-" + CALLER + "-00";

  private static Backend backend;

  @BeforeAll
  static void start() {
    backend = Backend.start();
  }

  @AfterAll
  static void stop() {
    backend.close();
  }

  private static IngestService service(String name, TracingConfig tracing) {
    return IngestService.start(
        new IngestConfig(
            name,
            new HttpConfig("127.0.0.1", 0),
            new IngestConfig.Kafka(backend.bootstrapServers(), null),
            backend.registry(),
            null,
            null,
            null,
            tracing));
  }

  private static Map<String, String> traceHeaders(ConsumerRecord<byte[], byte[]> record) {
    var headers = new TreeMap<String, String>();
    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
    headers.keySet().removeIf(name -> !name.startsWith("trace"));
    return headers;
  }

  private static Received named(List<Received> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void recordsOfASampledRequestNameItsSpanAndOthersNameNone() {
    // Given
    backend.create("traced", 1);
    try (var receiver = OtlpReceiver.start();
        var service = service("traced", new TracingConfig(receiver.uri(), 0.0, null))) {
      // When
      var sampled =
          post(
              service.uri(),
              "traced",
              BATCH,
              batch(event("t1", "ada"), event("t1", "ada"), event("t2", "bob"), event("", "bob")),
              "traceparent",
              SAMPLED,
              "tracestate",
              "shop=1");
      post(service.uri(), "traced", STRUCTURED, event("t3", "ada"), "traceparent", UNSAMPLED);
      post(service.uri(), "traced", STRUCTURED, event("t4", "ada"));

      // Then
      assertThat(sampled.statusCode()).as(sampled.body()).isEqualTo(207);
      await().atMost(LIMIT).until(() -> receiver.spans().size() == 2);
      var request = named(receiver.spans(), "POST /api/v1/topics/{topic}/events");
      var send = named(receiver.spans(), "send traced");
      assertThat(request.trace()).isEqualTo(TRACE);
      assertThat(request.parent()).isEqualTo(CALLER);
      assertThat(request.attributes()).containsEntry("http.response.status_code", "207");
      assertThat(send.parent()).isEqualTo(request.id());
      assertThat(send.kind()).isEqualTo("PRODUCER");
      assertThat(send.attributes())
          .containsEntry("messaging.destination.name", "traced")
          .containsEntry("messaging.batch.message_count", "4")
          .containsEntry("reprise.events.stored", "3")
          .containsEntry("reprise.events.duplicate", "1")
          .containsEntry("reprise.events.rejected", "1");
      var context =
          Map.of("traceparent", "00-" + TRACE + "-" + send.id() + "-01", "tracestate", "shop=1");
      assertThat(backend.read("traced", 1))
          .extracting(TracedRequestsIT::traceHeaders)
          .containsExactly(context, context, Map.of(), Map.of());
    }
  }

  @Test
  void anEndpointThatIsAwayDelaysNoEvent() {
    // Given
    backend.create("untold", 1);
    var away = URI.create("http://127.0.0.1:" + FreePorts.next() + "/v1/traces");

    try (var service = service("untold", new TracingConfig(away, 1.0, null))) {
      // When
      for (int i = 0; i < 20; i++) {
        var stored = post(service.uri(), "untold", STRUCTURED, event("u" + i, "ada"));
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
      }

      // Then
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  IngestFixture.metric(
                          service.uri(), "reprise_trace_spans_total{outcome=\"failed\"}")
                      == 40);
      assertThat(backend.read("untold", 1)).hasSize(20);
    }
  }

  @Test
  void withoutTracingTheContextOfTheCallerIsIgnored() {
    backend.create("silent", 1);
    try (var service = service("silent", TracingConfig.NONE)) {
      post(service.uri(), "silent", STRUCTURED, event("s1", "ada"), "traceparent", SAMPLED);

      assertThat(backend.read("silent", 1))
          .singleElement()
          .satisfies(record -> assertThat(traceHeaders(record)).isEmpty());
      assertThat(IngestFixture.metrics(service.uri())).doesNotContain("reprise_trace_");
    }
  }
}
