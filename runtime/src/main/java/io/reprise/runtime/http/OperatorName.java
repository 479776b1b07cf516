package io.reprise.runtime.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Reads the name of the operator who sends a request, from the header {@value #HEADER}. Services
 * record the name with the operator's actions. The name is not authenticated: a client can send any
 * name.
 */
public final class OperatorName {
  /** The HTTP header that names the person or job that sends a request. */
  public static final String HEADER = "Reprise-Operator";

  private static final int LONGEST = 100;

  private OperatorName() {}

  /**
   * Returns the operator's name from a request, without control characters and cut to {@value
   * #LONGEST} characters; empty if the header is missing or blank.
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
