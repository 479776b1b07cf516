package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.ingest.service.limit.Limits;
import io.reprise.schemas.json.FieldFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the attributes, the data and the faults of one event while the event is parsed. Confined
 * to one thread.
 */
final class EventDraft {
  private static final int MOST_FAULTS = 20;

  private final Limits limits;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<FieldFault> faults = new ArrayList<>(0);
  private @Nullable EventPayload data;

  EventDraft(Limits limits) {
    this.limits = limits;
  }

  void attribute(String name, String value) {
    if (value.length() > limits.attributeLength()) {
      fault(name, "is longer than %d characters".formatted(limits.attributeLength()));
    } else if (attributes.size() >= limits.mostAttributes()) {
      fault(name, "is one attribute too many: send at most " + limits.mostAttributes());
    } else if (attributes.putIfAbsent(name, value) != null) {
      fault(name, "is there more than once");
    }
  }

  /**
   * Sets JSON data. A null {@code value} means that the JSON could not be read, and that the draft
   * already has the fault.
   */
  void json(String member, @Nullable JsonNode value) {
    if (value != null) {
      data(member, new EventPayload.Json(value));
    }
  }

  void data(String member, EventPayload value) {
    if (data != null) {
      fault(member, "is a second value of the data: send either data or data_base64, once");
    }
    data = value;
  }

  void fault(String path, String reason) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new FieldFault(path, reason));
    }
  }

  @Nullable String contentType() {
    return attributes.get("datacontenttype");
  }

  @Nullable EventPayload data() {
    return data;
  }

  /** Removes the data, so that a converted form of the same data can be set. */
  void dropData() {
    data = null;
  }

  ParsedEvent finish(long bytes) {
    return faults.isEmpty()
        ? new ParsedEvent.Event(attributes, data == null ? new EventPayload.Absent() : data, bytes)
        : new ParsedEvent.Malformed(faults);
  }
}
