package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One end of a range, as people write it: a number (an offset in every partition), {@code
 * "earliest"}, {@code "latest"}, an ISO-8601 instant, or an object {@code {"0": 1500, "3": 20}}
 * with an offset a partition. Instants become offsets once, at plan time.
 */
public sealed interface RangeBound {

  /** The same offset in every selected partition. */
  record AtOffset(long offset) implements RangeBound {
    public AtOffset {
      if (offset < 0) {
        throw new InvalidSpecException("offset " + offset + " is negative: offsets start at 0");
      }
    }

    @Override
    public Object json() {
      return offset;
    }
  }

  /** An offset for each partition named; only those are selected. */
  record AtOffsets(Map<Integer, Long> offsets) implements RangeBound {
    public AtOffsets {
      offsets = Map.copyOf(new TreeMap<>(offsets));
      if (offsets.isEmpty()) {
        throw new InvalidSpecException(
            "an offset per partition needs at least one, as {\"0\": 1500}");
      }
      offsets.forEach(
          (partition, offset) -> {
            if (partition < 0 || offset < 0) {
              throw new InvalidSpecException(
                  "offset " + offset + " of partition " + partition + ": neither may be negative");
            }
          });
    }

    @Override
    public Object json() {
      var named = new LinkedHashMap<String, Long>();
      new TreeMap<>(offsets)
          .forEach((partition, offset) -> named.put(partition.toString(), offset));
      return named;
    }
  }

  /** The first record at or after an instant. */
  record AtTime(Instant time) implements RangeBound {
    @Override
    public Object json() {
      return time.toString();
    }
  }

  /** The first offset still in the log. */
  record Earliest() implements RangeBound {
    @Override
    public Object json() {
      return "earliest";
    }
  }

  /** The committed end of the log when the plan is made. */
  record Latest() implements RangeBound {
    @Override
    public Object json() {
      return "latest";
    }
  }

  /** This bound as it is written in a spec. */
  @JsonValue
  Object json();

  /** Reads any of the forms above. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RangeBound of(Object written) {
    if (written instanceof Integer || written instanceof Long) {
      return new AtOffset(((Number) written).longValue());
    }
    if (written instanceof String text) {
      return ofText(text.trim());
    }
    if (written instanceof Map<?, ?> map) {
      return ofMap(map);
    }
    throw unreadable(String.valueOf(written));
  }

  private static RangeBound ofText(String text) {
    if (text.equalsIgnoreCase("earliest")) {
      return new Earliest();
    }
    if (text.equalsIgnoreCase("latest")) {
      return new Latest();
    }
    try {
      return text.matches("\\d+")
          ? new AtOffset(Long.parseLong(text))
          : new AtTime(Instant.parse(text));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw unreadable(text);
    }
  }

  private static RangeBound ofMap(Map<?, ?> map) {
    var offsets = new TreeMap<Integer, Long>();
    map.forEach(
        (partition, offset) -> {
          try {
            offsets.put(
                Integer.parseInt(String.valueOf(partition)),
                Long.parseLong(String.valueOf(offset)));
          } catch (NumberFormatException e) {
            throw unreadable(partition + "=" + offset);
          }
        });
    return new AtOffsets(offsets);
  }

  private static InvalidSpecException unreadable(String written) {
    return new InvalidSpecException(
        "'"
            + written
            + "' is no end of a range: write an offset, partition=offset pairs, an ISO-8601 instant"
            + " such as 2026-01-31T10:00:00Z, earliest or latest");
  }
}
