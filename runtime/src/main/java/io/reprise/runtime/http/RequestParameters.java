package io.reprise.runtime.http;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed parameters from the query and the path of a request. Each method throws {@link
 * InvalidParameterException} if a required parameter is missing or a value is invalid; the message
 * names the parameter, the value and the accepted values. Stateless and thread-safe.
 */
public final class RequestParameters {
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private RequestParameters() {}

  /** Returns a required query parameter, which must not be blank. */
  public static String requiredText(Context ctx, String name) {
    var text = ctx.queryParam(name);
    if (text == null || text.isBlank()) {
      throw new InvalidParameterException("%1$s is missing: add ?%1$s=<%1$s>".formatted(name));
    }
    return text;
  }

  /**
   * Returns a query parameter as a whole number of at least {@code least}.
   *
   * @param absent the result if the request does not have the parameter
   */
  public static long number(Context ctx, String name, long least, long absent) {
    var text = ctx.queryParam(name);
    return text == null ? absent : number(name, text, least, Long.MAX_VALUE);
  }

  /**
   * Returns a query parameter as a whole number from {@code least} to 2^31 - 1.
   *
   * @param absent the result if the request does not have the parameter
   */
  public static int intNumber(Context ctx, String name, int least, int absent) {
    var text = ctx.queryParam(name);
    return text == null ? absent : (int) number(name, text, least, Integer.MAX_VALUE);
  }

  /**
   * Returns a query parameter as a time in the form of ISO 8601, such as {@code
   * 2026-01-31T12:00:00Z}; null if the request does not have the parameter.
   */
  public static @Nullable Instant time(Context ctx, String name) {
    var text = ctx.queryParam(name);
    return text == null ? null : time(name, text);
  }

  /**
   * Returns a required query parameter as a time in the form of ISO 8601, such as {@code
   * 2026-01-31T12:00:00Z}. The time is at or after 1970 and can be written as milliseconds since
   * 1970 in 64 bits, as Kafka's timestamps are.
   */
  public static Instant requiredTime(Context ctx, String name) {
    var text = requiredText(ctx, name);
    var time = time(name, text);
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw new InvalidParameterException(
          "%s is '%s': give a time from 1970-01-01T00:00:00Z to %s".formatted(name, text, LATEST));
    }
    return time;
  }

  private static Instant time(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidParameterException(
          "%s is '%s': give a time such as 2026-01-31T12:00:00Z".formatted(name, text));
    }
  }

  /** Returns a path parameter as a whole number from 0 to 2^31 - 1. */
  public static int pathNumber(Context ctx, String name) {
    return (int) number(name, ctx.pathParam(name), 0, Integer.MAX_VALUE);
  }

  private static long number(String name, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number > most) {
        throw new InvalidParameterException(
            "%s is '%s': give a whole number up to %d".formatted(name, text, most));
      }
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notFrom(name, text, least);
    }
    throw notFrom(name, text, least);
  }

  private static InvalidParameterException notFrom(String name, String text, long least) {
    return new InvalidParameterException(
        "%s is '%s': give a whole number from %d on".formatted(name, text, least));
  }
}
