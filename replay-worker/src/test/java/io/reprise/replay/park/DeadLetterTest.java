package io.reprise.replay.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.park.DeadLetter.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final String TRACE =
      """
      org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed
      \tat org.springframework.kafka.listener.Container.run(Container.java:2900)
      Caused by: com.acme.BillingException: order 17 has no amount
      \tat com.acme.Billing.charge(Billing.java:42)
      \tat com.acme.Listener.on(Listener.java:12)
      """;

  private final RecordHeaders headers = new RecordHeaders();

  @Test
  void readsTheHeadersOfSpringKafka() {
    add("kafka_dlt-original-topic", "orders");
    headers.add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(3).array());
    headers.add("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(70_000).array());
    add(
        "kafka_dlt-exception-fqcn",
        "org.springframework.kafka.listener.ListenerExecutionFailedException");
    add("kafka_dlt-exception-cause-fqcn", "com.acme.BillingException");
    add("kafka_dlt-exception-stacktrace", TRACE);

    assertLetter(
        Writer.SPRING_KAFKA,
        3,
        70_000,
        "com.acme.BillingException at com.acme.Billing.charge(Billing.java:#)");
  }

  @Test
  void readsTheHeadersOfKafkaConnect() {
    add("__connect.errors.topic", "orders");
    add("__connect.errors.partition", "3");
    add("__connect.errors.offset", "70000");
    add("__connect.errors.exception.class.name", "com.acme.BillingException");
    add("__connect.errors.exception.stacktrace", TRACE);

    assertLetter(
        Writer.KAFKA_CONNECT,
        3,
        70_000,
        "com.acme.BillingException at com.acme.Billing.charge(Billing.java:#)");
  }

  @Test
  void readsTheHeadersOfKafkaStreams() {
    add("__streams.errors.topic", "orders");
    add("__streams.errors.partition", "3");
    add("__streams.errors.offset", "70000");
    add("__streams.errors.exception", "com.acme.BillingException");

    assertLetter(Writer.KAFKA_STREAMS, 3, 70_000, "com.acme.BillingException");
  }

  @Test
  void ownHeadersCountBeforeThoseOfOthers() {
    add("kafka_dlt-original-topic", "others");
    var cause = RefusalCause.of("no key");
    headers.add(
        ParkedMarker.HEADER,
        new ParkedMarker(
                Samples.ID,
                0,
                1,
                "copy",
                "orders",
                3,
                70_000,
                9,
                1,
                cause.fingerprint(),
                cause.text(),
                "no key")
            .encode());

    assertLetter(Writer.REPRISE, 3, 70_000, "no key");
    assertThat(DeadLetter.of(headers).orElseThrow().replay()).isEqualTo(Samples.ID);
  }

  @Test
  void headersThatLackAPlaceOrACauseAreStillALetter() {
    add("kafka_dlt-original-topic", "orders");
    add("kafka_dlt-original-offset", "none");

    assertLetter(Writer.SPRING_KAFKA, -1, -1, "the headers name no cause");
  }

  @Test
  void otherRecordsAreNoLetters() {
    add("ce_type", "user.paid");

    assertThat(DeadLetter.of(headers)).isEmpty();
  }

  private void assertLetter(Writer writer, int partition, long offset, String cause) {
    var letter = DeadLetter.of(headers).orElseThrow();
    assertThat(letter.writer()).isEqualTo(writer);
    assertThat(letter.topic()).isEqualTo("orders");
    assertThat(letter.partition()).isEqualTo(partition);
    assertThat(letter.offset()).isEqualTo(offset);
    assertThat(letter.cause()).isEqualTo(RefusalCause.of(cause));
    assertThat(letter.cause().text()).isEqualTo(cause);
  }

  private void add(String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
