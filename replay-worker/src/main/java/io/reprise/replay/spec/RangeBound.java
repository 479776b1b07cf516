package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The start or the end of an offset range, as a spec writes it: a number (the same offset in every
 * partition), {@code "earliest"}, {@code "latest"}, an ISO-8601 instant, or an object such as
 * {@code {"0": 1500, "3": 20}} with an offset for each partition. The planner resolves an instant
 * to offsets once, when it makes the plan.
 */
public sealed interface RangeBound {

  /** A bound with the same offset in every selected partition. */
  record AtOffset(long offset) implements RangeBound {
    public AtOffset {
      if (offset < 0) {
        throw new InvalidSpecException("offset " + offset + " is negative: use 0 or more");
      }
    }

    @Override
    public Object json() {
      return offset;
    }
  }

  /** A bound with one offset for each named partition. Only the named partitions are replayed. */
  record AtOffsets(Map<Integer, Long> offsets) implements RangeBound {
    public AtOffsets {
      offsets = Map.copyOf(new TreeMap<>(offsets));
      if (offsets.isEmpty()) {
        throw new InvalidSpecException(
            "the object of offsets is empty: name at least one partition, as in {\"0\": 1500}");
      }
      offsets.forEach(
          (partition, offset) -> {
            if (partition < 0 || offset < 0) {
              throw new InvalidSpecException(
                  "partition "
                      + partition
                      + " has offset "
                      + offset
                      + ": use 0 or more for both, as in {\"0\": 1500}");
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

  /** A bound at the offset of the first record whose timestamp is at or after an instant. */
  record AtTime(Instant time) implements RangeBound {
    /** Kafka timestamps are milliseconds since 1970 in 64 bits; no other instant can be found. */
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    public AtTime {
      if (time.isBefore(FIRST) || time.isAfter(LAST)) {
        throw new InvalidSpecException(
            "time %s is out of range: use a time from %s to %s".formatted(time, FIRST, LAST));
      }
    }

    @Override
    public Object json() {
      return time.toString();
    }
  }

  /** A bound at the first offset that can be read, from the archive or from Kafka. */
  record Earliest() implements RangeBound {
    @Override
    public Object json() {
      return "earliest";
    }
  }

  /** A bound at the end of the committed records (last stable offset) when the plan is made. */
  record Latest() implements RangeBound {
    @Override
    public Object json() {
      return "latest";
    }
  }

  /** Returns this bound in the form in which a spec writes it. */
  @JsonValue
  Object json();

  /**
   * Reads a bound from the form in which a spec writes it: a number, a text or an object.
   *
   * @throws InvalidSpecException when {@code written} has another form
   */
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
            + "' is not an offset or a time: write an offset, partition=offset pairs, an ISO-8601"
            + " instant such as 2026-01-31T10:00:00Z, earliest or latest");
  }
}
