package io.reprise.runtime.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Reads who sends a request, from the header {@value #HEADER}. The name is recorded with what the
 * operator does. Nothing proves the name: it is not an authentication.
 */
public final class OperatorName {
  /** Names the person or job that sends a request. */
  public static final String HEADER = "Reprise-Operator";

  private static final int LONGEST = 100;

  private OperatorName() {}

  /**
   * The name without control characters, at most {@value #LONGEST} characters long; empty when the
   * request names nobody.
   */
  public static Optional<String> of(Context ctx) {
    var claimed = ctx.header(HEADER);
    if (claimed == null || claimed.isBlank()) {
      return Optional.empty();
    }
    var printable = claimed.replaceAll("\\p{Cntrl}", "").strip();
    return Optional.of(printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST));
  }
}
