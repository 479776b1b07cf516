package io.reprise.ingest.service.admit;

import io.reprise.ingest.service.limit.Limits;
import io.reprise.ingest.service.parse.ParsedEvent;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import io.reprise.schemas.json.FieldFault;
import java.util.List;

/**
 * Decides whether an event is a valid CloudEvent within the size limit. Stateless and thread-safe.
 */
public final class EventAdmission {
  private final Limits limits;

  public EventAdmission(Limits limits) {
    this.limits = limits;
  }

  public Admission admit(ParsedEvent parsed) {
    if (parsed instanceof ParsedEvent.Malformed malformed) {
      return new Admission.Refused(invalid(malformed.faults()));
    }
    var event = (ParsedEvent.Event) parsed;
    if (event.bytes() > limits.eventSize().bytes()) {
      return new Admission.Refused(tooLarge(event.bytes()));
    }
    var reader = new AttributeReader(event.attributes());
    var attributes = reader.read();
    return attributes == null
        ? new Admission.Refused(invalid(reader.faults()))
        : new AdmittedEvent(
            reader.key(), attributes, event.attributes().get("datacontenttype"), event.data());
  }

  private Refusal tooLarge(long bytes) {
    return new Refusal(
        Reason.EVENT_TOO_LARGE,
        "the event has %d bytes, and at most %s are accepted".formatted(bytes, limits.eventSize()));
  }

  private static Refusal invalid(List<FieldFault> faults) {
    var first = faults.get(0);
    var detail = (first.path().isEmpty() ? "the event" : first.path()) + " " + first.reason();
    return new Refusal(Reason.INVALID_EVENT, detail, faults);
  }
}
