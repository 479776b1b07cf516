package io.reprise.replay.http;

import io.javalin.http.Context;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;

/** Numbers in paths and queries. */
final class Query {
  private Query() {}

  /** A query parameter that is a number from {@code least} on, or {@code otherwise} if absent. */
  static long number(Context ctx, String name, long least, long otherwise) {
    var text = ctx.queryParam(name);
    return text == null ? otherwise : number(name, text, least);
  }

  /** A path parameter that is a number from 0 on. */
  static int pathNumber(Context ctx, String name) {
    long value = number(name, ctx.pathParam(name), 0);
    if (value > Integer.MAX_VALUE) {
      throw refusal(name, ctx.pathParam(name), 0);
    }
    return (int) value;
  }

  private static long number(String name, String text, long least) {
    try {
      long value = Long.parseLong(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw refusal(name, text, least);
    }
    throw refusal(name, text, least);
  }

  private static ProblemException refusal(String name, String text, long least) {
    return new ProblemException(
        Problem.of(
            400,
            "invalid-parameter",
            "Invalid parameter",
            "%s is '%s': give a whole number from %d on".formatted(name, text, least)));
  }
}
