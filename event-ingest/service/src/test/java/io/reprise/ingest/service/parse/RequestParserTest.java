package io.reprise.ingest.service.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.ingest.service.limit.Limits;
import io.reprise.ingest.service.parse.RawRequest.RawAttribute;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import io.reprise.ingest.service.refusal.RequestRefusedException;
import io.reprise.schemas.json.FieldFault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestParserTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";

  private final RequestParser parser =
      new RequestParser(new Limits(3, null, 8, 20, 5, null, null, null, null));

  private ParsedRequest parse(String contentType, String body, RawAttribute... attributes) {
    return parser.parse(
        new RawRequest(contentType, List.of(attributes), body.getBytes(StandardCharsets.UTF_8)));
  }

  private ParsedEvent.Event event(String body) {
    return (ParsedEvent.Event) parse(STRUCTURED, body).events().get(0);
  }

  private List<FieldFault> faults(String body) {
    return ((ParsedEvent.Malformed) parse(STRUCTURED, body).events().get(0)).faults();
  }

  private void assertRefused(Reason reason, String detail, String contentType, String body) {
    assertThatThrownBy(() -> parse(contentType, body))
        .isInstanceOfSatisfying(
            RequestRefusedException.class, e -> assertThat(e.refusal().reason()).isEqualTo(reason))
        .hasMessageContaining(detail);
  }

  @Test
  void readsAttributesAsTextAndDataAsItIs() {
    var event = event("{\"id\":\"1\",\"n\":7,\"b\":true,\"x\":null,\"data\":{\"a\":[1,2.5]}}");

    assertThat(event.attributes())
        .containsOnly(entry("id", "1"), entry("n", "7"), entry("b", "true"));
    assertThat(((EventPayload.Json) event.data()).value()).hasToString("{\"a\":[1,2.5]}");
  }

  private static java.util.Map.Entry<String, String> entry(String name, String value) {
    return java.util.Map.entry(name, value);
  }

  @Test
  void countsAnEventsBytesAsSent() {
    var one = "{\"id\":\"1\",\"data\":\"ä\"}";

    var batch = parse(BATCH, "[ " + one + " , {} ]").events();

    assertThat(((ParsedEvent.Event) batch.get(0)).bytes())
        .isEqualTo(one.getBytes(StandardCharsets.UTF_8).length);
    assertThat(((ParsedEvent.Event) batch.get(1)).bytes()).isEqualTo(2);
  }

  @Test
  void aBadEventOfABatchLeavesItsNeighboursAlone() {
    var deep = "{\"data\":" + "[".repeat(9) + "]".repeat(9) + "}";

    for (var bad :
        List.of(
            "1",
            "[{}]",
            "{\"id\":\"1\",\"id\":\"2\"}",
            "{\"data\":{\"a\":1,\"a\":{\"b\":[]}}}",
            "{\"data\":\"\\ud800\"}",
            "{\"id\":{\"nested\":[{}]}}",
            deep)) {
      var events = parse(BATCH, "[{\"id\":\"a\"}," + bad + ",{\"id\":\"b\"}]").events();

      assertThat(events).as(bad).hasSize(3);
      assertThat(events.get(1)).as(bad).isInstanceOf(ParsedEvent.Malformed.class);
      assertThat(((ParsedEvent.Event) events.get(2)).attributes()).containsEntry("id", "b");
    }
  }

  @Test
  void namesTheMemberThatIsMalformed() {
    assertThat(faults("{\"id\":\"1\",\"id\":\"2\"}"))
        .containsExactly(new FieldFault("id", "is there more than once"));
    assertThat(faults("{\"data\":{\"a\":{\"b\":1,\"b\":2}}}"))
        .containsExactly(new FieldFault("data.b", "is there more than once"));
    assertThat(faults("{\"id\":5}")).containsExactly(new FieldFault("id", "must be text"));
    assertThat(faults("{\"n\":3000000000}"))
        .containsExactly(new FieldFault("n", "must be a whole number of 32 bits, or text"));
    assertThat(faults("{\"source\":\"" + "s".repeat(21) + "\"}"))
        .containsExactly(new FieldFault("source", "is longer than 20 characters"));
    assertThat(faults("{\"data_base64\":\"!\"}").get(0).reason()).startsWith("is not Base64");
    assertThat(faults("{\"data\":1,\"data_base64\":\"AA==\"}").get(0).reason())
        .contains("either data or data_base64");
    assertThat(faults("{\"datacontenttype\":\"text/plain\",\"data\":\"x\"}").get(0).reason())
        .contains("send such data as data_base64");
  }

  @Test
  void readsBytesThatAreSaidToBeJson() {
    var said = event("{\"datacontenttype\":\"application/json\",\"data_base64\":\"eyJhIjoxfQ==\"}");
    var unsaid = event("{\"data_base64\":\"eyJhIjoxfQ==\"}");

    assertThat(((EventPayload.Json) said.data()).value()).hasToString("{\"a\":1}");
    assertThat(unsaid.data()).isInstanceOf(EventPayload.Bytes.class);
  }

  @Test
  void readsBinaryModeFromHeaders() {
    var request =
        parse(
            "application/json; charset=UTF-8",
            "{\"a\":1}",
            new RawAttribute("id", "1"),
            new RawAttribute("subject", "J%C3%BCrgen%20%22x%22"));

    var event = (ParsedEvent.Event) request.events().get(0);
    assertThat(event.attributes())
        .containsEntry("subject", "Jürgen \"x\"")
        .containsEntry("datacontenttype", "application/json");
    assertThat(((EventPayload.Json) event.data()).value()).hasToString("{\"a\":1}");
  }

  @Test
  void refusesHeadersThatAreSentTwiceOrAreNoAscii() {
    var request =
        parse(
            "application/avro",
            "x",
            new RawAttribute("id", "1"),
            new RawAttribute("id", "2"),
            new RawAttribute("subject", "100%"),
            new RawAttribute("type", "ä"));

    assertThat(((ParsedEvent.Malformed) request.events().get(0)).faults())
        .extracting(FieldFault::path)
        .containsExactly("id", "subject", "type");
  }

  @Test
  void refusesARequestThatIsNotOfEvents() {
    assertRefused(Reason.UNSUPPORTED_CONTENT, "Content-Type is missing", "", "{}");
    assertRefused(Reason.UNSUPPORTED_CONTENT, "without ce- headers", "application/json", "{}");
    assertRefused(
        Reason.UNSUPPORTED_CONTENT,
        "application/cloudevents+xml",
        "application/cloudevents+xml",
        "<a/>");
    assertRefused(Reason.UNSUPPORTED_CONTENT, "send UTF-8", STRUCTURED + "; charset=utf-16", "{}");
    assertRefused(Reason.INVALID_JSON, "the body is empty", STRUCTURED, "");
    assertRefused(Reason.INVALID_JSON, "line 1, column", STRUCTURED, "{\"id\":");
    assertRefused(Reason.INVALID_JSON, "after the end", STRUCTURED, "{} {}");
    assertRefused(Reason.INVALID_BATCH, "a JSON array", BATCH, "{}");
    assertRefused(Reason.INVALID_JSON, "line 1, column", BATCH, "[{},");
    assertRefused(Reason.BATCH_TOO_LARGE, "at most 3 events", BATCH, "[{},{},{},{}]");
  }

  @Test
  void anEmptyBatchIsABatch() {
    assertThat(parse(BATCH, "[]").events()).isEmpty();
  }

  @Test
  void keepsNumbersAsTheyWereWritten() {
    var data =
        ((EventPayload.Json)
                event("{\"data\":[0.1234567890123456789,1e2,12345678901234567890]}").data())
            .value();

    assertThat(data.get(0).decimalValue()).isEqualByComparingTo("0.1234567890123456789");
    assertThat(data.get(1).doubleValue()).isEqualTo(100.0);
    assertThat(data.get(2).bigIntegerValue()).isEqualTo("12345678901234567890");
  }
}
