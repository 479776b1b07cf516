package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The request for one replay. A spec names its target; the address and the credentials of the
 * target are in the configuration of the workers.
 *
 * @param name shown in lists; need not be unique; made from topic and target when left out
 * @param reason why the replay is needed; required, because audits ask for it
 * @param source the topic and the offsets to replay
 * @param filter the records to deliver; all when left out
 * @param target the name of a target in the configuration of the workers
 * @param ordering which order the target keeps; PARTITION when left out
 * @param throttle the limit on the total rate; no limit when left out
 * @param onError what happens when the target refuses a record; STOP when left out
 * @param timestamps which timestamps the copies get; ORIGINAL when left out, as in specs that were
 *     stored before this field existed
 * @param acceptExpiry whether to plan the replay even if the target topic would refuse its records
 *     because of their timestamps, or would soon delete the copies. Used only when a plan is made
 * @param transforms changes of the data of delivered events; null if the data stays as it is
 * @param adaptive whether the replay slows down by itself, and for what; null if it does not
 * @param redrive which dead letters to deliver; null if the replay is no redrive
 * @param parkedLimit how many parked records pause the replay; {@link ParkedLimit#DEFAULT} when
 *     left out. Only with {@code onError} PARK
 */
public record ReplaySpec(
    String name,
    String reason,
    SourceRange source,
    Filter filter,
    String target,
    Ordering ordering,
    Throttle throttle,
    OnError onError,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = RecordTimestamps.IsDefault.class)
        RecordTimestamps timestamps,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean acceptExpiry,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Transforms transforms,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Adaptive adaptive,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Redrive redrive,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ParkedLimit parkedLimit) {

  private static final int MAX_TEXT = 500;

  @JsonCreator
  public ReplaySpec(
      @Nullable String name,
      @Nullable String reason,
      @Nullable SourceRange source,
      @Nullable Filter filter,
      @Nullable String target,
      @Nullable Ordering ordering,
      @Nullable Throttle throttle,
      @Nullable OnError onError,
      @Nullable RecordTimestamps timestamps,
      boolean acceptExpiry,
      @Nullable Transforms transforms,
      @Nullable Adaptive adaptive,
      @Nullable Redrive redrive,
      @Nullable ParkedLimit parkedLimit) {
    this.reason = required("reason", reason, "say why this replay is needed");
    if (source == null) {
      throw new InvalidSpecException("source is missing: name the topic and the range to replay");
    }
    this.source = source;
    this.target = required("target", target, "name a target from the worker's configuration");
    this.name =
        name == null || name.isBlank()
            ? source.topic() + " to " + this.target
            : bounded("name", name);
    this.filter = filter == null ? Filter.NONE : filter;
    this.ordering = ordering == null ? Ordering.PARTITION : ordering;
    this.throttle = throttle == null ? Throttle.NONE : throttle;
    this.onError = onError == null ? OnError.STOP : onError;
    this.timestamps = timestamps == null ? RecordTimestamps.ORIGINAL : timestamps;
    this.acceptExpiry = acceptExpiry;
    this.transforms = transforms;
    this.adaptive = adaptive;
    this.redrive = redrive;
    if (parkedLimit != null && this.onError != OnError.PARK) {
      throw new InvalidSpecException(
          "parkedLimit is given, but onError is %s: give onError PARK, or leave the limit out"
              .formatted(this.onError));
    }
    this.parkedLimit = parkedLimit;
  }

  /** Creates a request that leaves data as it is and has no limit of parked records of its own. */
  public ReplaySpec(
      @Nullable String name,
      @Nullable String reason,
      @Nullable SourceRange source,
      @Nullable Filter filter,
      @Nullable String target,
      @Nullable Ordering ordering,
      @Nullable Throttle throttle,
      @Nullable OnError onError,
      @Nullable RecordTimestamps timestamps,
      boolean acceptExpiry) {
    this(
        name,
        reason,
        source,
        filter,
        target,
        ordering,
        throttle,
        onError,
        timestamps,
        acceptExpiry,
        null,
        null,
        null,
        null);
  }

  /**
   * Creates a request with two defaults: a copy gets the timestamp of its source record, and the
   * plan is refused if the target topic would soon delete the copies.
   */
  public ReplaySpec(
      @Nullable String name,
      @Nullable String reason,
      @Nullable SourceRange source,
      @Nullable Filter filter,
      @Nullable String target,
      @Nullable Ordering ordering,
      @Nullable Throttle throttle,
      @Nullable OnError onError) {
    this(name, reason, source, filter, target, ordering, throttle, onError, null, false);
  }

  /** Returns whether delivered events get other keys than those of the source. */
  public boolean rekeys() {
    return transforms != null && transforms.rekeys();
  }

  /** Returns a copy of this spec with another filter. */
  public ReplaySpec withFilter(Filter other) {
    return copy(other, transforms, adaptive, redrive, parkedLimit);
  }

  /** Returns a copy of this spec with other transforms. */
  public ReplaySpec withTransforms(@Nullable Transforms other) {
    return copy(filter, other, adaptive, redrive, parkedLimit);
  }

  /**
   * Returns a copy of this spec that slows down by itself as {@code other} says; null for never.
   */
  public ReplaySpec withAdaptive(@Nullable Adaptive other) {
    return copy(filter, transforms, other, redrive, parkedLimit);
  }

  /** Returns a copy of this spec that is a redrive; null for a replay that is none. */
  public ReplaySpec withRedrive(@Nullable Redrive other) {
    return copy(filter, transforms, adaptive, other, parkedLimit);
  }

  /** Returns a copy of this spec with another limit of parked records; null for the default. */
  public ReplaySpec withParkedLimit(@Nullable ParkedLimit other) {
    return copy(filter, transforms, adaptive, redrive, other);
  }

  private ReplaySpec copy(
      Filter newFilter,
      @Nullable Transforms newTransforms,
      @Nullable Adaptive newAdaptive,
      @Nullable Redrive newRedrive,
      @Nullable ParkedLimit newLimit) {
    return new ReplaySpec(
        name,
        reason,
        source,
        newFilter,
        target,
        ordering,
        throttle,
        onError,
        timestamps,
        acceptExpiry,
        newTransforms,
        newAdaptive,
        newRedrive,
        newLimit);
  }

  private static String required(String field, @Nullable String value, String remedy) {
    if (value == null || value.isBlank()) {
      throw new InvalidSpecException(field + " is missing: " + remedy);
    }
    return bounded(field, value);
  }

  private static String bounded(String field, String value) {
    if (value.length() > MAX_TEXT) {
      throw new InvalidSpecException(
          field + " has " + value.length() + " characters: use at most " + MAX_TEXT);
    }
    return value;
  }
}
