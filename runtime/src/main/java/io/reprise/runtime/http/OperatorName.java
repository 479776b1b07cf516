package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.reprise.runtime.access.Principal;
import java.util.Optional;

/**
 * Reads the name of the operator who sends a request. Services record the name with the operator's
 * actions. If the service authenticates, it is the name of the principal. Otherwise it is what the
 * header {@value #HEADER} says, which can be any name.
 */
public final class OperatorName {
  /** The HTTP header that names the person or job that sends a request. */
  public static final String HEADER = "Reprise-Operator";

  private static final int LONGEST = 100;

  private OperatorName() {}

  /**
   * Returns the operator's name, without control characters and cut to {@value #LONGEST}
   * characters; empty if the service does not authenticate, and the header is missing or blank.
   */
  public static Optional<String> of(Context ctx) {
    var principal = Caller.of(ctx).principal();
    if (principal.isPresent()) {
      return principal.map(Principal::name);
    }
    var claimed = ctx.header(HEADER);
    if (claimed == null || claimed.isBlank()) {
      return Optional.empty();
    }
    var printable = claimed.replaceAll("\\p{Cntrl}", "").strip();
    return Optional.of(printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST));
  }
}
