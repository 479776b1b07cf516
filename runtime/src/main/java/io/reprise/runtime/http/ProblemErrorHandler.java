package io.reprise.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.runtime.json.Json;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers, with a {@link Problem}, requests that fail before they reach a route, for example
 * because of a malformed URI or too long headers.
 */
final class ProblemErrorHandler extends ErrorHandler {
  private final Metrics metrics;

  /** Creates a handler that counts the refused requests among those that it answers. */
  ProblemErrorHandler(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Jetty itself answers PUT, DELETE and other methods without a body. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    // A version of HTTP that the server does not speak is the client's mistake. Status 505 would
    // count as a failure of the service.
    int status = code == 505 ? 400 : code >= 400 && code <= 599 ? code : 500;
    var detail = message == null ? "the server could not read the request" : message;
    metrics.answered(status);
    response.setStatus(status);
    SecurityHeaders.addTo(response.getHeaders());
    // The server may not know where a malformed request ends. If the connection stayed open, the
    // server could read the rest of that request as the next request. Therefore the connection must
    // close.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    Content.Sink.write(response, true, json(Problem.of(status, detail)), callback);
  }

  private static String json(Problem problem) {
    try {
      return Json.json().writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a problem as JSON", e);
    }
  }
}
