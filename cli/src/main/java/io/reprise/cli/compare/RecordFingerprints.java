package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.compare.match.Entry;
import io.reprise.cli.compare.match.Fingerprint;
import io.reprise.cli.compare.match.MatchBy;
import io.reprise.cli.compare.match.Side;
import io.reprise.cli.events.EventValues;
import io.reprise.cli.events.StoredEvent;
import io.reprise.runtime.access.FieldMask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the entries of records: decodes values, leaves out what is not compared, and hashes the
 * rest. The hashes begin with random bytes of this run, so that nobody can guess keys from files
 * that a killed run has left. Confined to one thread.
 */
final class RecordFingerprints {
  private static final int SALT_BYTES = 16;

  private final MatchOptions options;
  private final EventValues values;
  private final ComparedFields fields;
  private final MessageDigest digest = sha256();
  private final byte[] salt = new byte[SALT_BYTES];

  /** The content of a record as text: what is compared exactly, and what may differ. */
  private record Content(List<String> exact, List<Double> numbers) {}

  RecordFingerprints(MatchOptions options, ComparedFields fields, EventValues values) {
    this.options = options;
    this.fields = fields;
    this.values = values;
    new SecureRandom().nextBytes(salt);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Returns the entry of a record.
   *
   * @param topic the topic in which the record is
   * @throws CommandFailure if records are matched by key and the key is hidden from the caller, or
   *     if the schema registry does not answer
   */
  Entry of(Side side, String topic, StoredEvent event, SideCounts counts) {
    counts.addRecord();
    var content = content(topic, event, counts);
    var exact = hash(content.exact());
    var id = options.by() == MatchBy.ORIGIN ? origin(topic, event) : id(content);
    return new Entry(
        side,
        group(topic, event, id),
        id,
        exact,
        event.partition(),
        event.offset(),
        event.timestamp().toEpochMilli(),
        content.numbers());
  }

  private Fingerprint id(Content content) {
    var parts = new ArrayList<>(content.exact());
    content.numbers().forEach(number -> parts.add(number.toString()));
    return hash(parts);
  }

  /** Returns the place where the event was first stored: its own, unless a replay delivered it. */
  private Fingerprint origin(String topic, StoredEvent event) {
    var marker = event.json().path("replay");
    return marker.isObject()
        ? hash(
            List.of(
                marker.path("topic").asText(),
                marker.path("partition").asText(),
                marker.path("offset").asText()))
        : hash(List.of(topic, Integer.toString(event.partition()), Long.toString(event.offset())));
  }

  /** Returns the key; the id of a record that has no key, or whose key makes no difference. */
  private Fingerprint group(String topic, StoredEvent event, Fingerprint id) {
    var text = event.json().path("key");
    var base64 = event.json().path("keyBase64");
    boolean isHidden = isMasked(event) && text.asText().equals(FieldMask.MASKED);
    if (isHidden && options.by() == MatchBy.KEY) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          ("the keys of topic '%s' are hidden from you, so records cannot be matched by key: give"
                  + " --origin")
              .formatted(topic));
    }
    if (isHidden || options.ignoresKey() || !(text.isTextual() || base64.isTextual())) {
      return id;
    }
    return hash(List.of(text.isTextual() ? "text" : "bytes", text.asText(), base64.asText()));
  }

  private static boolean isMasked(StoredEvent event) {
    return event.json().has("masked");
  }

  private Content content(String topic, StoredEvent event, SideCounts counts) {
    var exact = new ArrayList<String>();
    var numbers = addValue(topic, event, exact, counts);
    for (var name : options.headers()) {
      for (var header : event.json().path("headers")) {
        if (header.path("name").asText().equals(name)) {
          exact.add("header " + name);
          exact.add(header.path("value").asText());
          exact.add(header.path("valueBase64").asText());
        }
      }
    }
    if (isMasked(event) && exact.stream().anyMatch(part -> part.contains(FieldMask.MASKED))) {
      counts.addHidden();
    }
    return new Content(exact, numbers);
  }

  /** Adds the value as it is compared exactly, and returns the numbers that may differ. */
  private List<Double> addValue(
      String topic, StoredEvent event, List<String> exact, SideCounts counts) {
    var bytes = event.json().path("valueBase64");
    if (event.json().has("value")) {
      return addJson(event.json().path("value"), exact);
    }
    if (!bytes.isTextual()) {
      exact.add("no value");
      return fields.numbers(bytes);
    }
    var decoded = values.decode(bytes);
    if (decoded.fault() == null) {
      return addJson(decoded.json(), exact);
    }
    if (values.isRegistryUnreachable()) {
      // The bytes of equal values of two schemas differ, so that differences would be made up.
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "partition %d of topic '%s', offset %d: the value cannot be decoded: %s"
              .formatted(event.partition(), topic, event.offset(), decoded.fault()));
    }
    counts.addUndecoded();
    exact.add("bytes");
    exact.add(bytes.asText());
    return fields.numbers(decoded.json());
  }

  private List<Double> addJson(JsonNode value, List<String> exact) {
    exact.add("value");
    exact.add(fields.exactText(value));
    return fields.numbers(value);
  }

  private Fingerprint hash(List<String> parts) {
    digest.update(salt);
    for (var part : parts) {
      var bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return Fingerprint.of(digest.digest());
  }
}
