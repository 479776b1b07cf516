package io.reprise.runtime.http;

import io.reprise.runtime.json.ByteSize;
import java.util.Locale;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses requests that no route may see, and adds the headers that every answer has. After a
 * refusal the connection closes, because the place where the next request begins cannot be trusted.
 * Thread-safe.
 */
final class RequestGate extends Handler.Wrapper {
  /**
   * How much of a body beyond the limit is read and thrown away. Without this, a client that still
   * sends would see a broken connection in place of the answer. A longer body is not read at all.
   */
  static final ByteSize MOST_DISCARDED = ByteSize.ofMiB(64);

  private final ByteSize maxBody;

  private final SlowClients slow;

  private RequestGate(ByteSize maxBody, SlowClients slow) {
    this.maxBody = maxBody;
    this.slow = slow;
  }

  /** Puts a gate in front of everything that the server serves. */
  static void addTo(Server server, HttpConfig config, SlowClients.Limits limits) {
    var slow = new SlowClients(server, limits);
    server.addBean(slow);
    server.insertHandler(new RequestGate(config.maxBody(), slow));
  }

  /** Makes the parser refuse whatever RFC 9112 lets a server accept, such as a bare line feed. */
  static void makeStrict(HttpConfiguration http) {
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(RequestCheck.URIS);
  }

  @Override
  public boolean handle(Request untimed, Response response, Callback callback) throws Exception {
    var request = slow.watch(untimed);
    SecurityHeaders.addTo(response.getHeaders());
    var fault = RequestCheck.of(request);
    if (fault != null) {
      Response.writeError(request, response, callback, fault.status(), fault.detail());
      return true;
    }
    long announced = request.getLength();
    if (announced > maxBody.bytes()) {
      refuseBody(request, response, callback, announced);
      return true;
    }
    return super.handle(request, response, callback);
  }

  private void refuseBody(Request request, Response response, Callback callback, long announced) {
    var detail = "the body is longer than this service takes: send at most " + maxBody;
    Runnable answer = () -> Response.writeError(request, response, callback, 413, detail);
    if (announced > MOST_DISCARDED.bytes() || asksFirst(request)) {
      answer.run();
    } else {
      Content.Source.consumeAll(request, Callback.from(answer, broken -> answer.run()));
    }
  }

  /** Returns whether the client waits for an answer before it sends the body. */
  private static boolean asksFirst(Request request) {
    var expected = request.getHeaders().get(HttpHeader.EXPECT);
    return expected != null && expected.toLowerCase(Locale.ROOT).contains("100-continue");
  }
}
