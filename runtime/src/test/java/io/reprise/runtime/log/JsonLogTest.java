package io.reprise.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** The log of a service with the format json, read back line by line. */
class JsonLogTest {
  @Test
  void eachFactOfALineIsAField() throws Exception {
    var line =
        only(log -> log.info("shard released replay={} shard={} slot={} {}", "a-1", "s", 20, "x"));

    assertThat(line.path("replay").asText()).isEqualTo("a-1");
    assertThat(line.path("shard").asText()).isEqualTo("s");
    assertThat(line.path("slot").isInt()).isTrue();
    assertThat(line.path("slot").asInt()).isEqualTo(20);
    assertThat(line.path("message").asText())
        .isEqualTo("shard released replay=a-1 shard=s slot=20 x");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).isEqualTo("io.reprise.Example");
    assertThat(line.path("time").asText()).endsWith("Z");
  }

  @Test
  void aLineBreakInAValueStaysInItsLine() throws Exception {
    var line = only(log -> log.warn("topic refused topic={} cause={}", "a\nb", null));

    assertThat(line.path("topic").asText()).isEqualTo("a\nb");
    assertThat(line.path("cause").asText()).isEqualTo("null");
  }

  @Test
  void theStackTraceOfAFailureIsOneField() throws Exception {
    var line =
        only(log -> log.error("failed topic={}", "orders", new IllegalStateException("broken")));

    assertThat(line.path("topic").asText()).isEqualTo("orders");
    assertThat(line.path("stackTrace").asText()).contains("IllegalStateException: broken");
  }

  @Test
  void aKeyThatIsNamedTwiceHasItsFirstValue() throws Exception {
    assertThat(only(log -> log.info("moved topic={} topic={}", "a", "b")).path("topic").asText())
        .isEqualTo("a");
  }

  @Test
  void aLineHasTheFieldsOfItsThreadOnceAndThenNoMore() throws Exception {
    try (var outer = LogFields.with("slot", 20).and("topic", "7");
        var inner = LogFields.with("partition", 3).and("topic", "8")) {
      assertThat(outer).isNotSameAs(inner);
      var line = only(log -> log.info("claimed slot={} cause={}", 21, "x"));
      assertThat(line.path("slot").asInt()).as("the fact of the line").isEqualTo(21);
      assertThat(line.path("partition").isInt()).isTrue();
      assertThat(line.path("topic").isTextual()).as("a topic of digits is a text").isTrue();
      assertThat(line.path("topic").asText()).isEqualTo("8");
    }

    var after = only(log -> log.info("ended"));
    assertThat(List.of(after.has("slot"), after.has("topic"), after.has("partition")))
        .containsOnly(false);
  }

  @Test
  void aLineWithoutFactsHasTheFieldsOfItsThread() throws Exception {
    try (var slot = LogFields.with("slot", 20)) {
      try (var inner = LogFields.with("slot", 5)) {
        assertThat(only(log -> log.info("inner")).path("slot").asInt()).isEqualTo(5);
        assertThat(inner).isNotSameAs(slot);
      }
      assertThat(only(log -> log.info("outer")).path("slot").asInt()).isEqualTo(20);
    }
  }

  private interface Statement {
    void on(Logger log);
  }

  /** Executes a log statement with the configuration of services; returns its line. */
  private static JsonNode only(Statement statement) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var stderr = System.err;
    System.setErr(new PrintStream(bytes, true, UTF_8));
    var context = new LoggerContext();
    context.setMDCAdapter((LogbackMDCAdapter) MDC.getMDCAdapter());
    try {
      var configurator = new JoranConfigurator();
      context.putProperty("REPRISE_LOG_FORMAT", "json");
      configurator.setContext(context);
      configurator.doConfigure(JsonLogTest.class.getResource("/logback.xml"));
      statement.on(context.getLogger("io.reprise.Example"));
    } finally {
      context.stop();
      System.setErr(stderr);
    }
    List<String> lines = bytes.toString(UTF_8).lines().toList();
    assertThat(lines).as("%s", context.getStatusManager().getCopyOfStatusList()).hasSize(1);
    return Json.json().readTree(lines.get(0));
  }
}
