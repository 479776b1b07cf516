package io.reprise.ingest.service.parse;

import io.reprise.ingest.service.Limits;
import io.reprise.schemas.event.EventAttributes;
import io.reprise.schemas.json.FieldFault;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Attributes by name, held to CloudEvents 1.0.2 and to the limits. Collects all faults. Used once.
 */
final class AttributeReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");
  private static final String PARTITION_KEY = "partitionkey";

  private final Map<String, String> left;
  private final Limits limits;
  private final List<FieldFault> faults = new ArrayList<>();

  /**
   * @param attributes by name, as in {@code id}; without data
   */
  AttributeReader(Map<String, String> attributes, Limits limits) {
    this.left = new TreeMap<>(attributes);
    this.limits = limits;
  }

  void fault(String path, String reason) {
    faults.add(new FieldFault(path, reason));
  }

  List<FieldFault> faults() {
    return faults;
  }

  /** The attributes; worthless if there are faults. */
  EventAttributes read() {
    checkSizes();
    var version = left.remove("specversion");
    if (!"1.0".equals(version)) {
      fault(
          "specversion", "must be 1.0, " + (version == null ? "and is missing" : "not " + version));
    }
    return new EventAttributes(
        required("id"),
        required("source"),
        required("type"),
        left.remove("subject"),
        time(left.remove("time")),
        left.remove("datacontenttype"),
        left.remove("dataschema"),
        extensions());
  }

  /** The record's key. */
  String key(EventAttributes attributes) {
    var partitionKey = attributes.extensions().get(PARTITION_KEY);
    var key = partitionKey == null ? attributes.subject() : partitionKey;
    if (key == null || key.isEmpty()) {
      fault("subject", "is missing: name the user there, or in the extension " + PARTITION_KEY);
      return "";
    }
    return key;
  }

  private void checkSizes() {
    if (left.size() > limits.mostAttributes()) {
      fault(
          "",
          "has %d attributes, at most %d are taken"
              .formatted(left.size(), limits.mostAttributes()));
    }
    left.forEach(
        (name, value) -> {
          if (value.length() > limits.attributeLength()) {
            fault(
                name,
                "has %d characters, at most %d are taken"
                    .formatted(value.length(), limits.attributeLength()));
          } else if (value.chars().anyMatch(Character::isISOControl)) {
            fault(name, "holds a control character");
          }
        });
  }

  private String required(String name) {
    var value = left.remove(name);
    if (value == null || value.isEmpty()) {
      fault(name, "is missing or empty, and every event has one");
      return "";
    }
    return value;
  }

  private @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      fault("time", "'%s' is no time: write it as 2026-01-31T12:00:00Z".formatted(text));
      return null;
    }
  }

  private Map<String, String> extensions() {
    left.keySet().stream()
        .filter(name -> !NAME.matcher(name).matches())
        .forEach(name -> fault(name, "is no attribute name: 1 to 20 letters a-z and digits"));
    return left;
  }
}
