package io.reprise.replay.spec;

import org.jspecify.annotations.Nullable;

/**
 * One replay as asked for. Targets are named, never described: their addresses and credentials are
 * the operator's configuration.
 *
 * @param name for people; need not be unique
 * @param reason why; required, since it is what an audit asks first
 * @param target a target's name in the worker's configuration
 */
public record ReplaySpec(
    String name,
    String reason,
    SourceRange source,
    Filter filter,
    String target,
    Ordering ordering,
    Throttle throttle,
    OnError onError) {

  private static final int MAX_TEXT = 500;

  public ReplaySpec(
      @Nullable String name,
      @Nullable String reason,
      @Nullable SourceRange source,
      @Nullable Filter filter,
      @Nullable String target,
      @Nullable Ordering ordering,
      @Nullable Throttle throttle,
      @Nullable OnError onError) {
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
          field + " has " + value.length() + " characters: at most " + MAX_TEXT + " are kept");
    }
    return value;
  }
}
