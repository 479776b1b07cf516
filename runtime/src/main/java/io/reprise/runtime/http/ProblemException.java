package io.reprise.runtime.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends a request with a {@link Problem}. Thrown by route handlers, answered by {@link HttpServer};
 * not logged, for the fault is the caller's.
 */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;
  private final transient Map<String, String> headers;

  public ProblemException(Problem problem) {
    this(problem, Map.of());
  }

  private ProblemException(Problem problem, Map<String, String> headers) {
    super(problem.detail());
    this.problem = problem;
    this.headers = Map.copyOf(headers);
  }

  /** The same, with a response header, as in {@code Retry-After: 2}. */
  public ProblemException withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ProblemException(problem, more);
  }

  public Problem problem() {
    return problem;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
