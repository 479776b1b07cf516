package io.reprise.runtime.http;

import io.javalin.http.Context;

/**
 * Reads typed parameters of a request's query and path. Each method throws {@link
 * InvalidParameterException} if the parameter is missing where it is required, or has another form;
 * the message names the parameter, its value and what to send.
 */
public final class RequestParameters {
  private RequestParameters() {}

  /** A query parameter that must be given and must not be blank. */
  public static String requiredText(Context ctx, String name) {
    var text = ctx.queryParam(name);
    if (text == null || text.isBlank()) {
      throw new InvalidParameterException("%1$s is missing: add ?%1$s=<%1$s>".formatted(name));
    }
    return text;
  }

  /** A whole number of the query, at least {@code least}; {@code absent} if it is not given. */
  public static long number(Context ctx, String name, long least, long absent) {
    var text = ctx.queryParam(name);
    return text == null ? absent : number(name, text, least, Long.MAX_VALUE);
  }

  /**
   * A whole number of the query below 2^31, at least {@code least}; {@code absent} if not given.
   */
  public static int intNumber(Context ctx, String name, int least, int absent) {
    var text = ctx.queryParam(name);
    return text == null ? absent : (int) number(name, text, least, Integer.MAX_VALUE);
  }

  /** A whole number of the path, from 0 to 2^31 - 1. */
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
