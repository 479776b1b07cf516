package io.reprise.replay.http;

import io.javalin.http.Context;

/** Who asks, for the record. */
final class Operator {
  /** Names the person or job behind a request, until somebody proves it. */
  static final String HEADER = "Reprise-Operator";

  private static final int LONGEST = 100;

  private Operator() {}

  static String of(Context ctx) {
    var claimed = ctx.header(HEADER);
    if (claimed == null || claimed.isBlank()) {
      return "anonymous";
    }
    var printable = claimed.replaceAll("\\p{Cntrl}", "").strip();
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST);
  }
}
