package io.reprise.ingest.service.admit;

import io.reprise.ingest.service.parse.UnicodeText;
import io.reprise.schemas.json.FieldFault;
import io.reprise.schemas.wire.EventAttributes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks one event's attributes and collects all their faults. Source: CloudEvents 1.0.2, "Context
 * Attributes". Confined to one thread.
 */
final class AttributeReader {
  /** The content type of every stored event: data that was sent as JSON is converted to Avro. */
  private static final String STORED_CONTENT_TYPE = "application/avro";

  /**
   * The longest attribute name that is accepted, in characters. CloudEvents recommends at most 20
   * characters to senders, but does not require receivers to refuse longer names.
   */
  private static final int LONGEST_NAME = 64;

  private static final String SPEC_VERSION = "1.0";
  private static final Set<String> CONTEXT =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "dataschema");

  private final Map<String, String> attributes;
  private final List<FieldFault> faults = new ArrayList<>(0);

  AttributeReader(Map<String, String> attributes) {
    this.attributes = attributes;
  }

  List<FieldFault> faults() {
    return faults;
  }

  /**
   * Returns the event's attributes; null if a required attribute is missing or an attribute has a
   * fault.
   */
  @Nullable EventAttributes read() {
    requireSpecVersion();
    attributes.forEach(this::requireForm);
    requireKey();
    var id = required("id");
    var source = required("source");
    var type = required("type");
    requireUri("source");
    requireUri("dataschema");
    var time = time();
    if (!faults.isEmpty()) {
      return null;
    }
    return new EventAttributes(
        id,
        source,
        type,
        attributes.get("subject"),
        time,
        STORED_CONTENT_TYPE,
        attributes.get("dataschema"),
        extensions());
  }

  /**
   * Returns the key of the Kafka record: the attribute {@code partitionkey}, or the subject if
   * there is no such attribute; empty if both are missing.
   */
  String key() {
    var key = attributes.get("partitionkey");
    return key != null ? key : attributes.getOrDefault("subject", "");
  }

  private void requireSpecVersion() {
    var version = attributes.get("specversion");
    if (version == null) {
      fault("specversion", "is missing: send " + SPEC_VERSION);
    } else if (!version.equals(SPEC_VERSION)) {
      fault(
          "specversion",
          "is '%s': send %s, the only version that is accepted".formatted(version, SPEC_VERSION));
    }
  }

  private void requireForm(String name, String value) {
    if (!isName(name)) {
      fault(
          name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name,
          "is not an attribute name: use up to %d characters of a-z and 0-9"
              .formatted(LONGEST_NAME));
    }
    if (value.isEmpty()) {
      fault(name, "is empty: give it a value or leave it out");
    } else if (!UnicodeText.isAttribute(value)) {
      fault(name, "holds characters that CloudEvents forbids: control or half a surrogate pair");
    }
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  private void requireKey() {
    if (!attributes.containsKey("partitionkey") && !attributes.containsKey("subject")) {
      fault(
          "subject",
          "is missing: send the user's id as subject, or as partitionkey, which overrides it");
    }
  }

  private String required(String name) {
    var value = attributes.get(name);
    if (value == null) {
      fault(name, "is missing");
      return "";
    }
    return value;
  }

  private void requireUri(String name) {
    var value = attributes.get(name);
    try {
      if (value != null) {
        new URI(value);
      }
    } catch (URISyntaxException e) {
      fault(name, "is no URI reference: %s at %d".formatted(e.getReason(), e.getIndex()));
    }
  }

  private @Nullable Instant time() {
    var value = attributes.get("time");
    try {
      return value == null ? null : OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeParseException e) {
      fault("time", "is no RFC 3339 time such as 2026-01-31T12:00:00Z");
      return null;
    }
  }

  private Map<String, String> extensions() {
    var extensions = new HashMap<String, String>();
    attributes.forEach(
        (name, value) -> {
          if (!CONTEXT.contains(name)) {
            extensions.put(name, value);
          }
        });
    return extensions;
  }

  private void fault(String path, String reason) {
    faults.add(new FieldFault(path, reason));
  }
}
