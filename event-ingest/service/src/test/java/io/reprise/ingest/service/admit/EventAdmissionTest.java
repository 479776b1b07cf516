package io.reprise.ingest.service.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.ingest.service.limit.Limits;
import io.reprise.ingest.service.parse.EventPayload;
import io.reprise.ingest.service.parse.ParsedEvent;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventAdmissionTest {
  private static final Map<String, String> GOOD =
      Map.of("specversion", "1.0", "id", "1", "source", "/shop", "type", "paid", "subject", "ada");

  private final EventAdmission admissions = new EventAdmission(Limits.DEFAULT);

  private static Map<String, String> goodBut(String name, String value) {
    var attributes = new HashMap<>(GOOD);
    attributes.put(name, value);
    return attributes;
  }

  private static Map<String, String> goodWithout(String name) {
    var attributes = new HashMap<>(GOOD);
    attributes.remove(name);
    return attributes;
  }

  private Admission admit(Map<String, String> attributes) {
    return admissions.admit(new ParsedEvent.Event(attributes, new EventPayload.Absent(), 100));
  }

  private AdmittedEvent admitted(Map<String, String> attributes) {
    return (AdmittedEvent) admit(attributes);
  }

  @SuppressWarnings("unchecked")
  private String fault(Map<String, String> attributes) {
    var refusal = ((Admission.Refused) admit(attributes)).refusal();
    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_EVENT);
    var faults = refusal.faults();
    return faults.get(0).path() + " " + faults.get(0).reason();
  }

  @Test
  void theKeyIsTheSubjectUnlessAPartitionKeyIsGiven() {
    assertThat(admitted(GOOD).key()).isEqualTo("ada");
    assertThat(admitted(goodBut("partitionkey", "bob")).key()).isEqualTo("bob");
    var keyed = goodWithout("subject");
    keyed.put("partitionkey", "bob");
    assertThat(admitted(keyed).key()).isEqualTo("bob");
    assertThat(fault(goodWithout("subject")))
        .isEqualTo(
            "subject is missing: send the user's id as subject, or as partitionkey, which overrides"
                + " it");
  }

  @Test
  void keepsExtensionsAndTimeAndSaysThatDataIsStoredAsAvro() {
    var attributes = goodBut("time", "2026-01-31T13:00:00+01:00");
    attributes.put("traceparent", "00-1");
    attributes.put("datacontenttype", "application/json");

    var event = admitted(attributes);

    assertThat(event.attributes().time()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(event.attributes().extensions()).containsExactly(Map.entry("traceparent", "00-1"));
    assertThat(event.attributes().dataContentType()).isEqualTo("application/avro");
    assertThat(event.dataContentType()).isEqualTo("application/json");
  }

  @Test
  void namesTheAttributeThatIsWrong() {
    assertThat(fault(goodWithout("specversion"))).isEqualTo("specversion is missing: send 1.0");
    assertThat(fault(goodBut("specversion", "0.3"))).contains("'0.3': send 1.0");
    assertThat(fault(goodWithout("id"))).isEqualTo("id is missing");
    assertThat(fault(goodBut("type", ""))).startsWith("type is empty");
    assertThat(fault(goodBut("source", "not a uri"))).startsWith("source is no URI reference");
    assertThat(fault(goodBut("time", "yesterday"))).startsWith("time is no RFC 3339 time");
    assertThat(fault(goodBut("Trace", "x"))).startsWith("Trace is not an attribute name");
    assertThat(fault(goodBut("id", "a\u0000b"))).startsWith("id holds characters");
    assertThat(fault(goodBut("id", "\ud800"))).startsWith("id holds characters");
  }

  @Test
  void refusesAnEventThatIsTooLong() {
    var tooLong = new ParsedEvent.Event(GOOD, new EventPayload.Absent(), (512 << 10) + 1);

    var refused = (Admission.Refused) admissions.admit(tooLong);

    assertThat(refused.refusal().reason()).isEqualTo(Reason.EVENT_TOO_LARGE);
    assertThat(refused.refusal().detail()).contains("524289 bytes", "512KiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/shop",
        "shop",
        "-",
        ".",
        "1",
        "/",
        "/a//b",
        "//",
        "//a",
        "///",
        "//a/b",
        "a:b",
        "1:b",
        ":",
        "a b",
        "/a%zz",
        "/a%20b",
        "https://example.org/a?b=c#d",
        "https://[",
        "urn:x:y",
        "/k\u00e4se",
        "a|b"
      })
  void takesEverySourceThatTheJdkTakesAsAUriReference(String source) {
    assertThat(admit(goodBut("source", source)) instanceof AdmittedEvent)
        .isEqualTo(isUriReference(source));
  }

  private static boolean isUriReference(String text) {
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
