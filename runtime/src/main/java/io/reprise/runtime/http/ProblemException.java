package io.reprise.runtime.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Thrown by a route handler to answer a request with a {@link Problem}. {@link HttpServer} sends
 * the problem to the client and logs nothing.
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

  /**
   * Returns a copy of this exception that adds a header to the response, such as {@code
   * Retry-After: 2}.
   */
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
